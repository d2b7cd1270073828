//! Words in each of the service's languages.

use super::ids::Language;

/// One text in every language of its service, the default language first. A kept version's may lack some, and then begins
/// with the first that it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text(Vec<(Language, String)>);

impl Text {
    /// A text in its default language.
    pub fn new(default: Language, words: impl Into<String>) -> Self {
        Self(vec![(default, words.into())])
    }

    /// The same text with the words of one more language.
    #[must_use]
    pub fn and(mut self, language: Language, words: impl Into<String>) -> Self {
        self.0.push((language, words.into()));
        self
    }

    /// The words in that language, or in the default where the language is not offered.
    pub fn in_language(&self, language: &Language) -> &str {
        let found = self
            .0
            .iter()
            .find(|(spoken, _)| spoken == language)
            .or(self.0.first());
        found.map_or("", |(_, words)| words)
    }

    /// Each language with its words, the default first.
    pub fn all(&self) -> impl Iterator<Item = (&Language, &str)> + Clone {
        self.0.iter().map(|(language, words)| (language, words.as_str()))
    }
}
