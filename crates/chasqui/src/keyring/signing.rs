//! Which key signs.

use anyhow::Result;
use forms::PermitDefinition;
use jiff::{SignedDuration, Timestamp};
use permit::key::{KeyId, Purpose, SignError, Signer, SigningKey};

use super::{InForce, Kept, Keyring, name};

/// How long a key is published before it signs, where another can sign meanwhile: nodes look at the folder every minute.
pub(super) const PUBLISHED_BEFORE: SignedDuration = SignedDuration::from_mins(10);

/// How long verifiers may go without a network, and so without hearing of a new key: what it signs they would take for a
/// stranger's.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OfflineFor(SignedDuration);

impl OfflineFor {
    /// The longest that these services allow; what is usual where there is none yet.
    pub(crate) fn longest(services: impl IntoIterator<Item = SignedDuration>) -> Self {
        Self(
            services
                .into_iter()
                .max()
                .unwrap_or(PermitDefinition::OFFLINE_FOR),
        )
    }

    /// How long a key is published before it signs. Whoever fetches a list has a network, and fetches the keys before it.
    fn wait(self, purpose: Purpose) -> SignedDuration {
        match purpose {
            Purpose::Permit => PUBLISHED_BEFORE.max(self.0),
            Purpose::Status => PUBLISHED_BEFORE,
        }
    }
}

impl Keyring {
    /// The key that signs for a purpose: the newest that every node has had the time to publish, and every verifier to fetch. The
    /// first one is made when it is first needed.
    pub(crate) fn signer(
        &self,
        purpose: Purpose,
        offline_for: OfflineFor,
        now: Timestamp,
    ) -> Result<SigningKey> {
        let _alone = self.alone()?;
        match self.signing(purpose, None, offline_for, now)? {
            Some(kept) => Ok(kept.key),
            None => self.create(purpose),
        }
    }

    /// The same among the keys that a root vouches for. Where it vouches for none, nobody signs.
    pub(crate) fn listed_signer(
        &self,
        purpose: Purpose,
        in_force: &InForce,
        offline_for: OfflineFor,
        now: Timestamp,
    ) -> Result<Option<SigningKey>> {
        let kept = self.signing(purpose, Some(in_force), offline_for, now)?;
        Ok(kept.map(|kept| kept.key))
    }

    /// The key that signs, if there is one.
    fn signing(
        &self,
        purpose: Purpose,
        in_force: Option<&InForce>,
        offline_for: OfflineFor,
        now: Timestamp,
    ) -> Result<Option<Kept>> {
        let mut candidates = Vec::new();
        for kept in self.list()? {
            if kept.purpose != purpose || kept.retired_at.is_some() {
                continue;
            }
            if let Some(since) = known_since(&kept, in_force, now)? {
                candidates.push((since, kept));
            }
        }
        let wait = offline_for.wait(purpose);
        let published = |(since, _): &(Timestamp, Kept)| now.duration_since(*since) >= wait;
        let newest = candidates.iter().rposition(published);
        // Nobody knows any of them for long: the one that is known longest.
        let earliest = || (0..candidates.len()).min_by_key(|at| candidates[*at].0);
        let signs = newest.or_else(earliest);
        Ok(signs.map(|at| candidates.swap_remove(at).1))
    }
}

/// Since when verifiers may know a key; never, where a root vouches for others alone.
fn known_since(kept: &Kept, in_force: Option<&InForce>, now: Timestamp) -> Result<Option<Timestamp>> {
    let Some(in_force) = in_force else {
        return Ok(Some(kept.created_at.try_into()?));
    };
    let keys = in_force.set.key_set();
    let listed = keys.find(kept.key.key_id(), kept.purpose, now);
    Ok(listed.and_then(|key| in_force.listed_since(key.id())))
}

/// Signs nothing: no key that this server holds is vouched for.
pub(crate) struct Nobody(pub(crate) Purpose);

impl Signer for Nobody {
    fn key_id(&self) -> KeyId {
        KeyId::from_bytes([0; 8])
    }

    fn sign(&self, _: &[u8]) -> Result<[u8; 64], SignError> {
        let purpose = name(self.0);
        let reason =
            format!("the root's key set in force lists no {purpose} key of this server (docs/keys.md)");
        Err(SignError { reason })
    }
}
