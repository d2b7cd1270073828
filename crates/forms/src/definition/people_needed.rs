//! How many people an act takes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How many people it takes to do something that reaches far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PeopleNeeded {
    /// Whoever may do it does it.
    #[default]
    OnePerson,
    /// One asks for it and another confirms it.
    TwoPeople,
}
