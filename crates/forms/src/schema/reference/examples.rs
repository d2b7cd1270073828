//! What a service file says with each key: the shortest, where it says it several times.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::groups::{Groups, ROOT, by_code};
use crate::flow::flow;
use crate::read::node;
use crate::read::problems::Problems;

/// By the group of keys and the key.
pub(super) struct Examples(BTreeMap<(String, String), String>);

impl Examples {
    pub(super) fn of(file: &str, groups: Groups<'_>) -> Self {
        let mut examples = Self(BTreeMap::new());
        let root = node::parse(file, &mut Problems::default());
        if let Some(value) = root.and_then(|root| serde_json::to_value(root).ok()) {
            examples.collect(&value, groups.0, ROOT, groups);
        }
        examples
    }

    /// `key: value`
    pub(super) fn get(&self, group: &str, key: &str) -> Option<&str> {
        let place = (group.to_owned(), key.to_owned());
        self.0.get(&place).map(String::as_str)
    }

    fn collect<'s>(&mut self, value: &Value, schema: &'s Value, own: &'s str, groups: Groups<'s>) {
        for (name, schema) in groups.meant(schema, own) {
            match value {
                Value::Array(items) => {
                    for item in items {
                        if let Some(schema) = schema.get("items") {
                            self.collect(item, schema, name, groups);
                        }
                    }
                }
                Value::Object(keys) => self.collect_keys(keys, schema, name, groups),
                _ => {}
            }
        }
    }

    fn collect_keys<'s>(
        &mut self,
        keys: &Map<String, Value>,
        schema: &'s Value,
        name: &'s str,
        groups: Groups<'s>,
    ) {
        for (key, value) in keys {
            let known = schema
                .get("properties")
                .and_then(|properties| properties.get(key));
            if known.is_some() {
                let example = format!("{key}: {}", flow(value));
                let place = (name.to_owned(), key.clone());
                let shown = self.0.entry(place).or_insert_with(|| example.clone());
                if example.len() < shown.len() {
                    *shown = example;
                }
            }
            if let Some(inner) = known.or_else(|| by_code(schema)) {
                self.collect(value, inner, name, groups);
            }
        }
    }
}
