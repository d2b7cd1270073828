//! The engine's own words about answers: one file a language in `data/messages`, `key = sentence` a line.
//! A further language is a further file and its line in [`FILES`].

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::civil::{Date, Time};

use crate::Language;

/// Each language with its file; the first stands in for languages that have none.
const FILES: [(&str, &str); 2] = [
    ("es", include_str!("../../data/messages/es.txt")),
    ("en", include_str!("../../data/messages/en.txt")),
];

/// The sentences of one language.
pub(crate) struct Words {
    by_key: HashMap<&'static str, &'static str>,
}

/// The words of that language, of its base (`es` for `es-PE`), or of the first language.
pub(crate) fn words(language: &Language) -> &'static Words {
    let base = language.as_str().split('-').next().unwrap_or_default();
    let found = ALL.iter().find(|(spoken, _)| *spoken == base);
    found.map_or(&ALL[0].1, |(_, words)| words)
}

impl Words {
    /// The sentence of that key. A test holds every language to every key.
    pub(crate) fn get(&self, key: &str) -> &'static str {
        self.by_key.get(key).copied().unwrap_or_default()
    }

    /// The sentence with its `{names}` filled in.
    pub(crate) fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        let mut rest = self.get(key);
        let mut filled = String::with_capacity(rest.len());
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            let value = values
                .iter()
                .find(|(known, _)| *known == name)
                .map_or("", |(_, value)| value);
            filled.push_str(before);
            filled.push_str(value);
            rest = after;
        }
        filled + rest
    }

    /// The day in words: `27 de marzo de 1990`.
    pub(crate) fn date(&self, date: Date) -> String {
        let month = usize::from(date.month().unsigned_abs()) - 1;
        let month = self
            .months()
            .nth(month)
            .and_then(|mut spellings| spellings.next());
        let (day, year) = (date.day().to_string(), date.year().to_string());
        self.fill(
            "date",
            &[
                ("day", &day),
                ("month", month.unwrap_or_default()),
                ("year", &year),
            ],
        )
    }

    /// The months, each in the spelling that is shown and then in the others that are read.
    fn months(&self) -> impl Iterator<Item = std::str::Split<'static, char>> {
        self.get("months").split(' ').map(|month| month.split('/'))
    }

    /// The time by the clock of 24 hours: `08:30`.
    #[allow(clippy::unused_self, reason = "a language may come that writes it otherwise")]
    pub(crate) fn time(&self, time: Time) -> String {
        format!("{:02}:{:02}", time.hour(), time.minute())
    }
}

/// The number of a month that was written as a word in any language, whole or cut short: `marzo`, `mar.`, `March`, `set`.
pub(super) fn month(name: &str) -> Option<i8> {
    let name = super::fold(name.trim_end_matches('.'));
    let is_meant = |month: &str| name.len() >= 3 && super::fold(month).starts_with(&name);
    ALL.iter().find_map(|(_, words)| {
        let place = words.months().position(|mut spellings| spellings.any(is_meant))?;
        i8::try_from(place + 1).ok()
    })
}

static ALL: LazyLock<Vec<(&'static str, Words)>> = LazyLock::new(|| {
    FILES
        .iter()
        .map(|(language, file)| (*language, read(file)))
        .collect()
});

fn read(file: &'static str) -> Words {
    let pairs = file
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('='));
    Words {
        by_key: pairs.map(|(key, words)| (key.trim(), words.trim())).collect(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use jiff::civil::date;

    use super::super::wrong::Cause;
    use super::*;
    use crate::country_rules;

    #[test]
    fn no_language_lacks_a_sentence() {
        let expected: BTreeSet<&str> = ALL[0].1.by_key.keys().copied().collect();
        for cause in Cause::ALL {
            assert!(
                expected.contains(&*cause.key()),
                "{} has no sentence",
                cause.key()
            );
        }
        for code in country_rules::sentences() {
            assert!(expected.contains(&*code), "{code} has no sentence");
        }
        for (language, words) in ALL.iter() {
            assert_eq!(
                words.by_key.keys().copied().collect::<BTreeSet<_>>(),
                expected,
                "{language}"
            );
            assert!(
                words.by_key.values().all(|sentence| !sentence.is_empty()),
                "{language}"
            );
            assert_eq!(words.get("months").split(' ').count(), 12, "{language}");
        }
    }

    #[test]
    fn a_sentence_names_the_same_things_in_each_language() {
        let names = |sentence: &str| -> BTreeSet<String> {
            sentence
                .split('{')
                .skip(1)
                .filter_map(|rest| rest.split_once('}'))
                .map(|(name, _)| name.to_owned())
                .collect()
        };
        for (key, spanish) in &ALL[0].1.by_key {
            assert_eq!(names(spanish), names(ALL[1].1.get(key)), "{key}");
        }
    }

    #[test]
    fn days_are_said_in_words() {
        let day = date(1990, 3, 27);
        assert_eq!(words(&"es".into()).date(day), "27 de marzo de 1990");
        assert_eq!(words(&"en".into()).date(day), "27 March 1990");
        assert_eq!(words(&"qu".into()).date(day), "27 de marzo de 1990");
        assert_eq!(
            [
                month("Marzo"),
                month("mar"),
                month("December"),
                month("ma"),
                month("x")
            ],
            [Some(3), Some(3), Some(12), None, None]
        );
        // CLDR's names of the month that Peru and the rest write differently, long and short.
        for september in [
            "septiembre",
            "sept.",
            "setiembre",
            "SET",
            "set.",
            "September",
            "Sept",
            "Sep",
        ] {
            assert_eq!(month(september), Some(9), "{september}");
        }
    }
}
