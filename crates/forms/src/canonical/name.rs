//! People's names.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{Canonical, CanonicalKind, without_case};

/// A name without accents and differences of case, its words with one space between them: `José  O’Connor-Ruiz` is
/// `jose o connor ruiz`.
pub fn name(text: &str) -> Option<Canonical> {
    let bare = without_marks(&without_case(&without_marks(text)));
    let words: String = bare
        .chars()
        .map(|c| if is_of_a_word(c) { c } else { ' ' })
        .collect();
    let words: Vec<&str> = words.split_whitespace().collect();
    Canonical::new(CanonicalKind::Name, words.join(" "))
}

fn without_marks(text: &str) -> String {
    text.nfkd().filter(|c| !is_combining_mark(*c)).collect()
}

/// Letters that are written as apostrophes are apostrophes: `Kaʻahumanu` is also written `Ka'ahumanu`.
fn is_of_a_word(c: char) -> bool {
    c.is_alphanumeric() && !matches!(c, '\u{2b9}'..='\u{2bf}' | '\u{2c8}')
}
