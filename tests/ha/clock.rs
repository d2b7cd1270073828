//! The clock on the wall, asked in one place.

use jiff::Timestamp;

/// What time it is.
#[expect(
    clippy::disallowed_methods,
    reason = "the test runs on the machine's clock, as what it tests"
)]
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}
