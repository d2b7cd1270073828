//! What applications are found by: keyed hashes of the documents, addresses, telephones and plates in their answers.
//!
//! They are written with the transition that brings the answers, and emptied with them by erasure. Applications that were kept
//! before there were any are filled in by a job. Whoever finds an application so looks into its answers before resting on
//! it: a program of the release before changes answers and leaves these.

use async_trait::async_trait;
use forms::CanonicalKind;
use review::ApplicationId;

use crate::StoreError;

/// One thing that applications are found by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LookUp {
    /// What it is the hash of.
    pub kind: LookUpKind,
    /// The canonical text, hashed with the installation's secret: who reads the database cannot try out all numbers.
    pub hash: [u8; 32],
}

/// What is hashed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LookUpKind {
    /// A canonical text of this kind.
    Known(CanonicalKind),
    /// Something that a newer release knows; it is kept as it is.
    Newer(String),
}

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
    async fn applications_by(&self, look_up: &LookUp, limit: u32) -> Result<Vec<ApplicationId>, StoreError>;

    /// Looks at so many applications after the given one for those that are to be filled in.
    async fn look_ups_missing(
        &self,
        after: Option<ApplicationId>,
        limit: u32,
    ) -> Result<LookedThrough, StoreError>;

    /// Keeps what an application is found by, if nothing is kept yet; an empty list says that there is nothing. Of an
    /// application that was erased, and of one that is not there, nothing is kept.
    async fn add_look_ups(&self, application: ApplicationId, look_ups: Vec<LookUp>)
    -> Result<(), StoreError>;
}

/// The kind of the row that says that there is nothing to find an application by. Its hash is zeros.
const NOTHING: &str = "none";

impl LookUp {
    /// An application's rows, by kind and hash: where there is nothing to find it by, the one that says so.
    pub fn rows(look_ups: &[Self]) -> Vec<(&str, [u8; 32])> {
        if look_ups.is_empty() {
            return vec![(NOTHING, [0; 32])];
        }
        let rows = look_ups.iter().map(|one| (one.kind.as_str(), one.hash));
        rows.collect()
    }

    /// What a row says; nothing if it is the one that says that there is nothing.
    pub fn of_row(kind: String, hash: [u8; 32]) -> Option<Self> {
        let kind = CanonicalKind::read(&kind).map_or(LookUpKind::Newer(kind), LookUpKind::Known);
        (kind.as_str() != NOTHING).then_some(Self { kind, hash })
    }
}

impl LookUpKind {
    /// The name that is kept.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Known(kind) => kind.as_str(),
            Self::Newer(name) => name,
        }
    }
}

impl From<CanonicalKind> for LookUpKind {
    fn from(kind: CanonicalKind) -> Self {
        Self::Known(kind)
    }
}
