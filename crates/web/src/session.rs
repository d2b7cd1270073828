//! Officers' sessions: kept by the server, known to the browser by a token.

use std::sync::Arc;

use axum_extra::extract::cookie::Cookie;
use jiff::SignedDuration;
use store::{AuditActor, AuditEntry, Deed, Person, Session, TokenHash};

use crate::{app::App, authorise::Visitor, cookies, error::WebError, secret};

/// A working day; whoever comes back tomorrow logs in again.
pub const LENGTH: SignedDuration = SignedDuration::from_hours(10);

/// Begins a session and answers its cookie.
pub async fn begin(app: &App, person: &Person) -> Result<Cookie<'static>, WebError> {
    let token = app.random.token();
    let now = app.now();
    let session = Session {
        token: TokenHash(secret::hash(&token)),
        person: person.id,
        created_at: now,
        expires_at: now + LENGTH,
    };
    let entry = AuditEntry {
        at: now,
        actor: AuditActor::Person(person.id),
        deed: Deed::LoggedIn,
    };
    app.store.open_session(&session, &entry).await?;
    Ok(cookies::session(
        &app.settings,
        cookies::SESSION,
        secret::to_text(&token),
        "/".into(),
    ))
}

/// Ends the session of a cookie, durably, and answers the cookie that removes it.
pub async fn end(app: &App, cookie: Option<&str>) -> Result<Cookie<'static>, WebError> {
    if let Some(token) = cookie.and_then(secret::from_text) {
        app.store.close_session(&TokenHash(secret::hash(&token))).await?;
    }
    Ok(cookies::removal(&app.settings, cookies::SESSION, "/".into()))
}

/// Whose session a cookie is; a stranger's if it has expired or the account was disabled.
pub(crate) async fn visitor(app: &App, cookie: Option<&str>) -> Result<Visitor, WebError> {
    let Some(token) = cookie.and_then(secret::from_text) else {
        return Ok(Visitor::Stranger);
    };
    let session = app
        .store
        .session(&TokenHash(secret::hash(&token)), app.now())
        .await?;
    Ok(session.map_or(Visitor::Stranger, |(_, person)| Visitor::Person(Arc::new(person))))
}
