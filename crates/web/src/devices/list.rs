//! The phones there are, and inviting another.

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use jiff::SignedDuration;
use locale::dates;
use store::{AuditActor, AuditEntry, Deed, Device, Enrolment};

use super::{invitation, phrase, typed::Typed};
use crate::{
    app::App,
    error::WebError,
    form::{Form, Wrong},
    gate::Staff,
    page::Page,
};

/// As long as an invitation is good for.
const LIFE: SignedDuration = SignedDuration::from_mins(10);

#[derive(Template)]
#[template(path = "devices/list.html")]
struct List {
    page: Page,
    rows: Vec<Row>,
    typed: Form,
    proposed: String,
    wrong: Option<Wrong>,
}

struct Row {
    address: String,
    name: String,
    checkpoint: Option<String>,
    seen: Option<String>,
    revoked: bool,
}

/// `GET /admin/devices`
pub(crate) async fn show(State(app): State<App>, page: Page) -> Result<Html<String>, WebError> {
    Ok(Html(view(&app, page, Form::default(), None).await?.render()?))
}

/// `POST /admin/devices`: makes an invitation and leads to its code.
pub(crate) async fn offer(
    State(app): State<App>,
    Staff(person): Staff,
    page: Page,
    form: Form,
) -> Result<Response, WebError> {
    let typed = match Typed::read(&form) {
        Ok(typed) => typed,
        Err(wrong) => {
            let again = view(&app, page, form, Some(wrong)).await?.render()?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(again)).into_response());
        }
    };
    let now = app.now();
    let invitation = invitation::Invitation::new(&app);
    let entry = AuditEntry {
        at: now,
        actor: AuditActor::Person(person.id),
        deed: Deed::DeviceOffered(typed.name.clone()),
    };
    let offer = Enrolment {
        token: invitation.token_hash(&app),
        name: typed.name,
        checkpoint: typed.checkpoint,
        phrase: typed.phrase,
        made_by: person.id,
        expires_at: now + LIFE,
        device: None,
    };
    app.store.offer_enrolment(&offer, &entry).await?;
    Ok(Redirect::to(&invitation.address()).into_response())
}

async fn view(app: &App, page: Page, typed: Form, wrong: Option<Wrong>) -> Result<List, WebError> {
    let row = |device: Device| Row {
        address: format!("/admin/devices/{}", device.id.0),
        name: device.name,
        checkpoint: device.checkpoint.map(|checkpoint| checkpoint.name),
        seen: device
            .seen_at
            .map(|at| dates::moment(at, &app.settings.time_zone, page.language)),
        revoked: device.revoked_at.is_some(),
    };
    let mut rows: Vec<Row> = app.store.devices().await?.into_iter().map(row).collect();
    rows.sort_by_key(|row| row.revoked);
    Ok(List {
        rows,
        proposed: phrase::propose(&*app.random),
        page,
        typed,
        wrong,
    })
}

impl List {
    fn typed(&self, field: &str) -> &str {
        self.typed.first(field).unwrap_or_default()
    }

    /// The phrase that was typed, or a fresh one.
    fn phrase(&self) -> &str {
        self.typed.first("phrase").unwrap_or(&self.proposed)
    }

    fn mistake(&self, field: &str) -> Option<&'static str> {
        Wrong::of(self.wrong, field)
    }
}
