//! Moving a service's open cases to its current version: what it would do, step by step, and asking for it.

use askama::Template;
use axum::{
    extract::State,
    response::{Html, Redirect},
};
use engine::{
    error::Error,
    publishing::case_moves::{AskedMove, JobId, MoveRehearsal, StepMap, StepRehearsal},
};
use forms::{ContentHash, Service, ServiceId, StepId};
use review::MoveHindrance;

use super::{
    address::{self, STEP},
    case_move,
    step_name::step_name,
};
use crate::{
    app::App,
    error::WebError,
    form::{Form, Query},
    gate::By,
    officers::{names::Names, roles::office_name, service_name::service_name},
    page::Page,
    path::Path,
};

/// More than so many take longer than a page may.
const MOST: u64 = 20_000;
/// What the fields begin with that say where they would go by what was on the page.
const SEEN: &str = "seen-";
/// That something else was chosen when they were to be moved.
const CHANGED: &str = "changed";

#[derive(Template)]
#[template(path = "admin/service/case_moves.html")]
struct CaseMovesPage {
    page: Page,
    id: ServiceId,
    name: String,
    /// The version that cases go to, and where it is looked at.
    version: ContentHash,
    to: String,
    to_short: String,
    /// The versions that they are on, with how many.
    from: Vec<(String, String, u64)>,
    steps: Vec<Row>,
    moved: u64,
    left: u64,
    is_cut: bool,
    /// Whether something else was chosen than was seen, when the cases were to be moved.
    has_changed: bool,
    takes_two: bool,
    /// By what the move would be known.
    drawn: JobId,
    moves: Vec<case_move::Line>,
}

/// The cases at one step.
struct Row {
    id: StepId,
    name: String,
    count: u64,
    /// Where they may be sent, and which of these is chosen.
    targets: Vec<Target>,
    /// The one that is chosen; empty if none is.
    target: String,
    /// Whether the version has a step of the same name, so that they go somewhere in any case.
    is_kept: bool,
    goes: Vec<(String, u64)>,
    stays: Vec<(String, u64)>,
}

struct Target {
    id: StepId,
    name: String,
    is_chosen: bool,
}

/// `GET /admin/services/{service}/cases`
pub(crate) async fn show(
    State(app): State<App>,
    By(caller): By,
    Path(id): Path<String>,
    Query(query): Query,
    page: Page,
) -> Result<Html<String>, WebError> {
    let current = app.services.current(&id).ok_or(Error::NotFound)?;
    let service = &current.service;
    let map = mapped(&query, service);
    let rehearsal = app.rehearse_case_move(&caller, &service.id, &map, MOST).await?;
    let names = Names::load(&app).await?;
    let moves = app.case_moves(&caller, &service.id).await?;
    let view = CaseMovesPage {
        id: service.id.clone(),
        name: service_name(&app, &page, &service.id),
        version: rehearsal.to,
        to: address::of_version(&service.id, &rehearsal.to),
        to_short: address::short(&rehearsal.to),
        from: from(&rehearsal, &service.id),
        steps: rows(&app, &page, service, &rehearsal, &map).await?,
        moved: rehearsal.moved(),
        left: rehearsal.left(),
        is_cut: rehearsal.is_cut,
        has_changed: query.first(CHANGED).is_some(),
        takes_two: app.takes_two_to_publish(&service.id),
        drawn: JobId(app.new_id()),
        moves: moves
            .iter()
            .map(|job| case_move::Line::of(&app, &page, &names, job))
            .collect(),
        page,
    };
    Ok(Html(view.render()?))
}

/// `POST /admin/services/{service}/cases`
pub(crate) async fn ask(
    State(app): State<App>,
    By(caller): By,
    Path(id): Path<String>,
    form: Form,
) -> Result<Redirect, WebError> {
    let current = app.services.current(&id).ok_or(Error::NotFound)?;
    let service = &current.service;
    let steps = mapped(&form, service);
    let back = || address::of_mapped_cases(&service.id, &steps);
    if form.first("look").is_some() {
        return Ok(Redirect::to(&back()));
    }
    if has_changed(&form) {
        let changed = if steps.0.is_empty() { '?' } else { '&' };
        return Ok(Redirect::to(&format!("{}{changed}{CHANGED}=1", back())));
    }
    let (Some(Ok(to)), Some(Ok(id))) = (
        form.first("to").map(str::parse),
        form.first("move").map(str::parse),
    ) else {
        return Err(Error::BadRequest("the form does not say what was seen").into());
    };
    let asked = AskedMove {
        id,
        service: service.id.clone(),
        to,
        steps: steps.clone(),
    };
    let asked = app.move_cases(&caller, asked).await;
    let job = asked.map_err(|error| WebError::from(error).with_link(back()))?;
    Ok(Redirect::to(&address::of_case_move(job)))
}

