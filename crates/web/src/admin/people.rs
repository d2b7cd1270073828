//! Who works here, and letting somebody in.

use std::collections::BTreeSet;

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use review::PersonId;
use store::{AuditActor, AuditEntry, Deed, Person, StoreError, Subject};

use super::grants::{self, Choice};
use crate::{app::App, desk, error::WebError, form::Form, gate::Staff, page::Page, passwords};

#[derive(Template)]
#[template(path = "admin/people.html")]
struct People {
    page: Page,
    rows: Vec<Row>,
    roles: BTreeSet<String>,
    services: Vec<Choice>,
    typed: Form,
    wrong: Option<&'static str>,
}

struct Row {
    id: String,
    name: String,
    email: String,
    grants: Vec<String>,
    disabled: bool,
}

/// `GET /admin/people`
pub(crate) async fn show(State(app): State<App>, page: Page) -> Result<Html<String>, WebError> {
    Ok(Html(view(&app, page, Form::default(), None).await?.render()?))
}

/// `POST /admin/people`
pub(crate) async fn add(
    State(app): State<App>,
    Staff(actor): Staff,
    page: Page,
    form: Form,
) -> Result<Response, WebError> {
    let actor = actor.id;
    let wrong = match read(&app, &form).await? {
        Ok(person) => {
            let deed = Deed::PersonAdded(person.id);
            let entry = AuditEntry {
                at: app.now(),
                actor: AuditActor::Person(actor),
                deed,
            };
            match app.store.add_person(&person, &entry).await {
                Ok(()) => return Ok(Redirect::to(&format!("/admin/people/{}", person.id)).into_response()),
                Err(StoreError::AlreadyExists(Subject::Email)) => "admin-email-taken",
                Err(error) => return Err(error.into()),
            }
        }
        Err(wrong) => wrong,
    };
    let again = view(&app, page, form, Some(wrong)).await?.render()?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(again)).into_response())
}

async fn read(app: &App, form: &Form) -> Result<Result<Person, &'static str>, WebError> {
    let Some(name) = form.first("name") else {
        return Ok(Err("admin-no-name"));
    };
    let Some(email) = form.first("email").filter(|email| email.contains('@')) else {
        return Ok(Err("admin-no-email"));
    };
    let first = match grants::read(app, form) {
        Ok(grant) => grant,
        Err(wrong) => return Ok(Err(wrong)),
    };
    let password_hash = match hash(app, form).await? {
        Ok(hash) => hash,
        Err(wrong) => return Ok(Err(wrong)),
    };
    Ok(Ok(Person {
        id: PersonId(desk::new_id(app)),
        name: name.to_owned(),
        email: email.to_lowercase(),
        password_hash,
        grants: vec![first],
        disabled_at: None,
        revision: 0,
    }))
}

/// The hash of a password that is long enough; hashing takes its time, so not where requests are answered.
pub(super) async fn hash(app: &App, form: &Form) -> Result<Result<String, &'static str>, WebError> {
    let typed = form
        .raw()
        .get("password")
        .and_then(|values| values.first())
        .cloned()
        .unwrap_or_default();
    if typed.chars().count() < passwords::SHORTEST {
        return Ok(Err("admin-short-password"));
    }
    let random = app.random.clone();
    let hashed = passwords::in_turn(move || passwords::hash(&typed, &*random)).await?;
    Ok(Ok(hashed?))
}

async fn view(app: &App, page: Page, typed: Form, wrong: Option<&'static str>) -> Result<People, WebError> {
    let people = app.store.people().await?;
    let row = |person: Person| Row {
        id: person.id.to_string(),
        grants: person.grants.iter().map(grants::show).collect(),
        disabled: person.disabled_at.is_some(),
        name: person.name,
        email: person.email,
    };
    Ok(People {
        rows: people.into_iter().map(row).collect(),
        roles: grants::roles(app),
        services: grants::services(app, &page),
        page,
        typed,
        wrong,
    })
}

impl People {
    fn typed(&self, field: &str) -> &str {
        self.typed.first(field).unwrap_or_default()
    }
}
