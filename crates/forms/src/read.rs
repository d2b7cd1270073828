//! From the text of a service file to a checked service: YAML with positions, then typed keys, then meaning.

pub(crate) mod blocks;
mod bounds;
mod characters;
mod commas;
mod elsewhere;
pub(crate) mod field;
pub(crate) mod node;
pub(crate) mod problems;
pub(crate) mod raw;
pub(crate) mod words;
mod yaml_slips;

use field::FromNode;
use problems::{Forbids, Problems};
use raw::RawService;

use crate::{Diagnostics, Service, check};

/// Reads and checks a service file that is to be published: its YAML (or canonical JSON), every reference, every
/// expression's types, the workflow, and whatever else may not be published today. `file` is only named in the
/// diagnostics.
pub fn read(file: &str, source: &str) -> Result<Service, Diagnostics> {
    match meaning(source, Bounds::Held) {
        (Some(service), problems) if problems.is_empty() => Ok(service),
        (_, problems) => Err(problems.forbidding().into_diagnostics(file, source)),
    }
}

/// What would be better in a service file that may be published as it is.
pub fn advice(file: &str, source: &str) -> Diagnostics {
    let (_, problems) = meaning(source, Bounds::Held);
    problems.of_advice().into_diagnostics(file, source).into_advice()
}

/// Reads the canonical JSON of a version that was published once, and gives it the meaning that it had then: what
/// may not be published any more is read as it is written. Only what has no meaning is refused: a damaged file, or
/// one that a newer program wrote.
pub fn read_kept(file: &str, canonical: &str) -> Result<Service, Diagnostics> {
    let (service, problems) = meaning(canonical, Bounds::None);
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

/// Where something stands in a service file.
#[derive(Debug, Clone, Copy)]
pub enum Place<'a> {
    /// The key that this path of keys leads to, or the last of them that is there.
    Key(&'a [&'a str]),
    /// The first text that says these words and no more.
    Words(&'a str),
    /// The first text with this letter.
    Letter(char),
}

/// A mistake that only shows where the service is used, such as on the permit's paper, shown in its file.
pub fn point(
    file: &str,
    source: &str,
    place: Place<'_>,
    message: impl Into<String>,
    help: impl Into<String>,
) -> Diagnostics {
    let root = node::parse(source, &mut Problems::default());
    let root = root.map(|root| blocks::put_in(root, &mut Problems::default()));
    let found = root.as_ref().and_then(|root| match place {
        Place::Key(path) => root.key(path),
        Place::Words(words) => root.text(&|text| text == words),
        Place::Letter(letter) => root.text(&|text| text.contains(letter)),
    });
    let mut problems = Problems::default();
    problems
        .add(Forbids::Publishing, found.unwrap_or(0..0), message)
        .help(help);
    problems.into_diagnostics(file, source)
}

/// A file may be nested as deeply as the parser allows, which takes more than the stacks that threads of servers have.
const STACK: usize = 64 << 20;

/// Whether a file may say any amount.
#[derive(Debug, Clone, Copy)]
enum Bounds {
    /// As much as may be published.
    Held,
    /// As much as it does: it was published.
    None,
}

/// What the file means, so far as it means something, and everything wrong with it.
fn meaning(source: &str, bounds: Bounds) -> (Option<Service>, Problems) {
    std::thread::scope(|scope| {
        let reader = std::thread::Builder::new().stack_size(STACK);
        match reader
            .spawn_scoped(scope, || meaning_here(source, bounds))
            .map(std::thread::ScopedJoinHandle::join)
        {
            Ok(Ok(meaning)) => meaning,
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            // A system without another thread to give has nothing to lose.
            Err(_) => meaning_here(source, bounds),
        }
    })
}

fn meaning_here(source: &str, bounds: Bounds) -> (Option<Service>, Problems) {
    let mut problems = Problems::default();
    let service = node::parse(source, &mut problems)
        .filter(|root| matches!(bounds, Bounds::None) || bounds::held(root, &mut problems))
        .inspect(|root| characters::allowed(root, &mut problems))
        .map(|root| commas::joined(root, source, &mut problems))
        .map(|root| blocks::put_in(root, &mut problems))
        .and_then(|root| RawService::from_node(&root, &mut problems))
        .and_then(|raw| check::service(&raw, source, &mut problems));
    (service, problems)
}