/// Whether other steps are chosen than those whose outcome was on the page.
fn has_changed(form: &Form) -> bool {
    let chosen = form.raw().iter().filter_map(|(field, values)| {
        let step = field.strip_prefix(STEP)?;
        Some((format!("{SEEN}{step}"), values.first()?))
    });
    chosen
        .into_iter()
        .any(|(seen, chosen)| form.first(&seen) != Some(chosen))
}

/// Where cases go by what was chosen. What is no step of the version was not on the page.
fn mapped(form: &Form, service: &Service) -> StepMap {
    let chosen = form.raw().iter().filter_map(|(field, values)| {
        let from = StepId::new(field.strip_prefix(STEP)?);
        let to = service.review.step(&StepId::new(values.first()?.as_str()))?;
        (to.id != from).then(|| (from, to.id.clone()))
    });
    StepMap(chosen.collect())
}

fn from(rehearsal: &MoveRehearsal, service: &ServiceId) -> Vec<(String, String, u64)> {
    let versions = rehearsal.from.iter();
    versions
        .map(|(version, count)| {
            (
                address::of_version(service, version),
                address::short(version),
                *count,
            )
        })
        .collect()
}

async fn rows(
    app: &App,
    page: &Page,
    service: &Service,
    rehearsal: &MoveRehearsal,
    map: &StepMap,
) -> Result<Vec<Row>, WebError> {
    let mut rows = Vec::new();
    for step in &rehearsal.steps {
        // One that cannot be read is told of by the reason why its cases stay.
        let older = app.version(&step.version).await.ok();
        let older = older.as_ref().map_or(service, |older| &older.service);
        rows.push(row(page, [older, service], step, map));
    }
    Ok(rows)
}

fn row(page: &Page, [older, service]: [&Service; 2], step: &StepRehearsal, map: &StepMap) -> Row {
    let chosen = map.target(&step.step, &service.review).map(|target| &target.id);
    let targets = service.review.steps.iter().map(|target| Target {
        name: step_name(page, service, &target.id),
        is_chosen: chosen == Some(&target.id),
        id: target.id.clone(),
    });
    let goes = step.goes.iter();
    let stays = step.stays.iter();
    Row {
        name: step_name(page, older, &step.step),
        count: step.count,
        targets: targets.collect(),
        goes: goes
            .map(|(to, count)| (step_name(page, service, to), *count))
            .collect(),
        stays: stays
            .map(|(hindrance, count)| (reason(page, [service, older], hindrance), *count))
            .collect(),
        target: chosen.map(ToString::to_string).unwrap_or_default(),
        is_kept: service.review.step(&step.step).is_some(),
        id: step.step.clone(),
    }
}

/// Why cases stay where they are, in the reader's words. A question that one of the versions does not have is told by the other.
fn reason(page: &Page, versions: [&Service; 2], hindrance: &MoveHindrance) -> String {
    let key = format!("move-cases-stays-{}", hindrance.code());
    match hindrance {
        MoveHindrance::AnswerMissing(id) | MoveHindrance::AnswerWrong(id) | MoveHindrance::AskedGone(id) => {
            let found = versions
                .iter()
                .find_map(|service| Some((service, service.question(id)?)));
            let label = found.map(|(service, question)| {
                let spoken = service.language_for(page.language.code());
                question.label.in_language(&spoken).to_owned()
            });
            page.t1(&key, "question", label.unwrap_or_else(|| id.to_string()))
        }
        MoveHindrance::TooFar(step) => page.t1(&key, "step", step_name(page, versions[0], step)),
        MoveHindrance::OfficeGone(office) => page.t1(&key, "office", office_name(office)),
        MoveHindrance::Finished
        | MoveHindrance::AlreadyThere
        | MoveHindrance::Unreadable
        | MoveHindrance::NewerRelease
        | MoveHindrance::OwnAffair
        | MoveHindrance::PermitAwaitsConsent
        | MoveHindrance::TimeIsUp
        | MoveHindrance::NothingLeft
        | MoveHindrance::RulesReject
        | MoveHindrance::ContactChanges
        | MoveHindrance::NoStep(_)
        | MoveHindrance::OtherPurpose(_)
        | MoveHindrance::NotOffered
        | MoveHindrance::ConditionGone => page.t(key).into_owned(),
    }
}
