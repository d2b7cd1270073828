//! A permit as its form showed it.

use engine::{authorise::Authorised, permits::PermitStatus, permits::issued::IssuedPermit};

use crate::form::Form;

/// The status that the form was made from, if the permit still has it.
pub(super) fn unchanged(issued: &Authorised<IssuedPermit>, form: &Form) -> Option<PermitStatus> {
    let status = issued.permit.status;
    (form.first("seen") == Some(status.name())).then_some(status)
}
