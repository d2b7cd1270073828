//! The permit and the mails as written.

use schemars::JsonSchema;
use serde::Serialize;

use super::{RawCodes, RawText, Word};
use crate::read::field::{At, FromNode, keys};
use crate::read::node::{Node, Value};
use crate::read::problems::Problems;
use crate::{ClaimForm, ClaimRole, PeopleNeeded, RenewalStart};

keys! {
    /// What is issued.
    RawPermit, "`permit`" {
        /// The number that stands for this service in a QR: not 0, unique in the government, never changed.
        r#type: At<i64>,
        /// The paper's title.
        title: RawText,
        /// How long it holds: `36h`, `{until: question}`, `{from: question, for: 30d}`, or a list of such periods with `when`, of
        /// which the first that fits is taken.
        valid: RawValidity,
        /// Whether it can be renewed.
        renewal: Option<RawRenewal>,
        /// Whether its holder may ask that it say something else, for the rest of its time.
        amendment: Option<RawChanges>,
        /// Whether its holder may hand it over to somebody else, for the rest of its time.
        transfer: Option<RawChanges>,
        /// Whether its holder may ask for another in the place of one that was lost, for the rest of its time; not if left out.
        copy: Option<At<bool>>,
        /// What the QR says, in order; add only at the end.
        claims: Vec<RawClaim>,
        /// Further answers on the paper.
        prints: Vec<Word>,
        /// What the holder must keep to: a list, or by who sets it.
        conditions: RawConditions,
        /// How old a status list may be for a check without network to count: `24h` if left out.
        offline_for: Option<Word>,
        /// What becomes of the scans of permits at checkpoints.
        scans: Option<RawScans>,
        /// How many people it takes to revoke many permits at once: `one-person` if left out, or `two-people`.
        revoke_many: Option<At<PeopleNeeded>>,
        /// Who checks the permit where it is used, such as the police, with a capital letter: letters tell the holder.
        checked_by: Option<RawText>,
    }
}

keys! {
    /// From when to when a permit holds.
    RawPeriod, "`valid`" {
        /// In a list: CEL over all answers, and the day of issue; for every application if left out.
        when: Option<Word>,
        /// The date question whose day is the first, or `[date question, time question]`; the moment of issue if left out.
        from: Option<RawMoment>,
        /// The date question whose day is the last, `[date question, time question]`, a day of the year such as `31 December`, or
        /// `anniversary of` a date question.
        until: Option<RawMoment>,
        /// How long from its beginning.
        r#for: Option<Word>,
    }
}

keys! {
    /// What the holder must keep to, by who sets it.
    RawConditionsBySetter, "`conditions`" {
        /// What every holder must keep to.
        always: Vec<RawText>,
        /// What whoever approves may set, by code.
        choose: Option<RawCodes>,
        /// Whether whoever approves may set something in words of their own; not if left out.
        write: Option<At<bool>>,
    }
}

keys! {
    /// How a permit is renewed.
    RawRenewal, "`renewal`" {
        /// How long before the end.
        opens: Word,
        /// How long after the end it may still be asked for; always if left out.
        closes: Option<Word>,
        /// When the renewed permit begins that is issued before the end of the earlier one: `at-issue` if left out, or `at-end`.
        begins: Option<At<RenewalStart>>,
        /// The questions that are asked anew; all if left out.
        changes: Option<Vec<Word>>,
    }
}

keys! {
    /// Which answers of a permit become others.
    RawChanges, "`amendment` or `transfer`" {
        /// The questions that are asked anew. Every other answer stays.
        changes: Vec<Word>,
    }
}

keys! {
    /// What becomes of the scans of permits at checkpoints.
    RawScans, "`scans`" {
        /// How long they are kept: `30d` if left out.
        kept_for: Option<Word>,
        /// Whether the holder sees when and where the permit was checked; not if left out.
        shown_to_holder: Option<At<bool>>,
    }
}

keys! {
    /// One answer in the QR.
    RawClaim, "a claim" {
        /// The question's id.
        answer: Word,
        /// What it is to who checks; `detail` if left out.
        role: Option<At<ClaimRole>>,
        /// How much of it is shown; a document's last four unless said otherwise.
        r#as: Option<At<ClaimForm>>,
    }
}

