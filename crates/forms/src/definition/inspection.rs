//! What somebody of the office goes to look at before it decides.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ids::{QuestionId, Role};
use super::text::Text;

/// An inspection: a day and an hour are set, whoever applied is told of them, and a report is written afterwards. It decides nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InspectionRequest {
    /// Who goes there and reports.
    pub role: Role,
    /// The question that says where; whoever sets the day says it otherwise.
    pub place: Option<QuestionId>,
    /// What whoever applied should have ready.
    pub prepare: Text,
}

/// What an inspection found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum InspectionOutcome {
    /// All is as it should be.
    InOrder,
    /// Something is not.
    NotInOrder,
    /// Nobody was there: another day is to be set.
    NobodyThere,
}

impl InspectionOutcome {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::InOrder, Self::NotInOrder, Self::NobodyThere];

    /// Its word, stable for translations.
    pub fn name(self) -> &'static str {
        match self {
            Self::InOrder => "in-order",
            Self::NotInOrder => "not-in-order",
            Self::NobodyThere => "nobody-there",
        }
    }

    /// Whether it says nothing without words: what is not in order.
    pub fn needs_words(self) -> bool {
        self == Self::NotInOrder
    }
}
