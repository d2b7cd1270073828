//! Who works here, and letting somebody in.

use std::collections::BTreeSet;

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use engine::{
    authorise::Caller,
    people::{
        accounts::{Account, NewAccount},
        grants::show as grant_text,
    },
};

use super::{
    grants::{self, Choice},
    mistake,
};
use crate::{app::App, error::WebError, form::Form, gate::By, page::Page};

#[derive(Template)]
#[template(path = "admin/people.html")]
struct People {
    page: Page,
    rows: Vec<Row>,
    /// How many decide and have no document.
    without_document: u64,
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
    /// The end of the document's number.
    document: Option<String>,
    wants_document: bool,
    disabled: bool,
    has_password: bool,
}

/// `GET /admin/people`
pub(crate) async fn show(
    State(app): State<App>,
    By(caller): By,
    page: Page,
) -> Result<Html<String>, WebError> {
    let view = view(&app, &caller, page, Form::default(), None).await?;
    Ok(Html(view.render()?))
}

/// `POST /admin/people`
pub(crate) async fn add(
    State(app): State<App>,
    By(caller): By,
    page: Page,
    form: Form,
) -> Result<Response, WebError> {
    let wrong = match read(&form) {
        Ok(new) => match app.add_account(&caller, new).await {
            Ok(person) => return Ok(Redirect::to(&format!("/admin/people/{person}")).into_response()),
            Err(error) => mistake::text_of(error)?,
        },
        Err(wrong) => wrong,
    };
    let again = view(&app, &caller, page, form, Some(wrong)).await?.render()?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(again)).into_response())
}

fn read(form: &Form) -> Result<NewAccount, &'static str> {
    let name = form.first("name").ok_or("admin-no-name")?;
    let email = form.first("email").filter(|email| email.contains('@'));
    Ok(NewAccount {
        name: name.to_owned(),
        email: email.ok_or("admin-no-email")?.to_owned(),
        grants: vec![grants::read(form).ok_or("admin-no-role")?],
        // They set it themselves, by a link.
        password: None,
        document: form.first("document").map(str::to_owned),
    })
}

async fn view(
    app: &App,
    caller: &Caller,
    page: Page,
    typed: Form,
    wrong: Option<&'static str>,
) -> Result<People, WebError> {
    let accounts = app.accounts(caller).await?;
    let row = |account: &Account| Row {
        id: account.id().to_string(),
        name: account.name().to_owned(),
        email: account.email().to_owned(),
        grants: account.grants().iter().map(grant_text).collect(),
        document: account.document_ending(),
        wants_document: account.wants_document(),
        disabled: account.disabled_at().is_some(),
        has_password: account.has_password(),
    };
    let without_document = accounts.iter().filter(|account| account.wants_document());
    Ok(People {
        rows: accounts.iter().map(row).collect(),
        without_document: without_document.count() as u64,
        roles: app.roles(),
        services: grants::services(app, &page),
        page,
        typed,
        wrong,
    })
}

impl People {
    /// The roles that there are, for who typed another one.
    fn known_roles(&self) -> String {
        grants::in_a_row(&self.roles)
    }

    fn typed(&self, field: &str) -> &str {
        self.typed.first(field).unwrap_or_default()
    }
}
