//! A phone becomes one of ours: an administrator's invitation, and the key that it made for itself.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use jiff::SignedDuration;
use permit::{PublicKey, key::Jwk};
use store::{Device, DeviceId, DeviceKey, Enrolled, TokenHash};

use super::refusal::DeviceRefusal;
use crate::{engine::Engine, error::Error, limits::Failures, peer::Peer, secret};

/// Phones that show no invitation of ours; a whole office may enrol at one address.
const MOST: u32 = 30;
const WINDOW: SignedDuration = SignedDuration::from_mins(10);

/// What a phone says that has opened an invitation.
#[derive(Clone, Copy, Debug)]
pub struct Enrolling<'a> {
    /// The invitation's token, in base64url.
    pub token: &'a str,
    /// The public half of the key that the phone made.
    pub key: &'a Jwk,
    /// ES256 over the token's letters by that key, in base64url: whoever sends a key holds it.
    pub proof: &'a str,
}

impl Engine {
    /// Takes an invitation for a phone's key; `peer` is where it comes from. Repeated with the same key it answers the same
    /// phone, since answers get lost at checkpoints.
    pub async fn enrol_device(&self, peer: Peer, enrolling: Enrolling<'_>) -> Result<Device, Error> {
        let failures = Failures {
            what: "enrol",
            whose: &peer.subscriber(),
            most: MOST,
            window: WINDOW,
        };
        if !self.settings.exempt_networks.contain(peer) {
            failures.allow(self).await?;
        }
        let enrolled = self.enrol(enrolling).await;
        if matches!(&enrolled, Err(Error::Device(_))) {
            failures.count(self).await?;
        }
        enrolled
    }

    async fn enrol(&self, enrolling: Enrolling<'_>) -> Result<Device, Error> {
        let key = enrolling.proved_key().ok_or(DeviceRefusal::Proof)?;
        let token = secret::from_text(enrolling.token).ok_or(DeviceRefusal::TokenUnknown)?;
        let token = TokenHash(secret::hash(&token));
        let id = DeviceId(self.new_id());
        match self.store.enrol(&token, key, id, self.now()).await? {
            // Its phrase tells our page from others: whoever has a phone that was shut out is not to learn it.
            Enrolled::AlreadyThisKey(device) if device.revoked_at.is_some() => {
                Err(DeviceRefusal::Revoked.into())
            }
            Enrolled::Now(device) | Enrolled::AlreadyThisKey(device) => Ok(device),
            Enrolled::Used => Err(DeviceRefusal::TokenUsed.into()),
            Enrolled::Expired => Err(DeviceRefusal::TokenExpired.into()),
            Enrolled::Unknown => Err(DeviceRefusal::TokenUnknown.into()),
        }
    }
}

impl Enrolling<'_> {
    fn proved_key(&self) -> Option<DeviceKey> {
        let key = PublicKey::from_jwk(self.key).ok()?;
        let proof = BASE64_URL_SAFE_NO_PAD.decode(self.proof).ok()?;
        let is_theirs = key.verify(self.token.as_bytes(), &proof.try_into().ok()?);
        is_theirs.then(|| DeviceKey(*key.point()))
    }
}
