//! Values that are one word of a known few.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use super::field::{At, FromNode, mismatch};
use super::node::{Node, Value};
use super::problems::Problems;
use crate::country_rules::CountryRules;
use crate::{
    ClaimForm, ClaimRole, DocumentKind, DraftPolicy, Format, Holidays, InspectionOutcome, MapShape,
    OpinionOutcome, PeopleNeeded, RenewalStart, Silence,
};

/// A choice of the file format's own words.
pub(crate) trait Words: Sized + Copy + 'static {
    /// "a type of question": for the sentence that says what was expected.
    const WHAT: &'static str;

    /// Each word with what it means.
    fn all() -> Vec<(&'static str, Self)>;

    /// What to write instead of a word that other programs have for it.
    fn instead_of(_: &str) -> Option<&'static str> {
        None
    }
}

/// Reads one of the words; see [`word`].
pub(crate) fn read_word<T: Words>(node: &Node, problems: &mut Problems) -> Option<At<T>> {
    let Value::Word(word) = &node.value else {
        mismatch(node, T::WHAT, problems);
        return None;
    };
    let all = T::all();
    if let Some((_, value)) = all.iter().find(|(name, _)| name == word) {
        return Some(At {
            span: node.span.clone(),
            value: *value,
        });
    }
    let added = problems.unreadable(node.span.clone(), format!("`{word}` is not {}", T::WHAT));
    match T::instead_of(word) {
        Some(advice) => added.help(advice),
        None => added.did_you_mean(word, all.iter().map(|(name, _)| *name)),
    }
    None
}

macro_rules! words {
    ($type:ty, $what:literal: $($word:literal => $value:expr,)+) => {
        impl Words for $type {
            const WHAT: &'static str = $what;

            fn all() -> Vec<(&'static str, Self)> {
                vec![$(($word, $value)),+]
            }
        }

        impl FromNode for At<$type> {
            fn from_node(node: &Node, problems: &mut Problems) -> Option<Self> {
                read_word(node, problems)
            }
        }
    };
}

macro_rules! question_types {
    ($($name:literal => $type:ident,)+) => {
        /// The types of questions.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum QuestionType {
            $($type,)+
            Formatted(Format),
        }

        impl Words for QuestionType {
            const WHAT: &'static str = "a type of question";

            fn all() -> Vec<(&'static str, Self)> {
                let formats = Format::all().map(|format| (format.name(), Self::Formatted(format)));
                [$(($name, Self::$type)),+].into_iter().chain(formats).collect()
            }

            fn instead_of(word: &str) -> Option<&'static str> {
                super::elsewhere::question_type(word)
            }
        }
    };
}

question_types! {
    "text" => Text,
    "long-text" => LongText,
    "integer" => Integer,
    "decimal" => Decimal,
    "date" => Date,
    "time" => Time,
    "yes-no" => YesNo,
    "choice" => Choice,
    "choices" => Choices,
    "country" => Country,
    "region" => Region,
    "address" => Address,
    "identity-document" => IdentityDocument,
    "map" => Map,
    "group" => Group,
    "declaration" => Declaration,
}

impl FromNode for At<QuestionType> {
    fn from_node(node: &Node, problems: &mut Problems) -> Option<Self> {
        read_word(node, problems)
    }
}

impl Serialize for QuestionType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl JsonSchema for QuestionType {
    fn schema_name() -> Cow<'static, str> {
        "QuestionType".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let names: Vec<&str> = Self::all().into_iter().map(|(name, _)| name).collect();
        json_schema!({"description": "The types of questions.", "type": "string", "enum": names})
    }
}

impl QuestionType {
    pub(crate) fn name(self) -> &'static str {
        let all = Self::all();
        let named = all.into_iter().find(|(_, one)| *one == self);
        named.map_or("", |(name, _)| name)
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

/// What a reason is given for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum GivenFor {
    Approve,
    Reject,
}

words!(MapShape, "what can be drawn":
    "point" => Self::Point,
    "line" => Self::Line,
    "area" => Self::Area,
);

words!(GivenFor, "what a reason can be for":
    "approve" => Self::Approve,
    "reject" => Self::Reject,
);

words!(DraftPolicy, "a way to treat drafts":
    "pin" => Self::Pin,
    "fast-forward" => Self::FastForward,
    "cutoff" => Self::Cutoff,
);

impl Words for Holidays {
    const WHAT: &'static str = "a country whose holidays are known";

    fn all() -> Vec<(&'static str, Self)> {
        let countries = CountryRules::all().iter().map(Self::Country);
        let all = countries.chain([Self::None]);
        all.map(|holidays| (holidays.word(), holidays)).collect()
    }
}

impl FromNode for At<Holidays> {
    fn from_node(node: &Node, problems: &mut Problems) -> Option<Self> {
        read_word(node, problems)
    }
}

words!(PeopleNeeded, "how many people it takes":
    "one-person" => Self::OnePerson,
    "two-people" => Self::TwoPeople,
);

words!(Silence, "what silence can mean":
    "favourable" => Self::Favourable,
    "unfavourable" => Self::Unfavourable,
    "without" => Self::Without,
);

words!(OpinionOutcome, "what an opinion can come to":
    "favourable" => Self::Favourable,
    "with-conditions" => Self::WithConditions,
    "unfavourable" => Self::Unfavourable,
);

words!(InspectionOutcome, "what an inspection can find":
    "in-order" => Self::InOrder,
    "not-in-order" => Self::NotInOrder,
    "nobody-there" => Self::NobodyThere,
);

impl Words for DocumentKind {
    const WHAT: &'static str = "a kind of identity document";

    fn all() -> Vec<(&'static str, Self)> {
        Self::all().map(|kind| (kind.code(), kind)).collect()
    }
}

impl FromNode for At<DocumentKind> {
    fn from_node(node: &Node, problems: &mut Problems) -> Option<Self> {
        read_word(node, problems)
    }
}

impl Words for &'static CountryRules {
    const WHAT: &'static str = "a country whose rules are known";

    fn all() -> Vec<(&'static str, Self)> {
        CountryRules::all()
            .iter()
            .map(|rules| (&*rules.code, rules))
            .collect()
    }
}

impl FromNode for At<&'static CountryRules> {
    fn from_node(node: &Node, problems: &mut Problems) -> Option<Self> {
        read_word(node, problems)
    }
}

words!(ClaimRole, "a role of a claim":
    "holder" => Self::Holder,
    "document" => Self::Document,
    "vehicle" => Self::Vehicle,
    "zone" => Self::Zone,
    "hours-from" => Self::HoursFrom,
    "hours-until" => Self::HoursUntil,
    "days" => Self::Days,
    "detail" => Self::Detail,
);

words!(RenewalStart, "a beginning of a renewed permit":
    "at-issue" => Self::AtIssue,
    "at-end" => Self::AtEnd,
);

words!(ClaimForm, "a form of a claim":
    "whole" => Self::Whole,
    "last-four" => Self::LastFour,
    "initials" => Self::Initials,
);
