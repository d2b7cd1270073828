//! A mass revocation that was asked for: how far it has come.

use askama::Template;
use axum::{
    extract::State,
    response::{Html, IntoResponse, Redirect, Response},
};
use engine::{
    authorise::{Action, Scope},
    error::Error,
    log::AuditActor,
    permits::many::{Instruction, JobId, JobResult, KeptJob, RevokedBy},
};
use locale::dates;
use review::{MaybeNewer, PermitReason};

use super::which;
use crate::{
    app::App,
    error::WebError,
    gate::By,
    officers::{names::Names, service_name::service_name},
    page::Page,
    path::Path,
};

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
    /// Whether whoever looks may open them.
    may_open: bool,
    has_trouble: bool,
    /// Where those that it concerns are listed.
    list: Option<String>,
    confirmed_by: Option<String>,
    /// Until when another person may confirm it.
    until: String,
    /// Whether whoever looks asked for it.
    is_own: bool,
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
    if matches!(job.instruction.known(), Some(Instruction::AskToRevoke { .. })) {
        return if job.ended.is_some() { "lapsed" } else { "waiting" };
    }
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
        Some(JobResult::GivenUp | JobResult::CalledOff) | None => "given-up",
    }
}

/// `GET /o/permits/revoke-all/{job}`
pub(crate) async fn show(
    State(app): State<App>,
    By(caller): By,
    Path(id): Path<JobId>,
    page: Page,
) -> Result<Response, WebError> {
    let job = app.revocation(&caller, id).await?;
    if matches!(job.instruction.known(), Some(Instruction::AskToRevoke { .. }))
        && let Some(confirmed) = app.confirmed_revocation(job.id).await?
    {
        return Ok(Redirect::to(&address(confirmed.id)).into_response());
    }
    let names = Names::load(&app).await?;
    let said = |reason: PermitReason| Some(page.t(format!("permit-reason-{}", reason.code())).into_owned());
    let (cause, note, list, confirmed_by) = match job.instruction.known() {
        Some(Instruction::RevokePermits {
            reason,
            note,
            confirmed_by,
            ..
        }) => {
            let confirmed_by = confirmed_by.map(|person| names.of(person, &page));
            let list = format!("{}/list", address(job.id));
            (said(*reason), Some(note.clone()), Some(list), confirmed_by)
        }
        Some(Instruction::AskToRevoke { which, reason, note }) => {
            let list = format!("{}?{}", which::LIST, which::query(&app, which));
            (said(*reason), Some(note.clone()), Some(list), None)
        }
        Some(
            Instruction::ReplacePermit { .. }
            | Instruction::EraseOver { .. }
            | Instruction::Publish { .. }
            | Instruction::AskToPublish { .. }
            | Instruction::MoveCases { .. }
            | Instruction::AskToMoveCases { .. },
        ) => {
            return Err(Error::NotFound.into());
        }
        None => (None, None, None, None),
    };
    let is_own = match (job.by.known(), caller.person()) {
        (Some(AuditActor::Person(asker)), Some(person)) => *asker == person.id,
        _ => false,
    };
    let progress = job.progress.known().cloned().unwrap_or_default();
    let view = Revocation {
        asked: Asked::of(&app, &page, &names, &job),
        cause,
        note,
        total: progress.total,
        refused: progress.refused,
        left: progress.left,
        may_open: caller.may(Action::SeePermit, &Scope::Somewhere),
        has_trouble: job.last_error.is_some(),
        list,
        confirmed_by,
        until: dates::moment(job.due_at, &app.settings.time_zone, page.language),
        is_own,
        page,
    };
    Ok(Html(view.render()?).into_response())
}

/// `POST /o/permits/revoke-all/{job}/confirm`
pub(crate) async fn confirm(
    State(app): State<App>,
    By(caller): By,
    Path(asked): Path<JobId>,
) -> Result<Redirect, WebError> {
    let confirmed = app.confirm_revocation(&caller, asked).await;
    let confirmed = confirmed.map_err(|error| WebError::from(error).with_link(address(asked)))?;
    Ok(Redirect::to(&address(confirmed)))
}

/// What a mass revocation's permits have in common.
pub(crate) fn describe(app: &App, page: &Page, names: &Names, which: &RevokedBy) -> String {
    match which {
        RevokedBy::Approver(person) => page.t1("permits-which-approver", "name", names.of(*person, page)),
        RevokedBy::Approvals {
            person,
            service,
            from,
            until,
        } => {
            let moment = |at| dates::moment(at, &app.settings.time_zone, page.language);
            let whose = page.t1("permits-which-approver", "name", names.of(*person, page));
            let limits = [
                service
                    .as_ref()
                    .map(|service| page.t1("permits-which-of", "service", service_name(app, page, service))),
                from.map(|from| page.t1("permits-which-from", "time", moment(from))),
                until.map(|until| page.t1("permits-which-until", "time", moment(until))),
            ];
            let limits: Vec<String> = limits.into_iter().flatten().collect();
            format!("{whose}, {}", limits.join(", "))
        }
        RevokedBy::Service { service, from, until } => {
            let name = service_name(app, page, service);
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
                MaybeNewer::Known(
                    Instruction::RevokePermits { which, .. } | Instruction::AskToRevoke { which, .. },
                ) => describe(app, page, names, which),
                MaybeNewer::Known(
                    Instruction::ReplacePermit { .. }
                    | Instruction::EraseOver { .. }
                    | Instruction::Publish { .. }
                    | Instruction::AskToPublish { .. }
                    | Instruction::MoveCases { .. }
                    | Instruction::AskToMoveCases { .. },
                ) => String::new(),
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
