//! One's own application, as the key opens it.

use axum::{extract::FromRequestParts, http::request::Parts};
use axum_extra::extract::cookie::Cookie;
use engine::{
    applications::{Submitted, own::OwnApplication},
    authorise::{Action, Caller},
    error::Error,
};
use permit::Reference;

use crate::{
    app::App,
    cookies::{self, Opens},
    error::WebError,
    gate::admitted,
    path::Path,
};

/// What a browser that has just sent an application keeps, until it is closed.
pub(super) fn sent_cookie(app: &App, submitted: &Submitted) -> Vec<Cookie<'static>> {
    cookie(app, submitted.reference, &app.access_of(submitted))
}

/// What opens an application in this browser from now on, until it is closed.
pub(super) fn cookie(app: &App, reference: Reference, key: &str) -> Vec<Cookie<'static>> {
    let opens = &reference.to_string();
    cookies::passing(app.site(), Opens::Application(opens), key)
}

/// The application of the address, for whoever may do there what the address is for.
pub(crate) struct Own(pub(crate) OwnApplication);

impl Own {
    /// The applicant's own page of it.
    pub(crate) fn address(&self) -> String {
        format!("/a/{}", self.0.case().reference)
    }
}

impl FromRequestParts<App> for Own {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, WebError> {
        let Path(typed) = Path::<String>::from_request_parts(parts, app).await?;
        let (caller, action): (Caller, Action) = (admitted(parts)?, admitted(parts)?);
        load(app, &caller, action, &typed).await.map(Self)
    }
}

/// Whoever holds no key is asked for the document number.
pub(super) async fn load(
    app: &App,
    caller: &Caller,
    action: Action,
    typed: &str,
) -> Result<OwnApplication, WebError> {
    let reference: Reference = typed.parse().map_err(|_| Error::NotFound)?;
    match app.own_application(caller, action, &reference).await {
        Err(Error::Forbidden) => Err(WebError::NoKey {
            reference: typed.to_owned(),
        }),
        other => Ok(other?),
    }
}
