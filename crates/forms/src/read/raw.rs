//! The service file as written: keys and values in place, nothing resolved yet.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use super::field::{At, FromNode, keys, mismatch};
use super::node::{Node, Value};
use super::problems::Problems;
use super::words::{Late, QuestionType, Then};
use crate::{ClaimForm, ClaimRole, DocumentKind, DraftPolicy};

pub(crate) type Word = At<String>;

keys! {
    /// A permit service: what is asked, how it is reviewed, what the permit says.
    RawService, "a service" {
        /// The service's id, in kebab-case: it stands in addresses.
        service: Word,
        /// The languages of every text; the first is the default.
        languages: Vec<Word>,
        /// The service's name.
        name: RawText,
        /// One sentence for the catalogue.
        summary: RawText,
        /// Who it is for.
        audience: RawText,
        /// What one needs at hand.
        requirements: Vec<RawText>,
        /// What it costs, in words.
        cost: RawText,
        /// How long it takes, in words.
        takes: RawText,
        /// Where one can apply; on line if left out.
        channels: Option<RawChannels>,
        /// Who issues the permit.
        authority: RawAuthority,
        /// The laws and decrees that found it.
        legal_basis: Vec<RawText>,
        /// Where to ask for help.
        contact: RawContact,
        /// What happens to drafts when a new version is published; `pin` if left out.
        drafts: Option<At<DraftPolicy>>,
        /// The pages of the form, in order.
        form: Vec<RawPage>,
        /// How an application is decided.
        review: RawReview,
        /// What is issued.
        permit: RawPermit,
        /// The service's own mails; the engine has plain words for the rest.
        messages: Option<RawMessages>,
    }
}

keys! {
    /// Where one can apply.
    RawChannels, "`channels`" {
        /// Whether the form is open on line; true if left out.
        online: Option<At<bool>>,
        /// The offices that take applications.
        in_person: Vec<RawOffice>,
    }
}

keys! {
    /// An office that takes applications.
    RawOffice, "an office" {
        /// Its id, in kebab-case.
        office: Word,
        /// What it is called.
        name: RawText,
        /// Where it is.
        address: RawText,
        /// When it is open.
        hours: RawText,
    }
}

keys! {
    /// Who issues the permit.
    RawAuthority, "`authority`" {
        /// The ministry or municipality.
        name: RawText,
        /// The office within it.
        office: Option<RawText>,
    }
}

keys! {
    /// Where to ask for help.
    RawContact, "`contact`" {
        /// A number to call, in quotes.
        phone: Option<Word>,
        /// A mail address.
        email: Option<Word>,
        /// Anything else.
        text: Option<RawText>,
    }
}

keys! {
    /// One screen of the form.
    RawPage, "a page" {
        /// The page's id, in kebab-case.
        page: Word,
        /// Its heading.
        title: RawText,
        /// CEL over earlier pages: the page is shown only if this holds.
        when: Option<Word>,
        /// What is asked.
        questions: Vec<RawQuestion>,
        /// For whom the form ends here.
        stop_if: Vec<RawStop>,
    }
}

keys! {
    /// An end of the form for some people.
    RawStop, "a stop" {
        /// CEL over the answers so far.
        when: Word,
        /// What these people are told.
        say: RawText,
    }
}

keys! {
    /// One question.
    RawQuestion, "a question" {
        /// The question's id, in snake_case: conditions use it as a name.
        id: Word,
        /// What kind of answer it takes.
        r#type: At<QuestionType>,
        /// What is asked; a declaration may leave it out.
        label: Option<RawText>,
        /// What tables, the paper and the scanner call it: a word or two; the label if left out.
        short: Option<RawText>,
        /// Help beside the field.
        hint: Option<RawText>,
        /// True if it may be left empty.
        optional: Option<At<bool>>,
        /// CEL over earlier answers: it is asked only if this holds.
        when: Option<Word>,
        /// What must hold of the answer.
        valid: Vec<RawRule>,
        /// identity-document: the kinds accepted; all if left out.
        accepts: Option<Vec<At<DocumentKind>>>,
        /// choice, choices: code and text of each option.
        options: Option<RawCodes>,
        /// integer, decimal, date: the least.
        min: Option<RawBound>,
        /// integer, decimal, date: the most.
        max: Option<RawBound>,
        /// text, long-text: the most letters.
        max_length: Option<At<i64>>,
        /// group: what is asked of each.
        questions: Option<Vec<RawQuestion>>,
        /// group: the fewest; 1 if left out.
        at_least: Option<At<i64>>,
        /// group: the most; 10 if left out.
        at_most: Option<At<i64>>,
        /// declaration: the sworn text.
        say: Option<RawText>,
    }
}

