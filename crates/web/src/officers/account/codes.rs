//! Recovery codes: shown once, made anew at will.

use askama::Template;
use axum::{
    extract::State,
    response::{Html, IntoResponse, Response},
};
use engine::people::factors::Codes;

use crate::{app::App, error::WebError, gate::By, page::Page};

/// Asks whether those of before are to be good no more.
#[derive(Template)]
#[template(path = "account/renew_codes.html")]
struct Ask {
    page: Page,
}

/// Shows the new ones.
#[derive(Template)]
#[template(path = "account/codes.html")]
pub(crate) struct NewCodes {
    page: Page,
    codes: Vec<String>,
    /// Where to go on.
    then: String,
}

impl NewCodes {
    pub(crate) fn of(page: Page, codes: &Codes, then: &str) -> Self {
        Self {
            page,
            codes: codes.shown(),
            then: then.to_owned(),
        }
    }
}

/// `GET /o/account/codes`
pub(crate) async fn show(page: Page) -> Result<Html<String>, WebError> {
    Ok(Html(Ask { page }.render()?))
}

/// `POST /o/account/codes`
pub(crate) async fn renew(State(app): State<App>, By(caller): By, page: Page) -> Result<Response, WebError> {
    let codes = app.renew_own_codes(&caller).await?;
    Ok(Html(NewCodes::of(page, &codes, "/o/account").render()?).into_response())
}
