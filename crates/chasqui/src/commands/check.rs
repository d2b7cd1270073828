//! `chasqui check`

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Result;
use engine::{
    clock::Clock as _,
    engine::Engine,
    permits::{
        code,
        fit::{self, Crowded, Plenty},
    },
    publishing,
};
use forms::{Place, Service, ServiceId};
use jiff::{civil::Date, tz::TimeZone};
use permit::{key::SigningKey, pdf::PdfError, qr::modules};

use crate::{
    keyless,
    machine::Machine,
    scenario_files::{self, Beside, beside, is_of_scenarios, service_of},
    service_file,
    settings::Settings,
    terminal::Shown,
};

/// The paper must have room for an address as long as official ones are.
const LONG_ADDRESS: &str = "https://tramites.municipalidad.ejemplo.gob.pe";

/// Where a permit's code is measured: as long as hosts of governments usually are.
const USUAL_HOST: &str = "permisos.gob.pe";

/// Tells of each file; fails if any may not be published. With a database, against what is published there too.
pub(crate) async fn run(
    files: Vec<PathBuf>,
    published: bool,
    settings: impl FnOnce() -> Result<Settings>,
) -> Result<ExitCode> {
    let files = service_file::with_services(files);
    let engine = if published {
        Some(keyless::engine(settings()?.database.open().await?))
    } else {
        None
    };
    let mut types = BTreeMap::new();
    let mut services = BTreeMap::new();
    let mut all_good = true;
    for path in &files {
        let name = Shown(path.display()).to_string();
        if is_of_scenarios(path) {
            let beside = service_file::read(&service_of(path));
            all_good &= may_be_played(
                &name,
                beside.and_then(|(_, service)| scenario_files::read(&service_of(path), &service)),
            );
            continue;
        }
        let good = match check(path, &name, &mut types, &mut services) {
            Ok(service) => may_follow(engine.as_ref(), &service).await.map(|()| service),
            Err(wrong) => Err(wrong),
        };
        match good {
            Ok(service) => {
                println!("{name}: {} is good ({})", service.id, service.hash());
                let named = beside(path).filter(|beside| !files.contains(beside));
                if let Some(beside) = named {
                    let name = Shown(beside.display()).to_string();
                    all_good &= may_be_played(&name, scenario_files::read(path, &service));
                }
            }
            Err(wrong) => {
                eprintln!("{wrong}");
                all_good = false;
            }
        }
    }
    Ok(if all_good {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Tells of a file of scenarios; whether they can be played.
fn may_be_played(name: &str, read: Result<Option<Beside>>) -> bool {
    match read {
        Ok(beside) => {
            let count = beside.map_or(0, |beside| beside.scenarios.len());
            println!("{name}: {count} scenarios can be played");
            true
        }
        Err(wrong) => {
            eprintln!("{wrong:#}");
            false
        }
    }
}

/// The service of a file, or what is wrong with it. `types` are the types of permits of the files before it, each with its service
/// and file, and `services` the services with theirs.
fn check(
    path: &Path,
    name: &str,
    types: &mut BTreeMap<u32, (ServiceId, String)>,
    services: &mut BTreeMap<ServiceId, String>,
) -> std::result::Result<Service, String> {
    let source = service_file::source(path).map_err(|error| format!("chasqui: {error:#}"))?;
    let service = forms::read(name, &source).map_err(|diagnostics| diagnostics.to_string())?;
    let advice = forms::advice(name, &source);
    if !advice.is_empty() {
        eprintln!("{advice}");
    }
    advise_smaller_code(name, &service);
    publishing::spoken(&service).map_err(|error| format!("{name}: {error}"))?;
    publishing::papers(&service, LONG_ADDRESS, true)
        .map_err(|error| unprintable(name, &source, &service, &error))?;
    advise_less(name, &service);
    if let Some(file) = services.insert(service.id.clone(), name.to_owned()) {
        eprintln!(
            "warning: {name}: the service `{}` is that of {file} too: of the two, the one that is published later replaces the other",
            service.id
        );
    }
    let kind = service.permit.kind;
    let first = types
        .entry(kind)
        .or_insert_with(|| (service.id.clone(), name.to_owned()));
    if first.0 != service.id {
        let (other, file) = first;
        return Err(format!(
            "{name}: permit type {kind} is that of {other} ({file}), and phones would take the one's permits for the other's: give \
             one of the two another `type`"
        ));
    }
    Ok(service)
}

/// Whoever gives more than the paper has room for is asked for less, which the file does not say.
fn advise_less(name: &str, service: &Service) {
    for crowded in fit::crowded(service, today()).unwrap_or_default() {
        let Crowded {
            question,
            at_most,
            room,
            ..
        } = &crowded;
        match crowded.of {
            Plenty::Entries => eprintln!(
                "warning: {name}: the permit prints `{question}`, which may have {at_most} entries, and its paper has room for some {room} of usual \
                 length: whoever gives more is asked for less. Allow fewer (`at_most`), ask less of each, or leave the group out of `prints`."
            ),
            // As many as are written in a line or two are seldom all letters of the widest.
            Plenty::Letters if *room == 0 => eprintln!(
                "warning: {name}: the permit prints `{question}`, and its paper has no room for it: leave it out of `prints`."
            ),
            Plenty::Letters => eprintln!(
                "warning: {name}: the permit prints `{question}`, which may have {at_most} letters, and its paper has room for some {room}: whoever \
                 writes more is asked to write less. Say so (`max_length: {room}`), or leave it out of `prints`."
            ),
        }
    }
}

fn today() -> Date {
    Machine::new().now().to_zoned(TimeZone::UTC).date()
}

/// What of the file keeps the permit off its paper, shown where it stands.
fn unprintable(name: &str, source: &str, service: &Service, error: &PdfError) -> String {
    let message = format!("the permit cannot be put on paper: {error}");
    let permit = &service.permit;
    let (place, help): (Place<'_>, &str) = match error {
        PdfError::Crowded {
            answers_mm,
            conditions_mm,
            ..
        } if conditions_mm > answers_mm => (
            Place::Key(&["permit", "conditions"]),
            "say it in fewer or shorter conditions",
        ),
        PdfError::Crowded { .. } if permit.prints.is_empty() => (
            Place::Key(&["permit", "claims"]),
            "print fewer answers: a `short` label, a `max_length` of 60 or less, and no `long-text` or `address` take less room",
        ),
        PdfError::Crowded { .. } => (
            Place::Key(&["permit", "prints"]),
            "print fewer answers: a `short` label, a `max_length` of 60 or less, and no `long-text` or `address` take less room",
        ),
        PdfError::TooWide { words } => (
            Place::Words(words),
            "say it in fewer words; what the paper calls an answer is its `short`",
        ),
        PdfError::Uncovered(uncovered) => (
            Place::Letter(uncovered.letter),
            "write it in Latin letters, and leave the sign out",
        ),
        _ => (Place::Key(&["permit"]), "look at what the permit says and prints"),
    };
    forms::point(name, source, place, message, help).to_string()
}

/// Whether permits that are out keep their meaning.
async fn may_follow(engine: Option<&Engine>, service: &Service) -> std::result::Result<(), String> {
    match engine {
        Some(engine) => engine
            .may_be_published(service)
            .await
            .map_err(|error| error.to_string()),
        None => Ok(()),
    }
}

/// Says where a permit's code has more modules than phones read well from paper: most of it is the claims.
fn advise_smaller_code(name: &str, service: &Service) {
    let Ok(key) = SigningKey::generate() else { return };
    let address = format!("https://{USUAL_HOST}");
    let Ok(version) = code::version(service, USUAL_HOST, &address, today(), &key) else {
        return;
    };
    if version > code::LARGEST_VERSION {
        eprintln!(
            "warning: {name}: a permit's code becomes version {version}, {} modules wide; phones read at most {} ({}) well from paper. Leave \
             out claims that a verifier does not need, or show less of them (`as: last-four`, `as: initials`).",
            modules(version),
            code::LARGEST_VERSION,
            modules(code::LARGEST_VERSION),
        );
    }
}
