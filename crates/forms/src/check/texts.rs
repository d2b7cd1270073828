//! Languages, and texts that must speak all of them.

use std::collections::BTreeSet;

use super::Check;
use crate::read::raw::{RawService, RawText, Word};
use crate::{Language, Text};

impl Check<'_> {
    /// The declared languages; at least one, each once.
    pub(super) fn languages_of(&mut self, raw: &RawService) -> Vec<Language> {
        if raw.languages.is_empty() {
            self.unreadable(&raw.service.span, "the service names no language")
                .help("write `languages: [es]`, or `[es, en]`; the first is the default");
        }
        let mut seen = BTreeSet::new();
        let mut languages = Vec::new();
        for word in &raw.languages {
            let first = !seen.contains(&word.value);
            self.unique(word, &mut seen, "the language");
            if !Language::is_tag(&word.value) {
                self.unpublishable(&word.span, format!("`{}` is not a language's tag", word.value))
                    .help("Spanish is `es`, English `en`, Quechua `qu`");
            }
            if first {
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
                    self.whole(words);
                }
                if by.is_empty() {
                    self.unreadable(span, "this text has no words in any language");
                } else {
                    self.complete(span, by);
                }
                self.in_order(by)
            }
        }
    }

    /// A text in the markup of helps.
    pub(super) fn help(&mut self, raw: &RawText) -> Text {
        for word in raw.words() {
            if let Err(why) = crate::help(&word.value) {
                self.unpublishable(&word.span, why.to_string()).help(
                    "write paragraphs with an empty line between them, lists with `-`, and links such as `[the map](https://example.pe)`",
                );
            }
        }
        self.text(raw)
    }

    pub(super) fn texts(&mut self, raw: &[RawText]) -> Vec<Text> {
        raw.iter().map(|text| self.text(text)).collect()
    }

    fn plain(&mut self, word: &Word) -> Text {
        self.not_empty(word);
        self.whole(word);
        let names: Vec<_> = self.wanted().map(ToString::to_string).collect();
        if names.len() > 1 {
            let (message, help) = (
                format!("this text needs words in each language: {}", names.join(", ")),
                format!(
                    "write `{{{}: …}}`, or its words in a file beside this one (`chasqui translate` makes it) or after a line `---`",
                    names.join(": …, ")
                ),
            );
            self.unpublishable(&word.span, message).help(help);
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
        self.unpublishable(
            &language.span,
            format!("the service does not speak `{}`", language.value),
        )
        .did_you_mean(&language.value, spoken.iter().map(String::as_str));
    }

    fn not_empty(&mut self, words: &Word) {
        if words.value.trim().is_empty() {
            self.unpublishable(&words.span, "this text is empty");
        }
    }

    /// Advises where a comment follows a text without quotes so closely that it may have been meant to belong to it.
    fn whole(&mut self, words: &Word) {
        let written = self.source.get(words.span.clone()).unwrap_or_default().trim_end();
        let end = words.span.start + written.len();
        let line = self
            .source
            .get(end..)
            .unwrap_or_default()
            .lines()
            .next()
            .unwrap_or_default();
        let is_comment = line.starts_with(" #") && !written.starts_with(['"', '\'']);
        if !is_comment {
            return;
        }
        let rest = line.trim();
        let message = format!("this text ends here: YAML takes `{rest}` for a comment");
        self.advise(&(end + 1..end + line.trim_end().len()), message).help(format!(
            "if it belongs to the text, put all of it in quotes: `\"{} {rest}\"`; before a comment write two spaces",
            words.value
        ));
    }

    fn complete(&mut self, span: &std::ops::Range<usize>, by: &[(Word, Word)]) {
        let missing: Vec<String> = self
            .wanted()
            .filter(|language| !by.iter().any(|(tag, _)| tag.value == language.as_str()))
            .map(ToString::to_string)
            .collect();
        for language in missing {
            self.unpublishable(span, format!("this text has no words in `{language}`"));
        }
    }

    /// The languages that every text must speak: a tag that is misspelled has been complained of itself.
    fn wanted(&self) -> impl Iterator<Item = &Language> {
        self.languages
            .iter()
            .filter(|language| Language::is_tag(language.as_str()))
    }

    /// The service's order of languages, so that the default comes first whatever the file's order; then those that
    /// the service does not speak.
    fn in_order(&self, by: &[(Word, Word)]) -> Text {
        let place = |tag: &Word| {
            let spoken = |language: &Language| language.as_str() == tag.value;
            self.languages.iter().position(spoken).unwrap_or(usize::MAX)
        };
        let mut by: Vec<&(Word, Word)> = by.iter().collect();
        by.sort_by_key(|(tag, _)| place(tag));
        let mut words = by
            .into_iter()
            .map(|(tag, words)| (Language::new(tag.value.clone()), words.value.clone()));
        let (language, first) = words
            .next()
            .unwrap_or_else(|| (Language::new("es"), String::new()));
        words.fold(Text::new(language, first), |text, (language, words)| {
            text.and(language, words)
        })
    }
}
