//! One's own application, as the key opens it.

use std::sync::Arc;

use axum::{
    extract::{FromRequestParts, Path},
    http::request::Parts,
};
use permit::Reference;
use store::{Case, if_there};

use crate::{
    app::App,
    authorise::{Action, Scope, Visitor, authorise},
    error::WebError,
    services::Published,
};

/// The application of the address, for whoever may do there what the address is for.
pub(crate) struct Own {
    pub(crate) case: Case,
    pub(crate) published: Arc<Published>,
}

impl Own {
    /// The applicant's own page of it.
    pub(crate) fn address(&self) -> String {
        format!("/a/{}", self.case.reference)
    }
}

impl FromRequestParts<App> for Own {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, WebError> {
        let Path(typed) = Path::<String>::from_request_parts(parts, app)
            .await
            .map_err(|_| WebError::NotFound)?;
        let visitor = Visitor::from_request_parts(parts, app).await?;
        let action = Action::from_request_parts(parts, app).await?;
        let case = load(app, &visitor, action, &typed).await?;
        let published = app
            .services
            .version(&*app.store, &case.application.version)
            .await?;
        Ok(Self { case, published })
    }
}

/// Whoever holds no key learns nothing, not even whether there is such an application.
pub(super) async fn load(
    app: &App,
    visitor: &Visitor,
    action: Action,
    typed: &str,
) -> Result<Case, WebError> {
    let no_key = || WebError::NoKey {
        reference: typed.to_owned(),
    };
    let reference: Reference = typed.parse().map_err(|_| WebError::NotFound)?;
    let case = if_there(app.store.case_by_reference(&reference).await)?.ok_or_else(no_key)?;
    authorise(visitor, action, &Scope::of(&case.application)).map_err(|_| no_key())?;
    Ok(case)
}
