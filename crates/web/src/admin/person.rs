//! One person: what they may do, and shutting them out.

use std::collections::BTreeSet;

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use review::PersonId;
use store::{AuditActor, AuditEntry, Deed, Person};

use super::{
    grants::{self, Choice},
    people::hash,
};
use crate::{app::App, error::WebError, form::Form, gate::Staff, page::Page};

#[derive(Template)]
#[template(path = "admin/person.html")]
struct PersonPage {
    page: Page,
    name: String,
    email: String,
    disabled: bool,
    revision: u64,
    grants: Vec<String>,
    roles: BTreeSet<String>,
    services: Vec<Choice>,
    wrong: Option<&'static str>,
}

/// `GET /admin/people/{person}`
pub(crate) async fn show(
    State(app): State<App>,
    Path(person): Path<uuid::Uuid>,
    page: Page,
) -> Result<Html<String>, WebError> {
    let person = app.store.person(PersonId(person)).await?;
    Ok(Html(view(&app, page, person, None).render()?))
}

/// `POST /admin/people/{person}`
pub(crate) async fn change(
    State(app): State<App>,
    Path(person): Path<uuid::Uuid>,
    Staff(actor): Staff,
    page: Page,
    form: Form,
) -> Result<Response, WebError> {
    let actor = actor.id;
    let kept = app.store.person(PersonId(person)).await?;
    let back = format!("/admin/people/{person}");
    let seen = form
        .first("revision")
        .and_then(|revision| revision.parse::<u64>().ok());
    if seen != Some(kept.revision) {
        return Err(WebError::Conflict.with_link(back));
    }
    let (changed, deed) = match changed(&app, kept.clone(), actor, &form).await? {
        Ok(changed) => changed,
        Err(wrong) => {
            let again = view(&app, page, kept, Some(wrong)).render()?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(again)).into_response());
        }
    };
    let entry = AuditEntry {
        at: app.now(),
        actor: AuditActor::Person(actor),
        deed,
    };
    let done = app.store.change_person(&changed, &entry).await;
    done.map_err(|error| WebError::from(error).with_link(back.clone()))?;
    Ok(Redirect::to(&back).into_response())
}

/// The person as the pressed button wants them. Nobody shuts themselves out or takes their own last role.
async fn changed(
    app: &App,
    mut person: Person,
    actor: PersonId,
    form: &Form,
) -> Result<Result<(Person, Deed), &'static str>, WebError> {
    let id = person.id;
    let own = id == actor;
    Ok(match form.first("do") {
        Some("disable" | "ungrant") if own => Err("admin-own-account"),
        Some("disable") => {
            person.disabled_at = Some(app.now());
            Ok((person, Deed::PersonDisabled(id)))
        }
        Some("enable") => {
            person.disabled_at = None;
            Ok((person, Deed::PersonEnabled(id)))
        }
        Some("grant") => grants::read(app, form).map(|grant| {
            if !person.grants.contains(&grant) {
                person.grants.push(grant);
            }
            (person, Deed::PersonChanged(id))
        }),
        Some("ungrant") => {
            person
                .grants
                .retain(|grant| Some(grants::show(grant).as_str()) != form.first("grant"));
            Ok((person, Deed::PersonChanged(id)))
        }
        Some("password") => hash(app, form).await?.map(|hash| {
            person.password_hash = hash;
            (person, Deed::PersonChanged(id))
        }),
        _ => return Err(WebError::BadRequest("no such change")),
    })
}

fn view(app: &App, page: Page, person: Person, wrong: Option<&'static str>) -> PersonPage {
    PersonPage {
        name: person.name,
        email: person.email,
        disabled: person.disabled_at.is_some(),
        revision: person.revision,
        grants: person.grants.iter().map(grants::show).collect(),
        roles: grants::roles(app),
        services: grants::services(app, &page),
        page,
        wrong,
    }
}
