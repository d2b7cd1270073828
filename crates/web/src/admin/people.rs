//! Who works here, and letting somebody in.

use askama::Template;
use axum::{
    extract::State,
    response::{Html, IntoResponse, Redirect, Response},
};
use engine::{
    authorise::Caller,
    people::accounts::{Account, NewAccount},
};

use locale::collation::sort_by_name;

use super::{
    grants::{self, Choice},
    mistake,
};
use crate::{
    app::App,
    error::WebError,
    form::{Form, Wrong},
    gate::By,
    officers::{
        needs::{self, Need},
        roles,
    },
    page::Page,
    unsent::{Again, Unsent},
};

#[derive(Template)]
#[template(path = "admin/people.html")]
struct People {
    page: Page,
    rows: Vec<Row>,
    /// How many decide and have no document.
    without_document: u64,
    roles: Vec<Choice>,
    services: Vec<Choice>,
    offices: Vec<Choice>,
    needs: Vec<Need>,
    /// The steps at which nobody could decide.
    empty_steps: Vec<String>,
    notice: Option<&'static str>,
    typed: Form,
    wrong: Option<String>,
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
    unsent: Unsent,
    page: Page,
) -> Result<Html<String>, WebError> {
    Ok(Html(view(&app, &caller, page, &unsent).await?.render()?))
}

/// `POST /admin/people`
pub(crate) async fn add(State(app): State<App>, By(caller): By, form: Form) -> Result<Response, WebError> {
    let wrong = match read(&app, &form) {
        Ok(new) => match app.add_account(&caller, new).await {
            Ok(person) => return Ok(Redirect::to(&format!("/admin/people/{person}")).into_response()),
            Err(error) => mistake::text_of(error)?,
        },
        Err(wrong) => wrong,
    };
    let wrong = Wrong::new("name", wrong);
    Ok(Again::sent(form).because([wrong]).into_response())
}

fn read(app: &App, form: &Form) -> Result<NewAccount, &'static str> {
    let name = form.first("name").ok_or("admin-no-name")?;
    let email = form.first("email").filter(|email| email.contains('@'));
    Ok(NewAccount {
        name: name.to_owned(),
        email: email.ok_or("admin-no-email")?.to_owned(),
        grants: vec![grants::read(app, form)?],
        // They set it themselves, by a link.
        password: None,
        document: form.first("document").map(str::to_owned),
    })
}

async fn view(app: &App, caller: &Caller, page: Page, unsent: &Unsent) -> Result<People, WebError> {
    let mut accounts = app.accounts(caller).await?;
    sort_by_name(&mut accounts, page.language, |account| account.name());
    let row = |account: &Account| Row {
        id: account.id().to_string(),
        name: account.name().to_owned(),
        email: account.email().to_owned(),
        grants: account
            .grants()
            .iter()
            .map(|grant| roles::grant(app, grant, &page))
            .collect(),
        document: account.document_ending(),
        wants_document: account.wants_document(),
        disabled: account.disabled_at().is_some(),
        has_password: account.has_password(),
    };
    let empty_steps = app.steps_without_people(caller).await?;
    let empty_steps = empty_steps.iter().map(|step| needs::empty_step(app, step, &page));
    let without_document = accounts.iter().filter(|account| account.wants_document());
    Ok(People {
        rows: accounts.iter().map(row).collect(),
        without_document: without_document.count() as u64,
        roles: grants::roles(app, &page),
        services: grants::services(app, &page),
        offices: grants::offices(app, &page),
        needs: needs::of(app, caller, &page).await?,
        empty_steps: empty_steps.collect(),
        page: page.with_answers(),
        notice: unsent.notice(),
        typed: unsent.typed(),
        wrong: unsent.first_wrong().map(|wrong| wrong.text.into_owned()),
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
