//! Recovery codes: shown once, made anew at will.

use askama::Template;
use axum::{
    extract::State,
    response::{Html, IntoResponse as _, Response},
};
use engine::people::factors::Codes;

use crate::{
    app::App,
    error::WebError,
    form::Form,
    gate::By,
    page::Page,
    unsent::{Again, Unsent},
};

/// Asks whether those of before are to be good no more.
#[derive(Template)]
#[template(path = "account/renew_codes.html")]
struct Ask {
    page: Page,
}

/// Shows the new ones.
#[derive(Template)]
#[template(path = "account/codes.html")]
struct NewCodes {
    page: Page,
    codes: Vec<String>,
    /// Where to go on.
    then: String,
}

/// Where they are shown.
const HERE: &str = "/o/account/codes";

/// Has the page of the codes show new ones, until the hour is over: whoever reads them writes them down.
pub(crate) fn shown(codes: &Codes, then: &str) -> Again {
    let shown = codes.shown();
    let form = shown
        .iter()
        .fold(Form::default(), |form, code| form.with("code", code));
    Again::sent(form.with("then", then)).on(HERE).at("main")
}

/// `GET /o/account/codes`
pub(crate) async fn show(unsent: Unsent, page: Page) -> Result<Html<String>, WebError> {
    let made = unsent.sent().and_then(|form| {
        let codes = form.raw().get("code")?.clone();
        Some((codes, form.first("then")?.to_owned()))
    });
    let html = match made {
        Some((codes, then)) => NewCodes { page, codes, then }.render()?,
        None => Ask { page }.render()?,
    };
    Ok(Html(html))
}

/// `POST /o/account/codes`
pub(crate) async fn renew(State(app): State<App>, By(caller): By) -> Result<Response, WebError> {
    let codes = app.renew_own_codes(&caller).await?;
    Ok(shown(&codes, "/o/account").into_response())
}
