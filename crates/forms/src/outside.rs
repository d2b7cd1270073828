//! Text from outside, whoever sends it: what no field and no file may hold is taken out of it before anything else.
//!
//! PostgreSQL keeps no U+0000 in any text, and a terminal obeys control characters. Line breaks and tabs stay, since
//! long texts have them; every other control character becomes a space, as in what answers keep.

use std::borrow::Cow;

use crate::answers::tidy;

/// The same text with a space for each control character that is no line break and no tab.
pub fn cleaned(text: &str) -> Cow<'_, str> {
    if text.contains(is_unwanted) {
        Cow::Owned(text.replace(is_unwanted, " "))
    } else {
        Cow::Borrowed(text)
    }
}

/// One line that is shown as what somebody or something is called: composed (NFC), with single spaces, without what nobody sees or what
/// turns the writing around, so that one name does not look like another.
pub fn one_line(text: &str) -> String {
    tidy::line(text)
}

/// Whether no text may hold this character.
pub fn is_unwanted(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_line_of_what_is_seen() {
        for (typed, shown) in [
            ("  Ada\u{a0} Rojas ", "Ada Rojas"),
            ("Ada\r\nRojas", "Ada Rojas"),
            ("\u{1b}[31mAda", "[31mAda"),
            ("\u{202e}adA\u{200b}", "adA"),
            (" \u{feff}", ""),
        ] {
            assert_eq!(one_line(typed), shown);
        }
    }

    #[test]
    fn a_space_stands_for_what_no_text_may_hold() {
        for (sent, kept) in [
            ("", ""),
            ("Ana\0Quispe", "Ana Quispe"),
            ("\u{1b}[2Jrojo\u{7f}\u{9b}31m", " [2Jrojo  31m"),
            ("una\r\nlínea\ty otra\n", "una\r\nlínea\ty otra\n"),
            ("ñ · \u{200d} 🦙", "ñ · \u{200d} 🦙"),
        ] {
            assert_eq!(cleaned(sent), kept);
            assert_eq!(cleaned(&cleaned(sent)), kept, "twice is once");
        }
    }
}
