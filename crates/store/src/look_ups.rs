//! What applications are found by: keyed hashes of the documents, addresses, telephones and plates in their answers.
//!
//! They are written with the transition that brings the answers, and emptied with them by erasure. Applications that were kept
//! before there were any are filled in by a job. Whoever finds an application so looks into its answers before resting on
//! it: a program of the release before changes answers and leaves these, and two texts in 2⁶⁴ have the same hash.

use async_trait::async_trait;
use review::ApplicationId;

use crate::StoreError;

/// One thing that applications are found by: a canonical text and its kind, hashed with the installation's secret, so that who
/// reads the database cannot try out all numbers. What a newer release hashes looks no different, and is kept alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LookUp(pub [u8; 8]);

/// Some applications that were looked through, in the order of their ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LookedThrough {
    /// Those of them that nothing was kept for yet, not even that there is nothing.
    pub missing: Vec<ApplicationId>,
    /// The last of all that were looked at; none where there are no more.
    pub last: Option<ApplicationId>,
}

/// Finding applications by whom and what they name.
#[async_trait]
pub trait LookUps {
    /// The applications that this is kept for, in the order of their ids, at most so many.
    async fn applications_by(&self, look_up: LookUp, limit: u32) -> Result<Vec<ApplicationId>, StoreError>;

    /// Looks at so many applications after the given one for those that are to be filled in.
    async fn look_ups_missing(
        &self,
        after: Option<ApplicationId>,
        limit: u32,
    ) -> Result<LookedThrough, StoreError>;

    /// Keeps what an application is found by, if nothing is kept yet and it is still at the revision whose answers were read;
    /// an empty list says that there is nothing. Of an application that was erased is kept that there is nothing, and of one that is
    /// not there nothing at all.
    async fn fill_in_look_ups(
        &self,
        application: ApplicationId,
        revision: u64,
        look_ups: Vec<LookUp>,
    ) -> Result<(), StoreError>;
}

impl LookUp {
    /// The number that the stores keep it as.
    pub fn number(self) -> i64 {
        i64::from_be_bytes(self.0)
    }

    /// What is kept as this number.
    pub fn of_number(number: i64) -> Self {
        Self(number.to_be_bytes())
    }

    /// Each once, in order: as they are kept.
    #[must_use]
    pub fn distinct(mut look_ups: Vec<Self>) -> Vec<Self> {
        look_ups.sort_unstable();
        look_ups.dedup();
        look_ups
    }
}
