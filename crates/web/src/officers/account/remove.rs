//! Removing one's second factor.

use askama::Template;
use axum::{
    extract::State,
    response::{Html, IntoResponse, Redirect, Response},
};

use super::Token;
use crate::{app::App, error::WebError, gate::By, page::Page};

#[derive(Template)]
#[template(path = "account/remove_factor.html")]
struct Ask {
    page: Page,
    is_demanded: bool,
}

/// `GET /o/account/remove-factor`
pub(crate) async fn show(
    State(app): State<App>,
    By(caller): By,
    Token(token): Token,
    page: Page,
) -> Result<Html<String>, WebError> {
    let own = app.own_account(&caller, &token).await?;
    let is_demanded = own.is_factor_demanded;
    Ok(Html(Ask { page, is_demanded }.render()?))
}

/// `POST /o/account/remove-factor`
pub(crate) async fn remove(State(app): State<App>, By(caller): By) -> Result<Response, WebError> {
    app.remove_own_factor(&caller).await?;
    Ok(Redirect::to("/o/account?notice=removed").into_response())
}
