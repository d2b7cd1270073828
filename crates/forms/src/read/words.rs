//! Values that are one word of a known few.

use schemars::JsonSchema;
use serde::Serialize;

use super::field::{At, FromNode, mismatch};
use super::node::{Node, Value};
use super::problems::Problems;
use crate::{ClaimForm, ClaimRole, DocumentKind, DraftPolicy};

/// A choice of the file format's own words.
pub(crate) trait Words: Sized + Copy + 'static {
    /// "a type of question": for the sentence that says what was expected.
    const WHAT: &'static str;
    const ALL: &'static [(&'static str, Self)];
}

/// Reads one of the words; see [`word`].
pub(crate) fn read_word<T: Words>(node: &Node, problems: &mut Problems) -> Option<At<T>> {
    let Value::Word(word) = &node.value else {
        mismatch(node, T::WHAT, problems);
        return None;
    };
    if let Some((_, value)) = T::ALL.iter().find(|(name, _)| name == word) {
        return Some(At {
            span: node.span.clone(),
            value: *value,
        });
    }
    problems
        .unreadable(node.span.clone(), format!("`{word}` is not {}", T::WHAT))
        .did_you_mean(word, T::ALL.iter().map(|(name, _)| *name));
    None
}

macro_rules! words {
    ($type:ty, $what:literal: $($word:literal => $value:expr,)+) => {
        impl Words for $type {
            const WHAT: &'static str = $what;
            const ALL: &'static [(&'static str, Self)] = &[$(($word, $value)),+];
        }

        impl FromNode for At<$type> {
            fn from_node(node: &Node, problems: &mut Problems) -> Option<Self> {
                read_word(node, problems)
            }
        }
    };
}

/// The types of questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum QuestionType {
    Text,
    LongText,
    FullName,
    Integer,
    Decimal,
    Date,
    Time,
    YesNo,
    Choice,
    Choices,
    Country,
    Region,
    Address,
    #[serde(rename = "e-mail")]
    Email,
    Phone,
    IdentityDocument,
    TaxNumber,
    VehiclePlate,
    Group,
    Declaration,
}

words!(QuestionType, "a type of question":
    "text" => Self::Text,
    "long-text" => Self::LongText,
    "full-name" => Self::FullName,
    "integer" => Self::Integer,
    "decimal" => Self::Decimal,
    "date" => Self::Date,
    "time" => Self::Time,
    "yes-no" => Self::YesNo,
    "choice" => Self::Choice,
    "choices" => Self::Choices,
    "country" => Self::Country,
    "region" => Self::Region,
    "address" => Self::Address,
    "e-mail" => Self::Email,
    "phone" => Self::Phone,
    "identity-document" => Self::IdentityDocument,
    "tax-number" => Self::TaxNumber,
    "vehicle-plate" => Self::VehiclePlate,
    "group" => Self::Group,
    "declaration" => Self::Declaration,
);

impl QuestionType {
    pub(crate) fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, one)| *one == self)
            .map_or("", |(name, _)| name)
    }
}

/// What an automatic rule does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Then {
    Approve,
    Reject,
    Refer,
}

words!(Then, "what a rule can do":
    "approve" => Self::Approve,
    "reject" => Self::Reject,
    "refer" => Self::Refer,
);

/// What the passing of a deadline does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Late {
    Escalate,
    Approve,
    Reject,
    Lapse,
}

words!(Late, "what a deadline can do":
    "escalate" => Self::Escalate,
    "approve" => Self::Approve,
    "reject" => Self::Reject,
    "lapse" => Self::Lapse,
);

words!(DraftPolicy, "a way to treat drafts":
    "pin" => Self::Pin,
    "fast-forward" => Self::FastForward,
    "cutoff" => Self::Cutoff,
);

words!(DocumentKind, "a kind of identity document":
    "dni" => Self::Dni,
    "foreigner-card" => Self::ForeignerCard,
    "passport" => Self::Passport,
);

words!(ClaimRole, "a role of a claim":
    "holder" => Self::Holder,
    "document" => Self::Document,
    "vehicle" => Self::Vehicle,
    "zone" => Self::Zone,
    "hours-from" => Self::HoursFrom,
    "hours-until" => Self::HoursUntil,
    "detail" => Self::Detail,
);

words!(ClaimForm, "a form of a claim":
    "whole" => Self::Whole,
    "last-four" => Self::LastFour,
    "initials" => Self::Initials,
);
