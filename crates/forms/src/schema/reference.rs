//! The reference page of service files: every key, from the types that read it, with an example.

mod examples;
mod groups;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde_json::Value;

use examples::Examples;
use groups::{Groups, ROOT, by_code};

/// The longest example that is shown.
const LONGEST: usize = 90;
/// Stands in a heading for several keys that take the same.
const EACH: &str = "";
/// What takes a text or one in each language.
const WORDS: &str = "words";
const TEXT: &str = "a text";

/// The page, in Markdown.
pub(super) fn reference(schema: &Value, example: &str) -> String {
    let groups = Groups(schema);
    let page = Page {
        groups,
        examples: Examples::of(example, groups),
    };
    page.write()
}

struct Page<'s> {
    groups: Groups<'s>,
    examples: Examples,
}

/// A group of keys, and the keys that lead to it.
struct Group<'s> {
    name: &'s str,
    path: Vec<&'s str>,
}

impl<'s> Page<'s> {
    fn write(&self) -> String {
        let groups = self.all();
        let headings: BTreeMap<&str, String> =
            groups.iter().map(|group| (group.name, group.heading())).collect();
        let mut page = String::new();
        for group in &groups {
            let definition = self.groups.definition(group.name);
            let (heading, about) = (&headings[group.name], text(definition));
            let _ = write!(
                page,
                "\n## {heading}\n\n{about}\n\n| key | takes | means | such as |\n|---|---|---|---|\n"
            );
            for (key, schema) in keys(definition) {
                let row = self.row(group.name, definition, key, schema, &headings);
                let _ = writeln!(page, "{row}");
            }
        }
        page
    }

    /// All groups, each before those that it leads to.
    fn all(&self) -> Vec<Group<'s>> {
        let mut groups = Vec::new();
        let mut seen = BTreeSet::from([ROOT]);
        let mut left = vec![Group {
            name: ROOT,
            path: Vec::new(),
        }];
        while let Some(group) = left.pop() {
            let mut inner = Vec::new();
            let keys = keys(self.groups.definition(group.name));
            let leads = |name: &str| {
                let to = |(_, schema): &&(&String, &'s Value)| {
                    self.groups
                        .inside(schema, group.name)
                        .iter()
                        .any(|(other, _)| *other == name)
                };
                keys.iter().filter(to).count()
            };
            for (key, schema) in &keys {
                for (name, meant) in self.groups.inside(schema, group.name) {
                    if meant.get("properties").is_some() && seen.insert(name) {
                        let last = if leads(name) > 1 { EACH } else { key.as_str() };
                        let path = group.path.iter().copied().chain([last]).collect();
                        inner.push(Group { name, path });
                    }
                }
            }
            left.extend(inner.into_iter().rev());
            groups.push(group);
        }
        groups
    }

    fn row(
        &self,
        group: &str,
        definition: &Value,
        key: &str,
        schema: &Value,
        headings: &BTreeMap<&str, String>,
    ) -> String {
        let needed = definition["required"]
            .as_array()
            .is_some_and(|all| all.iter().any(|one| one == key));
        let mark = if needed { " (needed)" } else { "" };
        let example = self.examples.get(group, key);
        let example = example.filter(|example| example.chars().count() <= LONGEST);
        let example = example.map_or_else(String::new, |example| format!("`{}`", cell(example)));
        let takes = self.takes(schema, headings);
        format!(
            "| `{key}`{mark} | {} | {} | {example} |",
            cell(&takes),
            cell(&text(schema))
        )
    }

    /// What may stand there, in words.
    fn takes(&self, schema: &Value, headings: &BTreeMap<&str, String>) -> String {
        let mut kinds = Vec::new();
        for (name, meant) in self.groups.meant(schema, ROOT) {
            let kind = match meant {
                _ if meant.get("enum").is_some() => words(&meant["enum"]),
                _ if name == "Text" => WORDS.to_owned(),
                _ if meant.get("oneOf").is_some() => {
                    let all = meant["oneOf"].as_array().into_iter().flatten();
                    all.map(|one| format!("`{}`", one["const"].as_str().unwrap_or_default()))
                        .collect::<Vec<_>>()
                        .join(", ")
                }
                _ if meant.get("items").is_some() => match self.takes(&meant["items"], headings) {
                    one if one == TEXT => "a list of texts".to_owned(),
                    one => format!("a list of {one}"),
                },
                _ if meant.get("properties").is_some() => match headings.get(name) {
                    Some(heading) => format!("[keys](#{})", anchor(heading)),
                    None => "keys".to_owned(),
                },
                _ => match by_code(meant) {
                    Some(inner) => format!("by code: {}", self.takes(inner, headings)),
                    None => simple(meant),
                },
            };
            if !kind.is_empty() && !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        kinds.join(", or ")
    }
}

impl Group<'_> {
    fn heading(&self) -> String {
        if self.path.is_empty() {
            return "The file".to_owned();
        }
        let keys = self.path.iter().map(|key| match *key {
            EACH => "each".to_owned(),
            key => format!("`{key}`"),
        });
        keys.collect::<Vec<_>>().join(" › ")
    }
}

/// How a heading is linked to.
fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter_map(|c| match c {
        ' ' => Some('-'),
        _ if c.is_alphanumeric() || c == '_' => Some(c.to_ascii_lowercase()),
        _ => None,
    });
    kept.collect()
}

fn keys(definition: &Value) -> Vec<(&String, &Value)> {
    let properties = definition["properties"].as_object();
    // Not those that a key had in earlier releases.
    let is_todays = |(_, schema): &(&String, &Value)| schema["deprecated"] != true;
    let mut keys: Vec<_> = properties.into_iter().flatten().filter(is_todays).collect();
    let required = definition["required"].as_array();
    keys.sort_by_key(|(key, _)| !required.is_some_and(|all| all.iter().any(|one| one == *key)));
    keys
}

fn text(schema: &Value) -> String {
    schema["description"]
        .as_str()
        .unwrap_or_default()
        .replace('\n', " ")
}

fn words(all: &Value) -> String {
    let all = all.as_array().into_iter().flatten().filter_map(Value::as_str);
    all.map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

fn simple(schema: &Value) -> String {
    let types = match &schema["type"] {
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        one => Vec::from_iter(one.as_str()),
    };
    let names = types.into_iter().filter_map(|kind| match kind {
        "string" => Some(TEXT),
        "integer" => Some("a whole number"),
        "number" => Some("a number"),
        "boolean" => Some("`true` or `false`"),
        _ => None,
    });
    names.collect::<Vec<_>>().join(", or ")
}

/// A line of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
