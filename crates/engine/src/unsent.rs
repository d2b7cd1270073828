//! Forms that were not taken: what was typed waits an hour for its page to show it again, sealed, for the browser in which it was
//! typed and whoever it is of ([ADR 24](../../../docs/adr/0024-after-every-post-an-address.md)).

use jiff::SignedDuration;
use store::{UnsentForm, UnsentId};

use crate::{
    engine::Engine,
    error::Error,
    limits,
    peer::Peer,
    secret::{self, Purpose},
};

/// So long it is kept: mending a form, or a new log-in, takes minutes.
pub const KEPT: SignedDuration = SignedDuration::from_hours(1);

/// Thousands share a mobile network's address.
const KEPT_OF_STRANGERS: u32 = 200;
const WINDOW: SignedDuration = SignedDuration::from_mins(1);

/// Where a form waits.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// What the browser keeps of it.
    pub browser: &'a str,
    /// Whose it is, where that is somebody of the office; else whoever may open the page in this browser.
    pub owner: &'a str,
    /// The path of the page that shows it.
    pub page: &'a str,
}

impl Place<'_> {
    fn parts(&self) -> [&[u8]; 3] {
        [self.browser, self.owner, self.page].map(str::as_bytes)
    }

    fn id(&self, engine: &Engine) -> UnsentId {
        UnsentId(engine.secret.code(Purpose::UnsentForm, &self.parts()))
    }

    fn about(&self) -> Vec<u8> {
        self.parts().join(&b'\n')
    }
}

impl Engine {
    /// What a browser keeps of the forms that wait.
    pub fn new_unsent_key(&self) -> String {
        secret::to_text(&self.random.token())
    }

    /// Whether strangers of a network may have so many forms kept: they show nothing that could be counted instead.
    pub async fn limit_unsent(&self, peer: Peer) -> Result<(), Error> {
        limits::of_peer(self, "unsent", peer, KEPT_OF_STRANGERS, WINDOW).await
    }

    /// Keeps what was typed. `application` is the reference or id of the one that it is about, with which it is erased.
    pub async fn keep_unsent(
        &self,
        place: Place<'_>,
        application: Option<String>,
        typed: &[u8],
    ) -> Result<(), Error> {
        let about = place.about();
        let sealed = self
            .secret
            .seal(Purpose::UnsentForm, &about, typed, &*self.random);
        let form = UnsentForm {
            id: place.id(self),
            about: application,
            sealed: sealed.ok_or_else(|| Error::broken("a form could not be sealed"))?,
            expires_at: self.now() + KEPT,
        };
        Ok(self.store.keep_unsent(&form).await?)
    }

    /// What was typed, if it waits there.
    pub async fn unsent(&self, place: Place<'_>) -> Result<Option<Vec<u8>>, Error> {
        let kept = self.store.unsent(&place.id(self), self.now()).await?;
        Ok(kept.and_then(|kept| {
            let opened = self
                .secret
                .unseal(Purpose::UnsentForm, &place.about(), &kept.sealed)?;
            Some(opened.to_vec())
        }))
    }

    /// Forgets what waits there.
    pub async fn forget_unsent(&self, place: Place<'_>) -> Result<(), Error> {
        Ok(self.store.forget_unsent(&place.id(self)).await?)
    }
}
