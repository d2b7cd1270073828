//! The texts of a service in other languages than its first, where they stand apart from it: `en: {Your name: …}`, by what the service
//! says in its first language.
//!
//! They are put in place before anything is checked, so that a version holds every word, and is the same version wherever they stood.

use std::collections::{BTreeMap, BTreeSet};

use super::node::{Key, Node, Value};
use super::problems::{Forbids, Problems};
use super::raw::{RawText, Word};
use crate::Language;

/// What is said in one language.
#[derive(Debug)]
pub(super) struct Translation {
    language: Word,
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    text: Word,
    words: Word,
    /// What became of it.
    is_used: bool,
}

/// The texts of a service, and which of them have words in another language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Translated {
    /// The service's other languages.
    pub languages: Vec<String>,
    /// Each text in the first language with its words in that one, once, in the order of the file; without words where it lacks
    /// them anywhere.
    pub texts: Vec<(String, Option<String>)>,
}

/// Reads a document of them, and adds what it says to what others say in the same languages.
pub(super) fn read(root: Node, read: &mut Vec<Translation>, problems: &mut Problems) {
    const SHAPE: &str = "write `en: {What the service says: its words in English}`";
    if let Value::Nothing = root.value {
        return;
    }
    let Value::Map(languages) = root.value else {
        let start = root.span.start;
        problems
            .unreadable(
                start..start + 1,
                "after the service come its texts in other languages",
            )
            .help(SHAPE);
        return;
    };
    for (key, node) in languages {
        if !Language::is_tag(&key.name) {
            let message = format!("`{}` is not a language's tag", key.name);
            problems.unreadable(key.span, message).help(format!(
                "here stand a service's texts in other languages, and nothing else: {SHAPE}. A file is taken for that \
                 whose name is another's with two or three letters more, as `permit.en.yaml` is to `permit.yaml`"
            ));
            continue;
        }
        if let Value::Nothing = node.value {
            continue;
        }
        let Value::Map(entries) = node.value else {
            let message = format!("`{}` lists no texts", key.name);
            problems.unreadable(key.span, message).help(SHAPE);
            continue;
        };
        let entries = entries
            .into_iter()
            .filter_map(|(text, words)| entry(text, words, problems));
        let language = word(key);
        let said = read.iter_mut().find(|one| one.language.value == language.value);
        if let Some(said) = said {
            said.entries.extend(entries);
        } else {
            let entries = entries.collect();
            read.push(Translation { language, entries });
        }
    }
}

fn entry(text: Key, words: Node, problems: &mut Problems) -> Option<Entry> {
    let Node { span, value } = words;
    let value = match value {
        Value::Word(words) => words,
        // Not written yet, which is told of as of any text that is empty.
        Value::Nothing => String::new(),
        other => {
            let message = format!("a text is expected here, not {}", other.article());
            problems
                .unreadable(span, message)
                .help("put it in quotes to make it a text");
            return None;
        }
    };
    Some(Entry {
        text: word(text),
        words: Word { span, value },
        is_used: false,
    })
}

/// Gives the texts their words in the languages that they lack, and notes the words that belong to none.
pub(super) fn put_in(
    texts: &mut [&mut RawText],
    languages: &[Word],
    translations: Vec<Translation>,
    problems: &mut Problems,
) {
    let Some(default) = languages.first() else {
        return;
    };
    let own: Vec<Option<String>> = texts
        .iter()
        .map(|text| own_words(text, default).map(|own| plain(&own.value)))
        .collect();
    let mut unused = MOST_UNUSED;
    for mut translation in translations {
        let language = &translation.language;
        if language.value == default.value {
            let message = format!("the service's own words are those in `{}`", default.value);
            problems
                .add(Forbids::Publishing, language.span.clone(), message)
                .help("change them where they stand");
            continue;
        }
        if !languages.iter().any(|spoken| spoken.value == language.value) {
            let message = format!("the service does not speak `{}`", language.value);
            problems
                .add(Forbids::Publishing, language.span.clone(), message)
                .help("add it to `languages`, or take these texts away");
            continue;
        }
        let by_text = by_text(&translation.entries, problems);
        for (text, own) in texts.iter_mut().zip(&own) {
            if let Some(&at) = own.as_ref().and_then(|own| by_text.get(own)) {
                let entry = &mut translation.entries[at];
                entry.is_used |= say(text, default, &translation.language, &entry.words);
            }
        }
        note_unused(&own, &translation, &mut unused, problems);
    }
}

