//! A move of cases that was asked for: how far it has come, and confirming it as the second person.

use askama::Template;
use axum::{
    extract::State,
    response::{Html, IntoResponse as _, Redirect, Response},
};
use engine::{
    authorise::Caller,
    error::Error,
    log::AuditActor,
    publishing::case_moves::{CaseMove, Instruction, JobId, JobResult, KeptJob},
};
use locale::dates;
use review::{MaybeNewer, StepMap};

use super::{address, publishers::may_publish, step_name::step_name};
use crate::{
    app::App,
    error::WebError,
    gate::By,
    officers::{names::Names, service_name::service_name},
    page::Page,
    path::Path,
};

#[derive(Template)]
#[template(path = "admin/service/case_move.html")]
struct CaseMovePage {
    page: Page,
    line: Line,
    service: String,
    name: String,
    /// The version that they go to.
    to: String,
    to_short: String,
    /// Where it is seen what it would do.
    seen: String,
    /// Where cases go whose step is to have another name.
    steps: Vec<(String, String)>,
    total: u64,
    left: u64,
    has_trouble: bool,
    confirmed_by: Option<String>,
    /// Until when another person may confirm it.
    until: String,
    confirming: Confirming,
}

/// Whether whoever looks may confirm it.
enum Confirming {
    /// Nobody need, or they may not.
    No,
    /// They asked for it themselves.
    Own,
    /// They may.
    Yes,
}

/// One that was asked for, in a line.
pub(super) struct Line {
    pub(super) address: String,
    pub(super) who: String,
    pub(super) at: String,
    pub(super) machine: String,
    /// How many cases it concerns while it waits, and has moved since.
    pub(super) count: u64,
    /// The end of the key of the text that says how it stands.
    pub(super) state: &'static str,
}

/// `GET /admin/case-moves/{move}`
pub(crate) async fn show(
    State(app): State<App>,
    By(caller): By,
    Path(id): Path<JobId>,
    page: Page,
) -> Result<Response, WebError> {
    let job = app.case_move(&caller, id).await?;
    if job.id != id {
        return Ok(Redirect::to(&address::of_case_move(job.id)).into_response());
    }
    let names = Names::load(&app).await?;
    let (asked, confirmed_by) = match job.instruction.known() {
        Some(Instruction::MoveCases { asked, confirmed_by }) => (asked, *confirmed_by),
        Some(Instruction::AskToMoveCases { asked }) => (asked, None),
        _ => return Err(Error::NotFound.into()),
    };
    let line = Line::of(&app, &page, &names, &job);
    let progress = job.progress.known();
    let view = CaseMovePage {
        confirming: confirming(&app, &caller, &job, asked, line.state).await?,
        service: address::of_service(&asked.service),
        seen: address::of_mapped_cases(&asked.service, &asked.steps),
        name: service_name(&app, &page, &asked.service),
        to: address::of_version(&asked.service, &asked.to),
        to_short: address::short(&asked.to),
        steps: steps(&app, &page, asked).await?,
        total: progress.map_or(0, |progress| progress.total),
        left: progress.map_or(0, |progress| progress.refused),
        has_trouble: job.last_error.is_some(),
        confirmed_by: confirmed_by.map(|person| names.of(person, &page)),
        until: dates::moment(job.due_at, &app.settings.time_zone, page.language),
        line,
        page,
    };
    Ok(Html(view.render()?).into_response())
}

/// `POST /admin/case-moves/{move}/confirm`
pub(crate) async fn confirm(
    State(app): State<App>,
    By(caller): By,
    Path(asked): Path<JobId>,
) -> Result<Redirect, WebError> {
    let confirmed = app.confirm_case_move(&caller, asked).await;
    let confirmed =
        confirmed.map_err(|error| WebError::from(error).with_link(address::of_case_move(asked)))?;
    Ok(Redirect::to(&address::of_case_move(confirmed)))
}

async fn confirming(
    app: &App,
    caller: &Caller,
    job: &KeptJob,
    asked: &CaseMove,
    state: &str,
) -> Result<Confirming, WebError> {
    if state != "waiting" || !may_publish(caller, &asked.service) {
        return Ok(Confirming::No);
    }
    if app.is_own_case_move(caller, job).await? {
        return Ok(Confirming::Own);
    }
    Ok(Confirming::Yes)
}

/// The names of the steps, of those that the version still has.
async fn steps(app: &App, page: &Page, asked: &CaseMove) -> Result<Vec<(String, String)>, WebError> {
    let StepMap(steps) = &asked.steps;
    if steps.is_empty() {
        return Ok(Vec::new());
    }
    let to = app.version(&asked.to).await?;
    let named = steps.iter();
    let named = named.map(|(from, target)| (from.to_string(), step_name(page, &to.service, target)));
    Ok(named.collect())
}

impl Line {
    pub(super) fn of(app: &App, page: &Page, names: &Names, job: &KeptJob) -> Self {
        let (zone, state) = (&app.settings.time_zone, state(job));
        let progress = job.progress.known();
        Self {
            address: address::of_case_move(job.id),
            who: match &job.by {
                MaybeNewer::Known(AuditActor::Person(person)) => names.of(*person, page),
                _ => page.t("publish-by-machine").into_owned(),
            },
            at: dates::moment(job.at, zone, page.language),
            machine: dates::machine(job.at, zone),
            count: progress.map_or(0, |progress| match state {
                "waiting" => progress.total,
                _ => progress.done,
            }),
            state,
        }
    }
}

fn state(job: &KeptJob) -> &'static str {
    let is_request = matches!(job.instruction.known(), Some(Instruction::AskToMoveCases { .. }));
    let ended = job.ended.as_ref().map(|(_, result)| result.known());
    match (is_request, ended) {
        (true, None) => "waiting",
        (true, Some(_)) => "lapsed",
        (false, None) => "running",
        (false, Some(Some(JobResult::Done))) => "done",
        (false, Some(_)) => "given-up",
    }
}
