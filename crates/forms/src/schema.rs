//! The JSON Schema of service files, for completion and checking in editors, and the page that tells of every key.

mod reference;

use serde_json::Value;

use crate::read::raw::RawService;

/// The schema, made from the very types that the file is read into.
pub fn schema() -> Value {
    let mut schema = schemars::schema_for!(RawService);
    schema.insert("title".to_owned(), "Chasqui service file".into());
    schema.to_value()
}

/// Every key of a service file, what it takes and what it means, made from the same types, in Markdown. `example` is a service file: what
/// it says with a key stands beside the key.
pub fn reference(example: &str) -> String {
    reference::reference(&schema(), example)
}
