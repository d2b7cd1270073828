//! What whoever approves may set, beside what every holder must keep to.

use super::ids::ConditionCode;
use super::permit::ClaimChanged;
use super::text::Text;

/// What whoever approves may ask of the holder.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OfficeConditions {
    /// What they may choose, in the order of the file.
    pub choose: Vec<ConditionOption>,
    /// Whether they may write something of their own.
    pub write: bool,
}

/// A condition to choose.
#[derive(Debug, Clone, PartialEq)]
pub struct ConditionOption {
    /// Its code, which never changes its meaning.
    pub code: ConditionCode,
    /// What the holder must keep to, in a sentence.
    pub text: Text,
}

/// Permits in people's hands would say something that nobody knows any more.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MeaningLost {
    /// One of their claims.
    #[error(transparent)]
    Claim(#[from] ClaimChanged),
    /// A condition that was set.
    #[error(
        "the condition `{code}` is on permits of type {kind} that are out: keep it in `choose`, or give the permit a new `type`"
    )]
    Condition {
        /// The permit type.
        kind: u32,
        /// What is not offered any more.
        code: ConditionCode,
    },
}

impl OfficeConditions {
    /// What stands for them among a permit's `claims`, and among what its paper shows.
    pub const ID: &str = "office_conditions";
    /// What the permit's code says in their place where more is written: the paper tells it.
    pub const MORE: &str = "more";
    /// The most letters that all codes together may have: the permit's code has room for no more beside a name.
    pub const MAX_CODES: usize = 40;
    /// The most letters of one that is written.
    pub const MAX_WRITTEN: usize = 200;

    /// Whether there is anything to set.
    pub fn are_offered(&self) -> bool {
        self.write || !self.choose.is_empty()
    }

    /// The condition of that code.
    pub fn option(&self, code: &ConditionCode) -> Option<&ConditionOption> {
        self.choose.iter().find(|option| option.code == *code)
    }
}
