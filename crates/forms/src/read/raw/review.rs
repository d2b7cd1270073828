//! The review as written.

use schemars::JsonSchema;
use serde::Serialize;

use super::{RawReasons, RawStaff, RawText, Word};
use crate::read::field::{At, FromNode, keys};
use crate::read::node::{Node, Value};
use crate::read::problems::Problems;
use crate::read::words::{Late, Then};
use crate::{Holidays, Silence};

keys! {
    /// How an application is decided.
    RawReview, "`review`" {
        /// The region, address or choice question that routes the case to an office.
        routed_by was "office": Option<Word>,
        /// On which days the offices work: Monday to Friday but for the country’s holidays if left out.
        calendar: Option<RawCalendar>,
        /// Whether no person decides two steps of one application; true if left out.
        four_eyes: Option<At<bool>>,
        /// How many people hold a role, where that is a known and small number; the steps are held against it.
        staff: Option<RawStaff>,
        /// Tried in order; the first that holds decides.
        rules: Vec<RawAutomaticRule>,
        /// Where people decide, in order.
        steps: Vec<RawStep>,
        /// How long the applicant has when asked back, such as `5 business days`; `72h` if left out.
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
        /// What the applicant is told when the case comes here, on their page and by mail: that somebody will visit them, what to have
        /// at hand.
        tell: Option<RawText>,
        /// CEL over all answers: where it does not hold, the case goes on to `next`; every case if left out.
        when: Option<Word>,
        /// Who of the office may take it.
        role: Option<Word>,
        /// How many different people must approve; 1 if left out.
        people: Option<At<i64>>,
        /// In the place of `role`: somebody outside the office consents here, by a link in a mail.
        consent: Option<RawConsent>,
        /// In the place of `role`: other bodies are asked for their opinions here, all at the same time, before somebody decides.
        opinions: Option<Vec<RawOpinion>>,
        /// What it means if an opinion is not given in time, where the opinion does not say so itself.
        silence: Option<At<Silence>>,
        /// Beside `role`: they set a day and an hour, go to look, and write a report, by which the next step decides.
        inspection: Option<RawInspection>,
        /// What happens if nobody decides in time. Where opinions are asked for: how long the bodies have.
        deadline: Option<RawDeadline>,
        /// The step after it, or `permit`; the next in the list if left out.
        next: Option<Word>,
    }
}

keys! {
    /// What is asked of somebody without whose consent an application does not go on. A case without an answer to `of` passes the
    /// step over.
    RawConsent, "`consent`" {
        /// The question that asks for their e-mail address; of whoever applies an earlier one asks.
        of: Word,
        /// What they are asked to consent to: they are shown this, the name of whoever asks, and the answers that `shows` names.
        asks: RawText,
        /// The question whose answer is the name of whoever asks them; the permit’s holder asks if left out.
        asked_by: Option<Word>,
        /// The answers that they are shown; nothing else of the application is.
        shows: Vec<Word>,
        /// The reason that whoever applies is told if they refuse: a code.
        because: Word,
    }
}

keys! {
    /// An opinion of another body: of the fire brigade, of whoever looks after trees. It decides nothing; whoever decides reads it.
    RawOpinion, "an opinion" {
        /// Its id, in kebab-case.
        id: Word,
        /// What people call the body that gives it.
        name: RawText,
        /// The role of those who give it; it begins with `consultee`. Left out, it is `consultee-` with the id.
        role: Option<Word>,
        /// What they are asked.
        asks: RawText,
        /// The answers that they are shown; nothing else of the application is.
        shows: Vec<Word>,
        /// CEL over all answers: where it does not hold, this opinion is not asked for; of every case if left out.
        when: Option<Word>,
        /// What it means if it is not given in time: `favourable`, `unfavourable`, or `without`, where the office goes on without it.
        silence: Option<At<Silence>>,
    }
}

keys! {
    /// An inspection: whoever applied is told the day and the hour, and a report is written. It decides nothing; whoever decides reads it.
    RawInspection, "an inspection" {
        /// The question whose answer says where.
        place: Option<Word>,
        /// What whoever applied should have ready on the day.
        prepare: RawText,
    }
}

keys! {
    /// A limit on waiting.
    RawDeadline, "a deadline" {
        /// How long: `24h`, `3d`, `15 business days`.
        after: Word,
        /// What happens then; if left out, it is when whoever applies is told to expect a decision.
        then: Option<At<Late>>,
        /// escalate: to which step.
        to: Option<Word>,
        /// approve, reject: the reason's code.
        because: Option<Word>,
    }
}

keys! {
    /// The right to have a rejection looked at again.
    RawAppeal, "`appeal`" {
        /// How long after the rejection, such as `15 business days`.
        within: Word,
        /// The step that hears it.
        step: Word,
    }
}

keys! {
    /// On which days the offices work.
    RawCalendar, "`calendar`" {
        /// Whose holidays count: a country’s or `none`; those of the service’s country if left out.
        holidays: Option<At<Holidays>>,
        /// Further days without work, such as `2027-01-02` or `{day: 2026-08-15, office: "04"}`.
        closed: Vec<RawClosedDay>,
    }
}

keys! {
    /// A day on which one office is closed.
    RawClosedOffice, "a day without work" {
        /// The day.
        day: Word,
        /// The answer to the question that routes cases: a choice's code, or a department's two digits in quotes.
        office: Option<Word>,
    }
}

/// A day without work: for every office, or for one.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum RawClosedDay {
    Everywhere(Word),
    Office(RawClosedOffice),
}

impl FromNode for RawClosedDay {
    fn from_node(node: &Node, problems: &mut Problems) -> Option<Self> {
        match &node.value {
            Value::Map(_) => RawClosedOffice::from_node(node, problems).map(Self::Office),
            _ => At::from_node(node, problems).map(Self::Everywhere),
        }
    }
}
