//! Issuing: claims become a signed permit.

use jiff::Timestamp;
use thiserror::Error;

use crate::claims::Claims;
use crate::key::{SignError, Signer};
use crate::{cose, qr_text};

/// A permit as it is kept and printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedPermit {
    bytes: Vec<u8>,
}

/// Why claims were not signed.
#[derive(Debug, Error)]
pub enum IssueError {
    /// The permit would never hold.
    #[error("the permit would end at {expires_at}, not after it begins at {not_before}")]
    NeverValid {
        /// First second of validity.
        not_before: Timestamp,
        /// First second after it.
        expires_at: Timestamp,
    },
    /// A time with a fraction of a second, or before 1970, which the claims cannot say.
    #[error("{0} is not a whole second since 1970")]
    NotWholeSecond(Timestamp),
    /// A text begins with U+FEFF, which readers refuse.
    #[error("a text of the permit begins with U+FEFF")]
    ByteOrderMark,
    /// The signer failed.
    #[error(transparent)]
    Sign(#[from] SignError),
}

/// Signs claims. The times must be whole seconds: what is kept beside the permit is then what it says.
pub fn issue(claims: &Claims, signer: &dyn Signer) -> Result<SignedPermit, IssueError> {
    for time in [claims.not_before, claims.expires_at] {
        if time.subsec_nanosecond() != 0 || time.as_second() < 0 {
            return Err(IssueError::NotWholeSecond(time));
        }
    }
    let (not_before, expires_at) = (claims.not_before, claims.expires_at);
    if expires_at <= not_before {
        return Err(IssueError::NeverValid {
            not_before,
            expires_at,
        });
    }
    if !claims.is_readable() {
        return Err(IssueError::ByteOrderMark);
    }
    Ok(SignedPermit {
        bytes: cose::sign(claims.to_bytes(), None, signer)?,
    })
}

impl SignedPermit {
    /// A permit that was issued before, as it was kept; its bytes are not checked again.
    pub fn from_kept(bytes: Vec<u8>) -> Self {
        Self { bytes }
    }

    /// The COSE bytes, to be kept.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The text of its QR, beginning with the issuer's address.
    pub fn qr_text(&self, address: &str) -> String {
        qr_text::build(address, &self.bytes)
    }
}
