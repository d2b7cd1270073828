//! The order in which people look a name up in a list.

use std::cmp::Ordering;

use icu_collator::{Collator, CollatorBorrowed, options::CollatorOptions};
use icu_locale_core::Locale;

use crate::language::Language;

/// Sorts by name as speakers of the language do (CLDR's collation): accents and capitals matter only between names that are
/// otherwise the same, and in Spanish `ñ` comes after all of `n`.
pub fn sort_by_name<T>(items: &mut [T], language: Language, name: impl Fn(&T) -> &str) {
    match collator(language) {
        Some(collator) => items.sort_by(|a, b| collator.compare(name(a), name(b))),
        None => items.sort_by(|a, b| without_data(name(a), name(b))),
    }
}

/// The collation of a language, or of all languages together where it has none of its own.
fn collator(language: Language) -> Option<CollatorBorrowed<'static>> {
    let locale: Locale = language.tag().parse().ok()?;
    Collator::try_new(locale.into(), CollatorOptions::default()).ok()
}

fn without_data(a: &str, b: &str) -> Ordering {
    a.to_lowercase().cmp(&b.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(mut names: Vec<&'static str>, code: &str) -> Vec<&'static str> {
        sort_by_name(&mut names, Language::of(code).unwrap(), |name| name);
        names
    }

    #[test]
    fn names_are_sorted_as_people_look_them_up() {
        let names = vec![
            "Bután", "Bélgica", "álvaro", "Zoe", "Ñahui", "Nuria", "Álvarez", "ana",
        ];
        assert_eq!(
            sorted(names.clone(), "es"),
            [
                "Álvarez", "álvaro", "ana", "Bélgica", "Bután", "Nuria", "Ñahui", "Zoe"
            ]
        );
        let english = [
            "Álvarez", "álvaro", "ana", "Bélgica", "Bután", "Ñahui", "Nuria", "Zoe",
        ];
        assert_eq!(sorted(names, "en"), english);
    }
}
