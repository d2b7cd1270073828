//! From positioned YAML to typed fields, gathering every mistake on the way.

use std::borrow::Cow;
use std::ops::Range;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, Serializer};

use super::node::{Node, Value};
use super::problems::Problems;
use super::raw::RawText;

/// A value and the bytes it was written in.
#[derive(Debug, Clone)]
pub(crate) struct At<T> {
    pub(crate) span: Range<usize>,
    pub(crate) value: T,
}

/// What can be read from YAML. `None` means that the mistake has been noted.
pub(crate) trait FromNode: Sized {
    fn from_node(node: &Node, problems: &mut Problems) -> Option<Self>;

    /// The value of a key that is not there, where it may be left out.
    fn absent() -> Option<Self> {
        None
    }

    /// Adds the texts that people read, wherever they stand in it.
    fn texts<'a>(&'a mut self, _: &mut Vec<&'a mut RawText>) {}
}

/// A scalar of one type.
pub(crate) trait Scalar: Sized {
    /// "a text", "a whole number": for the sentence that says what was expected.
    const EXPECTED: &'static str;

    fn from_value(value: &Value) -> Option<Self>;
}

impl Scalar for String {
    const EXPECTED: &'static str = "a text";

    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Word(word) => Some(word.clone()),
            _ => None,
        }
    }
}

impl Scalar for bool {
    const EXPECTED: &'static str = "true or false";

    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::YesNo(yes) => Some(*yes),
            _ => None,
        }
    }
}

impl Scalar for i64 {
    const EXPECTED: &'static str = "a whole number";

    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Integer(number) => Some(*number),
            _ => None,
        }
    }
}

impl<T: Scalar> FromNode for At<T> {
    fn from_node(node: &Node, problems: &mut Problems) -> Option<Self> {
        if let Some(value) = T::from_value(&node.value) {
            return Some(Self {
                span: node.span.clone(),
                value,
            });
        }
        mismatch(node, T::EXPECTED, problems);
        None
    }
}

/// Notes that something else was expected here.
pub(crate) fn mismatch(node: &Node, expected: &str, problems: &mut Problems) {
    let added = problems.unreadable(
        node.span.clone(),
        format!("{expected} is expected here, not {}", node.value.article()),
    );
    match (&node.value, expected) {
        (Value::Integer(_) | Value::Decimal(_) | Value::YesNo(_), "a text") => {
            added.help("put it in quotes to make it a text");
        }
        (Value::Word(word), "true or false") if ["yes", "on", "y"].contains(&word.as_str()) => {
            added.help("write `true`");
        }
        (Value::Word(word), "true or false") if ["no", "off", "n"].contains(&word.as_str()) => {
            added.help("write `false`");
        }
        _ => {}
    }
}

impl<T: FromNode> FromNode for Option<T> {
    fn from_node(node: &Node, problems: &mut Problems) -> Option<Self> {
        T::from_node(node, problems).map(Some)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn texts<'a>(&'a mut self, texts: &mut Vec<&'a mut RawText>) {
        if let Some(value) = self {
            value.texts(texts);
        }
    }
}

impl<T: FromNode> FromNode for Vec<T> {
    fn from_node(node: &Node, problems: &mut Problems) -> Option<Self> {
        let Value::List(items) = &node.value else {
            mismatch(node, "a list", problems);
            return None;
        };
        // All items are read before one that failed fails the list, so that each can complain.
        let read: Vec<Option<T>> = items.iter().map(|item| T::from_node(item, problems)).collect();
        read.into_iter().collect()
    }

    fn absent() -> Option<Self> {
        Some(Vec::new())
    }

    fn texts<'a>(&'a mut self, texts: &mut Vec<&'a mut RawText>) {
        for item in self {
            item.texts(texts);
        }
    }
}

impl<T: Serialize> Serialize for At<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

