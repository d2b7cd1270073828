//! Drafts that were begun under another version of their service than the one that is current.

use std::sync::Arc;

use forms::{
    DraftPolicy,
    changed::{Changed, carried},
};
use store::Draft;

use crate::{engine::Engine, error::Error, services::Published};

/// A newer version of a service than the one that a draft was begun under, or last went on under.
#[derive(Debug)]
pub struct Since {
    /// What becomes of the draft, as the newer version says.
    pub policy: DraftPolicy,
    /// The version that was current when it was begun.
    pub older: Arc<Published>,
    /// The one that is current now.
    pub newer: Arc<Published>,
    /// What differs for its applicant.
    pub changed: Changed,
}

/// The version whose questions a draft answers that was begun before the current one, and what became of the service since. The
/// *newer* version says what happens to it; what is carried over into it is changed in the draft.
pub(super) async fn goes_on_with(
    engine: &Engine,
    draft: &mut Draft,
    newer: Arc<Published>,
) -> Result<(Arc<Published>, Option<Box<Since>>), Error> {
    let policy = newer.service.drafts;
    let older = match engine.version(&draft.version).await {
        Ok(older) => older,
        Err(Error::Broken(what)) if policy == DraftPolicy::FastForward => {
            tracing::warn!(what, version = %draft.version, "what changed for a draft cannot be told");
            return Ok((newer, None));
        }
        Err(error) => return Err(error),
    };
    let (was, is) = (&older.service, &newer.service);
    let changed = Changed::between(was, is, &draft.answers, &draft.language, engine.today());
    let published = match policy {
        DraftPolicy::Pin | DraftPolicy::Cutoff => older.clone(),
        DraftPolicy::FastForward => {
            draft.answers = carried(was, is, &draft.answers, &draft.language);
            newer.clone()
        }
    };
    let since = Since {
        policy,
        older,
        newer,
        changed,
    };
    Ok((published, Some(Box::new(since))))
}
