//! Texts that a pattern takes.

use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind};

/// Which letters are taken first where a pattern leaves a choice, how often something is repeated that may be, and which of its
/// alternatives is taken.
const TASTES: [Taste; 4] = [
    Taste {
        letters: "1aA",
        more: 0,
        alternative: 0,
    },
    Taste {
        letters: "5bB",
        more: 1,
        alternative: 1,
    },
    Taste {
        letters: "Aa1",
        more: 2,
        alternative: 0,
    },
    Taste {
        letters: "0xX",
        more: 3,
        alternative: 2,
    },
];

/// So much is written for a pattern and no more.
const LONGEST: usize = 200;

#[derive(Clone, Copy)]
struct Taste {
    letters: &'static str,
    more: u32,
    alternative: usize,
}

/// Some texts, most of which the pattern takes; one with conditions on what stands around a place may take none of them.
pub(super) fn examples(pattern: &str) -> Vec<String> {
    let Ok(hir) = regex_syntax::parse(pattern) else {
        return Vec::new();
    };
    let mut texts = Vec::new();
    for taste in TASTES {
        let mut text = String::new();
        write(&hir, taste, &mut text);
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts
}

fn write(hir: &Hir, taste: Taste, text: &mut String) {
    if text.len() > LONGEST {
        return;
    }
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(&String::from_utf8_lossy(&literal.0)),
        HirKind::Class(Class::Unicode(class)) => text.extend(letter(class, taste)),
        HirKind::Class(Class::Bytes(class)) => {
            text.extend(class.ranges().first().map(|range| char::from(range.start())));
        }
        HirKind::Repetition(repetition) => {
            let most = repetition.max.unwrap_or(u32::MAX);
            let times = repetition.min.saturating_add(taste.more).min(most);
            for _ in 0..times {
                write(&repetition.sub, taste, text);
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, taste, text),
        HirKind::Concat(parts) => parts.iter().for_each(|part| write(part, taste, text)),
        HirKind::Alternation(parts) => {
            if let Some(part) = parts.get(taste.alternative).or(parts.last()) {
                write(part, taste, text);
            }
        }
    }
}

fn letter(class: &ClassUnicode, taste: Taste) -> Option<char> {
    let has = |letter: char| {
        let mut ranges = class.ranges().iter();
        ranges.any(|range| (range.start()..=range.end()).contains(&letter))
    };
    let liked = taste.letters.chars().find(|letter| has(*letter));
    let readable = || {
        ('a'..='z')
            .chain('A'..='Z')
            .chain('0'..='9')
            .find(|letter| has(*letter))
    };
    liked
        .or_else(readable)
        .or_else(|| class.ranges().first().map(ClassUnicodeRange::start))
}

#[cfg(test)]
mod tests {
    use regex::Regex;

    use super::*;

    #[test]
    fn a_pattern_takes_what_is_written_for_it() {
        for pattern in [
            "^[0-9]{6,12}$",
            "^[A-Z]{2}-?\\d{3}$",
            "^(rojo|verde|azul)$",
            "^F\\d{3}(/20\\d\\d)+$",
            "^[^0-9 ]{3}$",
            "^(?i)abc.+z$",
        ] {
            let regex = Regex::new(pattern).unwrap();
            let found = examples(pattern);
            let taken = found.iter().filter(|text| regex.is_match(text)).count();
            assert_eq!(taken, found.len(), "{pattern}: {found:?}");
            assert!(taken > 0, "{pattern}");
        }
        assert_eq!(examples("^(rojo|verde|azul)$").len(), 3);
        assert!(examples("(").is_empty());
    }
}
