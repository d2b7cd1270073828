//! A check by hand for whoever works here: the number on the paper shows what its code says.

use askama::Template;
use axum::{
    extract::State,
    response::{Html, IntoResponse, Response},
};
use locale::dates;
use permit::{Claims, PermitNumber, Verdict, cose::Envelope, description::Role};
use store::{AuditActor, PermitRow};

use super::look_up;
use crate::{
    app::App,
    authorise::{Action, Scope, Visitor, authorise},
    error::WebError,
    form::Form,
    gate::Staff,
    issuing,
    limits::at_a_gate,
    page::Page,
};

#[derive(Template)]
#[template(path = "permits/check.html")]
struct Check {
    page: Page,
    typed: String,
    wrong: Option<&'static str>,
    found: Option<Found>,
}

/// What a permit's code says.
struct Found {
    number: String,
    title: String,
    verdict: Verdict,
    lines: Vec<Line>,
    from: String,
    until: String,
    /// Whether this person may see it in the office too.
    office: bool,
}

struct Line {
    label: String,
    value: Option<String>,
    /// Shown large, to be held against the identity card.
    large: bool,
}

/// `GET /o/check`
pub(crate) async fn ask(page: Page) -> Result<Html<String>, WebError> {
    let (typed, wrong, found) = (String::new(), None, None);
    Ok(Html(
        Check {
            page,
            typed,
            wrong,
            found,
        }
        .render()?,
    ))
}

/// `POST /o/check`: each look-up is in the log, whatever it found.
pub(crate) async fn check(
    State(app): State<App>,
    visitor: Visitor,
    Staff(person): Staff,
    action: Action,
    page: Page,
    form: Form,
) -> Result<Response, WebError> {
    let typed = form.first("number").unwrap_or_default().to_owned();
    let (wrong, found) = match typed.parse::<PermitNumber>() {
        Err(_) => (Some("permits-mistyped"), None),
        Ok(number) => {
            at_a_gate(&app, "person-find", person.id).await?;
            let permit = in_reach(&app, &visitor, action, &number).await?;
            look_up::record(&app, AuditActor::Person(person.id), false, &permit).await?;
            match permit {
                None => (Some("permits-unknown"), None),
                Some(permit) => (None, Some(said(&app, &visitor, &permit, &page).await?)),
            }
        }
    };
    let view = Check {
        page,
        typed,
        wrong,
        found,
    };
    Ok(Html(view.render()?).into_response())
}

/// The permit of a number. One of another service, or that was erased by law, is as if there were none.
async fn in_reach(
    app: &App,
    visitor: &Visitor,
    action: Action,
    number: &PermitNumber,
) -> Result<Option<PermitRow>, WebError> {
    let Some(permit) = look_up::by_number(app, number).await? else {
        return Ok(None);
    };
    let case = app.store.case(permit.application).await?;
    let allowed = authorise(visitor, action, &Scope::of(&case.application)).is_ok();
    Ok(allowed.then_some(permit))
}

/// The same words that the scanner shows: out of the signed bytes, not out of the application.
async fn said(app: &App, visitor: &Visitor, permit: &PermitRow, page: &Page) -> Result<Found, WebError> {
    let damaged =
        |error: String| WebError::broken(format!("permit {} does not read: {error}", permit.number));
    let envelope = Envelope::read(&permit.signed, None).map_err(|error| damaged(error.to_string()))?;
    let claims = Claims::read(envelope.payload()).map_err(|error| damaged(error.to_string()))?;
    let published = app.services.version(&*app.store, &permit.version).await?;
    let described = issuing::describe(&published.service, &app.issuer().host, app.now());
    let lines = described.lines(&claims, page.language.code()).into_iter();
    let moment = |at| dates::moment(at, &app.settings.time_zone, page.language);
    let title = described.text(&described.title, page.language.code());
    Ok(Found {
        number: permit.number.to_string(),
        title: title.unwrap_or_default().to_owned(),
        verdict: permit.verdict_at(app.now()),
        lines: lines
            .map(|line| Line {
                label: line.label.to_owned(),
                value: line.value,
                large: matches!(line.role, Role::Holder | Role::Document | Role::Vehicle),
            })
            .collect(),
        from: moment(permit.not_before),
        until: moment(permit.expires_at),
        office: authorise(visitor, Action::SeePermit, &Scope::Somewhere).is_ok(),
    })
}

impl Found {
    fn is_valid(&self) -> bool {
        self.verdict == Verdict::Valid
    }
}
