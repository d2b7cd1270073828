//! From the text of a service file to a checked service.

use crate::{Diagnostics, Service};

/// Reads and checks a service file: its YAML (or canonical JSON), every reference, every expression's types
/// and the workflow. `file` is only named in the diagnostics.
pub fn read(file: &str, source: &str) -> Result<Service, Diagnostics> {
    Err(Diagnostics::new(
        file,
        source,
        vec![(0..0, "this reader reads nothing yet".to_owned(), None)],
    ))
}
