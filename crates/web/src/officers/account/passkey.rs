//! Adding a passkey to what one proves oneself with.

use askama::Template;
use axum::{
    extract::State,
    response::{Html, IntoResponse, Redirect, Response},
};
use engine::people::factors::{PasskeyAdded, PasskeyAsk};

use super::{Token, codes::shown};
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
    unsent::{Again, Unsent},
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
pub(crate) const UNNAMED: Wrong = Wrong::of_ours("name", "account-passkey-unnamed");
pub(crate) const REFUSED: Wrong = Wrong::of_ours("passkey", "account-passkey-refused");

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

/// `GET /o/account/passkey`: the page with a new question; where there is to be no further passkey, one's account.
pub(crate) async fn show(
    State(app): State<App>,
    By(caller): By,
    Token(token): Token,
    Visitor(visitor): Visitor,
    unsent: Unsent,
    page: Page,
) -> Result<Response, WebError> {
    let name = match unsent.form() {
        Some(typed) => typed.first("name").unwrap_or_default().to_owned(),
        None => visitor.browser.unwrap_or_default(),
    };
    let Some(ask) = app.ask_new_passkey(&caller, &token).await? else {
        return Ok(Redirect::to(ACCOUNT).into_response());
    };
    let view = AddPage::of(page, ACTION, ask, &name, unsent.first_wrong());
    Ok(Html(view.render()?).into_response())
}

/// `POST /o/account/passkey`
pub(crate) async fn add(
    State(app): State<App>,
    By(caller): By,
    Token(token): Token,
    form: Form,
) -> Result<Response, WebError> {
    let again = |wrong| Again::sent(form.only(&["name"])).because([wrong]).into_response();
    let Some(name) = form.first("name") else {
        return Ok(again(UNNAMED));
    };
    Ok(
        match app.add_passkey(&caller, &token, &answer(&form), name).await? {
            PasskeyAdded::Refused => again(REFUSED),
            PasskeyAdded::Further => Redirect::to("/o/account?notice=passkey").into_response(),
            PasskeyAdded::First(codes) => shown(&codes, ACCOUNT).into_response(),
        },
    )
}