fn by_text(entries: &[Entry], problems: &mut Problems) -> BTreeMap<String, usize> {
    let mut by_text = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        if by_text.insert(plain(&entry.text.value), at).is_some() {
            problems
                .unreadable(entry.text.span.clone(), "this text is here twice")
                .help("keep one of the two");
        }
    }
    by_text
}

/// Adds the words of a language, unless the text has some; whether they were added.
fn say(text: &mut RawText, default: &Word, language: &Word, words: &Word) -> bool {
    match text {
        RawText::Plain(own) => {
            let tag = Word {
                span: own.span.clone(),
                value: default.value.clone(),
            };
            *text = RawText::Languages {
                span: own.span.clone(),
                by: vec![(tag, own.clone()), (language.clone(), words.clone())],
            };
            true
        }
        RawText::Languages { by, .. } => {
            let lacks = by.iter().all(|(tag, _)| tag.value != language.value);
            if lacks {
                by.push((language.clone(), words.clone()));
            }
            lacks
        }
    }
}

/// So many are told of at once: whoever has more has changed the service, and looks at the first ones first.
const MOST_UNUSED: usize = 100;

fn note_unused(own: &[Option<String>], translation: &Translation, left: &mut usize, problems: &mut Problems) {
    let own: BTreeSet<&str> = own.iter().flatten().map(String::as_str).collect();
    let unused = translation.entries.iter().filter(|entry| !entry.is_used);
    for entry in unused.take(*left) {
        *left -= 1;
        let written = plain(&entry.text.value);
        if own.contains(written.as_str()) {
            let message = format!(
                "where it stands, this text has words in `{}`",
                translation.language.value
            );
            problems
                .add(Forbids::Publishing, entry.text.span.clone(), message)
                .help("keep them there or here");
            continue;
        }
        let added = problems.add(
            Forbids::Publishing,
            entry.text.span.clone(),
            "the service says this nowhere",
        );
        match nearest(&written, own.iter().copied()) {
            Some(now) => added.help(format!("it says `{now}` now: write that here, or take this out")),
            None => added.help("take it out, or write what the service says in its first language"),
        }
    }
}

/// What has words in that language.
pub(super) fn translated(texts: &[&mut RawText], languages: &[Word], language: &str) -> Option<Translated> {
    let (default, others) = languages.split_first()?;
    let mut places = BTreeMap::new();
    let mut all: Vec<(String, Option<String>)> = Vec::new();
    for text in texts {
        let Some(own) = own_words(text, default) else {
            continue;
        };
        let words = words_in(text, language).map(|word| word.value.clone());
        match places.get(&plain(&own.value)) {
            // Where it lacks words, those that it has elsewhere are none.
            Some(&at) if words.is_none() => all[at] = (own.value.clone(), None),
            Some(_) => {}
            None => {
                places.insert(plain(&own.value), all.len());
                all.push((own.value.clone(), words));
            }
        }
    }
    Some(Translated {
        languages: others.iter().map(|language| language.value.clone()).collect(),
        texts: all,
    })
}

/// What a text says in the service's first language.
fn own_words<'t>(text: &'t RawText, default: &Word) -> Option<&'t Word> {
    match text {
        RawText::Plain(word) => Some(word),
        RawText::Languages { .. } => words_in(text, &default.value),
    }
}

fn words_in<'t>(text: &'t RawText, language: &str) -> Option<&'t Word> {
    match text {
        RawText::Plain(_) => None,
        RawText::Languages { by, .. } => {
            let found = by.iter().find(|(tag, _)| tag.value == language);
            found.map(|(_, words)| words)
        }
    }
}

/// Lines are broken where there is room, and mean the same.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text that was changed in one place since, if most of it is as it was.
fn nearest<'t>(written: &str, texts: impl Iterator<Item = &'t str>) -> Option<&'t str> {
    let same = |text: &str| {
        let (one, other) = (written.as_bytes(), text.as_bytes());
        let before = one.iter().zip(other).take_while(|(a, b)| a == b).count();
        let rest = one.len().min(other.len()) - before;
        let after = one.iter().rev().zip(other.iter().rev()).take(rest);
        before + after.take_while(|(a, b)| a == b).count()
    };
    let near = texts.map(|text| (same(text), text)).max_by_key(|(same, _)| *same);
    near.filter(|(same, text)| same * 5 >= written.len().max(text.len()) * 3)
        .map(|(_, text)| text)
}

fn word(key: Key) -> Word {
    let Key { span, name } = key;
    Word { span, value: name }
}
