//! Taking everything that is kept, and putting it into another store.

use async_trait::async_trait;
use store::{Key, Kind, Moving, Record, StoreError};

use crate::PostgresStore;

#[async_trait]
impl Moving for PostgresStore {
    async fn count(&self, _kind: Kind) -> Result<u64, StoreError> {
        Err(StoreError::Contradiction("not yet"))
    }

    async fn take(&self, _kind: Kind, _after: Option<&Key>, _limit: u32) -> Result<Vec<Record>, StoreError> {
        Err(StoreError::Contradiction("not yet"))
    }

    async fn put(&self, _records: Vec<Record>) -> Result<(), StoreError> {
        Err(StoreError::Contradiction("not yet"))
    }
}
