//! A permit's number in an address.

use engine::error::Error;
use permit::PermitNumber;

/// The number, however it is spaced; nothing is found under what is none.
pub(super) fn read(typed: &str) -> Result<PermitNumber, Error> {
    typed.parse().map_err(|_| Error::NotFound)
}