impl<T: JsonSchema> JsonSchema for At<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// A group of known keys. One list of fields makes the struct, its reading and its JSON Schema, so that
/// the editor's completion cannot drift from what is accepted.
///
/// A key that was called otherwise in earlier releases says so: `rules was "valid": …`. The earlier name is read for ever, and is
/// the one in canonical JSON, so that a version's name does not hang on it.
macro_rules! keys {
    ($(#[doc = $doc:literal])+ $name:ident, $what:literal { $($(#[doc = $field_doc:literal])+ $field:ident $(was $earlier:literal)?: $type:ty,)+ }) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, serde::Serialize, schemars::JsonSchema)]
        #[serde(deny_unknown_fields)]
        #[schemars(transform = $name::need_no_more_than_is_read)]
        pub(crate) struct $name {
            /// Where the whole group is complained of; not every group ever is.
            #[allow(dead_code, reason = "not every group of keys is complained of as a whole")]
            #[serde(skip)]
            pub(crate) span: std::ops::Range<usize>,
            $(
                $(#[doc = $field_doc])+
                $(#[serde(rename(serialize = $earlier))])?
                pub(crate) $field: $type,
            )+
        }

        impl $name {
            /// Keys by the names that they had in earlier releases, each with the one of today.
            pub(crate) const RENAMED: &[(&str, &str)] =
                &[$($(($earlier, $crate::read::field::plain(stringify!($field))),)?)+];

            /// The schema asks for no key that may be left out, and takes one by its earlier name too.
            fn need_no_more_than_is_read(schema: &mut schemars::Schema) {
                let may_be_left_out = [$(
                    ($crate::read::field::plain(stringify!($field)), <$type as $crate::read::field::FromNode>::absent().is_some()),
                )+];
                $crate::read::field::make_optional(schema, &may_be_left_out);
                $crate::read::field::take_earlier_names(schema, Self::RENAMED);
            }
        }

        impl $crate::read::field::FromNode for $name {
            fn from_node(
                node: &$crate::read::node::Node,
                problems: &mut $crate::read::problems::Problems,
            ) -> Option<Self> {
                const KEYS: &[&str] = &[$($crate::read::field::plain(stringify!($field))),+];
                let keys = $crate::read::field::Keys::of(node, $what, KEYS, Self::RENAMED, problems)?;
                $(let $field = keys.read($crate::read::field::plain(stringify!($field)), problems);)+
                Some(Self { span: keys.span.clone(), $($field: $field?,)+ })
            }

            fn texts<'a>(&'a mut self, texts: &mut Vec<&'a mut $crate::read::raw::RawText>) {
                $($crate::read::field::FromNode::texts(&mut self.$field, texts);)+
            }
        }
    };
}
pub(crate) use keys;

/// Takes the keys that may be left out from those that a schema requires.
pub(crate) fn make_optional(schema: &mut Schema, keys: &[(&str, bool)]) {
    let Some(required) = schema
        .get_mut("required")
        .and_then(serde_json::Value::as_array_mut)
    else {
        return;
    };
    required.retain(|key| !keys.iter().any(|(name, may)| *may && key == name));
    if required.is_empty() {
        schema.remove("required");
    }
}

/// Adds each key that was renamed by its earlier name, so that an editor marks no file of before as wrong.
pub(crate) fn take_earlier_names(schema: &mut Schema, renamed: &[(&str, &str)]) {
    let Some(properties) = schema
        .get_mut("properties")
        .and_then(serde_json::Value::as_object_mut)
    else {
        return;
    };
    for (earlier, name) in renamed {
        let Some(mut key) = properties.get(*name).cloned() else {
            continue;
        };
        key["deprecated"] = true.into();
        key["description"] = format!("What `{name}` was called in earlier releases.").into();
        properties.insert((*earlier).to_owned(), key);
    }
}

/// A raw identifier's own letters: `type` of `r#type`.
pub(crate) const fn plain(field: &'static str) -> &'static str {
    match field.as_bytes() {
        [b'r', b'#', ..] => field.split_at(2).1,
        _ => field,
    }
}

/// The name that a key has today.
fn today<'k>(renamed: &[(&str, &'static str)], key: &'k str) -> &'k str {
    let found = renamed.iter().find(|(earlier, _)| *earlier == key);
    found.map_or(key, |(_, name)| name)
}

/// A map being read key by key.
pub(crate) struct Keys<'n> {
    entries: &'n [(super::node::Key, Node)],
    /// Keys by their earlier names, each with the one of today.
    renamed: &'static [(&'static str, &'static str)],
    what: &'static str,
    /// Its first key: where a missing one is complained of.
    pub(crate) span: Range<usize>,
}

impl<'n> Keys<'n> {
    /// Takes the map and complains of keys that are unknown or there twice.
    pub(crate) fn of(
        node: &'n Node,
        what: &'static str,
        known: &[&'static str],
        renamed: &'static [(&'static str, &'static str)],
        problems: &mut Problems,
    ) -> Option<Self> {
        let Value::Map(entries) = &node.value else {
            mismatch(node, &format!("{what} with its keys"), problems);
            return None;
        };
        for (at, (key, _)) in entries.iter().enumerate() {
            let name = today(renamed, &key.name);
            if !known.contains(&name) {
                let message = format!("{what} has no key `{}`", key.name);
                let added = problems.unreadable(key.span.clone(), message);
                match super::elsewhere::key(what, &key.name) {
                    Some(advice) => added.help(advice),
                    None => added.did_you_mean(&key.name, known.iter().copied()),
                }
            } else if let Some((earlier, _)) = entries[..at]
                .iter()
                .find(|(earlier, _)| today(renamed, &earlier.name) == name)
            {
                let message = if earlier.name == key.name {
                    format!("the key `{name}` is here twice")
                } else {
                    format!("`{}` and `{}` are the same key", earlier.name, key.name)
                };
                problems
                    .unreadable(key.span.clone(), message)
                    .help("keep one of the two");
            }
        }
        let span = entries
            .first()
            .map_or(node.span.clone(), |(key, _)| key.span.clone());
        Some(Self {
            entries,
            renamed,
            what,
            span,
        })
    }

    /// Reads one key, or its absence.
    pub(crate) fn read<T: FromNode>(&self, name: &str, problems: &mut Problems) -> Option<T> {
        let mut entries = self.entries.iter();
        match entries.find(|(key, _)| today(self.renamed, &key.name) == name) {
            // An empty value is complained of at its key: there is nothing else to point at.
            Some((
                key,
                Node {
                    value: Value::Nothing,
                    ..
                },
            )) => {
                problems
                    .unreadable(key.span.clone(), format!("`{name}` says nothing"))
                    .help("write its value after the colon, or leave the key out");
                None
            }
            Some((_, node)) => T::from_node(node, problems),
            None => T::absent().or_else(|| {
                problems.unreadable(self.span.clone(), format!("{} lacks the key `{name}`", self.what));
                None
            }),
        }
    }
}
