//! The way in: to the first page of what somebody may see here.

use axum::response::Redirect;
use engine::error::Error;

use crate::{error::WebError, gate::By, officers::frame};

/// `GET /admin`
pub(crate) async fn show(By(caller): By) -> Result<Redirect, WebError> {
    let first = frame::home(&caller, "/admin/").ok_or(Error::Forbidden)?;
    Ok(Redirect::to(first))
}
