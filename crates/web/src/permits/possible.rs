//! What can be done with a permit.

use engine::permits::PermitStatus;

/// What the office can do with a permit, as its form names it, and the status that it gives.
const CHANGES: [(&str, PermitStatus); 3] = [
    ("suspend", PermitStatus::Suspended),
    ("reinstate", PermitStatus::Active),
    ("revoke", PermitStatus::Revoked),
];

/// What can be done with a permit of this status.
pub(super) fn possible(status: PermitStatus) -> impl Iterator<Item = (&'static str, PermitStatus)> {
    CHANGES.into_iter().filter(move |(_, to)| status.may_become(*to))
}
