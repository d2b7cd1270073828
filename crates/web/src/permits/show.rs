//! A permit as the office sees it.

use askama::Template;
use axum::{
    extract::State,
    response::{Html, IntoResponse as _, Response},
};
use engine::{
    authorise::{Action, Authorised},
    permits::{PermitStatus, PrintedField, conditions, issued::IssuedPermit},
};
use forms::{QuestionId, Service};
use locale::dates;
use permit::Verdict;
use review::PermitRef;

use super::{
    causes::causes,
    life::{self, Change},
    number,
    possible::possible,
};
use crate::{
    app::App,
    error::WebError,
    form::{Form, Wrong},
    gate::By,
    incidents::Row,
    officers::{names::Names, tag::Tag},
    page::Page,
    path::Path,
    scans::of_permit::{self, Line},
    unsent::{Again, Unsent},
};

#[derive(Template)]
#[template(path = "permits/show.html")]
struct PermitPage {
    page: Page,
    number: String,
    service: String,
    tag: Tag,
    verdict: Verdict,
    /// Whether it holds, or would again: one that was taken back has no end worth telling.
    has_end: bool,
    /// As the form shows it, so that a change made meanwhile is noticed.
    status: &'static str,
    reference: String,
    issued: String,
    from: String,
    until: String,
    approved_by: String,
    fields: Vec<Field>,
    /// The permit in whose place it stands.
    replaces: Option<String>,
    /// The permit that stands in its place.
    replaced_by: Option<String>,
    life: Vec<Change>,
    changes: Vec<&'static str>,
    /// Whether a newer permit may be put in its place.
    replaceable: bool,
    /// Why some change is not theirs to make.
    why_not: Option<String>,
    no_reason: bool,
    /// The key of what became of the form that was sent, where it was not done.
    notice: Option<String>,
    typed: Form,
    /// Where it was checked; none for whom that is not for.
    scans: Option<Vec<Line>>,
    /// What checkpoints reported of it; none for whom that is not for.
    rows: Option<Vec<Row>>,
}

struct Field {
    label: String,
    value: String,
}

/// `GET /o/permits/{number}`
pub(crate) async fn show(
    State(app): State<App>,
    Path(typed): Path<String>,
    By(caller): By,
    unsent: Unsent,
    page: Page,
) -> Result<Html<String>, WebError> {
    let number = number::read(&typed)?;
    let issued = app.permit(&caller, Action::SeePermit, &number).await?;
    let wrong = unsent.first_wrong();
    let changed = Wrong::of(&wrong, CHANGED).map(str::to_owned);
    let view = PermitPage {
        no_reason: Wrong::of(&wrong, "reason").is_some(),
        notice: changed.or(unsent.notice().map(str::to_owned)),
        typed: unsent.typed(),
        ..view(&app, page, &issued).await?
    };
    Ok(Html(view.render()?))
}

/// In the place of a field: the permit has changed meanwhile.
const CHANGED: &str = "permit";

/// The page as the permit is now, with what was typed, since it has changed meanwhile.
pub(super) fn changed(typed: Form) -> Response {
    let wrong = Wrong::new(CHANGED, "permits-changed-meanwhile");
    Again::sent(typed).because([wrong]).into_response()
}

/// The page again, since a change wants a reason.
pub(super) fn again(typed: Form) -> Response {
    let wrong = Wrong::new("reason", "permits-no-reason");
    Again::sent(typed).because([wrong]).into_response()
}

/// What is printed and was not asked.
fn unasked(service: &Service, id: &QuestionId, page: &Page) -> String {
    if conditions::are_at(service, id) {
        page.t("paper-office-conditions").into_owned()
    } else {
        id.to_string()
    }
}

