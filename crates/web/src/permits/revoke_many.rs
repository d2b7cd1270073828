//! Revoking many permits by one action: everything that a person approved, or that a service issued in a time.

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use engine::{
    authorise::{Action, Caller, Scope},
    permits::many::RevokedBy,
};
use forms::ServiceId;
use jiff::{Timestamp, civil::DateTime};

use crate::{app::App, error::WebError, form::Form, gate::By, officers::names::Names, page::Page};

#[derive(Template)]
#[template(path = "permits/revoke_many.html")]
struct RevokeMany {
    page: Page,
    typed: Form,
    people: Vec<Choice>,
    services: Vec<Choice>,
    wrong: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "permits/revoke_many_confirm.html")]
struct Confirm {
    page: Page,
    typed: Form,
    count: u64,
    what: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "permits/revoke_many_done.html")]
struct Done {
    page: Page,
    count: u64,
}

struct Choice {
    value: String,
    text: String,
}

/// `GET /o/permits/revoke-all`
pub(crate) async fn show(
    State(app): State<App>,
    By(caller): By,
    page: Page,
) -> Result<Html<String>, WebError> {
    Ok(Html(
        form(&app, page, &caller, Form::default(), None).await?.render()?,
    ))
}

/// `POST /o/permits/revoke-all`: first says how many, then does it.
pub(crate) async fn revoke(
    State(app): State<App>,
    By(caller): By,
    page: Page,
    typed: Form,
) -> Result<Response, WebError> {
    let (which, reason) = match read(&app, &typed) {
        Ok(read) => read,
        Err(wrong) => {
            let view = form(&app, page, &caller, typed, Some(wrong)).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(view.render()?)).into_response());
        }
    };
    if !typed.has("confirmed") {
        let count = app.count_revocable(&caller, &which).await?;
        let what = describe(&app, &page, &which).await?;
        return Ok(Html(
            Confirm {
                page,
                typed,
                count,
                what,
                reason,
            }
            .render()?,
        )
        .into_response());
    }
    let count = app.revoke_many(&caller, which, reason).await?;
    Ok(Html(Done { page, count }.render()?).into_response())
}

fn read(app: &App, form: &Form) -> Result<(RevokedBy, String), &'static str> {
    let which = match form.first("which") {
        Some("approver") => {
            let person = form.first("person").and_then(|person| person.parse().ok());
            RevokedBy::Approver(person.ok_or("permits-no-person")?)
        }
        Some("service") => {
            let service = form.first("service").ok_or("permits-no-service")?;
            let from = moment(app, form.first("from")).ok_or("permits-no-time")?;
            let until = moment(app, form.first("until"))
                .filter(|until| from < *until)
                .ok_or("permits-no-time")?;
            RevokedBy::Service {
                service: service.into(),
                from,
                until,
            }
        }
        _ => return Err("permits-no-which"),
    };
    let reason = form.first("reason").ok_or("permits-no-reason")?;
    Ok((which, reason.to_owned()))
}

/// As a browser's `datetime-local` field sends it, on the clock of the place.
fn moment(app: &App, text: Option<&str>) -> Option<Timestamp> {
    let local: DateTime = text?.parse().ok()?;
    Some(local.to_zoned(app.settings.time_zone.clone()).ok()?.timestamp())
}

async fn form(
    app: &App,
    page: Page,
    caller: &Caller,
    typed: Form,
    wrong: Option<&'static str>,
) -> Result<RevokeMany, WebError> {
    let people = app.possible_approvers(caller).await?;
    let services = app.services.all();
    let may = |id: &ServiceId| caller.may(Action::RevokeMany, &Scope::Service(id.clone()));
    let services = services
        .iter()
        .filter(|published| may(&published.service.id))
        .map(|published| Choice {
            value: published.service.id.to_string(),
            text: published
                .service
                .about
                .name
                .in_language(&published.service.language_for(page.language.code()))
                .to_owned(),
        });
    Ok(RevokeMany {
        services: services.collect(),
        people: people
            .into_iter()
            .map(|(id, name)| Choice {
                value: id.to_string(),
                text: name,
            })
            .collect(),
        page,
        typed,
        wrong,
    })
}

async fn describe(app: &App, page: &Page, which: &RevokedBy) -> Result<String, WebError> {
    Ok(match which {
        RevokedBy::Approver(person) => page.t1(
            "permits-which-approver",
            "name",
            Names::load(app).await?.of(*person, page),
        ),
        RevokedBy::Service { service, .. } => {
            let published = app.services.current(service.as_str());
            let name = published.map_or_else(
                || service.to_string(),
                |published| {
                    let spoken = published.service.language_for(page.language.code());
                    published.service.about.name.in_language(&spoken).to_owned()
                },
            );
            page.t1("permits-which-service", "service", name)
        }
    })
}

impl RevokeMany {
    fn typed(&self, field: &str) -> &str {
        self.typed.first(field).unwrap_or_default()
    }
}

impl Confirm {
    fn typed(&self, field: &str) -> &str {
        self.typed.first(field).unwrap_or_default()
    }
}
