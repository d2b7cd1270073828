//! From the text of a service file to a checked service: YAML with positions, then typed keys, then meaning.

pub(crate) mod field;
pub(crate) mod node;
pub(crate) mod problems;
pub(crate) mod raw;
pub(crate) mod words;

use field::FromNode;
use problems::Problems;
use raw::RawService;

use crate::{Diagnostics, Service, check};

/// Reads and checks a service file: its YAML (or canonical JSON), every reference, every expression's types
/// and the workflow. `file` is only named in the diagnostics.
pub fn read(file: &str, source: &str) -> Result<Service, Diagnostics> {
    let mut problems = Problems::default();
    let service = node::parse(source, &mut problems)
        .and_then(|root| RawService::from_node(&root, &mut problems))
        .and_then(|raw| check::service(&raw, source, &mut problems));
    match service {
        Some(service) if problems.is_empty() => Ok(service),
        _ => Err(problems.into_diagnostics(file, source)),
    }
}
