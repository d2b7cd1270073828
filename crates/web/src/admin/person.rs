//! One person: what they may do, which document is theirs, and shutting them out.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use engine::{
    authorise::Authorised,
    error::Error,
    people::{Grant, accounts::Account, accounts::AccountError, change::AccountChange, grants as texts},
};
use review::PersonId;
use uuid::Uuid;

use super::{
    confirm::{self, Removal},
    grants::{self, Choice},
    mistake,
};
use crate::{app::App, error::WebError, form::Form, gate::By, officers::roles, page::Page, unsent::Unsent};

#[derive(Template)]
#[template(path = "admin/person.html")]
struct PersonPage {
    page: Page,
    id: String,
    name: String,
    email: String,
    disabled: bool,
    revision: u64,
    grants: Vec<Held>,
    /// The end of the document's number.
    document: Option<String>,
    roles: Vec<Choice>,
    services: Vec<Choice>,
    offices: Vec<Choice>,
    is_own: bool,
    /// Whether they have one, as the key of a sentence.
    password: &'static str,
    has_factor: bool,
    /// A link by which they set their password, the one time that it is shown.
    link: Option<String>,
    notice: Option<&'static str>,
    typed: Form,
    wrong: Option<&'static str>,
}

/// `GET /admin/people/{person}`
pub(crate) async fn show(
    State(app): State<App>,
    Path(person): Path<Uuid>,
    By(caller): By,
    unsent: Unsent,
    page: Page,
) -> Result<Html<String>, WebError> {
    let account = app.account(&caller, PersonId(person)).await?;
    let (typed, notice) = unsent.shown();
    let view = PersonPage {
        notice,
        typed,
        ..view(&app, page, &account, None).await?
    };
    Ok(Html(view.render()?))
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
    let wrong = match read(&app, &form)? {
        Ok(change) if confirm::wants(&account, &change, &form) => {
            return confirm::page(&app, page, &account, Removal::Change(change)).await;
        }
        Ok(change) => match app.change_account(account.clone(), change).await {
            Ok(()) => return Ok(Redirect::to(&back).into_response()),
            Err(AccountError::Engine(error)) => return Err(WebError::from(error).with_link(back)),
            Err(error) => mistake::text_of(error)?,
        },
        Err(wrong) => wrong,
    };
    let view = PersonPage {
        typed: form,
        ..view(&app, page, &account, Some(wrong)).await?
    };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(view.render()?)).into_response())
}

/// `POST /admin/people/{person}/proofs`
pub(crate) async fn help(
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
    match form.first("do") {
        Some("link") => make_link(&app, page, &account).await,
        Some("remove-factors") if !form.has("confirmed") && !confirm::is_own(&account) => {
            confirm::page(&app, page, &account, Removal::Factors).await
        }
        Some("remove-factors") => remove_factors(&app, page, &account, back).await,
        _ => Err(Error::BadRequest("no such help").into()),
    }
}

async fn refused(
    app: &App,
    page: Page,
    account: &Authorised<Account>,
    wrong: &'static str,
) -> Result<Response, WebError> {
    let again = view(app, page, account, Some(wrong)).await?.render()?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(again)).into_response())
}

/// Shows a link by which they set their password, once: it is kept as a hash.
async fn make_link(app: &App, page: Page, account: &Authorised<Account>) -> Result<Response, WebError> {
    match app.make_password_link(account).await {
        Ok(path) => {
            let mut view = view(app, page, account, None).await?;
            view.link = Some(format!("{}{path}", app.settings.base_url));
            Ok(Html(view.render()?).into_response())
        }
        Err(error) => refused(app, page, account, mistake::text_of(error)?).await,
    }
}

async fn remove_factors(
    app: &App,
    page: Page,
    account: &Authorised<Account>,
    back: String,
) -> Result<Response, WebError> {
    match app.remove_factors(account).await {
        Ok(()) => Ok(Redirect::to(&back).into_response()),
        Err(error) => refused(app, page, account, mistake::text_of(error)?).await,
    }
}

/// Who acts on a page that is out of date is led to the person as they are now.
fn looked_at_again(error: Error, person: &str) -> WebError {
    match error {
        Error::Conflict => WebError::from(error).with_link(person),
        other => other.into(),
    }
}

/// What the pressed button asks for.
fn read(app: &App, form: &Form) -> Result<Result<AccountChange, &'static str>, WebError> {
    Ok(match form.first("do") {
        Some("disable") => Ok(AccountChange::Disable),
        Some("enable") => Ok(AccountChange::Enable),
        Some("grant") => grants::read(app, form).map(AccountChange::Grant),
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
        _ => return Err(Error::BadRequest("no such change").into()),
    })
}

async fn view(
    app: &App,
    page: Page,
    account: &Authorised<Account>,
    wrong: Option<&'static str>,
) -> Result<PersonPage, WebError> {
    let asking = account.caller().person();
    Ok(PersonPage {
        id: account.id().to_string(),
        is_own: asking.is_some_and(|person| person.id == account.id()),
        password: if account.has_password() {
            "admin-has-password"
        } else {
            "admin-no-password"
        },
        has_factor: app.has_factors(account).await?,
        link: None,
        name: account.name().to_owned(),
        email: account.email().to_owned(),
        disabled: account.disabled_at().is_some(),
        revision: account.revision(),
        grants: account
            .grants()
            .iter()
            .map(|grant| Held::of(app, grant, &page))
            .collect(),
        document: account.document_ending(),
        roles: grants::roles(app, &page),
        services: grants::services(app, &page),
        offices: grants::offices(app, &page),
        page,
        notice: None,
        typed: Form::default(),
        wrong,
    })
}

/// A grant that somebody holds.
struct Held {
    /// As forms send it.
    value: String,
    text: String,
}

impl Held {
    fn of(app: &App, grant: &Grant, page: &Page) -> Self {
        Self {
            value: texts::show(grant),
            text: roles::grant(app, grant, page),
        }
    }
}

impl PersonPage {
    /// The roles that there are, for who typed another one.
    fn known_roles(&self) -> String {
        grants::in_a_row(&self.roles)
    }

    fn typed(&self, field: &str) -> &str {
        self.typed.first(field).unwrap_or_default()
    }
}
