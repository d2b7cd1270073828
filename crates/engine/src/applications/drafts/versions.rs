//! Drafts that were begun under another version of their service than the one that is current.

use std::sync::Arc;

use forms::{
    DraftPolicy,
    changed::{Changed, carried},
};
use store::Draft;

use super::{BEGUN, Begun, DraftState, FADING, OpenDraft, Origin, WINDOW};
use crate::{engine::Engine, error::Error, limits, peer::Peer, services::Published};

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

impl Engine {
    /// Begins again under the current version with what was typed under an older one, and in the place of the same permit. What was
    /// typed before is kept a moment longer: the answer to this may not arrive. Without such a draft it begins an empty one.
    pub async fn begin_anew(
        &self,
        peer: Peer,
        secret: Option<&str>,
        service: &str,
        language: &str,
    ) -> Result<Begun, Error> {
        let (DraftState::Open(mut open) | DraftState::Outdated(mut open)) =
            self.draft(secret, service).await?
        else {
            return self.begin(peer, service, language).await;
        };
        let published = self.services.current(service).ok_or(Error::NotFound)?;
        limits::of_peer(self, "begin", peer, BEGUN, WINDOW).await?;
        let draft = &mut *open.draft;
        let older = open.since.as_ref().map_or(&open.published, |since| &since.older);
        let answers = carried(
            &older.service,
            &published.service,
            &draft.answers,
            &draft.language,
        );
        let origin = Origin {
            application: draft.begun_from,
            replaces: draft.replaces,
        };
        let secret = self
            .begin_draft_from(&published, answers, language, origin)
            .await?;
        draft.expires_at = draft.expires_at.min(self.now() + FADING);
        self.store.save_draft(draft).await?;
        Ok(Begun { published, secret })
    }
}

/// A draft that was begun before the current version. The *newer* version says what happens to it.
pub(super) async fn of_older_version(
    engine: &Engine,
    mut draft: Box<Draft>,
    newer: Arc<Published>,
    secret: [u8; 32],
) -> Result<OpenDraft, Error> {
    let policy = newer.service.drafts;
    let older = match engine.version(&draft.version).await {
        Ok(older) => older,
        Err(Error::Broken(what)) if policy == DraftPolicy::FastForward => {
            tracing::warn!(what, version = %draft.version, "what changed for a draft cannot be told");
            return Ok(OpenDraft {
                draft,
                published: newer,
                since: None,
                secret,
            });
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
    Ok(OpenDraft {
        draft,
        published,
        since: Some(Box::new(since)),
        secret,
    })
}