keys! {
    /// The service's own mails.
    RawMessages, "`messages`" {
        /// When the application has arrived.
        received: Option<RawMessage>,
        /// When it comes to a step that tells something.
        advanced: Option<RawMessage>,
        /// When something is asked back.
        asked: Option<RawMessage>,
        /// With the permit.
        approved: Option<RawMessage>,
        /// With the reason.
        rejected: Option<RawMessage>,
        /// When time ran out.
        lapsed: Option<RawMessage>,
        /// When the applicant took it back.
        withdrawn: Option<RawMessage>,
        /// When a permit in hand holds no more.
        revoked: Option<RawMessage>,
        /// When a permit was signed again, since the key of before is void: with the new paper.
        reissued: Option<RawMessage>,
        /// When a newer permit stands in the place of one in hand.
        replaced: Option<RawMessage>,
        /// When the office does not erase what the application tells, though its applicant asked for it.
        kept: Option<RawMessage>,
    }
}

keys! {
    /// One mail.
    RawMessage, "a message" {
        /// The mail's subject.
        subject: RawText,
        /// The mail's words, with places such as {name}.
        body: RawText,
    }
}

/// A moment: the answer to one question, or to one for the day and one for the time; or, as an end, in words.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum RawMoment {
    /// A day.
    Day(Word),
    /// A time on a day.
    Time([Word; 2]),
}

impl RawMoment {
    /// What is complained of.
    pub(crate) fn day(&self) -> &Word {
        match self {
            Self::Day(day) | Self::Time([day, _]) => day,
        }
    }
}

impl FromNode for RawMoment {
    fn from_node(node: &Node, problems: &mut Problems) -> Option<Self> {
        let Value::List(_) = &node.value else {
            return At::from_node(node, problems).map(Self::Day);
        };
        let words = Vec::<Word>::from_node(node, problems)?;
        let pair = <[Word; 2]>::try_from(words).ok();
        if pair.is_none() {
            problems
                .unreadable(node.span.clone(), "a moment is a day and a time")
                .help("name a `date` question and a `time` question: `[day, starts]`");
        }
        pair.map(Self::Time)
    }
}

/// What the holder must keep to.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum RawConditions {
    /// The same for every permit.
    Always(Vec<RawText>),
    /// Some of them set by whoever approves.
    BySetter(Box<RawConditionsBySetter>),
}

impl RawConditions {
    /// What every holder must keep to.
    pub(crate) fn always(&self) -> &[RawText] {
        match self {
            Self::Always(always) => always,
            Self::BySetter(by) => &by.always,
        }
    }
}

impl FromNode for RawConditions {
    fn from_node(node: &Node, problems: &mut Problems) -> Option<Self> {
        match &node.value {
            Value::Map(_) => RawConditionsBySetter::from_node(node, problems)
                .map(Box::new)
                .map(Self::BySetter),
            _ => Vec::from_node(node, problems).map(Self::Always),
        }
    }

    fn texts<'a>(&'a mut self, texts: &mut Vec<&'a mut RawText>) {
        match self {
            Self::Always(always) => always.texts(texts),
            Self::BySetter(by) => by.texts(texts),
        }
    }

    fn absent() -> Option<Self> {
        Some(Self::Always(Vec::new()))
    }
}

/// A permit's time: a length from issue, a period, or several of which one is taken.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum RawValidity {
    /// A length of time from issue.
    For(Word),
    /// The same for every application.
    Period(Box<RawPeriod>),
    /// The first that fits.
    Periods(Vec<RawPeriod>),
}

impl FromNode for RawValidity {
    fn from_node(node: &Node, problems: &mut Problems) -> Option<Self> {
        match &node.value {
            Value::Map(_) => RawPeriod::from_node(node, problems)
                .map(Box::new)
                .map(Self::Period),
            Value::List(_) => Vec::from_node(node, problems).map(Self::Periods),
            _ => At::from_node(node, problems).map(Self::For),
        }
    }
}
