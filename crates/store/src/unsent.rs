//! What was typed into a form that was not taken, and into the form of a version that is only tried. It does not wait for the disk: a crash
//! may lose it.

use async_trait::async_trait;
use jiff::Timestamp;

use crate::StoreError;

/// SHA-256 over what its browser keeps, whose it is and the page where it was typed: who reads the database cannot tell any of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnsentId(pub [u8; 32]);

/// A form that waits for its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnsentForm {
    /// Known to the browser alone in which it was typed.
    pub id: UnsentId,
    /// The reference or the id of the application that it is about, if it is about one.
    pub about: Option<String>,
    /// What was typed, which nobody reads without the server's secret.
    pub sealed: String,
    /// When it is forgotten.
    pub expires_at: Timestamp,
}

/// Forms that were not taken.
#[async_trait]
pub trait UnsentForms {
    /// Keeps the form in the place of the one of before.
    async fn keep_unsent(&self, form: &UnsentForm) -> Result<(), StoreError>;

    /// The form, unless there is none or it has expired.
    async fn unsent(&self, id: &UnsentId, now: Timestamp) -> Result<Option<UnsentForm>, StoreError>;

    /// Forgets the form; no matter whether there is one.
    async fn forget_unsent(&self, id: &UnsentId) -> Result<(), StoreError>;
}