async fn view(app: &App, page: Page, issued: &Authorised<IssuedPermit>) -> Result<PermitPage, WebError> {
    let IssuedPermit { permit, case } = &**issued;
    let published = app.version(&permit.version).await?;
    let service = &published.service;
    let spoken = service.language_for(page.language.code());
    let names = Names::load(app).await?;
    let changes = app.possible_permit_changes(issued).await?;
    let (id, history) = (PermitRef(permit.id.0), app.permit_history(issued).await?);
    let earlier = case.application.replaces.map(|replaces| replaces.permit);
    let newer = case
        .application
        .replacement(&history, id)
        .map(|replacement| replacement.by);
    let moment = |at| dates::moment(at, &app.settings.time_zone, page.language);
    let beginning = |at| dates::beginning(at, &app.settings.time_zone, page.language);
    let end = |at| dates::end(at, &app.settings.time_zone, page.language);
    let field = |printed: &PrintedField| Field {
        label: service.question(&printed.question).map_or_else(
            || unasked(service, &printed.question, &page),
            |question| {
                question
                    .short
                    .as_ref()
                    .unwrap_or(&question.label)
                    .in_language(&spoken)
                    .to_owned()
            },
        ),
        value: printed.value.clone(),
    };
    // Nobody set any: it says nothing.
    let is_said = |printed: &&PrintedField| {
        !printed.value.is_empty() || !conditions::are_at(service, &printed.question)
    };
    Ok(PermitPage {
        number: permit.number.to_string(),
        service: service.about.name.in_language(&spoken).to_owned(),
        tag: Tag::of_permit(permit, app.now(), &page),
        verdict: permit.verdict_at(app.now()),
        has_end: matches!(permit.status, PermitStatus::Active | PermitStatus::Suspended),
        status: permit.status.name(),
        reference: case.reference.to_string(),
        issued: moment(permit.issued_at),
        from: beginning(permit.not_before),
        until: end(permit.expires_at),
        approved_by: match permit.approved_by.as_slice() {
            [] => page.t("permits-by-rule").into_owned(),
            people => names.all_of(people, &page),
        },
        fields: permit.printed.fields.iter().filter(is_said).map(field).collect(),
        replaces: number_of(app, earlier).await?,
        replaced_by: number_of(app, newer).await?,
        life: life::of(app, &history, id, &names, &page),
        scans: scans(app, issued, &page).await?,
        rows: reports(app, issued, &page).await?,
        replaceable: changes.to.contains(&PermitStatus::Revoked),
        changes: possible(permit.status)
            .filter(|(_, to)| changes.to.contains(to))
            .map(|(name, _)| name)
            .collect(),
        why_not: changes
            .why_not
            .map(|cause| page.t(format!("permits-why-not-{}", cause.code())).into_owned()),
        no_reason: false,
        notice: None,
        typed: Form::default(),
        page,
    })
}

async fn number_of(app: &App, permit: Option<PermitRef>) -> Result<Option<String>, WebError> {
    let Some(permit) = permit else { return Ok(None) };
    Ok(app.permit_number(permit).await?.map(|number| number.to_string()))
}

async fn scans(
    app: &App,
    issued: &Authorised<IssuedPermit>,
    page: &Page,
) -> Result<Option<Vec<Line>>, WebError> {
    if !issued.may(Action::SeeScans) {
        return Ok(None);
    }
    let scans = app.scans_of(issued.caller(), issued).await?;
    Ok(Some(of_permit::lines(app, &scans, page)))
}

async fn reports(
    app: &App,
    issued: &Authorised<IssuedPermit>,
    page: &Page,
) -> Result<Option<Vec<Row>>, WebError> {
    if !issued.may(Action::SeeIncidents) {
        return Ok(None);
    }
    let incidents = app.incidents_of(issued.caller(), issued).await?;
    let rows = incidents.iter().map(|incident| Row::of(app, incident, page));
    Ok(Some(rows.collect()))
}

impl PermitPage {
    /// The shape and colour that the scanner shows for it.
    fn sign(&self) -> &'static str {
        self.verdict.name()
    }

    /// Who made of it what it is, when and why, where it does not simply hold.
    fn last_change(&self) -> Option<&Change> {
        self.life
            .last()
            .filter(|_| self.status != PermitStatus::Active.name())
    }

    fn typed(&self, field: &str) -> &str {
        self.typed.first(field).unwrap_or_default()
    }

    fn is_cause(&self, cause: &str) -> bool {
        self.typed.first("cause").unwrap_or("other") == cause
    }

    fn causes() -> impl Iterator<Item = &'static str> {
        causes()
    }
}
