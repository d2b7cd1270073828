//! Ending a session.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::{CookieJar, cookie::Cookie};

use crate::{app::App, cookies, error::WebError, gate::By, session};

/// `POST /o/log-out`
pub(crate) async fn log_out(
    State(app): State<App>,
    By(caller): By,
    jar: CookieJar,
) -> Result<Response, WebError> {
    let token = jar.get(cookies::SESSION).map(Cookie::value);
    app.log_out(&caller, token).await?;
    let mut response = Redirect::to("/o/log-in?notice=out").into_response();
    cookies::add(&mut response, session::removal(&app));
    Ok(response)
}
