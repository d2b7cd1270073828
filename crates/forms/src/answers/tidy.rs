//! What people type, made uniform before anything is judged.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::digits::ascii_digit;

/// One line: NFC, spaces of any kind collapsed to one, invisible and control characters gone.
pub(crate) fn line(text: &str) -> String {
    let visible: String = text.chars().filter_map(visible).nfc().collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Several lines: each tidied, at most one empty line between them, none at the ends.
pub(crate) fn lines(text: &str) -> String {
    let unix = text
        .replace("\r\n", "\n")
        .replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    let mut tidied: Vec<String> = unix.split('\n').map(line).collect();
    tidied.dedup_by(|next, before| next.is_empty() && before.is_empty());
    tidied.join("\n").trim_matches('\n').to_owned()
}

/// A code such as a document number: one line in capitals, digits of any script as ASCII, without the spaces,
/// dots, dashes and slashes people put in, nor what spreadsheets wrap around digits (`'0123`, `="0123"`, `0123.0`).
pub(crate) fn code(text: &str) -> String {
    code_with(text, "")
}

/// The same with those signs, which belong to some codes.
pub(crate) fn code_with(text: &str, signs: &str) -> String {
    let text = number(text);
    let is_number = text
        .strip_suffix(".0")
        .filter(|whole| whole.chars().all(|c| c.is_ascii_digit()));
    is_number
        .unwrap_or(&text)
        .chars()
        .filter(|c| c.is_alphanumeric() || signs.contains(*c))
        .flat_map(char::to_uppercase)
        .collect()
}

/// A number or a date: one line, digits of any script as ASCII, without a spreadsheet's wrapping.
pub(crate) fn number(text: &str) -> String {
    let digits: String = line(text).chars().map(ascii_digit).collect();
    let bare = digits.strip_prefix('=').unwrap_or(&digits);
    bare.trim_matches(['"', '\'', '’', ' ']).to_owned()
}

/// For comparing names: lower case without accents.
pub(crate) fn fold(text: &str) -> String {
    let bare: String = line(text).nfd().filter(|c| !is_combining_mark(*c)).collect();
    bare.to_lowercase()
}

/// Whether there is something and all of it is ASCII digits.
pub(crate) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Nothing for characters that nobody sees or that turn the text around; a space for other control characters.
fn visible(c: char) -> Option<char> {
    match c {
        '\u{ad}'
        | '\u{34f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}' => None,
        c if c.is_control() => Some(' '),
        c => Some(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_made_uniform() {
        for (typed, kept) in [
            ("  Ana   Quispe ", "Ana Quispe"),
            ("Jose\u{301}\u{a0}Luis", "José Luis"),
            ("a\tb\r\nc", "a b c"),
            ("\u{202e}abc\u{200b}", "abc"),
            ("e\u{200b}\u{301}", "é"),
        ] {
            assert_eq!(line(typed), kept);
        }
        assert_eq!(lines("a \r\n\r\n\r\n\r\n b\n\n"), "a\n\nb");
    }

    #[test]
    fn a_code_keeps_letters_and_digits() {
        for (typed, kept) in [
            (" 12.345.678 ", "12345678"),
            ("=\"01234567\"", "01234567"),
            ("'01234567", "01234567"),
            ("12345678.0", "12345678"),
            ("١٢٣٤٥٦٧٨", "12345678"),
            ("१२३४५६७८", "12345678"),
            ("abc – 123", "ABC123"),
        ] {
            assert_eq!(code(typed), kept);
        }
    }
}
