//! A mass revocation that was asked for: how far it has come.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Html,
};
use engine::{
    error::Error,
    log::AuditActor,
    permits::many::{Instruction, JobId, JobResult, KeptJob, RevokedBy},
};
use locale::dates;
use review::MaybeNewer;
use uuid::Uuid;

use crate::{app::App, error::WebError, gate::By, officers::names::Names, page::Page};

#[derive(Template)]
#[template(path = "permits/revocation.html")]
struct Revocation {
    page: Page,
    asked: Asked,
    cause: Option<String>,
    note: Option<String>,
    total: u64,
    refused: u64,
    left: Vec<String>,
    has_trouble: bool,
}

/// One that was asked for, in a line.
pub(super) struct Asked {
    pub(super) address: String,
    pub(super) what: String,
    pub(super) who: String,
    pub(super) at: String,
    pub(super) machine: String,
    pub(super) done: u64,
    /// `running`, or how it ended.
    pub(super) state: &'static str,
}

/// Where it is seen.
pub(crate) fn address(id: JobId) -> String {
    format!("/o/permits/revoke-all/{id}")
}

fn state(job: &KeptJob) -> &'static str {
    let Some((_, result)) = &job.ended else {
        return "running";
    };
    let is_nothing = job
        .progress
        .known()
        .is_some_and(|progress| progress.done == 0 && progress.refused > 0);
    match result.known() {
        Some(JobResult::Done) if is_nothing => "nothing",
        Some(JobResult::Done) => "done",
        Some(JobResult::GivenUp) | None => "given-up",
    }
}

/// `GET /o/permits/revoke-all/{job}`
pub(crate) async fn show(
    State(app): State<App>,
    By(caller): By,
    Path(id): Path<String>,
    page: Page,
) -> Result<Html<String>, WebError> {
    let id: Uuid = id.parse().map_err(|_| Error::NotFound)?;
    let job = app.revocation(&caller, JobId(id)).await?;
    let names = Names::load(&app).await?;
    let (cause, note) = match job.instruction.known() {
        Some(Instruction::RevokePermits { reason, note, .. }) => (
            Some(page.t(format!("permit-reason-{}", reason.code())).into_owned()),
            Some(note.clone()),
        ),
        Some(Instruction::ReplacePermit { .. }) => return Err(Error::NotFound.into()),
        None => (None, None),
    };
    let progress = job.progress.known().cloned().unwrap_or_default();
    let view = Revocation {
        asked: Asked::of(&app, &page, &names, &job),
        cause,
        note,
        total: progress.total,
        refused: progress.refused,
        left: progress.left,
        has_trouble: job.last_error.is_some(),
        page,
    };
    Ok(Html(view.render()?))
}

/// What a mass revocation's permits have in common.
pub(crate) fn describe(app: &App, page: &Page, names: &Names, which: &RevokedBy) -> String {
    match which {
        RevokedBy::Approver(person) => page.t1("permits-which-approver", "name", names.of(*person, page)),
        RevokedBy::Service { service, from, until } => {
            let published = app.services.current(service.as_str());
            let name = published.map_or_else(
                || service.to_string(),
                |published| {
                    let spoken = published.service.language_for(page.language.code());
                    published.service.about.name.in_language(&spoken).to_owned()
                },
            );
            let moment = |at| dates::moment(at, &app.settings.time_zone, page.language);
            let time = format!("{} – {}", moment(*from), moment(*until));
            page.t2("permits-which-service", ("service", &name), ("time", &time))
        }
    }
}

impl Asked {
    pub(super) fn of(app: &App, page: &Page, names: &Names, job: &KeptJob) -> Self {
        let zone = &app.settings.time_zone;
        Self {
            address: address(job.id),
            what: match &job.instruction {
                MaybeNewer::Known(Instruction::RevokePermits { which, .. }) => {
                    describe(app, page, names, which)
                }
                MaybeNewer::Known(Instruction::ReplacePermit { .. }) => String::new(),
                MaybeNewer::Newer(newer) => page.t1("newer-release-knows", "kind", newer),
            },
            who: match job.by.known() {
                Some(AuditActor::Person(person)) => names.of(*person, page),
                _ => page.t("office-system").into_owned(),
            },
            at: dates::moment(job.at, zone, page.language),
            machine: dates::machine(job.at, zone),
            done: job.progress.known().map_or(0, |progress| progress.done),
            state: state(job),
        }
    }
}
