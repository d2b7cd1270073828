//! Passkeys (WebAuthn): key pairs of which a phone, a computer or a stick keeps the private half, and which sign for this site alone.
//! Whoever shows one also shows that device a finger, a face or its PIN.

mod ceremonies;
mod site;

use forms::outside::one_line;
use review::PersonId;
use store::{AuditAction, Credential, Person, Proof, StoreError, TokenHash};
use webauthn_rs::prelude::{
    Credential as Counted, CredentialID, Passkey, PasskeyAuthentication, PasskeyRegistration,
    PublicKeyCredential, RegisterPublicKeyCredential, WebauthnError,
};

use self::ceremonies::Ceremony;
use crate::{authorise::Caller, engine::Engine, error::Error, log, secret};

pub(in crate::people) use site::of as site;

/// Nobody has more.
pub const MOST: usize = 10;
/// A name is cut off after so many letters.
const NAME: usize = 40;

/// What a browser is asked to do with a passkey.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Comes back with the answer, once.
    pub ceremony: String,
    /// What `navigator.credentials` is handed, in JSON, with bytes in base64url: `{"publicKey": …}`.
    pub options: String,
}

/// What a browser answers.
#[derive(Clone, Debug)]
pub struct Answer {
    /// That of the [`Ask`].
    pub ceremony: String,
    /// The credential that `navigator.credentials` handed back, in JSON.
    pub response: String,
}

/// One passkey of somebody's, as it is kept and as the library knows it.
struct Kept {
    credential: Credential,
    name: String,
    passkey: Passkey,
}

/// What somebody calls a passkey; nothing if they call it nothing.
pub(super) fn name(typed: &str) -> Option<String> {
    let name: String = one_line(typed).chars().take(NAME).collect();
    let name = name.trim_end();
    (!name.is_empty()).then(|| name.to_owned())
}

/// Asks a browser to have a passkey made for somebody; nothing where browsers have none for this site, or they have the most.
pub(in crate::people) async fn ask_for_new(
    engine: &Engine,
    person: &Person,
    beside: &TokenHash,
) -> Result<Option<Ask>, Error> {
    let Some(site) = site(engine) else { return Ok(None) };
    let kept = kept(engine, person.id).await?;
    if kept.len() >= MOST {
        return Ok(None);
    }
    // A device that has one for this person makes no second.
    let known: Vec<CredentialID> = kept.iter().map(|kept| kept.passkey.cred_id().clone()).collect();
    let begun = site.start_passkey_registration(person.id.0, &person.email, &person.name, Some(known));
    let (options, state) = begun.map_err(broken)?;
    let options = serde_json::to_string(&options).map_err(unwritten)?;
    let ceremony = ceremonies::begin(engine, person.id, beside, &Ceremony::Adding(state)).await?;
    Ok(Some(Ask { ceremony, options }))
}

/// The passkey that was made for somebody, to be kept; nothing if the answer is none to what was asked, or late.
pub(super) async fn made(
    engine: &Engine,
    person: PersonId,
    beside: &TokenHash,
    answer: &Answer,
    name: &str,
) -> Result<Option<Credential>, Error> {
    let Some(site) = site(engine) else { return Ok(None) };
    let begun = ceremonies::end(engine, person, beside, &answer.ceremony).await?;
    let Some(Ceremony::Adding(state)) = begun else {
        return Ok(None);
    };
    let Some(passkey) = registered(&site, &answer.response, &state) else {
        return Ok(None);
    };
    if kept(engine, person).await?.len() >= MOST {
        return Ok(None);
    }
    let proof = Proof::Passkey {
        name: name.to_owned(),
        key: serde_json::to_string(&passkey).map_err(unwritten)?,
        last_used_at: None,
    };
    Ok(Some(Credential {
        key: key(passkey.cred_id()),
        person,
        proof: proof.into(),
        created_at: engine.now(),
        expires_at: None,
        revision: 0,
    }))
}

fn registered(site: &webauthn_rs::Webauthn, response: &str, state: &PasskeyRegistration) -> Option<Passkey> {
    let response: RegisterPublicKeyCredential = serde_json::from_str(response).ok()?;
    site.finish_passkey_registration(&response, state).ok()
}

/// Asks a browser to have one of somebody's passkeys sign; nothing where they have none, or browsers have none for this site.
pub(in crate::people) async fn ask(
    engine: &Engine,
    person: PersonId,
    beside: &TokenHash,
) -> Result<Option<Ask>, Error> {
    let Some(site) = site(engine) else { return Ok(None) };
    let kept = kept(engine, person).await?;
    if kept.is_empty() {
        return Ok(None);
    }
    let passkeys: Vec<Passkey> = kept.into_iter().map(|kept| kept.passkey).collect();
    let (options, state) = site.start_passkey_authentication(&passkeys).map_err(broken)?;
    let options = serde_json::to_string(&options).map_err(unwritten)?;
    let ceremony = ceremonies::begin(engine, person, beside, &Ceremony::Showing(state)).await?;
    Ok(Some(Ask { ceremony, options }))
}

