//! What came of it.

use jiff::Timestamp;

use super::figures::Figures;

/// What came of it.
pub(super) struct Course {
    pub(super) figures: Figures,
    /// By step.
    pub(super) steps: Vec<AtStep>,
    /// How many approvals were drawn to be looked at afterwards, and at how many nobody looked.
    pub(super) sampled: u32,
    pub(super) not_looked_at: u32,
    /// How many were not decided at all.
    pub(super) undecided: u32,
}

/// What came of it at one step.
#[derive(Default)]
pub(super) struct AtStep {
    /// How many cases came to it.
    pub(super) came: u32,
    /// How many of them were not decided there in time.
    pub(super) missed: u32,
    /// The first of them.
    pub(super) first_missed: Option<Missed>,
    /// How many wait there at the moment.
    pub(super) waiting: u32,
    /// When it was empty last.
    pub(super) empty_at: Option<Timestamp>,
    /// Without a deadline: since when cases always waited, until the last office day's end.
    pub(super) never_empty: Option<NeverEmpty>,
}

/// A case that was not decided in time.
#[derive(Clone, Copy)]
pub(super) struct Missed {
    /// When it came to the step.
    pub(super) came_at: Timestamp,
    /// When its time ended.
    pub(super) due_at: Timestamp,
}

/// A queue that did not get empty any more.
#[derive(Clone, Copy)]
pub(super) struct NeverEmpty {
    pub(super) since: Timestamp,
    pub(super) until: Timestamp,
    pub(super) waiting: u32,
}

impl AtStep {
    /// How much is wrong here.
    fn wrong(&self) -> u32 {
        self.missed + u32::from(self.never_empty.is_some())
    }
}

/// When to stop before the end: the answer is known.
#[derive(Clone, Copy)]
pub(super) struct Limit<'l> {
    /// The steps that are looked at.
    pub(super) steps: &'l [usize],
    /// So much may go wrong at them in sum.
    pub(super) allowed: u32,
}

impl Course {
    /// How much is wrong at these steps in sum.
    pub(super) fn wrong(&self, steps: &[usize]) -> u32 {
        steps.iter().map(|step| self.steps[*step].wrong()).sum()
    }
}
