//! The clock on the wall, asked in one place.

use jiff::Timestamp;

/// What time it is.
#[expect(
    clippy::disallowed_methods,
    reason = "tests run on the machine's clock, as what they test"
)]
pub fn now() -> Timestamp {
    Timestamp::now()
}
