//! People's names.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{Canonical, CanonicalKind, without_case};

/// A name without accents and differences of case, its words with one space between them: `José  O’Connor-Ruiz` is
/// `jose o connor ruiz`.
pub fn name(text: &str) -> Option<Canonical> {
    Canonical::new(CanonicalKind::Name, folded(text))
}

/// Any text as it is searched: its words in small letters without accents, with one space between them.
pub fn folded(text: &str) -> String {
    let bare = without_marks(&without_case(&without_marks(text)));
    let mut words = String::with_capacity(bare.len());
    for letter in bare.chars() {
        match letter {
            'ø' => words.push('o'),
            'ł' => words.push('l'),
            'đ' | 'ð' => words.push('d'),
            'ħ' => words.push('h'),
            'ı' => words.push('i'),
            'þ' => words.push_str("th"),
            'æ' => words.push_str("ae"),
            'œ' => words.push_str("oe"),
            letter if is_of_a_word(letter) => words.push(letter),
            _ => words.push(' '),
        }
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn without_marks(text: &str) -> String {
    text.nfkd().filter(|c| !is_combining_mark(*c)).collect()
}

/// Letters that are written as apostrophes are apostrophes: `Kaʻahumanu` is also written `Ka'ahumanu`.
fn is_of_a_word(c: char) -> bool {
    c.is_alphanumeric() && !matches!(c, '\u{2b9}'..='\u{2bf}' | '\u{2c8}')
}
