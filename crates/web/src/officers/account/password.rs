//! Another password of one's own.

use askama::Template;
use axum::{
    extract::State,
    response::{Html, IntoResponse, Redirect, Response},
};
use engine::{
    error::Error,
    people::{accounts::AccountError, judged::Weakness},
};

use crate::{
    app::App,
    error::WebError,
    form::{Form, Wrong},
    gate::By,
    officers::{entry::keep, visitor::Visitor},
    page::Page,
    unsent::{Again, Unsent},
};

#[derive(Template)]
#[template(path = "account/password.html")]
struct PasswordPage {
    page: Page,
    wrong: Option<Wrong>,
}

/// `GET /o/account/password`
pub(crate) async fn show(unsent: Unsent, page: Page) -> Result<Html<String>, WebError> {
    let wrong = unsent.first_wrong();
    Ok(Html(PasswordPage { page, wrong }.render()?))
}

/// `POST /o/account/password`
pub(crate) async fn change(
    State(app): State<App>,
    By(caller): By,
    Visitor(visitor): Visitor,
    form: Form,
) -> Result<Response, WebError> {
    let (old, new) = (form.old_password().to_owned(), form.password().to_owned());
    let wrong = match app.change_own_password(&caller, &visitor, old, new).await {
        Ok(Some(logged_in)) => {
            let mut response = Redirect::to("/o/account?notice=password").into_response();
            keep(&app, &logged_in, &mut response);
            return Ok(response);
        }
        Ok(None) => Wrong::new("old-password", "account-old-password-wrong"),
        Err(AccountError::WeakPassword(weak)) => Wrong::new("password", weakness(weak)),
        Err(AccountError::Engine(error)) => return Err(WebError::from(error).with_link("/o/account")),
        Err(other) => return Err(Error::broken(format!("a password was not set: {other}")).into()),
    };
    Ok(Again::sent(Form::default()).because([wrong]).into_response())
}

/// The key of the text that says why a password is not taken.
pub(crate) fn weakness(weakness: Weakness) -> &'static str {
    match weakness {
        Weakness::Short => "account-password-short",
        Weakness::Common => "account-password-common",
        Weakness::Own => "account-password-own",
        Weakness::Pattern => "account-password-pattern",
    }
}
