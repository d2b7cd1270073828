//! What a browser was asked for, kept until its answer comes: on whichever node that is, once, beside the same session or log-in.

use jiff::SignedDuration;
use review::PersonId;
use serde::{Deserialize, Serialize};
use store::{Credential, Proof, TokenHash};
use webauthn_rs::prelude::{PasskeyAuthentication, PasskeyRegistration};

use crate::{engine::Engine, error::Error, secret};

/// So long an answer is waited for.
pub(super) const PATIENCE: SignedDuration = SignedDuration::from_mins(5);
/// So many are open beside one session or log-in, for people with several tabs; the oldest goes first.
const AT_ONCE: usize = 5;

/// What a browser was asked for.
#[derive(Serialize, Deserialize)]
pub(super) enum Ceremony {
    /// To have a passkey made.
    Adding(PasskeyRegistration),
    /// To have one sign.
    Showing(PasskeyAuthentication),
}

/// Keeps what was asked; what the answer has to bring with it.
pub(super) async fn begin(
    engine: &Engine,
    person: PersonId,
    beside: &TokenHash,
    asked: &Ceremony,
) -> Result<String, Error> {
    let state = serde_json::to_string(asked)
        .map_err(|error| Error::broken(format!("a ceremony was not written down: {error}")))?;
    let beside = hex::encode(beside.0);
    let now = engine.now();
    let open = engine.store.credentials_of(person, now).await?;
    let open = open.into_iter().filter(|found| is_beside(found, &beside));
    let mut open: Vec<TokenHash> = open.map(|found| found.key).collect();
    open.truncate((open.len() + 1).saturating_sub(AT_ONCE));
    let (token, hash) = secret::handed_out(&engine.random.token());
    let credential = Credential {
        key: TokenHash(hash),
        person,
        proof: Proof::PasskeyCeremony { beside, state }.into(),
        created_at: now,
        expires_at: Some(now + PATIENCE),
        revision: 0,
    };
    engine
        .store
        .exchange_credentials(&open, &[credential], None)
        .await?;
    Ok(token)
}

/// What was asked, for the first answer to it; nothing for any other, for one that comes too late, and beside anything else.
pub(super) async fn end(
    engine: &Engine,
    person: PersonId,
    beside: &TokenHash,
    token: &str,
) -> Result<Option<Ceremony>, Error> {
    let Some((_, key)) = secret::kept(token) else {
        return Ok(None);
    };
    let key = TokenHash(key);
    let found = engine.store.credential(&key, engine.now()).await?;
    let beside = hex::encode(beside.0);
    let found = found.filter(|found| found.person == person && is_beside(found, &beside));
    let Some(found) = found else { return Ok(None) };
    if engine.store.exchange_credentials(&[key], &[], None).await? == 0 {
        return Ok(None);
    }
    Ok(match found.proof.known() {
        Some(Proof::PasskeyCeremony { state, .. }) => serde_json::from_str(state).ok(),
        _ => None,
    })
}

fn is_beside(found: &Credential, beside: &str) -> bool {
    matches!(found.proof.known(), Some(Proof::PasskeyCeremony { beside: own, .. }) if own == beside)
}
