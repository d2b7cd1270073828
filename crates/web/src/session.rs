//! The cookie of an officer's session.

use axum_extra::extract::cookie::Cookie;

use crate::{app::App, cookies};

/// The cookie of whoever has logged in.
pub(crate) fn cookie(app: &App, token: String) -> Cookie<'static> {
    cookies::session(app.site(), cookies::SESSION, token, "/".into())
}

/// What removes it.
pub(crate) fn removal(app: &App) -> Cookie<'static> {
    cookies::removal(app.site(), cookies::SESSION, "/".into())
}
