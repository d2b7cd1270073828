//! Finding one's way in a JSON Schema: which groups of keys there are, and what a value of each key may be.

use serde_json::Value;

/// The file as a whole.
pub(super) const ROOT: &str = "";

/// A schema of groups of keys, each known by its name.
#[derive(Clone, Copy)]
pub(super) struct Groups<'s>(pub(super) &'s Value);

impl<'s> Groups<'s> {
    pub(super) fn definition(self, name: &str) -> &'s Value {
        match name {
            ROOT => self.0,
            _ => &self.0["$defs"][name],
        }
    }

    /// What a schema may stand for: itself, what it names, or one of several. Where codes with what they mean are taken, a list of them is
    /// an older way to write it, and left out.
    pub(super) fn meant(self, schema: &'s Value, own: &'s str) -> Vec<(&'s str, &'s Value)> {
        if let Some(name) = named(schema) {
            return self.meant(self.definition(name), name);
        }
        let Some(several) = schema["anyOf"].as_array() else {
            return vec![(own, schema)];
        };
        let by_code = several.iter().any(|one| by_code(one).is_some());
        several
            .iter()
            .filter(|one| !by_code || one.get("items").is_none())
            .flat_map(|one| self.meant(one, own))
            .collect()
    }

    /// The same, and what lists and maps have.
    pub(super) fn inside(self, schema: &'s Value, own: &'s str) -> Vec<(&'s str, &'s Value)> {
        let mut all = Vec::new();
        for (name, meant) in self.meant(schema, own) {
            match meant.get("items").or_else(|| by_code(meant)) {
                Some(inner) => all.extend(self.inside(inner, name)),
                None => all.push((name, meant)),
            }
        }
        all
    }
}

fn named(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.strip_prefix("#/$defs/")
}

/// What stands beside each code, where a value is a map of them.
pub(super) fn by_code(schema: &Value) -> Option<&Value> {
    schema
        .get("additionalProperties")
        .filter(|inner| inner.is_object())
}
