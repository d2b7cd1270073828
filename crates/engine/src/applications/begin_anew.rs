//! Beginning again under the current version of a service, with what was typed under an older one.

use forms::changed::carried;

use super::drafts::{BEGUN, Begun, DraftState, FADING, Origin, WINDOW};
use crate::{engine::Engine, error::Error, limits, peer::Peer};

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
        let begun_for = open.begun_for();
        let draft = &mut *open.draft;
        let older = open.since.as_ref().map_or(&open.published, |since| &since.older);
        let answers = carried(
            &older.service,
            &published.service,
            &draft.answers,
            &draft.language,
        );
        let answers = answers.with_purpose(begun_for);
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
