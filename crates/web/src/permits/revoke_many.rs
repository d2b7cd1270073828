//! Revoking many permits by one action: everything that a person approved, or that a service issued in a time.

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use jiff::{Timestamp, civil::DateTime};
use store::{AuditActor, MassRevocation, RevokedBy};
use tracing::Instrument;

use crate::{
    app::App,
    authorise::{Action, Scope, Visitor, authorise},
    error::WebError,
    form::Form,
    gate::Staff,
    officers::names::Names,
    page::Page,
};

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
    visitor: Visitor,
    page: Page,
) -> Result<Html<String>, WebError> {
    Ok(Html(
        form(&app, page, &visitor, Form::default(), None)
            .await?
            .render()?,
    ))
}

/// `POST /o/permits/revoke-all`: first says how many, then does it.
pub(crate) async fn revoke(
    State(app): State<App>,
    visitor: Visitor,
    Staff(person): Staff,
    action: Action,
    page: Page,
    typed: Form,
) -> Result<Response, WebError> {
    let (which, reason) = match read(&app, &typed) {
        Ok(read) => read,
        Err(wrong) => {
            let view = form(&app, page, &visitor, typed, Some(wrong)).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(view.render()?)).into_response());
        }
    };
    within_reach(&visitor, action, &which)?;
    if !typed.has("confirmed") {
        let count = app.store.count_revocable(&which, app.now()).await?;
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
    let revocation = MassRevocation {
        which,
        actor: AuditActor::Person(person.id),
        reason,
        at: app.now(),
    };
    let count = carry_through(app, revocation).await?;
    Ok(Html(Done { page, count }.render()?).into_response())
}

/// Hundreds of thousands take longer than a request may: the work goes on when the browser has given up waiting.
async fn carry_through(app: App, revocation: MassRevocation) -> Result<u64, WebError> {
    let work = async move {
        let count = app.store.revoke_all(&revocation).await?;
        for list in app.store.status_lists(app.now()).await? {
            app.status_lists.forget(list.list);
        }
        Ok(count)
    };
    let done = tokio::spawn(work.in_current_span()).await;
    done.map_err(|error| WebError::broken(format!("a mass revocation stopped half-way: {error}")))?
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

/// What a person approved may be of any service, so only who answers for all of them may revoke it.
fn within_reach(visitor: &Visitor, action: Action, which: &RevokedBy) -> Result<(), WebError> {
    let scope = match which {
        RevokedBy::Service { service, .. } => Scope::Service(service.clone()),
        RevokedBy::Approver(_) => Scope::Everything,
    };
    authorise(visitor, action, &scope).map_err(|_| WebError::Forbidden)
}

async fn form(
    app: &App,
    page: Page,
    visitor: &Visitor,
    typed: Form,
    wrong: Option<&'static str>,
) -> Result<RevokeMany, WebError> {
    let mut people = app.store.people().await?;
    let everywhere = authorise(visitor, Action::RevokeMany, &Scope::Everything).is_ok();
    people.retain(|person| everywhere && !person.grants.is_empty());
    let services = app.services.all();
    let may =
        |id: &forms::ServiceId| authorise(visitor, Action::RevokeMany, &Scope::Service(id.clone())).is_ok();
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
            .map(|person| Choice {
                value: person.id.to_string(),
                text: person.name,
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
