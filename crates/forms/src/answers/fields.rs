//! The raw fields of one question.

use super::tidy;
use super::{ASKED, Raw};

/// The most that is read of one page beyond what its questions allow, in bytes: who writes too much is told at which
/// question.
pub(super) const LARGEST_PAGE: usize = 64 * 1024;

/// The fields named after one question: `home`, `home.street`, ….
#[derive(Clone, Copy)]
pub(super) struct Fields<'a> {
    pub(super) raw: &'a Raw,
    /// The question's HTML name, with its group and index in front where it is in one.
    pub(super) name: &'a str,
}

impl<'a> Fields<'a> {
    pub(super) fn new(raw: &'a Raw, name: &'a str) -> Self {
        Self { raw, name }
    }

    /// The HTML name of a part: `part("street")` is `home.street`, `part("")` is `home`.
    pub(super) fn part(&self, part: &str) -> String {
        if part.is_empty() {
            self.name.to_owned()
        } else {
            format!("{}.{part}", self.name)
        }
    }

    /// The part's first value, as it was sent; empty if it was not.
    pub(super) fn sent(&self, part: &str) -> &'a str {
        self.values(part).first().map_or("", String::as_str)
    }

    /// Every value of the part, as sent.
    pub(super) fn values(&self, part: &str) -> &'a [String] {
        self.raw.get(&self.part(part)).map_or(&[], Vec::as_slice)
    }

    /// The part as one tidy line.
    pub(super) fn line(&self, part: &str) -> String {
        tidy::line(self.sent(part))
    }

    /// Whether the page had that part's field at all, even empty.
    pub(super) fn has(&self, part: &str) -> bool {
        self.raw.contains_key(&self.part(part))
    }

    /// Whether the page had any field of this question.
    pub(super) fn posted(&self) -> bool {
        self.beneath().next().is_some()
    }

    /// Whether nothing was written in any field of this question. What a page has asked about was not written in one.
    pub(super) fn blank(&self) -> bool {
        self.beneath()
            .filter(|(part, _)| part.rsplit('.').next() != Some(ASKED))
            .all(|(_, values)| values.iter().all(|value| tidy::line(value).is_empty()))
    }

    /// This question's fields with what follows `name.` in their names.
    pub(super) fn beneath(&self) -> impl Iterator<Item = (&'a str, &'a [String])> {
        let name = self.name;
        self.raw
            .range(name.to_owned()..)
            .map_while(move |(key, values)| {
                let rest = key.strip_prefix(name)?;
                Some((rest, values.as_slice()))
            })
            .filter_map(|(rest, values)| match rest.strip_prefix('.') {
                Some(part) => Some((part, values)),
                None if rest.is_empty() => Some(("", values)),
                None => None,
            })
    }
}
