//! Places on status lists: reserved from the store in blocks, permuted so that an index says nothing of order.

use std::collections::HashMap;

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use permit::permutation::{PermutationKey, place};
use store::{IndexBlock, Store, StoreError};
use tokio::sync::Mutex;

/// How many places a node takes at once; what it has not used when it stops is lost, which does no harm.
const BLOCK: u32 = 64;

/// A permit's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) list: u32,
    pub(crate) index: u32,
}

/// The blocks that this node has in hand, one a day of expiry.
#[derive(Debug, Default)]
pub struct Indexes {
    blocks: Mutex<HashMap<Date, IndexBlock>>,
}

impl Indexes {
    /// The next place for a permit that ends then.
    pub(crate) async fn next(
        &self,
        store: &dyn Store,
        secret: &[u8; 32],
        expires_at: Timestamp,
    ) -> Result<Place, StoreError> {
        let day = expires_at.to_zoned(TimeZone::UTC).date();
        let (block, counter) = self.take(store, day).await?;
        let key = PermutationKey::for_list(secret, block.list);
        let index = place(&key, block.capacity, counter)
            .ok_or(StoreError::Contradiction("a reserved place lies outside its status list"))?;
        Ok(Place { list: block.list, index })
    }

    async fn take(&self, store: &dyn Store, day: Date) -> Result<(IndexBlock, u32), StoreError> {
        let mut blocks = self.blocks.lock().await;
        let block = match blocks.remove(&day) {
            Some(block) => block,
            None => store.reserve_indexes(day, BLOCK).await?,
        };
        if block.count > 1 {
            blocks.insert(day, IndexBlock { first: block.first + 1, count: block.count - 1, ..block });
        }
        Ok((block, block.first))
    }
}
