//! One person: what they may do, which document is theirs, and shutting them out.

use std::collections::BTreeSet;

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use engine::{
    error::Error,
    people::{accounts::Account, accounts::AccountError, change::AccountChange, grants as texts},
};
use review::PersonId;
use uuid::Uuid;

use super::{
    grants::{self, Choice},
    mistake,
};
use crate::{app::App, error::WebError, form::Form, gate::By, page::Page};

#[derive(Template)]
#[template(path = "admin/person.html")]
struct PersonPage {
    page: Page,
    name: String,
    email: String,
    disabled: bool,
    revision: u64,
    grants: Vec<String>,
    /// The end of the document's number.
    document: Option<String>,
    roles: BTreeSet<String>,
    services: Vec<Choice>,
    wrong: Option<&'static str>,
}

/// `GET /admin/people/{person}`
pub(crate) async fn show(
    State(app): State<App>,
    Path(person): Path<Uuid>,
    By(caller): By,
    page: Page,
) -> Result<Html<String>, WebError> {
    let account = app.account(&caller, PersonId(person)).await?;
    Ok(Html(view(&app, page, &account, None).render()?))
}

/// `POST /admin/people/{person}`
pub(crate) async fn change(
    State(app): State<App>,
    Path(person): Path<Uuid>,
    By(caller): By,
    page: Page,
    form: Form,
) -> Result<Response, WebError> {
    let back = format!("/admin/people/{person}");
    let seen = form.first("revision").and_then(|revision| revision.parse().ok());
    let account = app.account_to_change(&caller, PersonId(person), seen).await;
    let account = account.map_err(|error| looked_at_again(error, &back))?;
    let wrong = match read(&form)? {
        Ok(change) => match app.change_account(account.clone(), change).await {
            Ok(()) => return Ok(Redirect::to(&back).into_response()),
            Err(AccountError::Engine(error)) => return Err(WebError::from(error).with_link(back)),
            Err(error) => mistake::text_of(error)?,
        },
        Err(wrong) => wrong,
    };
    let again = view(&app, page, &account, Some(wrong)).render()?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(again)).into_response())
}

/// Who acts on a page that is out of date is led to the person as they are now.
fn looked_at_again(error: Error, person: &str) -> WebError {
    match error {
        Error::Conflict => WebError::from(error).with_link(person),
        other => other.into(),
    }
}

/// What the pressed button asks for.
fn read(form: &Form) -> Result<Result<AccountChange, &'static str>, WebError> {
    Ok(match form.first("do") {
        Some("disable") => Ok(AccountChange::Disable),
        Some("enable") => Ok(AccountChange::Enable),
        Some("grant") => grants::read(form)
            .map(AccountChange::Grant)
            .ok_or("admin-no-role"),
        Some("ungrant") => {
            let granted = form.first("grant").and_then(texts::read);
            Ok(AccountChange::Ungrant(
                granted.ok_or(Error::BadRequest("no grant"))?,
            ))
        }
        Some("document") => form
            .first("document")
            .map(|typed| AccountChange::Document(typed.to_owned()))
            .ok_or("admin-no-document"),
        Some("password") => Ok(AccountChange::Password(form.password().to_owned())),
        _ => return Err(Error::BadRequest("no such change").into()),
    })
}

fn view(app: &App, page: Page, account: &Account, wrong: Option<&'static str>) -> PersonPage {
    PersonPage {
        name: account.name().to_owned(),
        email: account.email().to_owned(),
        disabled: account.disabled_at().is_some(),
        revision: account.revision(),
        grants: account.grants().iter().map(texts::show).collect(),
        document: account.document_ending(),
        roles: app.roles(),
        services: grants::services(app, &page),
        page,
        wrong,
    }
}
