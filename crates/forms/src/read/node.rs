//! The YAML as it stands, with the place of every key and value: no meaning yet.

use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::options::{DuplicateKeyPolicy, MergeKeyPolicy};
use serde_saphyr::{Location, Spanned};

use super::problems::Problems;
use super::yaml_slips;

/// A value with the bytes it was written in.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) span: Range<usize>,
    pub(crate) value: Value,
}

#[derive(Debug, Clone)]
pub(crate) enum Value {
    Nothing,
    YesNo(bool),
    Integer(i64),
    Decimal(f64),
    Word(String),
    List(Vec<Node>),
    Map(Vec<(Key, Node)>),
}

#[derive(Debug, Clone)]
pub(crate) struct Key {
    pub(crate) span: Range<usize>,
    pub(crate) name: String,
}

impl Value {
    /// What the value is, for sentences: "a list is expected here, not a number".
    pub(crate) fn article(&self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::YesNo(_) => "true or false",
            Self::Integer(_) | Self::Decimal(_) => "a number",
            Self::Word(_) => "a text",
            Self::List(_) => "a list",
            Self::Map(_) => "a group of keys",
        }
    }
}

impl Node {
    /// Where the last of these keys stands that is there, each inside the one before.
    pub(super) fn key(&self, path: &[&str]) -> Option<Range<usize>> {
        let (first, rest) = path.split_first()?;
        let Value::Map(entries) = &self.value else {
            return None;
        };
        let (key, inner) = entries.iter().find(|(key, _)| key.name == *first)?;
        inner.key(rest).or_else(|| Some(key.span.clone()))
    }

    /// The same, so many bytes further on in the source.
    pub(super) fn moved(mut self, by: usize) -> Self {
        self.move_on(by);
        self
    }

    fn move_on(&mut self, by: usize) {
        let further = |span: &mut Range<usize>| *span = span.start + by..span.end + by;
        further(&mut self.span);
        match &mut self.value {
            Value::List(items) => items.iter_mut().for_each(|item| item.move_on(by)),
            Value::Map(entries) => {
                for (key, value) in entries {
                    further(&mut key.span);
                    value.move_on(by);
                }
            }
            _ => {}
        }
    }

    /// Where the first text stands for which this holds.
    pub(super) fn text(&self, holds: &dyn Fn(&str) -> bool) -> Option<Range<usize>> {
        match &self.value {
            Value::Word(word) => holds(word).then(|| self.span.clone()),
            Value::List(items) => items.iter().find_map(|item| item.text(holds)),
            Value::Map(entries) => entries.iter().find_map(|(_, value)| value.text(holds)),
            _ => None,
        }
    }
}

/// So much may be said once and meant again (`*name`): a service of a hundred pages repeats less, and a file that repeats what repeats
/// takes seconds. What is kept repeats nothing, so no version is read with this.
const MOST_REPEATED: usize = 20_000;

/// Parses the YAML. Its own errors end the reading, since nothing after them can be trusted.
pub(crate) fn parse(source: &str, problems: &mut Problems) -> Option<Node> {
    let options = serde_saphyr::options! {
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        merge_keys: MergeKeyPolicy::AsOrdinary,
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        with_snippet: false,
        alias_limits: serde_saphyr::alias_limits! { max_total_replayed_events: MOST_REPEATED },
    };
    match serde_saphyr::from_str_with_options::<Spanned<Value>>(source, options) {
        Ok(root) => Some(node(root)),
        Err(error) => {
            let place = error.location().map_or(0..0, |at| bytes(&at, source));
            if let Some(nothing) = nothing_as_a_name(&error, source.get(place.clone()).unwrap_or_default()) {
                problems
                    .unreadable(
                        place,
                        format!("`{nothing}` is YAML for nothing, and a name is expected here"),
                    )
                    .help("put it in quotes (`\"null\"`), or write another name");
                return None;
            }
            let message = error.to_string();
            let sentence = message.lines().next().unwrap_or_default();
            let sentence = sentence
                .split(" at line ")
                .next()
                .unwrap_or(sentence)
                .trim_end_matches('.');
            let advice = yaml_slips::advice(source, place.start).unwrap_or_else(|| {
                "look at the indentation, the quotes and the brackets here and just before".to_owned()
            });
            problems
                .unreadable(place, format!("this is not YAML that can be read: {sentence}"))
                .help(advice);
            None
        }
    }
}

/// What YAML takes for nothing where it stands for a name, such as an option's code. The library has no kind of error for it.
fn nothing_as_a_name<'a>(error: &serde_saphyr::Error, written: &'a str) -> Option<&'a str> {
    let is_null = matches!(written, "null" | "Null" | "NULL" | "~");
    (is_null && error.to_string().contains("null")).then_some(written)
}

fn node(spanned: Spanned<Value>) -> Node {
    Node {
        span: span(&spanned.defined),
        value: spanned.value,
    }
}

fn span(location: &Location) -> Range<usize> {
    let start = location
        .span()
        .byte_offset()
        .and_then(|at| usize::try_from(at).ok())
        .unwrap_or(0);
    let length = location
        .span()
        .byte_len()
        .and_then(|at| usize::try_from(at).ok())
        .unwrap_or(0);
    start..start + length
}

/// Errors of the parser itself know line and column, not bytes.
fn bytes(location: &Location, source: &str) -> Range<usize> {
    if location.span().byte_offset().is_some() {
        return span(location);
    }
    let line = usize::try_from(location.line()).unwrap_or(1).saturating_sub(1);
    let start: usize = source.split_inclusive('\n').take(line).map(str::len).sum();
    let column = usize::try_from(location.column()).unwrap_or(1).saturating_sub(1);
    let at = source[start..]
        .char_indices()
        .nth(column)
        .map_or(source.len(), |(at, _)| start + at);
    at..at + 1
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Values)
    }
}

struct Values;

impl<'de> Visitor<'de> for Values {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::YesNo(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Integer(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(i64::try_from(value).map_or_else(|_| Value::Word(value.to_string()), Value::Integer))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Decimal(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Word(value.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Nothing)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Nothing)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element::<Spanned<Value>>()? {
            list.push(node(item));
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Vec::new();
        while let Some(key) = entries.next_key::<Spanned<String>>()? {
            let value = node(entries.next_value()?);
            map.push((
                Key {
                    span: span(&key.defined),
                    name: key.value,
                },
                value,
            ));
        }
        Ok(Value::Map(map))
    }
}
