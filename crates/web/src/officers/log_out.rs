//! Ending a session.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::{CookieJar, cookie::Cookie};
use store::{AuditActor, AuditEntry, Deed};

use crate::{app::App, authorise::Visitor, cookies, error::WebError, session};

/// `POST /o/log-out`
pub(crate) async fn log_out(
    State(app): State<App>,
    visitor: Visitor,
    jar: CookieJar,
) -> Result<Response, WebError> {
    let cookie = session::end(&app, jar.get(cookies::SESSION).map(Cookie::value)).await?;
    if let Some(person) = visitor.person() {
        let entry = AuditEntry {
            at: app.now(),
            actor: AuditActor::Person(person.id),
            deed: Deed::LoggedOut,
        };
        app.store.record(&entry).await?;
    }
    let mut response = Redirect::to("/o/log-in?notice=out").into_response();
    cookies::add(&mut response, cookie);
    Ok(response)
}
