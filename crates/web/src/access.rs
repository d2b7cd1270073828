//! The key to one's own application: in the mailed link, and in the browser that applied.
//!
//! The key is an HMAC over the application's id, so nothing is kept and nothing can be guessed. The cookie holds the id
//! beside it, so that a request is recognised without asking the store.

use axum_extra::extract::cookie::Cookie;
use permit::Reference;
use review::ApplicationId;
use uuid::Uuid;

use crate::{app::App, cookies, secret::Purpose};

/// The key of an application.
pub fn key(app: &App, id: ApplicationId) -> String {
    app.secret.code_text(Purpose::Access, &[id.0.as_bytes()])
}

/// Whether a key opens an application.
pub fn is_key(app: &App, id: ApplicationId, key: &str) -> bool {
    app.secret.made(Purpose::Access, &[id.0.as_bytes()], key)
}

/// The link that is mailed.
pub fn link(app: &App, reference: &Reference, id: ApplicationId) -> String {
    format!("{}/a/{reference}?key={}", app.settings.base_url, key(app, id))
}

/// The cookie of a browser that holds the key.
pub fn cookie(app: &App, reference: &Reference, id: ApplicationId) -> Cookie<'static> {
    let value = format!("{}.{}", id.0.simple(), key(app, id));
    cookies::lasting(&app.settings, cookies::ACCESS, value, format!("/a/{reference}"))
}

/// The application that a cookie opens.
pub(crate) fn opens(app: &App, cookie: &str) -> Option<ApplicationId> {
    let (id, key) = cookie.split_once('.')?;
    let id = ApplicationId(Uuid::parse_str(id).ok()?);
    is_key(app, id, key).then_some(id)
}
