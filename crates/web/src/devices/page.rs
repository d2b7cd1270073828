//! One phone: its name, where it stands, what it shows; and shutting it out.

use askama::Template;
use axum::{
    extract::State,
    response::{Html, IntoResponse, Redirect, Response},
};
use engine::{
    devices::{Device, DeviceId, Place},
    error::Error,
};
use locale::dates;
use uuid::Uuid;

use super::typed;
use crate::{
    app::App,
    error::WebError,
    form::{Form, Query, Wrong},
    gate::By,
    officers::names::Names,
    page::Page,
    path::Path,
    unsent::{Again, Unsent},
};

#[derive(Template)]
#[template(path = "devices/page.html")]
struct DevicePage {
    page: Page,
    device: Device,
    enrolled: String,
    enrolled_by: String,
    seen: Option<String>,
    revoked: Option<String>,
    saved: bool,
    typed: Form,
    wrong: Option<Wrong>,
}

/// `GET /admin/devices/{device}`
pub(crate) async fn show(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    Query(query): Query,
    By(caller): By,
    unsent: Unsent,
    page: Page,
) -> Result<Html<String>, WebError> {
    let device = app.device(&caller, DeviceId(id)).await?;
    let saved = query.first("notice") == Some("saved");
    let view = DevicePage {
        saved,
        ..view(&app, page, device, &unsent).await?
    };
    Ok(Html(view.render()?))
}

/// `POST /admin/devices/{device}`
pub(crate) async fn change(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    By(caller): By,
    form: Form,
) -> Result<Response, WebError> {
    let seen = form.first("revision").and_then(|revision| revision.parse().ok());
    let device = app.device_to_change(&caller, DeviceId(id), seen).await?;
    let back = format!("/admin/devices/{id}");
    if !device.is_current() {
        return Err(WebError::from(Error::Conflict).with_link(back));
    }
    let done = match form.first("do") {
        Some("revoke") => app.shut_device_out(device).await,
        Some("change") => match typed::settings(&form) {
            Ok(settings) => app.change_device(device, settings).await,
            Err(wrong) => {
                return Ok(Again::sent(form).because([wrong]).into_response());
            }
        },
        _ => return Err(Error::BadRequest("no such change").into()),
    };
    done.map_err(|error| WebError::from(error).with_link(back.clone()))?;
    Ok(Redirect::to(&format!("{back}?notice=saved")).into_response())
}

async fn view(app: &App, page: Page, device: Device, unsent: &Unsent) -> Result<DevicePage, WebError> {
    let moment = |at| dates::moment(at, &app.settings.time_zone, page.language);
    Ok(DevicePage {
        enrolled: moment(device.enrolled_at),
        enrolled_by: Names::load(app).await?.of(device.enrolled_by, &page),
        seen: device.seen_at.map(moment),
        revoked: device.revoked_at.map(moment),
        saved: false,
        page,
        device,
        typed: unsent.typed(),
        wrong: unsent.first_wrong(),
    })
}

impl DevicePage {
    /// What was typed, or what is kept.
    fn value(&self, field: &str) -> String {
        if self.typed.has("do") {
            return self.typed.first(field).unwrap_or_default().to_owned();
        }
        let checkpoint = self.device.checkpoint.as_ref();
        let degrees = checkpoint
            .and_then(|checkpoint| checkpoint.place)
            .map(Place::degrees);
        match field {
            "name" => self.device.name.clone(),
            "phrase" => self.device.phrase.clone(),
            "checkpoint" => checkpoint
                .map(|checkpoint| checkpoint.name.clone())
                .unwrap_or_default(),
            "latitude" => degrees.map(|(lat, _)| format!("{lat:.2}")).unwrap_or_default(),
            "longitude" => degrees.map(|(_, lon)| format!("{lon:.2}")).unwrap_or_default(),
            _ => String::new(),
        }
    }

    fn mistake(&self, field: &str) -> Option<&str> {
        Wrong::of(&self.wrong, field)
    }
}
