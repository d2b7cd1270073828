//! Names that a service file gives to its parts.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

macro_rules! id {
    ($(#[doc = $doc:literal])+ $name:ident) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes the name as it is; whether the service has such a part is the caller's question.
            pub fn new(name: impl Into<String>) -> Self {
                Self(name.into())
            }

            /// The name as the service file writes it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(name: &str) -> Self {
                Self(name.to_owned())
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    };
}

id!(
    /// A service's name in addresses, in kebab-case: `transit-permit`.
    ServiceId
);
id!(
    /// A page's name in the form's addresses: `you`.
    PageId
);
id!(
    /// A question's name, in `snake_case` because conditions use it as an identifier: `travels_by`.
    QuestionId
);
id!(
    /// A review step's name: `supervisor-check`.
    StepId
);
id!(
    /// What a person must be granted to take a step: `officer`.
    Role
);
id!(
    /// An opinion that a step asks for: `civil-defence`.
    OpinionId
);
id!(
    /// A canned reason of a decision: `essential-work`.
    ReasonCode
);
id!(
    /// A condition that whoever approves may set: `no-glass`.
    ConditionCode
);
id!(
    /// An office's name, also the value that routes a case to it: `lima-centro`, or a department's code.
    OfficeId
);
id!(
    /// A language tag: `es`, `en`, `qu`.
    Language
);

impl Role {
    /// What the names of those roles begin with who are asked for opinions.
    pub const CONSULTEE: &str = "consultee";

    /// Whether whoever holds it is asked for opinions and decides nothing: `consultee-fire-brigade`. The name alone says so, and not what a
    /// service's file does with it: no file can let people read whole cases of whom only an opinion was asked.
    pub fn is_of_consultees(&self) -> bool {
        let rest = self.0.strip_prefix(Self::CONSULTEE);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    }
}

impl Language {
    /// Whether it is a tag: two or three small letters, as ISO 639 has them.
    pub fn is_tag(tag: &str) -> bool {
        (2..=3).contains(&tag.len()) && tag.bytes().all(|letter| letter.is_ascii_lowercase())
    }
}

/// SHA-256 of a service's canonical JSON; names a published version and never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ContentHash(pub [u8; 32]);

impl ContentHash {
    /// The hash of a canonical JSON.
    pub fn of(canonical: &[u8]) -> Self {
        Self(Sha256::digest(canonical).into())
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

/// Not 64 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a version is named by 64 hexadecimal digits")]
pub struct NotAHash;

impl FromStr for ContentHash {
    type Err = NotAHash;

    fn from_str(text: &str) -> Result<Self, NotAHash> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).map_err(|_| NotAHash)?;
        Ok(Self(bytes))
    }
}

impl Serialize for ContentHash {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ContentHash {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}
