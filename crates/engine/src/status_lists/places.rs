//! Places on status lists: reserved from the store in blocks, permuted so that an index says nothing of order.

use std::collections::HashMap;

use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use permit::permutation::{PermutationKey, place};
use store::{IndexBlock, Store, StoreError};
use tokio::sync::Mutex;

/// How many places a node takes at once; what it has not used when it stops is lost, which does no harm.
const BLOCK: u32 = 64;
/// How far ahead permits have a list for each day on which they end.
const DAILY_DAYS: i32 = 60;

/// A permit's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ListPlace {
    pub(crate) list: u32,
    pub(crate) index: u32,
}

/// The blocks that this node has in hand, one for each day on which a list ends.
#[derive(Debug, Default)]
pub(crate) struct Places {
    blocks: Mutex<HashMap<Date, IndexBlock>>,
}

impl Places {
    /// The next place for a permit that ends then.
    pub(crate) async fn next(
        &self,
        store: &dyn Store,
        secret: &[u8; 32],
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<ListPlace, StoreError> {
        let day = list_day(now, expires_at);
        let (block, counter) = self.take(store, day).await?;
        let key = PermutationKey::for_list(secret, block.list);
        let index = place(&key, block.capacity, counter).ok_or(StoreError::Contradiction(
            "a reserved place lies outside its status list",
        ))?;
        Ok(ListPlace {
            list: block.list,
            index,
        })
    }

    async fn take(&self, store: &dyn Store, day: Date) -> Result<(IndexBlock, u32), StoreError> {
        let mut blocks = self.blocks.lock().await;
        let block = match blocks.remove(&day) {
            Some(block) => block,
            None => store.reserve_indexes(day, BLOCK).await?,
        };
        if block.count > 1 {
            blocks.insert(
                day,
                IndexBlock {
                    first: block.first + 1,
                    count: block.count - 1,
                    ..block
                },
            );
        }
        Ok((block, block.first))
    }
}

/// The day on which the permit's list ends: the permit's own last day where that is near, else its month's.
///
/// A list that ends with its permits is dropped as soon as it can be, which matters where many short permits are issued. Permits
/// of years would make one such list a day, thousands of them before the first ends, and every phone fetches them all.
fn list_day(now: Timestamp, expires_at: Timestamp) -> Date {
    let [today, last] = [now, expires_at].map(|at| at.to_zoned(TimeZone::UTC).date());
    let near = today.checked_add(DAILY_DAYS.days()).unwrap_or(Date::MAX);
    if last <= near { last } else { last.last_of_month() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_ends_share_a_day_and_far_ones_a_month() {
        for (expires_at, day) in [
            ("2026-03-20T23:59:59Z", "2026-03-20"),
            ("2026-03-21T00:00:00Z", "2026-03-21"),
            ("2026-05-19T23:59:59Z", "2026-05-19"),
            ("2026-05-20T00:00:00Z", "2026-05-31"),
            ("2028-02-01T04:59:59Z", "2028-02-29"),
            ("2031-12-31T12:00:00Z", "2031-12-31"),
        ] {
            let now = "2026-03-20T15:00:00Z".parse().unwrap();
            assert_eq!(
                list_day(now, expires_at.parse().unwrap()).to_string(),
                day,
                "{expires_at}"
            );
        }
    }

    #[test]
    fn ten_years_of_permits_are_few_lists() {
        let now: Timestamp = "2026-03-20T15:00:00Z".parse().unwrap();
        let hours = (0..3650).map(|days| now + jiff::SignedDuration::from_hours(24 * days));
        let days: std::collections::BTreeSet<Date> = hours.map(|end| list_day(now, end)).collect();
        assert!(days.len() < 61 + 120, "{}", days.len());
    }
}
