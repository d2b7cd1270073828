//! A scenario as written.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use super::{RawAmount, Word};
use crate::read::field::{At, FromNode, keys, mismatch};
use crate::read::node::{Node, Value};
use crate::read::problems::Problems;
use crate::{InspectionOutcome, OpinionOutcome};

keys! {
    /// Somebody who applies, and what must come of it.
    RawScenario, "a scenario" {
        /// What happens, in one sentence.
        scenario: Word,
        /// When it is sent, on the clock of the service's office: `2026-12-09 10:00`.
        sent: Word,
        /// What is asked for; a new permit if left out.
        purpose: Option<Word>,
        /// The permit that is out, where something is asked of it.
        earlier: Option<RawEarlier>,
        /// What is answered, by question; what is left out is answered as is usual.
        answers: Option<RawGiven>,
        /// The pages that are seen, in order.
        pages: Option<Vec<Word>>,
        /// What is computed.
        computed: Option<RawGiven>,
        /// What it costs; 0 for nothing.
        fee: Option<At<RawAmount>>,
        /// Nothing can be sent: the questions whose answer is wrong or missing, or the first of a page that ends the form.
        not_sent: Option<Vec<Word>>,
        /// When sent: the step where people decide, or `approved`, or `rejected`.
        comes_to: Option<Word>,
        /// What happens next, in order.
        then: Vec<RawAct>,
        /// At last: `approved`, `rejected`, `lapsed`, `withdrawn`, or the step where it waits.
        ends: Option<Word>,
        /// The reason of the decision.
        because: Option<Word>,
        /// The letters, in order.
        letters: Option<Vec<Word>>,
        /// The permit that comes of it.
        permit: Option<RawExpectedPermit>,
    }
}

keys! {
    /// A permit that is out: somebody applied for it, and everybody said yes.
    RawEarlier, "`earlier`" {
        /// When it was applied for, on the clock of the service's office.
        sent: Word,
        /// What was answered then, by question; what is left out was answered as is usual.
        answers: Option<RawGiven>,
    }
}

keys! {
    /// One thing that happens.
    RawAct, "what happens" {
        /// Somebody says yes at this step.
        approve: Option<Word>,
        /// And asks this of the holder, by code.
        conditions: Option<Vec<Word>>,
        /// Somebody says no at this step.
        reject: Option<Word>,
        /// With this reason.
        because: Option<Word>,
        /// Whoever is asked to consents at this step.
        consent: Option<Word>,
        /// They do not.
        refuse: Option<Word>,
        /// The body that is asked for this opinion gives it.
        opinion: Option<Word>,
        /// And comes to this: `favourable`, `with-conditions` or `unfavourable`.
        says: Option<At<OpinionOutcome>>,
        /// Somebody of the office inspects at this step.
        inspect: Option<Word>,
        /// And finds this: `in-order`, `not-in-order` or `nobody-there`.
        found: Option<At<InspectionOutcome>>,
        /// The office asks for these questions anew.
        ask: Option<Vec<Word>>,
        /// What the applicant answers to that; nothing, unless said.
        answer: Option<RawGiven>,
        /// So much time passes, such as `3 business days`.
        wait: Option<Word>,
        /// The applicant takes it back.
        withdraw: Option<At<bool>>,
        /// The applicant asks that somebody else look at it, in these words.
        appeal: Option<Word>,
    }
}

keys! {
    /// What the permit says.
    RawExpectedPermit, "`permit`" {
        /// The day or the moment from which it holds.
        from: Option<Word>,
        /// The last day, or the moment, until which it holds.
        until: Option<Word>,
        /// What those who approved set for its holder, by code; an empty list for nothing.
        conditions: Option<Vec<Word>>,
        /// What is in its code, by question.
        says: Option<RawGiven>,
    }
}

/// Answers by question.
#[derive(Debug, Clone)]
pub(crate) struct RawGiven(pub(crate) Vec<(Word, Node)>);

impl FromNode for RawGiven {
    fn from_node(node: &Node, problems: &mut Problems) -> Option<Self> {
        let Value::Map(entries) = &node.value else {
            mismatch(node, "answers by question", problems);
            return None;
        };
        let given = entries.iter().map(|(key, value)| {
            let word = At {
                span: key.span.clone(),
                value: key.name.clone(),
            };
            (word, value.clone())
        });
        Some(Self(given.collect()))
    }
}

impl Serialize for RawGiven {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(question, node)| (&question.value, node)))
    }
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.value {
            Value::Nothing => serializer.serialize_unit(),
            Value::YesNo(yes) => yes.serialize(serializer),
            Value::Integer(number) => number.serialize(serializer),
            Value::Decimal(number) => number.serialize(serializer),
            Value::Word(word) => word.serialize(serializer),
            Value::List(items) => items.serialize(serializer),
            Value::Map(entries) => {
                serializer.collect_map(entries.iter().map(|(key, node)| (&key.name, node)))
            }
        }
    }
}

impl JsonSchema for RawGiven {
    fn schema_name() -> Cow<'static, str> {
        "Given".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"description": "Answers by question.", "type": "object"})
    }
}
