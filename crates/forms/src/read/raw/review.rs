//! The review as written.

use super::{RawReasons, RawStaff, RawText, Word};
use crate::read::field::{At, keys};
use crate::read::words::{Late, Then};

keys! {
    /// How an application is decided.
    RawReview, "`review`" {
        /// The region, address or choice question that routes the case to an office.
        office: Option<Word>,
        /// Whether no person decides two steps of one application; true if left out.
        four_eyes: Option<At<bool>>,
        /// How many people hold a role, where that is a known and small number; the steps are held against it.
        staff: Option<RawStaff>,
        /// Tried in order; the first that holds decides.
        rules: Vec<RawAutomaticRule>,
        /// Where people decide, in order.
        steps: Vec<RawStep>,
        /// How long the applicant has when asked back; `72h` if left out.
        answer_within: Option<Word>,
        /// The questions that may be asked back; every one if left out.
        may_ask: Option<Vec<Word>>,
        /// The canned reasons: code and text, and what each is for.
        reasons: Option<RawReasons>,
        /// Whether a rejection can be appealed.
        appeal: Option<RawAppeal>,
        /// The step where sampled automatic approvals are looked at.
        sample_step: Option<Word>,
    }
}

keys! {
    /// A rule that decides by itself.
    RawAutomaticRule, "a rule of `review`" {
        /// CEL over all answers.
        when: Word,
        /// What happens then.
        then: At<Then>,
        /// approve, reject: the reason's code.
        because: Option<Word>,
        /// approve: how many in a hundred a person looks at afterwards; 0 if left out.
        sample: Option<At<i64>>,
        /// refer: the step; the first if left out.
        to: Option<Word>,
    }
}

keys! {
    /// One station where people decide.
    RawStep, "a step" {
        /// The step's id, in kebab-case.
        id: Word,
        /// What officers read.
        name: RawText,
        /// Who may take it.
        role: Word,
        /// How many different people must approve; 1 if left out.
        people: Option<At<i64>>,
        /// What happens if nobody decides in time.
        deadline: Option<RawDeadline>,
        /// The step after it, or `permit`; the next in the list if left out.
        next: Option<Word>,
    }
}

keys! {
    /// A limit on waiting.
    RawDeadline, "a deadline" {
        /// How long: 24h, 3d.
        after: Word,
        /// What happens then.
        then: At<Late>,
        /// escalate: to which step.
        to: Option<Word>,
        /// approve, reject: the reason's code.
        because: Option<Word>,
    }
}

keys! {
    /// The right to have a rejection looked at again.
    RawAppeal, "`appeal`" {
        /// How long after the rejection.
        within: Word,
        /// The step that hears it.
        step: Word,
    }
}