keys! {
    /// A rule over one answer.
    RawRule, "a rule of `valid`" {
        /// CEL that must hold; `answer` is this question's value.
        rule: Word,
        /// What is said when it does not.
        say: RawText,
    }
}

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
        /// The canned reasons: code and text.
        reasons: Option<RawCodes>,
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

keys! {
    /// What is issued.
    RawPermit, "`permit`" {
        /// The number that stands for this service in a QR: not 0, unique in the government, never changed.
        r#type: At<i64>,
        /// The paper's title.
        title: RawText,
        /// How long it holds: `36h`, `{until: question}` or `{from: question, for: 30d}`.
        valid: RawValidity,
        /// Whether it can be renewed.
        renewal: Option<RawRenewal>,
        /// What the QR says, in order; add only at the end.
        claims: Vec<RawClaim>,
        /// Further answers on the paper.
        prints: Vec<Word>,
        /// What the holder must keep to.
        conditions: Vec<RawText>,
    }
}

keys! {
    /// A permit's time that hangs on an answer.
    RawTerm, "`valid`" {
        /// The date question whose day is the last.
        until: Option<Word>,
        /// The date question whose day is the first.
        from: Option<Word>,
        /// How long from there.
        r#for: Option<Word>,
    }
}

keys! {
    /// How a permit is renewed.
    RawRenewal, "`renewal`" {
        /// How long before the end.
        opens: Word,
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

/// A text: plain in a service of one language, by language in a service of several.
#[derive(Debug, Clone)]
pub(crate) enum RawText {
    Plain(Word),
    Languages {
        span: std::ops::Range<usize>,
        by: Vec<(Word, Word)>,
    },
}

impl FromNode for RawText {
    fn from_node(node: &Node, problems: &mut Problems) -> Option<Self> {
        match &node.value {
            Value::Map(_) => {
                let (span, by) = entries(node, "a text by language", problems)?;
                Some(Self::Languages { span, by })
            }
            _ => At::from_node(node, problems).map(Self::Plain),
        }
    }
}

impl Serialize for RawText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Plain(word) => word.serialize(serializer),
            // One language alone is the plain text: both spellings mean, and hash, the same.
            Self::Languages { by, .. } if by.len() == 1 => by[0].1.serialize(serializer),
            Self::Languages { by, .. } => {
                serializer.collect_map(by.iter().map(|(language, words)| (&language.value, words)))
            }
        }
    }
}

impl JsonSchema for RawText {
    fn schema_name() -> Cow<'static, str> {
        "Text".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A text; with several languages, one for each.",
            "anyOf": [
                {"type": "string"},
                {"type": "object", "additionalProperties": {"type": "string"}, "minProperties": 1}
            ]
        })
    }
}

/// Codes with their texts, in the order they are shown: a map, or a list of `{code, text}`.
#[derive(Debug, Clone)]
pub(crate) struct RawCodes(pub(crate) Vec<(Word, RawText)>);

keys! {
    /// A code with its text.
    RawCode, "an entry" {
        /// What is stored and compared.
        code: Word,
        /// What is read.
        text: RawText,
    }
}

