//! From the text of a service file to a checked service: YAML with positions, then typed keys, then meaning.

mod characters;
pub(crate) mod field;
pub(crate) mod node;
pub(crate) mod problems;
pub(crate) mod raw;
pub(crate) mod words;

use field::FromNode;
use problems::Problems;
use raw::RawService;

use crate::{Diagnostics, Service, check};

/// Reads and checks a service file that is to be published: its YAML (or canonical JSON), every reference, every
/// expression's types, the workflow, and whatever else may not be published today. `file` is only named in the
/// diagnostics.
pub fn read(file: &str, source: &str) -> Result<Service, Diagnostics> {
    match meaning(source) {
        (Some(service), problems) if problems.is_empty() => Ok(service),
        (_, problems) => Err(problems.forbidding().into_diagnostics(file, source)),
    }
}

/// What would be better in a service file that may be published as it is.
pub fn advice(file: &str, source: &str) -> Diagnostics {
    let (_, problems) = meaning(source);
    problems.of_advice().into_diagnostics(file, source).into_advice()
}

/// Reads the canonical JSON of a version that was published once, and gives it the meaning that it had then: what
/// may not be published any more is read as it is written. Only what has no meaning is refused: a damaged file, or
/// one that a newer program wrote.
pub fn read_kept(file: &str, canonical: &str) -> Result<Service, Diagnostics> {
    let (service, problems) = meaning(canonical);
    let problems = problems.of_reading();
    match service {
        Some(service) if problems.is_empty() => Ok(Service {
            // Its hash is the version's name, so the text is kept rather than written anew.
            canonical: canonical.to_owned(),
            ..service
        }),
        _ => Err(problems.into_diagnostics(file, canonical)),
    }
}

/// What the file means, so far as it means something, and everything wrong with it.
fn meaning(source: &str) -> (Option<Service>, Problems) {
    let mut problems = Problems::default();
    let service = node::parse(source, &mut problems)
        .inspect(|root| characters::allowed(root, &mut problems))
        .and_then(|root| RawService::from_node(&root, &mut problems))
        .and_then(|raw| check::service(&raw, source, &mut problems));
    (service, problems)
}
