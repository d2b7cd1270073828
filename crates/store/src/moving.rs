//! Everything that a store keeps, as it is: taken from one store and put into another, whatever stands behind either.

mod kept_application;
mod key;
mod record;

use async_trait::async_trait;

use crate::StoreError;

pub use kept_application::{KeptApplication, KeptApplications};
pub use key::{Key, Kind};
pub use record::{KeptLimit, KeptList, KeptVersion, Record};

/// Moving. Whoever moves has stopped everybody who writes: a record is read at one moment, all of them are not.
#[async_trait]
pub trait Moving {
    /// How many records of a kind there are.
    async fn count(&self, kind: Kind) -> Result<u64, StoreError>;

    /// Records of a kind in the order of their keys, after the given one; none after the last. A key of another
    /// kind is a contradiction.
    async fn take(&self, kind: Kind, after: Option<&Key>, limit: u32) -> Result<Vec<Record>, StoreError>;

    /// Keeps records of one kind as they are, durably, together or not at all. The kinds come in the order of
    /// [`Kind::ALL`], since each may name those before it. A record that is there already is left as it is, so that
    /// whoever was interrupted puts again; if it is another under the same key, or its name is taken by another,
    /// that is [`StoreError::AlreadyExists`].
    ///
    /// The purpose comes last. A store that has one is, or was, in use: putting anything else into it is a
    /// contradiction.
    async fn put(&self, records: Vec<Record>) -> Result<(), StoreError>;
}
