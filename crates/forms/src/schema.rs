//! The JSON Schema of service files, for completion and checking in editors, and the page that tells of every key.

mod reference;

use std::fmt::Write as _;

use serde_json::Value;

use crate::MessageEvent;
use crate::read::{blocks, raw::RawService};

/// Lists without which no service may be published. The reader takes a file that lacks them, to say so in better words.
const NEEDED: [(&str, &str); 3] = [
    ("/required", "languages"),
    ("/required", "form"),
    ("/$defs/RawFee/required", "rows"),
];

/// The schema, made from the very types that the file is read into.
pub fn schema() -> Value {
    let mut schema = schemars::schema_for!(RawService);
    schema.insert("title".to_owned(), "Chasqui service file".into());
    let mut schema = schema.to_value();
    for (required, key) in NEEDED {
        let (group, _) = required.rsplit_once('/').unwrap_or_default();
        if let Some(group) = schema.pointer_mut(group).and_then(Value::as_object_mut) {
            let required = group
                .entry("required")
                .or_insert_with(|| Value::Array(Vec::new()));
            required
                .as_array_mut()
                .into_iter()
                .for_each(|keys| keys.push(key.into()));
        }
    }
    schema
}

/// Every key of a service file, what it takes and what it means, made from the same types, in Markdown. `example` is a service file: what
/// it says with a key stands beside the key.
pub fn reference(example: &str) -> String {
    let mut page = reference::reference(&schema(), example);
    page += "\n## What fills a letter\n\n| letter | places |\n|---|---|\n";
    for event in MessageEvent::ALL {
        let places: Vec<String> = event
            .placeholders()
            .iter()
            .map(|place| format!("`{{{place}}}`"))
            .collect();
        let _ = writeln!(page, "| `{}` | {} |", event.name(), places.join(", "));
    }
    page += "\n## Blocks that ship\n\n| `use` | stands for the questions |\n|---|---|\n";
    for (name, ids) in blocks::shipped() {
        let ids: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
        let _ = writeln!(page, "| `{name}` | {} |", ids.join(", "));
    }
    page
}
