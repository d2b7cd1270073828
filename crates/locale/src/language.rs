//! The languages that there are words in.

use std::{borrow::Cow, collections::BTreeMap};

use crate::texts;

/// A language that the product's own texts are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Language(usize);

/// The pages that a language may cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// Everything, mails and papers included.
    Site,
    /// What somebody at a checkpoint reads: the scanner and the check by number.
    Scanner,
}

impl Language {
    /// What a visitor gets who asks for nothing that is offered.
    pub const DEFAULT: Self = Self(0);

    /// Those that an area is written in, the default first.
    pub fn offered(area: Area) -> impl Iterator<Item = Self> {
        (0..texts::count())
            .map(Self)
            .filter(move |language| language.covers(area))
    }

    /// Whether the area is written in it. A language that lacks the files of some feature is for the scanner alone.
    pub fn covers(self, area: Area) -> bool {
        area == Area::Scanner || texts::is_whole(self.0)
    }

    /// What its speakers read in an area: this one where it covers that, else the country's common language.
    #[must_use]
    pub fn on(self, area: Area) -> Self {
        if self.covers(area) { self } else { Self::DEFAULT }
    }

    /// Its two-letter code, as service files write it: `es`.
    pub fn code(self) -> &'static str {
        self.tag().split_once('-').map_or(self.tag(), |(code, _)| code)
    }

    /// Its whole tag: `es-PE`.
    pub fn tag(self) -> &'static str {
        texts::tag(self.0)
    }

    /// How its speakers call it: `Español`.
    pub fn own_name(self) -> Cow<'static, str> {
        self.t("language-name")
    }

    /// The language for letters and papers of a code or tag, whatever its region.
    pub fn of(code: &str) -> Option<Self> {
        Self::spoken(code).map(|language| language.on(Area::Site))
    }

    /// The language of a code or tag, whatever it covers.
    pub fn spoken(code: &str) -> Option<Self> {
        let primary = code.split(['-', '_']).next().unwrap_or_default();
        Self::offered(Area::Scanner).find(|language| language.code().eq_ignore_ascii_case(primary))
    }

    /// The text of a key.
    pub fn t(self, key: &str) -> Cow<'static, str> {
        texts::text(self.0, key, &[])
    }

    /// The text of a key that mentions one thing.
    pub fn t1(self, key: &str, name: &str, value: impl std::fmt::Display) -> String {
        texts::text(self.0, key, &[(name, value.to_string().into())]).into_owned()
    }

    /// The text of a key that mentions two things.
    pub fn t2(self, key: &str, a: (&str, &str), b: (&str, &str)) -> String {
        texts::text(self.0, key, &[(a.0, a.1.into()), (b.0, b.1.into())]).into_owned()
    }

    /// The text of a key that mentions three things.
    pub fn t3(self, key: &str, a: (&str, &str), b: (&str, &str), c: (&str, &str)) -> String {
        texts::text(
            self.0,
            key,
            &[(a.0, a.1.into()), (b.0, b.1.into()), (c.0, c.1.into())],
        )
        .into_owned()
    }

    /// The text of a key that counts: `$count` chooses singular or plural.
    pub fn tn(self, key: &str, count: u64) -> String {
        texts::text(self.0, key, &[("count", count.into())]).into_owned()
    }

    /// The text of a key with words by name, for letters.
    pub fn filled(self, key: &str, words: &BTreeMap<String, String>) -> String {
        let words: Vec<_> = words
            .iter()
            .map(|(name, word)| (name.as_str(), word.as_str().into()))
            .collect();
        texts::text(self.0, key, &words).into_owned()
    }

    /// Whether the key has a text in any language.
    pub fn knows(key: &str) -> bool {
        texts::has(0, key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_speaks_quechua_reads_it_at_the_scanner_and_spanish_elsewhere() {
        let quechua = Language::spoken("qu-PE").unwrap();
        assert_eq!(quechua.on(Area::Scanner).code(), "qu");
        assert_eq!(quechua.on(Area::Site).code(), "es");
        assert_eq!(Language::of("qu").map(Language::code), Some("es"), "a letter");
        let offered = |area| Language::offered(area).map(Language::code).collect::<Vec<_>>();
        assert_eq!(offered(Area::Site), ["es", "en"]);
        assert_eq!(offered(Area::Scanner), ["es", "en", "qu"]);
    }
}
