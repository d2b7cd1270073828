//! Ending one's sessions elsewhere.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};

use super::Token;
use crate::{app::App, error::WebError, form::Form, gate::By};

/// `POST /o/account/sessions`: the one that is named, or all but this.
pub(crate) async fn end(
    State(app): State<App>,
    By(caller): By,
    Token(token): Token,
    form: Form,
) -> Result<Response, WebError> {
    let ended = app.end_own_sessions(&caller, &token, form.first("session"));
    ended
        .await
        .map_err(|error| WebError::from(error).with_link("/o/account"))?;
    Ok(Redirect::to("/o/account?notice=sessions").into_response())
}
