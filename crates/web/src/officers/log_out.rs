//! Ending a session.

use crate::{
    app::App,
    cookies::{self, Opens},
    error::WebError,
    gate::By,
    session,
};
use axum::{
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
};

/// `POST /o/log-out`
pub(crate) async fn log_out(
    State(app): State<App>,
    By(caller): By,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let token = Opens::Office.sent(app.site(), &headers);
    app.log_out(&caller, token).await?;
    let mut response = Redirect::to("/o/log-in?notice=out").into_response();
    cookies::add(&mut response, session::removal(&app));
    Ok(response)
}
