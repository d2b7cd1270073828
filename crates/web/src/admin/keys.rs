//! The public keys that verifiers are told.

use askama::Template;
use axum::{extract::State, response::Html};
use permit::key::{Purpose, TrustedKey};

use crate::{App, Page, WebError, dates};

#[derive(Template)]
#[template(path = "admin/keys.html")]
struct Keys {
    page: Page,
    issuer: String,
    rows: Vec<Key>,
}

struct Key {
    id: String,
    purpose: &'static str,
    in_use: bool,
    retired: Option<String>,
    ends: Option<String>,
}

/// `GET /admin/keys`
pub(crate) async fn show(State(app): State<App>, page: Page) -> Result<Html<String>, WebError> {
    let moment = |at| dates::moment(at, &app.settings.time_zone, page.language);
    let signing = [
        app.issuer().permit_signer.key_id(),
        app.issuer().status_signer.key_id(),
    ];
    let key = |key: &TrustedKey| Key {
        id: key.key.id().to_string(),
        purpose: match key.purpose {
            Purpose::Permit => "admin-key-permit",
            Purpose::Status => "admin-key-status",
        },
        in_use: signing.contains(&key.key.id()),
        retired: key.retired_at.map(moment),
        ends: key.expires_at.map(moment),
    };
    let rows = app.issuer().keys.keys.iter().map(key).collect();
    let issuer = app.issuer().host.clone();
    Ok(Html(Keys { page, issuer, rows }.render()?))
}
