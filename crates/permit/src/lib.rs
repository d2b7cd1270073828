//! The permit: its claims, signature, QR text, status list and paper.
//!
//! Pure: time and randomness are arguments, nothing is fetched and nothing is kept.

mod cbor;
pub mod claims;
pub mod cose;
pub mod crockford;
pub mod description;
pub mod digits;
pub mod issue;
pub mod key;
pub mod number;
pub mod pdf;
pub mod permutation;
pub mod qr;
pub mod qr_text;
pub mod status_list;
pub mod trust;
pub mod verdict;
pub mod verify;

pub use claims::{Claims, Field, PermitId};
pub use description::PermitDescription;
pub use issue::{IssueError, SignedPermit, issue};
pub use key::{
    Fingerprint, KeyId, KeySet, Pinned, PublicKey, Purpose, SignError, SignedKeySet, Signer, SigningKey,
    TrustedKey,
};
pub use number::{PermitNumber, Reference};
pub use status_list::{PublishedList, Status, StatusList};
pub use trust::Trust;
pub use verdict::{Checked, Freshness, LEEWAY, Verdict};
pub use verify::{verify, verify_bytes};
