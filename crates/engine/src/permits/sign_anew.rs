//! Signing anew: a permit whose key is void gets another signature over the same claims, and its holder the new paper.

use std::collections::BTreeSet;

use futures_util::{StreamExt, stream};
use permit::{
    claims::Claims,
    cose::Envelope,
    key::{KeyId, Signer},
};
use store::PermitRow;

use super::issued::IssuedPermit;
use crate::{
    authorise::{Action, Authorised, Caller},
    engine::Engine,
    error::Error,
    transitions,
};

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
    /// Could not be signed anew, since their applications cannot be read or changed; the log of the program names them.
    pub failed: u64,
}

/// The key that a permit names.
pub fn signed_by(permit: &PermitRow) -> Result<KeyId, Error> {
    let envelope = Envelope::read(&permit.signed, None);
    let envelope = envelope.map_err(|error| unreadable(permit, &error))?;
    Ok(envelope.key_id())
}

impl Engine {
    /// Signs these permits anew with today's key, those that a void key signed, and tells their holders. Whatever key signed the
    /// others, they stay as they are; doing it again tells nobody twice.
    pub async fn sign_anew(
        &self,
        caller: &Caller,
        permits: &[PermitRow],
        void: &BTreeSet<KeyId>,
    ) -> Result<SignedAnew, Error> {
        let mut affected = Vec::new();
        for permit in permits {
            if void.contains(&signed_by(permit)?) {
                affected.push(permit);
            }
        }
        let signing: Vec<_> = affected
            .into_iter()
            .map(|permit| again(self, caller, permit))
            .collect();
        let results: Vec<_> = stream::iter(signing).buffer_unordered(AT_ONCE).collect().await;
        let mut all = SignedAnew::default();
        for result in results {
            let one = result?;
            all.signed += one.signed;
            all.untold += one.untold;
            all.missed += one.missed;
            all.failed += one.failed;
        }
        Ok(all)
    }
}

async fn again(engine: &Engine, caller: &Caller, permit: &PermitRow) -> Result<SignedAnew, Error> {
    let nothing = SignedAnew::default();
    match try_again(engine, caller, permit).await {
        Ok(is_told) => Ok(SignedAnew {
            signed: 1,
            untold: u64::from(!is_told),
            ..nothing
        }),
        // Revoked, erased, or signed anew by another run.
        Err(Error::Conflict | Error::NotFound | Error::Refused(_)) => Ok(SignedAnew { missed: 1, ..nothing }),
        Err(Error::Broken(what)) => {
            tracing::error!(permit = %permit.number, %what, "a permit could not be signed anew");
            Ok(SignedAnew { failed: 1, ..nothing })
        }
        Err(error) => Err(error),
    }
}

/// Whether its holder is told.
async fn try_again(engine: &Engine, caller: &Caller, permit: &PermitRow) -> Result<bool, Error> {
    let signed = sign(permit, &*engine.issuer().permit_signer)?;
    let case = engine.store.case(permit.application).await?;
    let is_told = case.contact.email.is_some();
    let permit = permit.clone();
    let issued = Authorised::new(IssuedPermit { permit, case }, caller, Action::ManageKeys)?;
    transitions::sign_permit_anew(engine, issued, signed).await?;
    Ok(is_told)
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