impl FromNode for RawCodes {
    fn from_node(node: &Node, problems: &mut Problems) -> Option<Self> {
        match &node.value {
            Value::List(_) => {
                let list = Vec::<RawCode>::from_node(node, problems)?;
                Some(Self(
                    list.into_iter().map(|entry| (entry.code, entry.text)).collect(),
                ))
            }
            // Codes there twice are told of by the check, which sees those of the list form too.
            _ => all_entries(node, "a code with its text on each line", problems).map(Self),
        }
    }
}

/// The list form, which keeps the order when keys are sorted.
impl Serialize for RawCodes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let entry = |(code, text): &(Word, RawText)| serde_json::json!({ "code": code, "text": serde_json::to_value(text).unwrap_or_default() });
        serializer.collect_seq(self.0.iter().map(entry))
    }
}

impl JsonSchema for RawCodes {
    fn schema_name() -> Cow<'static, str> {
        "Codes".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let text = generator.subschema_for::<RawText>();
        let list = generator.subschema_for::<Vec<RawCode>>();
        json_schema!({
            "description": "Codes with their texts, in the order they are shown.",
            "anyOf": [{"type": "object", "additionalProperties": text}, list]
        })
    }
}

/// Roles with the number of people who hold them.
#[derive(Debug, Clone)]
pub(crate) struct RawStaff(pub(crate) Vec<(Word, At<i64>)>);

impl FromNode for RawStaff {
    fn from_node(node: &Node, problems: &mut Problems) -> Option<Self> {
        entries(node, "a role with a number on each line", problems).map(|(_, staff)| Self(staff))
    }
}

impl Serialize for RawStaff {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(role, people)| (&role.value, people)))
    }
}

impl JsonSchema for RawStaff {
    fn schema_name() -> Cow<'static, str> {
        "Staff".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Roles with the number of people who hold them.",
            "type": "object",
            "additionalProperties": {"type": "integer", "minimum": 1}
        })
    }
}

/// A map with free keys, in its order, and its first key's place; keys there twice are complained of.
fn entries<T: FromNode>(
    node: &Node,
    expected: &str,
    problems: &mut Problems,
) -> Option<(std::ops::Range<usize>, Vec<(Word, T)>)> {
    let read = all_entries(node, expected, problems)?;
    for (at, (key, _)) in read.iter().enumerate() {
        if read[..at].iter().any(|(earlier, _)| earlier.value == key.value) {
            problems
                .add(key.span.clone(), format!("the key `{}` is here twice", key.value))
                .help("keep one of the two");
        }
    }
    let span = read.first().map_or(node.span.clone(), |(key, _)| key.span.clone());
    Some((span, read))
}

fn all_entries<T: FromNode>(node: &Node, expected: &str, problems: &mut Problems) -> Option<Vec<(Word, T)>> {
    let Value::Map(map) = &node.value else {
        mismatch(node, expected, problems);
        return None;
    };
    let mut read = Vec::new();
    for (key, value) in map {
        let word = At { span: key.span.clone(), value: key.name.clone() };
        read.push(T::from_node(value, problems).map(|value| (word, value)));
    }
    read.into_iter().collect()
}

/// A bound: a number, or a day.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum RawBoundValue {
    Integer(i64),
    Decimal(f64),
    Day(String),
}

pub(crate) type RawBound = At<RawBoundValue>;

impl super::field::Scalar for RawBoundValue {
    const EXPECTED: &'static str = "a number or a date";

    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Integer(number) => Some(Self::Integer(*number)),
            Value::Decimal(number) => Some(Self::Decimal(*number)),
            Value::Word(word) => Some(Self::Day(word.clone())),
            _ => None,
        }
    }
}

/// A permit's time: a length from issue, or hung on an answer.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum RawValidity {
    /// A length of time from issue.
    For(Word),
    /// A day that the applicant gave.
    Term(RawTerm),
}

impl FromNode for RawValidity {
    fn from_node(node: &Node, problems: &mut Problems) -> Option<Self> {
        match &node.value {
            Value::Map(_) => RawTerm::from_node(node, problems).map(Self::Term),
            _ => At::from_node(node, problems).map(Self::For),
        }
    }
}
