//! Adding a passkey to what one proves oneself with.

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use engine::{
    authorise::Caller,
    people::factors::{PasskeyAdded, PasskeyAsk},
};

use super::{Token, codes::NewCodes};
use crate::{
    app::App,
    error::WebError,
    form::{Form, Wrong},
    gate::By,
    officers::{
        passkey::{PasskeyForm, answer},
        visitor::Visitor,
    },
    page::Page,
};

/// Asks for a name, and has the browser make a passkey.
#[derive(Template)]
#[template(path = "account/add_passkey.html")]
pub(crate) struct AddPage {
    page: Page,
    passkey: PasskeyForm,
    then: String,
    /// Where an app is set up instead.
    app: String,
    name: String,
    /// Whether whoever sees it is not let in before they have set something up.
    is_log_in: bool,
    wrong: Option<Wrong>,
}

/// That it was given no name, or is none.
pub(crate) const UNNAMED: Wrong = Wrong::new("name", "account-passkey-unnamed");
pub(crate) const REFUSED: Wrong = Wrong::new("passkey", "account-passkey-refused");

const ACTION: &str = "/o/account/passkey";
const ACCOUNT: &str = "/o/account";

impl AddPage {
    pub(crate) fn of(
        page: Page,
        action: &'static str,
        ask: PasskeyAsk,
        name: &str,
        wrong: Option<Wrong>,
    ) -> Self {
        Self {
            page,
            passkey: PasskeyForm::of(action, ask),
            then: String::new(),
            app: "/o/account/factor".to_owned(),
            name: name.to_owned(),
            is_log_in: false,
            wrong,
        }
    }

    /// The same for whoever is not let in before they have set something up.
    pub(crate) fn at_log_in(self, then: Option<&str>, app: String) -> Self {
        Self {
            then: then.unwrap_or_default().to_owned(),
            app,
            is_log_in: true,
            ..self
        }
    }
}

/// `GET /o/account/passkey`
pub(crate) async fn show(
    State(app): State<App>,
    By(caller): By,
    Token(token): Token,
    Visitor(visitor): Visitor,
    page: Page,
) -> Result<Response, WebError> {
    let name = visitor.browser.unwrap_or_default();
    ask(&app, (&caller, &token), page, &name, None).await
}

/// `POST /o/account/passkey`
pub(crate) async fn add(
    State(app): State<App>,
    By(caller): By,
    Token(token): Token,
    page: Page,
    form: Form,
) -> Result<Response, WebError> {
    let by = (&caller, token.as_str());
    let Some(name) = form.first("name") else {
        return ask(&app, by, page, "", Some(UNNAMED)).await;
    };
    match app.add_passkey(&caller, &token, &answer(&form), name).await? {
        PasskeyAdded::Refused => ask(&app, by, page, name, Some(REFUSED)).await,
        PasskeyAdded::Further => Ok(Redirect::to("/o/account?notice=passkey").into_response()),
        PasskeyAdded::First(codes) => {
            let view = NewCodes::of(page, &codes, ACCOUNT);
            Ok(Html(view.render()?).into_response())
        }
    }
}

/// The page with a new question; where there is to be no further passkey, one's account.
async fn ask(
    app: &App,
    (caller, token): (&Caller, &str),
    page: Page,
    name: &str,
    wrong: Option<Wrong>,
) -> Result<Response, WebError> {
    let Some(ask) = app.ask_new_passkey(caller, token).await? else {
        return Ok(Redirect::to(ACCOUNT).into_response());
    };
    let view = AddPage::of(page, ACTION, ask, name, wrong).render()?;
    let status = match wrong {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    Ok((status, Html(view)).into_response())
}
