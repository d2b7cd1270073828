//! The cookie of an officer's session.

use axum_extra::extract::cookie::Cookie;

use crate::{
    app::App,
    cookies::{self, Opens},
};

/// The cookie of whoever has logged in.
pub(crate) fn cookie(app: &App, token: &str) -> Vec<Cookie<'static>> {
    cookies::passing(app.site(), Opens::Office, token)
}

/// What removes it.
pub(crate) fn removal(app: &App) -> Vec<Cookie<'static>> {
    cookies::removal(app.site(), Opens::Office)
}
