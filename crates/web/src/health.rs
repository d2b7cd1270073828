//! Whether this process lives, and whether it can serve.

use axum::extract::State;

use crate::{app::App, error::WebError};

/// `GET /healthz`: the process answers.
pub(crate) async fn alive() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: the store answers too. That files cannot be kept is told and no more: no service asks for any yet, and a
/// bucket's outage must not take every node away from people who need none.
pub(crate) async fn ready(State(app): State<App>) -> Result<&'static str, WebError> {
    app.store.check(app.now()).await?;
    match app.files.ready(app.random.salt()).await {
        Ok(()) => Ok("ready\n"),
        Err(error) => {
            tracing::warn!(%error, "files cannot be kept");
            Ok("ready, but files cannot be kept\n")
        }
    }
}
