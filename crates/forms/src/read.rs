//! From the text of a service file to a checked service: YAML with positions, then typed keys, then meaning.

pub(crate) mod blocks;
mod bounds;
mod characters;
mod commas;
pub(crate) mod documents;
mod elsewhere;
pub(crate) mod field;
pub(crate) mod node;
pub(crate) mod problems;
pub(crate) mod raw;
mod translations;
pub(crate) mod words;
mod yaml_slips;

use documents::{Document, documents};
use field::FromNode;
use node::Node;
use problems::{Forbids, Problems};
use raw::RawService;
pub use translations::Translated;

use crate::{Diagnostics, Service, check};

/// Reads and checks a service file that is to be published: its YAML (or canonical JSON), every reference, every
/// expression's types, the workflow, and whatever else may not be published today. After lines of `---` may follow its
/// texts in other languages. `file` is only named in the diagnostics.
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

/// Which texts of a service have words in one of its other languages. What is wrong with the file otherwise is in the way only
/// where it cannot be read.
pub fn translated(file: &str, source: &str, language: &str) -> Result<Translated, Diagnostics> {
    on_a_deep_stack(|| {
        let mut problems = Problems::default();
        let texts = raw(source, Bounds::Held, &mut problems).and_then(|mut raw| {
            let languages = raw.languages.clone();
            let mut texts = Vec::new();
            raw.texts(&mut texts);
            translations::translated(&texts, &languages, language)
        });
        // What cannot be read among the words of others would be lost.
        let service = documents(source)
            .into_iter()
            .next()
            .map_or(0, |first| first.span.end);
        let texts = texts.filter(|_| problems.are_readable_from(service));
        texts.ok_or_else(|| problems.forbidding().into_diagnostics(file, source))
    })
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
    let unheard = &mut Problems::default();
    let mut roots = documents(source)
        .iter()
        .filter_map(|document| parse(source, document, unheard))
        .collect::<Vec<_>>()
        .into_iter();
    let service = roots.next().map(|root| blocks::put_in(root, unheard));
    let mut all = service.into_iter().chain(roots);
    let found = all.find_map(|root| match place {
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

/// No service speaks so many languages.
const MOST_OTHERS: usize = 50;

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
    on_a_deep_stack(|| {
        let mut problems = Problems::default();
        let raw = raw(source, bounds, &mut problems);
        let service = raw.and_then(|raw| check::service(&raw, source, &mut problems));
        (service, problems)
    })
}

fn on_a_deep_stack<T: Send>(read: impl Fn() -> T + Sync) -> T {
    std::thread::scope(|scope| {
        let reader = std::thread::Builder::new().stack_size(STACK);
        match reader
            .spawn_scoped(scope, &read)
            .map(std::thread::ScopedJoinHandle::join)
        {
            Ok(Ok(meaning)) => meaning,
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            // A system without another thread to give has nothing to lose.
            Err(_) => read(),
        }
    })
}

/// The service as written, with its texts in every language.
fn raw(source: &str, bounds: Bounds, problems: &mut Problems) -> Option<RawService> {
    let documents = documents(source);
    let (first, others) = documents.split_first()?;
    let root = allowed(source, first, bounds, bounds::held, problems)?;
    let mut raw = RawService::from_node(&blocks::put_in(root, problems), problems)?;
    if let Some(one) = others.get(MOST_OTHERS) {
        let start = one.span.start;
        problems
            .unreadable(
                start..start + 1,
                format!("after a service come at most {MOST_OTHERS} documents"),
            )
            .help("put the texts of one language into one of them");
        return None;
    }
    if others.is_empty() {
        return Some(raw);
    }
    let mut translations = Vec::new();
    for document in others {
        let root = allowed(source, document, bounds, bounds::texts_held, problems)?;
        translations::read(root, &mut translations, problems);
    }
    let languages = raw.languages.clone();
    let mut texts = Vec::new();
    raw.texts(&mut texts);
    translations::put_in(&mut texts, &languages, translations, problems);
    Some(raw)
}

/// A document whose size and letters are not in the way of reading it.
fn allowed(
    source: &str,
    document: &Document,
    bounds: Bounds,
    held: fn(&Node, &mut Problems) -> bool,
    problems: &mut Problems,
) -> Option<Node> {
    let root = parse(source, document, problems)
        .filter(|root| matches!(bounds, Bounds::None) || held(root, problems))?;
    characters::allowed(&root, problems);
    Some(commas::joined(root, source, problems))
}

/// Its YAML, with the places that it has in the whole source.
fn parse(source: &str, document: &Document, problems: &mut Problems) -> Option<Node> {
    let start = document.span.start;
    let mut found = Problems::default();
    let root = node::parse(&source[document.span.clone()], &mut found);
    problems.take(found, start);
    root.map(|root| root.moved(start))
}
