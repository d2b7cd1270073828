//! Status lists: which permits no longer hold. Signed anew when they are asked for, and kept for some seconds.

pub(crate) mod places;
pub mod signed;

use std::sync::Arc;

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use permit::status_list::{PublishedList, Status, StatusList};
use store::{CAPACITY, ListInfo, PermitStatus};

use self::signed::SignedList;
use crate::{engine::Engine, error::Error};

/// How long a phone may keep a list before it should look for a newer one.
pub const TTL_SECONDS: u32 = 300;
/// A phone without network takes a list for so long; then it says that it has none.
const LIFE: SignedDuration = SignedDuration::from_hours(7 * 24);

impl Engine {
    /// The lists that permits which have not ended are on, with the day on which the last of each ends.
    pub async fn status_lists(&self) -> Result<Vec<ListInfo>, Error> {
        Ok(self.store.status_lists(self.now()).await?)
    }

    /// A list as it stands, signed some seconds ago at most.
    pub async fn status_list(&self, list: u32) -> Result<Arc<SignedList>, Error> {
        let now = self.now();
        if let Some(kept) = self.status_lists.fresh(list, now) {
            return Ok(kept);
        }
        let _turn = self.status_lists.signing.lock().await;
        if let Some(kept) = self.status_lists.fresh(list, now) {
            return Ok(kept);
        }
        self.store.status_list(list).await?;
        let bytes = Bytes::from(sign(self, list, now).await?);
        let signed = Arc::new(SignedList { at: now, bytes });
        self.status_lists.keep(list, Arc::clone(&signed));
        Ok(signed)
    }
}

async fn sign(engine: &Engine, list: u32, now: Timestamp) -> Result<Vec<u8>, Error> {
    let mut statuses = StatusList::new(CAPACITY);
    for (index, status) in engine.store.list_changes(list).await? {
        let status = match status {
            PermitStatus::Active => Status::Valid,
            PermitStatus::Suspended => Status::Suspended,
            PermitStatus::Revoked | PermitStatus::Replaced => Status::Invalid,
        };
        if !statuses.set(index, status) {
            return Err(Error::broken(format!(
                "index {index} lies outside status list {list}"
            )));
        }
    }
    let issued_at = Timestamp::from_second(now.as_second()).unwrap_or(now);
    let expires_at = issued_at.checked_add(LIFE).unwrap_or(Timestamp::MAX);
    let issuer = engine.issuer();
    let signed = PublishedList {
        issuer: issuer.host.clone(),
        list,
        issued_at,
        expires_at,
        ttl: TTL_SECONDS,
        statuses,
    }
    .sign(&*issuer.status_signer)?;
    Ok(signed)
}
