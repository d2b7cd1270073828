//! What a check says.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::claims::{Claims, ClaimsError};
use crate::cose::EnvelopeError;
use crate::qr_text::QrTextError;

/// How far behind the issuer's a reader's clock may be: so much before its beginning a permit holds already, and a status list is not
/// yet dated ahead.
pub const LEEWAY: SignedDuration = SignedDuration::from_mins(5);

/// The verdict on a code, in the order in which they are tried. The names are a public contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Some other code, or a damaged one.
    NotAPermit,
    /// Nobody we know: its host, its key, or the address that it sends phones to.
    UnknownIssuer,
    /// It names a key of ours that did not sign it.
    Forged,
    /// Its issuer took it back for good.
    Revoked,
    /// Its issuer set it aside for a time.
    Suspended,
    /// It begins later than [`LEEWAY`] from now.
    NotYetValid,
    /// It is over.
    Expired,
    /// It holds now.
    Valid,
}

/// How far the status part of a verdict can be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Freshness {
    /// The status list is younger than its `ttl`.
    Fresh,
    /// There is a list, and there should be a newer one; or it is dated further ahead than a clock is wrong.
    Old,
    /// No list covers this permit.
    Absent,
}

/// A verdict and what led to it.
#[derive(Debug)]
pub struct Checked {
    /// The verdict.
    pub verdict: Verdict,
    /// Whether the status list could be relied on.
    pub freshness: Freshness,
    /// The status list's age, if there is a list and it is not dated ahead.
    pub age: Option<SignedDuration>,
    /// What the permit says, if its issuer is known to have signed it and it sends phones to its issuer.
    pub claims: Option<Claims>,
    /// Where the code sends phones, if that is not its issuer's own address.
    pub foreign_address: Option<String>,
    /// Why it is not a permit, for those who ask.
    pub fault: Option<Fault>,
}

/// Why something is not a permit.
#[derive(Debug, Error)]
pub enum Fault {
    /// The text is not a permit check's address with digits.
    #[error(transparent)]
    Text(#[from] QrTextError),
    /// The bytes are not the envelope.
    #[error(transparent)]
    Envelope(#[from] EnvelopeError),
    /// The payload is not a permit's claims.
    #[error(transparent)]
    Claims(#[from] ClaimsError),
}

impl Verdict {
    /// Every verdict in the order of checking.
    pub const ALL: [Self; 8] = [
        Self::NotAPermit,
        Self::UnknownIssuer,
        Self::Forged,
        Self::Revoked,
        Self::Suspended,
        Self::NotYetValid,
        Self::Expired,
        Self::Valid,
    ];

    /// The fixed name.
    pub fn name(self) -> &'static str {
        match self {
            Self::NotAPermit => "not-a-permit",
            Self::UnknownIssuer => "unknown-issuer",
            Self::Forged => "forged",
            Self::Revoked => "revoked",
            Self::Suspended => "suspended",
            Self::NotYetValid => "not-yet-valid",
            Self::Expired => "expired",
            Self::Valid => "valid",
        }
    }
}

impl Freshness {
    /// The fixed name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fresh => "fresh",
            Self::Old => "old",
            Self::Absent => "absent",
        }
    }
}

impl Checked {
    pub(crate) fn new(verdict: Verdict) -> Self {
        let freshness = Freshness::Absent;
        Self {
            verdict,
            freshness,
            age: None,
            claims: None,
            foreign_address: None,
            fault: None,
        }
    }

    pub(crate) fn not_a_permit(fault: impl Into<Fault>) -> Self {
        Self {
            fault: Some(fault.into()),
            ..Self::new(Verdict::NotAPermit)
        }
    }
}
