//! Status lists: places handed out in blocks, and what changed on them.

use async_trait::async_trait;
use jiff::Timestamp;
use jiff::civil::Date;

use review::PermitStatus;

use crate::StoreError;

/// How many permits a list has room for.
pub const CAPACITY: u32 = 65_536;

/// Counters on one list that are the caller's alone. Pass each through the list's keyed permutation to get
/// an index, so that an index says nothing of order. What is not used is lost, which does no harm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IndexBlock {
    /// The list.
    pub list: u32,
    /// The list's room.
    pub capacity: u32,
    /// The first counter.
    pub first: u32,
    /// How many; at least 1, and fewer than were asked for where the list ends.
    pub count: u32,
}

/// A status list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListInfo {
    /// Its number, which is in its address and in its permits.
    pub list: u32,
    /// The day (UTC) in which its permits end; with it the list ends too.
    pub expires_on: Date,
}

/// Status lists.
#[async_trait]
pub trait StatusLists {
    /// Reserves places for permits that end on that day (UTC): on the day's list, or on a new one if that
    /// is full.
    async fn reserve_indexes(&self, expires_on: Date, count: u32) -> Result<IndexBlock, StoreError>;

    /// A list.
    async fn status_list(&self, list: u32) -> Result<ListInfo, StoreError>;

    /// The lists whose day is not over.
    async fn status_lists(&self, now: Timestamp) -> Result<Vec<ListInfo>, StoreError>;

    /// Indexes of the list's permits that are not active, in order.
    async fn list_changes(&self, list: u32) -> Result<Vec<(u32, PermitStatus)>, StoreError>;
}
