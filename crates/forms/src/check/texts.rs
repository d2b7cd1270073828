//! Languages, and texts that must speak all of them.

use std::collections::BTreeSet;

use super::Check;
use crate::read::raw::{RawService, RawText, Word};
use crate::{Language, Text};

impl Check<'_> {
    /// The declared languages; at least one, each once.
    pub(super) fn languages_of(&mut self, raw: &RawService) -> Vec<Language> {
        if raw.languages.is_empty() {
            self.problem(&raw.service.span, "the service names no language")
                .help("write `languages: [es]`, or `[es, en]`; the first is the default");
        }
        let mut seen = BTreeSet::new();
        let mut languages = Vec::new();
        for word in &raw.languages {
            let tag = word.value.as_bytes();
            let first = !seen.contains(&word.value);
            self.unique(word, &mut seen, "the language");
            if !(2..=3).contains(&tag.len()) || !tag.iter().all(u8::is_ascii_lowercase) {
                self.problem(&word.span, format!("`{}` is not a language's tag", word.value))
                    .help("Spanish is `es`, English `en`, Quechua `qu`");
            } else if first {
                languages.push(Language::new(word.value.clone()));
            }
        }
        languages
    }

    /// A text in every language of the service.
    pub(super) fn text(&mut self, raw: &RawText) -> Text {
        match raw {
            RawText::Plain(word) => self.plain(word),
            RawText::Languages { span, by } => {
                for (language, words) in by {
                    self.spoken(language);
                    self.not_empty(words);
                }
                self.complete(span, by);
                self.in_order(by)
            }
        }
    }

    pub(super) fn texts(&mut self, raw: &[RawText]) -> Vec<Text> {
        raw.iter().map(|text| self.text(text)).collect()
    }

    fn plain(&mut self, word: &Word) -> Text {
        self.not_empty(word);
        if self.languages.len() > 1 {
            let names: Vec<_> = self.languages.iter().map(Language::as_str).collect();
            let (message, help) = (
                format!("this text needs words in each language: {}", names.join(", ")),
                format!("write `{{{}: …}}`", names.join(": …, ")),
            );
            self.problem(&word.span, message).help(help);
        }
        let default = self
            .languages
            .first()
            .cloned()
            .unwrap_or_else(|| Language::new("es"));
        Text::new(default, word.value.clone())
    }

    fn spoken(&mut self, language: &Word) {
        if self
            .languages
            .iter()
            .any(|spoken| spoken.as_str() == language.value)
        {
            return;
        }
        let spoken: Vec<String> = self.languages.iter().map(ToString::to_string).collect();
        self.problem(
            &language.span,
            format!("the service does not speak `{}`", language.value),
        )
        .did_you_mean(&language.value, spoken.iter().map(String::as_str));
    }

    fn not_empty(&mut self, words: &Word) {
        if words.value.trim().is_empty() {
            self.problem(&words.span, "this text is empty");
        }
    }

    fn complete(&mut self, span: &std::ops::Range<usize>, by: &[(Word, Word)]) {
        let missing: Vec<String> = self
            .languages
            .iter()
            .filter(|language| !by.iter().any(|(tag, _)| tag.value == language.as_str()))
            .map(ToString::to_string)
            .collect();
        for language in missing {
            self.problem(span, format!("this text has no words in `{language}`"));
        }
    }

    /// The service's order of languages, so that the default comes first whatever the file's order.
    fn in_order(&self, by: &[(Word, Word)]) -> Text {
        let mut words = self.languages.iter().filter_map(|language| {
            let found = by.iter().find(|(tag, _)| tag.value == language.as_str())?;
            Some((language.clone(), found.1.value.clone()))
        });
        let (language, first) = words
            .next()
            .unwrap_or_else(|| (Language::new("es"), String::new()));
        words.fold(Text::new(language, first), |text, (language, words)| {
            text.and(language, words)
        })
    }
}