/// Whether one of somebody's passkeys signed what was asked. It signs nothing else with that, on any node.
pub(in crate::people) async fn is_right(
    engine: &Engine,
    person: PersonId,
    beside: &TokenHash,
    answer: &Answer,
) -> Result<bool, Error> {
    let Some(site) = site(engine) else {
        return Ok(false);
    };
    let begun = ceremonies::end(engine, person, beside, &answer.ceremony).await?;
    let Some(Ceremony::Showing(state)) = begun else {
        return Ok(false);
    };
    let Ok(response) = serde_json::from_str::<PublicKeyCredential>(&answer.response) else {
        return Ok(false);
    };
    // As it is now: it may have been removed, or have signed, since the browser was asked.
    let shown = response.get_credential_id();
    let mut kept = kept(engine, person).await?.into_iter();
    let Some(kept) = kept.find(|kept| kept.passkey.cred_id().as_slice() == shown) else {
        return Ok(false);
    };
    match signed(&site, &response, &state, &kept, person) {
        Signed::Well(passkey) => used(engine, kept, &passkey).await,
        Signed::AsACopy => told_of_copy(engine, kept).await.map(|()| false),
        Signed::Wrong => Ok(false),
    }
}

enum Signed {
    /// As the device keeps it from now on.
    Well(Box<Passkey>),
    /// The device has signed less often than was known: somebody may have a copy of the key.
    AsACopy,
    Wrong,
}

fn signed(
    site: &webauthn_rs::Webauthn,
    response: &PublicKeyCredential,
    state: &PasskeyAuthentication,
    kept: &Kept,
    person: PersonId,
) -> Signed {
    // Some devices say whose it is.
    let of_another = |whose: &[u8]| whose != person.0.as_bytes();
    if response.get_user_unique_id().is_some_and(of_another) {
        return Signed::Wrong;
    }
    let result = match site.finish_passkey_authentication(response, state) {
        Ok(result) => result,
        Err(WebauthnError::CredentialPossibleCompromise) => return Signed::AsACopy,
        Err(_) => return Signed::Wrong,
    };
    // The library compares with what was kept when the browser was asked.
    let known = Counted::from(kept.passkey.clone()).counter;
    if known.max(result.counter()) > 0 && result.counter() <= known {
        return Signed::AsACopy;
    }
    let mut passkey = kept.passkey.clone();
    match passkey.update_credential(&result) {
        Some(_) => Signed::Well(Box::new(passkey)),
        None => Signed::Wrong,
    }
}

/// Keeps that it was used; whether nobody else has just used it.
async fn used(engine: &Engine, kept: Kept, passkey: &Passkey) -> Result<bool, Error> {
    let proof = Proof::Passkey {
        name: kept.name,
        key: serde_json::to_string(passkey).map_err(unwritten)?,
        last_used_at: Some(engine.now()),
    };
    let changed = Credential {
        proof: proof.into(),
        ..kept.credential
    };
    match engine.store.change_credential(&changed, None).await {
        Ok(()) => Ok(true),
        Err(StoreError::Conflict { .. }) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

async fn told_of_copy(engine: &Engine, kept: Kept) -> Result<(), Error> {
    let copied = AuditAction::PasskeyCopied {
        person: kept.credential.person,
        name: kept.name,
    };
    let line = log::entry(engine, &Caller::stranger(), copied);
    Ok(engine.store.record(&line).await?)
}

/// Somebody's passkeys. One that this release's library cannot read is left to the release that wrote it.
async fn kept(engine: &Engine, person: PersonId) -> Result<Vec<Kept>, Error> {
    let all = engine.store.credentials_of(person, engine.now()).await?;
    let read = |credential: Credential| {
        let Some(Proof::Passkey { name, key, .. }) = credential.proof.known() else {
            return None;
        };
        let (name, passkey) = (name.clone(), serde_json::from_str(key).ok()?);
        Some(Kept {
            credential,
            name,
            passkey,
        })
    };
    Ok(all.into_iter().filter_map(read).collect())
}

/// By what a passkey is found: nobody adds one that anybody has.
fn key(id: &CredentialID) -> TokenHash {
    TokenHash(secret::hash(id.as_slice()))
}

#[allow(clippy::needless_pass_by_value, reason = "it is handed to `map_err`")]
fn broken(error: WebauthnError) -> Error {
    Error::broken(format!("a browser was not asked for a passkey: {error}"))
}

#[allow(clippy::needless_pass_by_value, reason = "it is handed to `map_err`")]
fn unwritten(error: serde_json::Error) -> Error {
    Error::broken(format!("a passkey was not written down: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_short_and_looks_like_no_other() {
        let long = "ñ".repeat(NAME + 5);
        for (typed, kept) in [
            ("Mi teléfono", Some("Mi teléfono")),
            ("  llave \t de\r\nla  oficina ", Some("llave de la oficina")),
            ("", None),
            (" \n\u{200b}\u{202e} ", None),
            ("a\u{202e}b\u{feff}c\u{7}", Some("abc")),
            (&long, Some(&long[..NAME * 2])),
        ] {
            assert_eq!(name(typed).as_deref(), kept, "{typed:?}");
        }
    }
}
