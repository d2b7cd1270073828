//! Pages and questions as written.

use std::borrow::Cow;
use std::ops::Deref;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use super::{RawCodes, RawExtent, RawText, Word};
use crate::read::field::{At, FromNode, Scalar, keys};
use crate::read::node::{Node, Value};
use crate::read::problems::Problems;
use crate::read::words::QuestionType;
use crate::{DocumentKind, MapShape};

keys! {
    /// One screen of the form.
    RawPage, "a page" {
        /// The page's id, in kebab-case.
        page: Word,
        /// Its heading.
        title: RawText,
        /// CEL over earlier pages: the page is shown only if this holds.
        when: Option<Word>,
        /// What is asked; `{use: person}` among them stands for the questions of a block.
        questions: RawQuestions,
        /// What is computed from the answers so far.
        computed: Option<Vec<RawComputed>>,
        /// For whom the form ends here.
        stop_if: Vec<RawStop>,
    }
}

keys! {
    /// A value that nobody types.
    RawComputed, "a computed value" {
        /// Its id, in `snake_case`: conditions use it as a name.
        id: Word,
        /// CEL over the answers so far: a number, a text, or yes or no.
        is: Word,
        /// What it is called.
        label: RawText,
        /// What tables, the paper and the scanner call it: a word or two; the label if left out.
        short: Option<RawText>,
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
        /// The question's id, in `snake_case`: conditions use it as a name.
        id: Word,
        /// What kind of answer it takes.
        r#type: At<QuestionType>,
        /// What is asked; a declaration may leave it out.
        label: Option<RawText>,
        /// What tables, the paper and the scanner call it: a word or two; the label if left out.
        short: Option<RawText>,
        /// Help beside the field.
        hint: Option<RawText>,
        /// More help, which is opened by whoever needs it: paragraphs, lists with `-`, and links such as `[the map](https://example.pe)`.
        help: Option<RawText>,
        /// True if it may be left empty.
        optional: Option<At<bool>>,
        /// CEL over earlier answers: it is asked only if this holds.
        when: Option<Word>,
        /// What must hold of the answer.
        rules was "valid": Vec<RawRule>,
        /// vehicle-plate: whether plates of other countries are taken, too; false if left out.
        foreign: Option<At<bool>>,
        /// identity-document: the kinds accepted; the country's own and passports if left out.
        accepts: Option<Vec<At<DocumentKind>>>,
        /// choice, choices: code and text of each option.
        options: Option<RawCodes>,
        /// integer, decimal, date: the least.
        min: Option<RawBound>,
        /// integer, decimal, date: the most.
        max: Option<RawBound>,
        /// text, long-text: the most letters.
        max_length: Option<At<i64>>,
        /// map: what is drawn; a point if left out.
        draws: Option<At<MapShape>>,
        /// map: between which latitudes and longitudes it must lie; there a grid is drawn to mark places on.
        within: Option<RawExtent>,
        /// group: what is asked of each.
        questions: Option<RawQuestions>,
        /// group: what one of them is called, above its questions; the label if left out.
        each: Option<RawText>,
        /// group: the fewest; 1 if left out.
        at_least: Option<At<i64>>,
        /// group: the most; 10 if left out.
        at_most: Option<At<i64>>,
        /// declaration: the sworn text.
        say: Option<RawText>,
    }
}

/// A file's own blocks. They are put in their places before the rest is read, so nobody ever holds one.
#[derive(Debug, Clone)]
pub(crate) enum RawBlocks {}

impl FromNode for RawBlocks {
    fn from_node(_: &Node, _: &mut Problems) -> Option<Self> {
        None
    }
}

impl Serialize for RawBlocks {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        match *self {}
    }
}

impl JsonSchema for RawBlocks {
    fn schema_name() -> Cow<'static, str> {
        "Blocks".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let questions = generator.subschema_for::<Vec<RawQuestion>>();
        json_schema!({"description": "Questions by the block’s name.", "type": "object", "additionalProperties": questions})
    }
}

/// What is asked, in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct RawQuestions(pub(crate) Vec<RawQuestion>);

keys! {
    /// Stands for the questions of a block: one that ships, or one of the file's own `blocks`.
    RawUse, "a `use`" {
        /// The block’s name.
        r#use: Word,
        /// What stands before each id, and `_`: with `as: owner`, `name` becomes `owner_name`.
        r#as: Option<Word>,
        /// The ids of those that are asked; all if left out.
        only: Option<Vec<Word>>,
    }
}

impl Deref for RawQuestions {
    type Target = Vec<RawQuestion>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl FromNode for RawQuestions {
    fn from_node(node: &Node, problems: &mut Problems) -> Option<Self> {
        Vec::from_node(node, problems).map(Self)
    }

    fn texts<'a>(&'a mut self, texts: &mut Vec<&'a mut RawText>) {
        self.0.texts(texts);
    }

    fn absent() -> Option<Self> {
        Some(Self::default())
    }
}

impl Serialize for RawQuestions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// As it is written: blocks are put in their places before it is read.
impl JsonSchema for RawQuestions {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Questions".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let (question, used) = (
            generator.subschema_for::<RawQuestion>(),
            generator.subschema_for::<RawUse>(),
        );
        json_schema!({"type": "array", "items": {"anyOf": [question, used]}})
    }
}

keys! {
    /// A rule over one answer.
    RawRule, "a rule of `rules`" {
        /// CEL that must hold; `answer` is this question's value.
        rule: Word,
        /// What is said when it does not.
        say: RawText,
    }
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

impl Scalar for RawBoundValue {
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
