//! A country's telephone numbers, as people there write them.

use regex::Regex;
use serde::Deserialize;

/// The rules of one country are here, since most numbers are its own: they need neither libphonenumber's tables (a tenth of a second and
/// some megabytes, once) nor its lock.
#[derive(Debug)]
pub(crate) struct Telephones {
    /// By which its sentences are found.
    pub(crate) code: String,
    /// What is dialled from abroad, without the `+`.
    pub(crate) calling: String,
    /// What is dialled inside the country before some numbers, and is none of their digits.
    trunk: String,
    national: Regex,
    groups: Vec<(Regex, String)>,
    /// A number that may be given as an example, in E.164.
    pub(crate) sample: String,
    /// The same as people there write it among themselves.
    pub(crate) example: String,
}

/// As a file writes it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    code: String,
    calling: String,
    #[serde(default)]
    trunk: String,
    national: String,
    groups: Vec<Grouping>,
    sample: String,
    example: String,
}

/// How digits of that form are parted for people.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Grouping {
    like: String,
    shown: String,
}

impl Written {
    pub(super) fn read(self) -> Option<Telephones> {
        let whole = |pattern: &str| Regex::new(&format!("^(?:{pattern})$")).ok();
        let groups = self.groups.into_iter();
        let groups = groups.map(|grouping| Some((whole(&grouping.like)?, grouping.shown)));
        Some(Telephones {
            code: self.code,
            calling: self.calling,
            trunk: self.trunk,
            national: whole(&self.national)?,
            groups: groups.collect::<Option<_>>()?,
            sample: self.sample,
            example: self.example,
        })
    }
}

impl Telephones {
    /// In E.164, if the digits are a number of this country without its calling code.
    pub(crate) fn e164(&self, digits: &str) -> Option<String> {
        let national = match digits.strip_prefix(&self.trunk) {
            Some(rest) if !self.trunk.is_empty() => rest,
            _ => digits,
        };
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
        let national = number
            .strip_prefix('+')
            .and_then(|number| number.strip_prefix(&self.calling));
        national.is_some_and(|national| self.national.is_match(national))
    }

    /// As people part it: `+51 987 654 321`. Nothing for another country's.
    pub(crate) fn shown(&self, e164: &str) -> Option<String> {
        let national = e164.strip_prefix('+')?.strip_prefix(&self.calling)?;
        let grouping = self.groups.iter().find(|(like, _)| like.is_match(national));
        let (like, shown) = grouping.filter(|_| self.national.is_match(national))?;
        Some(format!("+{} {}", self.calling, like.replace(national, shown)))
    }
}
