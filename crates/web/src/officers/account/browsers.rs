//! Forgetting the browsers in which one has logged in.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};

use crate::{app::App, error::WebError, gate::By};

/// `POST /o/account/browsers`
pub(crate) async fn forget(State(app): State<App>, By(caller): By) -> Result<Response, WebError> {
    app.forget_own_browsers(&caller).await?;
    Ok(Redirect::to("/o/account?notice=browsers").into_response())
}
