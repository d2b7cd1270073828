//! A permit as its form showed it.

use engine::{authorise::Authorised, error::Error, permits::PermitStatus, permits::issued::IssuedPermit};

use crate::{error::WebError, form::Form};

/// The status that the form was made from, if the permit still has it.
pub(super) fn unchanged(issued: &Authorised<IssuedPermit>, form: &Form) -> Result<PermitStatus, WebError> {
    let status = issued.permit.status;
    if form.first("seen") == Some(status.name()) {
        return Ok(status);
    }
    Err(WebError::from(Error::Conflict).with_link(format!("/o/permits/{}", issued.permit.number)))
}
