//! Claims end: a case that somebody took and did not change goes back to the queue, so that it does not wait for a person who is
//! ill, on leave or gone.

use jiff::SignedDuration;
use review::{ApplicationId, Status};
use store::{QueueFilter, QueueScope, StatusName};

use crate::{engine::Engine, error::Error, transitions};

/// Longer than a weekend: whoever takes a case on Friday afternoon still has it on Monday.
pub const HELD_FOR: SignedDuration = SignedDuration::from_hours(72);
/// So many are looked at at once.
const AT_ONCE: u32 = 500;

/// Puts back every case that was taken so long ago; answers how many.
pub async fn put_back_what_is_held_too_long(engine: &Engine) -> Result<u64, Error> {
    let mut put_back = 0;
    for id in held_too_long(engine).await? {
        match transitions::put_back(engine, id).await {
            Ok(_) => put_back += 1,
            // Somebody was faster, and it is not held any more.
            Err(Error::Conflict | Error::Refused(_) | Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(put_back)
}

async fn held_too_long(engine: &Engine) -> Result<Vec<ApplicationId>, Error> {
    let now = engine.now();
    let mut held = Vec::new();
    for page in 0.. {
        let filter = QueueFilter {
            scopes: vec![QueueScope::everything()],
            status: Some(StatusName::Claimed),
            page,
            rows: AT_ONCE,
            ..QueueFilter::default()
        };
        let rows = engine.store.queue(&filter).await?.rows;
        let is_last = rows.len() < usize::try_from(AT_ONCE).unwrap_or(usize::MAX);
        held.extend(rows.into_iter().filter_map(|row| match row.status {
            // Who is to inspect something keeps the case until that is over.
            Status::Claimed { since, .. } => {
                let since = row.inspection_at.map_or(since, |at| at.max(since));
                (now.duration_since(since) >= HELD_FOR).then_some(row.id)
            }
            _ => None,
        }));
        if is_last {
            break;
        }
    }
    Ok(held)
}
