//! A country's telephone numbers, as people there write them.

use regex::Regex;
use serde::Deserialize;

use super::pattern;

/// The rules of one country are here, since most numbers are its own: they need neither libphonenumber's tables (a tenth of a second and
/// some megabytes, once) nor its lock.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Telephones {
    /// By which its sentences are found.
    pub(crate) code: String,
    /// What is dialled from abroad, without the `+`.
    pub(crate) calling: String,
    /// What is dialled inside the country before some numbers, and is none of their digits.
    #[serde(default)]
    trunk: String,
    #[serde(deserialize_with = "pattern::whole")]
    national: Regex,
    groups: Vec<Grouping>,
    /// A number that may be given as an example, in E.164.
    pub(crate) sample: String,
    /// The same as people there write it among themselves.
    pub(crate) example: String,
}

/// How digits of that form are parted for people.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Grouping {
    #[serde(deserialize_with = "pattern::whole")]
    like: Regex,
    shown: String,
}

impl Telephones {
    /// In E.164, if the digits are a number of this country without its calling code.
    pub(crate) fn e164(&self, digits: &str) -> Option<String> {
        let national = digits.strip_prefix(&self.trunk).unwrap_or(digits);
        let is_number = self.national.is_match(national);
        is_number.then(|| format!("+{}{national}", self.calling))
    }

    /// Nobody's number, another for each: the example counted on.
    pub(crate) fn invented(&self, at: usize) -> String {
        let number: u64 = self.sample.trim_start_matches('+').parse().unwrap_or_default();
        format!("+{}", number + at as u64)
    }

    /// Whether it is one of this country's in E.164.
    pub(crate) fn has_made(&self, number: &str) -> bool {
        self.national_of(number).is_some()
    }

    fn national_of<'n>(&self, e164: &'n str) -> Option<&'n str> {
        let national = e164.strip_prefix('+')?.strip_prefix(&self.calling)?;
        self.national.is_match(national).then_some(national)
    }

    /// As people part it: `+51 987 654 321`. Nothing for another country's.
    pub(crate) fn shown(&self, e164: &str) -> Option<String> {
        let national = self.national_of(e164)?;
        let Grouping { like, shown } = self.groups.iter().find(|group| group.like.is_match(national))?;
        Some(format!("+{} {}", self.calling, like.replace(national, shown)))
    }
}
