//! One's own permit, as the key to its application opens it.

use std::sync::Arc;

use axum::{extract::FromRequestParts, http::request::Parts};
use engine::{permits::PermitRow, services::Published};
use permit::Reference;

use crate::{app::App, applications::own::Own, error::WebError};

/// The permit of the address's application, for whoever may fetch it.
pub(crate) struct HandedOut {
    pub(super) reference: Reference,
    pub(super) permit: PermitRow,
    pub(super) published: Arc<Published>,
}

impl FromRequestParts<App> for HandedOut {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, WebError> {
        let Own(own) = Own::from_request_parts(parts, app).await?;
        let permit = app.own_permit(&own).await?;
        Ok(Self {
            reference: own.case().reference,
            published: app.version(&permit.version).await?,
            permit,
        })
    }
}
