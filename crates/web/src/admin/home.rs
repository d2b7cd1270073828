//! The way in: to the first page of what somebody may see here.

use axum::response::Redirect;

use crate::{authorise::Visitor, error::WebError, officers::frame};

/// `GET /admin`
pub(crate) async fn show(visitor: Visitor) -> Result<Redirect, WebError> {
    frame::home(&visitor, "/admin/")
        .map(Redirect::to)
        .ok_or(WebError::Forbidden)
}
