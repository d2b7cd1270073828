//! The phones there are, and inviting another.

use askama::Template;
use axum::{
    extract::State,
    response::{Html, IntoResponse, Redirect, Response},
};
use engine::{authorise::Caller, devices::Device};
use locale::{collation::sort_by_name, dates};

use super::{invitation, typed};
use crate::{
    app::App,
    error::WebError,
    form::{Form, Wrong},
    gate::By,
    page::Page,
    unsent::{Again, Unsent},
};

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
pub(crate) async fn show(
    State(app): State<App>,
    By(caller): By,
    unsent: Unsent,
    page: Page,
) -> Result<Html<String>, WebError> {
    let view = view(&app, &caller, page, &unsent).await?;
    Ok(Html(view.render()?))
}

/// `POST /admin/devices`: makes an invitation and leads to its code.
pub(crate) async fn offer(State(app): State<App>, By(caller): By, form: Form) -> Result<Response, WebError> {
    let settings = match typed::settings(&form) {
        Ok(settings) => settings,
        Err(wrong) => {
            return Ok(Again::sent(form).because([wrong]).into_response());
        }
    };
    let id = app.invite_device(&caller, settings).await?;
    Ok(Redirect::to(&invitation::address(id)).into_response())
}

async fn view(app: &App, caller: &Caller, page: Page, unsent: &Unsent) -> Result<List, WebError> {
    let row = |device: Device| Row {
        address: format!("/admin/devices/{}", device.id.0),
        name: device.name,
        checkpoint: device.checkpoint.map(|checkpoint| checkpoint.name),
        seen: device
            .seen_at
            .map(|at| dates::moment(at, &app.settings.time_zone, page.language)),
        revoked: device.revoked_at.is_some(),
    };
    let mut rows: Vec<Row> = app.devices(caller).await?.into_iter().map(row).collect();
    sort_by_name(&mut rows, page.language, |row| &row.name);
    rows.sort_by_key(|row| row.revoked);
    Ok(List {
        rows,
        proposed: app.propose_phrase(),
        page: page.with_answers(),
        typed: unsent.typed(),
        wrong: unsent.first_wrong(),
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

    fn mistake(&self, field: &str) -> Option<&str> {
        Wrong::of(&self.wrong, field)
    }
}
