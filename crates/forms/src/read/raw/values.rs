//! Values with a shape of their own: texts by language, codes with texts, roles with numbers.

use std::borrow::Cow;
use std::ops::Range;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use super::Word;
use crate::read::field::{At, FromNode, keys, mismatch};
use crate::read::node::{Node, Value};
use crate::read::problems::Problems;
use crate::read::words::GivenFor;

/// A text: plain in a service of one language, by language in a service of several.
#[derive(Debug, Clone)]
pub(crate) enum RawText {
    Plain(Word),
    Languages {
        span: Range<usize>,
        by: Vec<(Word, Word)>,
    },
}

impl RawText {
    /// What is said in each language.
    pub(crate) fn words(&self) -> Vec<&Word> {
        match self {
            Self::Plain(word) => vec![word],
            Self::Languages { by, .. } => by.iter().map(|(_, word)| word).collect(),
        }
    }
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

    fn texts<'a>(&'a mut self, texts: &mut Vec<&'a mut RawText>) {
        texts.push(self);
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

    fn texts<'a>(&'a mut self, texts: &mut Vec<&'a mut RawText>) {
        texts.extend(self.0.iter_mut().map(|(_, text)| text));
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

/// The canned reasons, in the order they are shown: a map, or a list of `{code, for, text}`.
#[derive(Debug, Clone)]
pub(crate) struct RawReasons(pub(crate) Vec<RawReason>);

keys! {
    /// A reason with its code.
    RawReason, "a reason" {
        /// What is stored and compared.
        code: Word,
        /// What it is given for; everything if left out.
        r#for: Option<Vec<At<GivenFor>>>,
        /// What the applicant reads.
        text: RawText,
    }
}

keys! {
    /// What is said of a reason beside its code.
    RawReasonText, "a reason" {
        /// What it is given for; everything if left out.
        r#for: Option<Vec<At<GivenFor>>>,
        /// What the applicant reads.
        text: RawText,
    }
}

/// A reason beside its code: the text alone, or with what it is for.
struct RawReasonEntry {
    r#for: Option<Vec<At<GivenFor>>>,
    text: RawText,
}

impl FromNode for RawReasonEntry {
    fn from_node(node: &Node, problems: &mut Problems) -> Option<Self> {
        let says_for = match &node.value {
            Value::Map(map) => map
                .iter()
                .any(|(key, _)| ["for", "text"].contains(&key.name.as_str())),
            _ => false,
        };
        if says_for {
            let RawReasonText { r#for, text, .. } = RawReasonText::from_node(node, problems)?;
            return Some(Self { r#for, text });
        }
        RawText::from_node(node, problems).map(|text| Self { r#for: None, text })
    }
}

impl FromNode for RawReasons {
    fn from_node(node: &Node, problems: &mut Problems) -> Option<Self> {
        if let Value::List(_) = &node.value {
            return Vec::from_node(node, problems).map(Self);
        }
        let entries = all_entries::<RawReasonEntry>(node, "a code with its text on each line", problems)?;
        let reasons = entries.into_iter().map(|(code, entry)| RawReason {
            span: code.span.clone(),
            code,
            r#for: entry.r#for,
            text: entry.text,
        });
        Some(Self(reasons.collect()))
    }

    fn texts<'a>(&'a mut self, texts: &mut Vec<&'a mut RawText>) {
        self.0.texts(texts);
    }
}

/// The list form, which keeps the order when keys are sorted.
impl Serialize for RawReasons {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl JsonSchema for RawReasons {
    fn schema_name() -> Cow<'static, str> {
        "Reasons".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let text = generator.subschema_for::<RawText>();
        let entry = generator.subschema_for::<RawReasonText>();
        let list = generator.subschema_for::<Vec<RawReason>>();
        json_schema!({
            "description": "The canned reasons, in the order they are shown.",
            "anyOf": [{"type": "object", "additionalProperties": {"anyOf": [entry, text]}}, list]
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

/// The place of a map's first key, and its entries.
type Entries<T> = (Range<usize>, Vec<(Word, T)>);

/// A map with free keys, in its order, and its first key's place; keys there twice are complained of.
fn entries<T: FromNode>(node: &Node, expected: &str, problems: &mut Problems) -> Option<Entries<T>> {
    let read = all_entries(node, expected, problems)?;
    for (at, (key, _)) in read.iter().enumerate() {
        if read[..at].iter().any(|(earlier, _)| earlier.value == key.value) {
            problems
                .unreadable(key.span.clone(), format!("the key `{}` is here twice", key.value))
                .help("keep one of the two");
        }
    }
    let span = read
        .first()
        .map_or(node.span.clone(), |(key, _)| key.span.clone());
    Some((span, read))
}

fn all_entries<T: FromNode>(node: &Node, expected: &str, problems: &mut Problems) -> Option<Vec<(Word, T)>> {
    let Value::Map(map) = &node.value else {
        mismatch(node, expected, problems);
        return None;
    };
    let mut read = Vec::new();
    for (key, value) in map {
        let word = At {
            span: key.span.clone(),
            value: key.name.clone(),
        };
        read.push(T::from_node(value, problems).map(|value| (word, value)));
    }
    read.into_iter().collect()
}
