//! Signing anew: a permit whose key is void gets another signature over the same claims, and its holder the new paper.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::{StreamExt, stream};
use jiff::Timestamp;
use locale::{Language, dates};
use permit::{
    claims::Claims,
    cose::Envelope,
    key::{KeyId, Signer},
};
use review::Message;
use store::{
    AuditAction, AuditActor, AuditEntry, Case, OutboxEntry, OutboxId, PermitRow, Resigning, StoreError,
};

use crate::{engine::Engine, error::Error};

/// So many go to the store at once, which commits together what arrives together.
const AT_ONCE: usize = 64;

/// What happened to some permits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SignedAnew {
    /// Signed anew.
    pub signed: u64,
    /// Those of them whose holders left no address to write to.
    pub untold: u64,
    /// Changed by somebody else meanwhile: to be looked at again.
    pub missed: u64,
}

/// The key that a permit names.
pub fn signed_by(permit: &PermitRow) -> Result<KeyId, Error> {
    let envelope = Envelope::read(&permit.signed, None);
    let envelope = envelope.map_err(|error| unreadable(permit, &error))?;
    Ok(envelope.key_id())
}

/// Signs these permits anew with today's key, those that a void key signed, and tells their holders. Whatever key signed the
/// others, they stay as they are; doing it again tells nobody twice.
pub async fn sign_anew(
    engine: &Engine,
    permits: &[PermitRow],
    void: &BTreeSet<KeyId>,
) -> Result<SignedAnew, Error> {
    let mut affected = Vec::new();
    for permit in permits {
        if void.contains(&signed_by(permit)?) {
            affected.push(permit);
        }
    }
    let signing: Vec<_> = affected.into_iter().map(|permit| again(engine, permit)).collect();
    let results: Vec<_> = stream::iter(signing).buffer_unordered(AT_ONCE).collect().await;
    let mut all = SignedAnew::default();
    for result in results {
        let one = result?;
        all.signed += one.signed;
        all.untold += one.untold;
        all.missed += one.missed;
    }
    Ok(all)
}

async fn again(engine: &Engine, permit: &PermitRow) -> Result<SignedAnew, Error> {
    let now = engine.now();
    let issuer = engine.issuer();
    let case = engine.store.case(permit.application).await?;
    let letter = letter(engine, permit, &case, now);
    let told = letter.is_some();
    let resigning = Resigning {
        permit: permit.id,
        application: permit.application,
        seen: permit.signed.clone(),
        signed: sign(permit, &*issuer.permit_signer)?,
        outbox: letter.into_iter().collect(),
    };
    let audit = AuditEntry {
        at: now,
        actor: AuditActor::System,
        action: AuditAction::PermitSignedAnew(permit.number),
    };
    match engine.store.resign_permit(&resigning, &audit).await {
        Ok(()) => Ok(SignedAnew {
            signed: 1,
            untold: u64::from(!told),
            missed: 0,
        }),
        // Revoked, erased, or signed anew by another run.
        Err(StoreError::Conflict { .. } | StoreError::NotFound(_)) => Ok(SignedAnew {
            missed: 1,
            ..SignedAnew::default()
        }),
        Err(error) => Err(error.into()),
    }
}

/// The same claims, byte for byte, under another key.
fn sign(permit: &PermitRow, key: &dyn Signer) -> Result<Vec<u8>, Error> {
    let envelope = Envelope::read(&permit.signed, None).map_err(|error| unreadable(permit, &error))?;
    let claims = Claims::read(envelope.payload()).map_err(|error| unreadable(permit, &error))?;
    let signed = permit::issue(&claims, key)?;
    Ok(signed.as_bytes().to_vec())
}

fn unreadable(permit: &PermitRow, error: &dyn std::fmt::Display) -> Error {
    Error::broken(format!(
        "permit {} as it was signed is not one: {error}",
        permit.number
    ))
}

fn letter(engine: &Engine, permit: &PermitRow, case: &Case, now: Timestamp) -> Option<OutboxEntry> {
    let to = case.contact.email.clone()?;
    let spoken = Language::of(case.language.as_str()).unwrap_or(Language::DEFAULT);
    let words = [
        ("permit", permit.number.to_string()),
        (
            "until",
            dates::moment(permit.expires_at, &engine.settings.time_zone, spoken),
        ),
    ];
    Some(OutboxEntry {
        id: OutboxId(engine.new_id()),
        application: permit.application,
        to,
        language: case.language.clone(),
        message: Message::Reissued,
        permit: Some(permit.id),
        words: BTreeMap::from(words.map(|(name, word)| (name.to_owned(), word))),
        due_at: now,
    })
}
