//! Finding a service by the words that people have for it.

use std::{cmp::Reverse, sync::Arc};

use engine::services::Published;
use forms::{Service, Text, canonical::folded};
use strsim::osa_distance;

/// Words of fewer letters say nothing alone: "de", "un", "to".
const SHORT: usize = 3;
/// So many letters and words are looked for, and no more, since each word is held against each word of each service.
const LETTERS: usize = 200;
const WORDS: usize = 10;

/// The services that are meant, the likeliest first: those that say every word, accents or not, in any of their languages; if none
/// does, those that say words of nearly the same letters.
pub(super) fn found<'s>(services: &'s [Arc<Published>], typed: &str) -> Vec<&'s Arc<Published>> {
    let typed = folded(&typed.chars().take(LETTERS).collect::<String>());
    let mut words: Vec<&str> = typed.split_whitespace().collect();
    let telling = |word: &&str| word.chars().count() >= SHORT;
    if words.iter().any(telling) {
        words.retain(telling);
    }
    words.truncate(WORDS);
    let judged = services
        .iter()
        .filter_map(|service| Some((likeness(&service.service, &words)?, service)));
    let mut judged: Vec<_> = judged.collect();
    judged.sort_by_key(|(likeness, _)| Reverse(*likeness));
    if let Some(((best, _), _)) = judged.first().copied() {
        judged.retain(|((fit, _), _)| *fit == best);
    }
    judged.into_iter().map(|(_, service)| service).collect()
}

/// How well a word that was typed fits one that is said, from the worst to the best.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// It has a letter or two that are wrong, missing, too many, or in each other's place.
    Mistyped,
    /// It begins so.
    Begun,
}

/// How well what was typed fits the service: the worst fit of its words, and whether all of them are in its name or among its synonyms.
fn likeness(service: &Service, typed: &[&str]) -> Option<(Fit, bool)> {
    let about = &service.about;
    let called = words(std::iter::once(&about.name).chain(&about.synonyms));
    let told = words([&about.summary, &about.audience, &about.authority.name]);
    let (mut worst, mut is_called_so) = (Fit::Begun, true);
    for word in typed {
        let in_name = best(word, &called);
        is_called_so &= in_name == Some(Fit::Begun);
        worst = worst.min(in_name.max(best(word, &told))?);
    }
    Some((worst, is_called_so))
}

fn words<'t>(texts: impl IntoIterator<Item = &'t Text>) -> Vec<String> {
    let said = texts.into_iter().flat_map(Text::all);
    let folded: Vec<String> = said.map(|(_, words)| folded(words)).collect();
    let words = folded.iter().flat_map(|said| said.split_whitespace());
    words.map(str::to_owned).collect()
}

fn best(typed: &str, said: &[String]) -> Option<Fit> {
    said.iter().filter_map(|said| fit(typed, said)).max()
}

fn fit(typed: &str, said: &str) -> Option<Fit> {
    if said.starts_with(typed) {
        return Some(Fit::Begun);
    }
    let letters = typed.chars().count();
    let slips = match letters {
        0..4 => return None,
        4..8 => 1,
        _ => 2,
    };
    if said.chars().count() + slips < letters {
        return None;
    }
    // Who has not typed the word to its end is held against as many of its letters, give or take a slip.
    let lengths = letters.saturating_sub(slips)..=letters + slips;
    let mut beginnings = lengths.map(|length| said.chars().take(length).collect::<String>());
    let is_near = |beginning: String| osa_distance(typed, &beginning) <= slips;
    beginnings.any(is_near).then_some(Fit::Mistyped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_meant_though_it_is_not_finished_or_mistyped() {
        for (typed, said, wanted) in [
            ("puesto", "puesto", Some(Fit::Begun)),
            ("pue", "puesto", Some(Fit::Begun)),
            ("puesot", "puesto", Some(Fit::Mistyped)),
            ("pueto", "puesto", Some(Fit::Mistyped)),
            ("pueesto", "puesto", Some(Fit::Mistyped)),
            ("lisensia", "licencia", Some(Fit::Mistyped)),
            ("lisen", "licencia", Some(Fit::Mistyped)),
            ("venta", "puesto", None),
            ("pez", "pie", None),
            ("mesa", "misa", Some(Fit::Mistyped)),
            ("puestecitos", "puesto", None),
            ("", "puesto", Some(Fit::Begun)),
        ] {
            assert_eq!(fit(typed, said).is_some(), wanted.is_some(), "{typed} {said}");
            assert!(fit(typed, said) == wanted, "{typed} {said}");
        }
    }
}
