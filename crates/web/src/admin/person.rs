//! One person: what they may do, which document is theirs, and shutting them out.

use askama::Template;
use axum::{
    extract::State,
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
use crate::{
    app::App,
    error::WebError,
    form::{Form, Wrong},
    gate::By,
    officers::roles,
    page::Page,
    path::Path,
    unsent::{Again, Unsent},
};

/// The field in which the page is handed a link that was just made.
const LINK: &str = "made-link";

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
    wrong: Option<String>,
}

/// `GET /admin/people/{person}`
pub(crate) async fn show(
    State(app): State<App>,
    Path(person): Path<Uuid>,
    By(caller): By,
    unsent: Unsent,
    page: Page,
) -> Result<Response, WebError> {
    let account = app.account(&caller, PersonId(person)).await?;
    if let Some(removal) = unsent.sent().and_then(|form| unconfirmed(&app, &account, form)) {
        return confirm::page(&app, page, &account, removal).await;
    }
    let view = PersonPage {
        notice: unsent.notice(),
        link: unsent.sent().and_then(|form| form.first(LINK)).map(str::to_owned),
        typed: unsent.typed(),
        wrong: unsent.first_wrong().map(|wrong| wrong.text.into_owned()),
        ..view(&app, page, &account).await?
    };
    Ok(Html(view.render()?).into_response())
}

/// What a form takes from somebody, where that is to be confirmed first.
fn unconfirmed(app: &App, account: &Authorised<Account>, form: &Form) -> Option<Removal> {
    match read(app, form) {
        Ok(Ok(change)) => confirm::wants(account, &change, form).then_some(Removal::Change(change)),
        Ok(Err(_)) => None,
        Err(_) => {
            let takes = form.first("do") == Some("remove-factors");
            (takes && !form.has("confirmed") && !confirm::is_own(account)).then_some(Removal::Factors)
        }
    }
}

/// `POST /admin/people/{person}`
pub(crate) async fn change(
    State(app): State<App>,
    Path(person): Path<Uuid>,
    By(caller): By,
    form: Form,
) -> Result<Response, WebError> {
    let back = format!("/admin/people/{person}");
    let seen = form.first("revision").and_then(|revision| revision.parse().ok());
    let account = app.account_to_change(&caller, PersonId(person), seen).await;
    let account = account.map_err(|error| looked_at_again(error, &back))?;
    let wrong = match read(&app, &form)? {
        Ok(change) if confirm::wants(&account, &change, &form) => {
            return Ok(Again::sent(form).at("main").into_response());
        }
        Ok(change) => match app.change_account(account.clone(), change).await {
            Ok(()) => return Ok(Redirect::to(&back).into_response()),
            Err(AccountError::Engine(error)) => return Err(WebError::from(error).with_link(back)),
            Err(error) => mistake::text_of(error)?,
        },
        Err(wrong) => wrong,
    };
    Ok(refused(form, wrong))
}

/// `POST /admin/people/{person}/proofs`
pub(crate) async fn help(
    State(app): State<App>,
    Path(person): Path<Uuid>,
    By(caller): By,
    form: Form,
) -> Result<Response, WebError> {
    let back = format!("/admin/people/{person}");
    let seen = form.first("revision").and_then(|revision| revision.parse().ok());
    let account = app.account_to_change(&caller, PersonId(person), seen).await;
    let account = account.map_err(|error| looked_at_again(error, &back))?;
    match form.first("do") {
        Some("link") => make_link(&app, &account, form).await,
        Some("remove-factors") if unconfirmed(&app, &account, &form).is_some() => {
            Ok(Again::sent(form).at("main").into_response())
        }
        Some("remove-factors") => remove_factors(&app, &account, back, form).await,
        _ => Err(Error::BadRequest("no such help").into()),
    }
}

fn refused(form: Form, wrong: &'static str) -> Response {
    let wrong = Wrong::new("grants", wrong);
    Again::sent(form).because([wrong]).into_response()
}

/// Has the page show a link by which they set their password, until the hour is over: it is kept as a hash.
async fn make_link(app: &App, account: &Authorised<Account>, form: Form) -> Result<Response, WebError> {
    match app.make_password_link(account).await {
        Ok(path) => {
            let link = format!("{}{path}", app.settings.base_url);
            let form = Form::default().with(LINK, &link);
            Ok(Again::sent(form).at("link").into_response())
        }
        Err(error) => Ok(refused(form, mistake::text_of(error)?)),
    }
}

async fn remove_factors(
    app: &App,
    account: &Authorised<Account>,
    back: String,
    form: Form,
) -> Result<Response, WebError> {
    match app.remove_factors(account).await {
        Ok(()) => Ok(Redirect::to(&back).into_response()),
        Err(error) => Ok(refused(form, mistake::text_of(error)?)),
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

async fn view(app: &App, page: Page, account: &Authorised<Account>) -> Result<PersonPage, WebError> {
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
        wrong: None,
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
