//! The JSON Schema of service files, for completion and checking in editors.

use serde_json::Value;

use crate::read::raw::RawService;

/// The schema, made from the very types that the file is read into.
pub fn schema() -> Value {
    let mut schema = schemars::schema_for!(RawService);
    schema.insert("title".to_owned(), "Chasqui service file".into());
    schema.to_value()
}
