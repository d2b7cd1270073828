//! What a file is called: a path that stays where files are kept.

use std::{fmt, str::FromStr};

use thiserror::Error;

/// Long enough for any name of ours, short enough for every store (S3 takes 1,024 bytes, prefix included).
const LONGEST: usize = 512;
/// File systems take 255; what is being written has a longer name for a while.
const LONGEST_PART: usize = 200;

/// A file's name: `folder/2026/name.pdf`. Each part begins with an ASCII letter or digit and goes on with those, `-`, `_`
/// or `.`; so no name leads out of its home, hides there, or means something to a shell.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileName(String);

/// Why a text names no file.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum WrongName {
    /// The whole, or a part between slashes, has too many characters.
    #[error("a file's name has at most {LONGEST} characters, and {LONGEST_PART} between slashes")]
    TooLong,
    /// A part is empty, begins wrongly, or has a character that names don't have.
    #[error(
        "{0:?} is no part of a file's name: give letters without accents, digits, and then also - _ or ."
    )]
    Part(String),
}

impl FileName {
    /// The name as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for FileName {
    type Err = WrongName;

    fn from_str(text: &str) -> Result<Self, WrongName> {
        if text.len() > LONGEST || text.split('/').any(|part| part.len() > LONGEST_PART) {
            return Err(WrongName::TooLong);
        }
        match text.split('/').find(|part| !is_part(part)) {
            Some(part) => Err(WrongName::Part(part.to_owned())),
            None => Ok(Self(text.to_owned())),
        }
    }
}

fn is_part(part: &str) -> bool {
    part.starts_with(|first: char| first.is_ascii_alphanumeric())
        && part
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_stay_where_files_are_kept() {
        let long = "a".repeat(LONGEST_PART + 1);
        for (text, right) in [
            ("a", true),
            ("backups/2026-11-22T00-45-00Z/chasqui.db", true),
            ("a..b", true),
            ("", false),
            ("/etc/passwd", false),
            ("a//b", false),
            ("a/", false),
            ("..", false),
            ("a/../b", false),
            (".hidden", false),
            ("-rf", false),
            ("a b", false),
            ("a\\b", false),
            ("a%2e", false),
            ("a#1", false),
            ("año", false),
            ("a\0", false),
            (&long, false),
        ] {
            assert_eq!(text.parse::<FileName>().is_ok(), right, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn no_accepted_name_climbs(text in "[a-z./]{0,12}") {
            if let Ok(name) = text.parse::<FileName>() {
                let path = std::path::Path::new("/home").join(name.as_str());
                let climbs = path.components().any(|part| part == std::path::Component::ParentDir);
                prop_assert!(path.starts_with("/home") && !climbs);
            }
        }
    }
}
