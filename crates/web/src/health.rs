//! Whether this process lives, and whether it can serve.

use axum::extract::State;

use crate::{App, WebError};

/// `GET /healthz`: the process answers.
pub(crate) async fn alive() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: the store answers too, and files can be kept.
pub(crate) async fn ready(State(app): State<App>) -> Result<&'static str, WebError> {
    app.store.check(app.now()).await?;
    app.files.ready(app.random.salt()).await?;
    Ok("ready\n")
}
