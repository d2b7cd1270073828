//! One's own permit, as the key to its application opens it.

use std::sync::Arc;

use axum::{extract::FromRequestParts, http::request::Parts};
use permit::{Reference, issue::SignedPermit};
use store::{PermitRow, PermitStatus};

use crate::{app::App, applications::own::Own, error::WebError, services::Published};

/// The permit of the address's application, for whoever may fetch it.
pub(crate) struct HandedOut {
    pub(super) reference: Reference,
    pub(super) permit: PermitRow,
    pub(super) published: Arc<Published>,
}

impl HandedOut {
    /// What its QR says.
    pub(super) fn qr_text(&self, app: &App) -> String {
        SignedPermit::from_kept(self.permit.signed.clone()).qr_text(&app.settings.base_url)
    }
}

impl FromRequestParts<App> for HandedOut {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, WebError> {
        let own = Own::from_request_parts(parts, app).await?;
        let permits = app.store.permits_of(own.case.application.id).await?;
        let permit = permits.into_iter().rev().find(stands).ok_or(WebError::NotFound)?;
        let published = app.services.version(&*app.store, &permit.version).await?;
        Ok(Self {
            reference: own.case.reference,
            permit,
            published,
        })
    }
}

/// A replaced permit has a newer one in its place; one that was revoked is not handed out again.
fn stands(permit: &PermitRow) -> bool {
    matches!(permit.status, PermitStatus::Active | PermitStatus::Suspended)
}
