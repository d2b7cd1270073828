//! Which letters the paper can print, and how a text is made ready for it.

use std::borrow::Cow;
use std::fmt;

use thiserror::Error;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::font;

/// A letter that the paper cannot print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub struct Uncovered {
    /// The letter, after composition (NFC); a mark that composes with nothing stands alone.
    pub letter: char,
}

impl fmt::Display for Uncovered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = u32::from(self.letter);
        if unicode_normalization::char::is_combining_mark(self.letter) {
            write!(
                f,
                "the paper cannot print the mark “◌{}” (U+{code:04X})",
                self.letter
            )
        } else if self.letter.is_control() || !self.letter.is_alphanumeric() {
            write!(f, "the paper cannot print the character U+{code:04X}")
        } else {
            write!(
                f,
                "the paper cannot print the letter “{}” (U+{code:04X})",
                self.letter
            )
        }
    }
}

/// Whether the paper can print a text, whole; a form refuses a name that it cannot.
///
/// Letters typed as base and mark are composed first, so `n` + `◌̃` is as good as `ñ`.
pub fn covers(text: &str) -> Result<(), Uncovered> {
    let has = |letter: &char| font::regular().has(*letter) || font::further().has(*letter);
    match tidy(text).chars().find(|letter| !has(letter)) {
        Some(letter) => Err(Uncovered { letter }),
        None => Ok(()),
    }
}

/// Composes (NFC) and makes every white space one plain space; a no-break space stays one.
pub(super) fn tidy(text: &str) -> Cow<'_, str> {
    if is_tidy(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for letter in text.nfc() {
        match letter {
            '\u{a0}' | '\u{202f}' => out.push('\u{a0}'),
            white if white.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            other => out.push(other),
        }
    }
    Cow::Owned(out.trim_matches(' ').to_owned())
}

fn is_tidy(text: &str) -> bool {
    let strange = |letter: char| letter.is_whitespace() && letter != ' ' && letter != '\u{a0}';
    is_nfc_quick(text.chars()) == IsNormalized::Yes
        && !text.contains(strange)
        && !text.contains("  ")
        && !text.starts_with(' ')
        && !text.ends_with(' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_languages_offered_are_covered() {
        for name in [
            "María José Ñahui Quispe",
            "Atoqʼ Ch’aska T'ika",
            "Aymara: jach’a, ñäñä, ïxï, ügü",
            "Asháninka: tsʼñ, Ãtsi, Õkitsi",
            "João Conceição",
            "Œuvre Zoë Lætitia Ÿ",
            "Jürgen Weiß GROẞ",
            "Łukasz Dvořák Šťastný Őszi Ţăran Țîru Ģērmanis",
            "Ẽxỹ ɨɨ ʉ",
            "Nguyễn Thị Hường",
            "Ọláyinká Adébáyọ̀",
            "Kaʻahumanu",
            "g\u{303}uarani",
            "Col·lell",
            "Jr. Ayacucho n.º 123, 2.ª «piso» – “B” — S/ 10,50 · 5 €…",
        ] {
            assert_eq!(covers(name), Ok(()), "{name}");
        }
    }

    #[test]
    fn a_letter_from_elsewhere_is_named() {
        for (name, letter, message) in [
            ("Иван", 'И', "the paper cannot print the letter “И” (U+0418)"),
            ("李小龙", '李', "the paper cannot print the letter “李” (U+674E)"),
            (
                "a\u{5b0}",
                '\u{5b0}',
                "the paper cannot print the mark “◌\u{5b0}” (U+05B0)",
            ),
            (
                "Ana\u{200b}",
                '\u{200b}',
                "the paper cannot print the character U+200B",
            ),
            ("Ana 🙂", '🙂', "the paper cannot print the character U+1F642"),
        ] {
            let refused = covers(name).unwrap_err();
            assert_eq!((refused.letter, refused.to_string().as_str()), (letter, message));
        }
    }

    #[test]
    fn marks_compose_and_spaces_collapse() {
        assert_eq!(tidy("Nun\u{303}ez"), "Nuñez");
        assert_eq!(tidy("  a\n\tb  c "), "a b c");
        assert_eq!(tidy("8:00\u{202f}a.\u{a0}m."), "8:00\u{a0}a.\u{a0}m.");
    }
}
