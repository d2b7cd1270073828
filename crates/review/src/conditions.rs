//! What whoever approves asks of the holder, beside what every holder must keep to.

use forms::{ConditionCode, OfficeConditions};
use serde::{Deserialize, Serialize};

use crate::Cause;

/// What was set with a yes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conditions {
    /// Those of the service's, by code.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub chosen: Vec<ConditionCode>,
    /// In words of the office, in the order in which they were written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub written: Vec<String>,
}

/// What was set in one visit to a step. A release that does not know this carries it along when it leads the application
/// elsewhere: so it names the visit that it is of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetConditions {
    /// The revision of the visit to the step.
    pub visit: u64,
    /// What was set.
    pub conditions: Conditions,
}

impl Conditions {
    /// Nothing was set.
    pub const NONE: Self = Self {
        chosen: Vec::new(),
        written: Vec::new(),
    };

    /// Whether nothing was set.
    pub fn are_none(&self) -> bool {
        self.chosen.is_empty() && self.written.is_empty()
    }

    /// Each of them once.
    pub(crate) fn once(self) -> Self {
        let mut once = Self::default();
        once.extend(&self);
        once
    }

    /// Takes more in; what is there already is not there twice.
    pub fn extend(&mut self, more: &Self) {
        for code in &more.chosen {
            if !self.chosen.contains(code) {
                self.chosen.push(code.clone());
            }
        }
        for words in &more.written {
            if !self.written.contains(words) {
                self.written.push(words.clone());
            }
        }
    }

    /// Whether a service lets them be set.
    pub(crate) fn fit(&self, offered: &OfficeConditions) -> Result<(), Cause> {
        if let Some(unknown) = self.chosen.iter().find(|code| offered.option(code).is_none()) {
            return Err(Cause::UnknownCondition(unknown.clone()));
        }
        let is_long = |words: &String| words.chars().count() > OfficeConditions::MAX_WRITTEN;
        if !self.written.is_empty() && !offered.write {
            Err(Cause::NoConditionsToWrite)
        } else if self.written.iter().any(is_long) {
            Err(Cause::ConditionTooLong)
        } else {
            Ok(())
        }
    }
}
