//! Whether this process lives, and whether it can serve.

use axum::extract::State;
use engine::health::Health;

use crate::{app::App, error::WebError};

/// `GET /healthz`: the process answers.
pub(crate) async fn alive() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: the store answers too. That files cannot be kept is told and no more.
pub(crate) async fn ready(State(app): State<App>) -> Result<&'static str, WebError> {
    Ok(match app.check().await? {
        Health::Well => "ready\n",
        Health::WithoutFiles => "ready, but files cannot be kept\n",
    })
}
