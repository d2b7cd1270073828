//! Why the office changes permits.

use review::PermitReason;

/// The codes of the reasons that an officer chooses from; what only samples are revoked for is not offered.
pub(super) fn causes() -> impl Iterator<Item = &'static str> {
    let all = PermitReason::ALL.into_iter();
    all.filter(|reason| *reason != PermitReason::Sample)
        .map(PermitReason::code)
}
