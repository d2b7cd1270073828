//! Looking a permit up at a gate or a counter, by its number or the vehicle's plate: each look-up is in the log, whatever it
//! found.

use std::cmp::Reverse;

use jiff::Timestamp;
use permit::{
    Claims, PermitId, PermitNumber, SignedPermit, Verdict, cose::Envelope, description::PermitDescription,
};
use store::{AuditAction, PermitRow, PermitStatus, if_there};

use super::vehicle;
use crate::{
    authorise::{Action, Caller, Scope, authorise},
    devices::admission::asking,
    engine::Engine,
    error::Error,
    limits::at_a_gate,
    log,
};

/// So many permits of one vehicle are told of, the newest.
const ANSWERS: u32 = 10;

/// A permit as a checkpoint's phone is told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundPermit {
    /// Its number.
    pub number: PermitNumber,
    /// The QR's whole text: the phone verifies it as if it had scanned it.
    pub code: String,
}

/// What a permit's code says: read out of the signed bytes, not out of the application.
#[derive(Clone, Debug)]
pub struct CodeContents {
    /// The permit's number.
    pub number: PermitNumber,
    /// Whether it is good now.
    pub verdict: Verdict,
    /// What the office made of it.
    pub status: PermitStatus,
    /// What was signed.
    pub claims: Claims,
    /// What each of the claims means.
    pub description: PermitDescription,
    /// First moment in which it holds.
    pub not_before: Timestamp,
    /// First moment in which it no longer does.
    pub expires_at: Timestamp,
}

impl Engine {
    /// The permit of a number, as somebody at a checkpoint typed it; none where it was mistyped.
    pub async fn find_permit_by_number(
        &self,
        caller: &Caller,
        number: &str,
    ) -> Result<Vec<FoundPermit>, Error> {
        count_phone(self, caller).await?;
        let found = match number.parse() {
            Ok(number) => by_number(self, &number).await?.into_iter().collect(),
            Err(_) => Vec::new(),
        };
        self.tell_phone(caller, false, found).await
    }

    /// The permits of a vehicle, newest first, by its plate as somebody at a checkpoint typed it.
    pub async fn find_permits_by_plate(
        &self,
        caller: &Caller,
        plate: &str,
    ) -> Result<Vec<FoundPermit>, Error> {
        count_phone(self, caller).await?;
        let found = by_plate(self, plate).await?;
        self.tell_phone(caller, true, found).await
    }

    /// What the code of the permit of a number says, for a person who may look it up. A permit of another service, or one that
    /// was erased by law, is as if there were none.
    pub async fn look_up_permit(
        &self,
        caller: &Caller,
        number: &PermitNumber,
    ) -> Result<Option<CodeContents>, Error> {
        authorise(caller, Action::LookUpPermit, &Scope::Somewhere).map_err(|_| Error::Forbidden)?;
        let person = caller.person().ok_or(Error::Forbidden)?;
        at_a_gate(self, "person-find", person.id).await?;
        let permit = in_reach(self, caller, number).await?;
        record(self, caller, false, permit.as_slice()).await?;
        match permit {
            Some(permit) => Ok(Some(self.code_contents(&permit).await?)),
            None => Ok(None),
        }
    }

    async fn tell_phone(
        &self,
        caller: &Caller,
        by_plate: bool,
        found: Vec<PermitRow>,
    ) -> Result<Vec<FoundPermit>, Error> {
        record(self, caller, by_plate, &found).await?;
        let told = found.into_iter().map(|permit| FoundPermit {
            number: permit.number,
            code: SignedPermit::from_kept(permit.signed).qr_text(&self.settings.base_url),
        });
        Ok(told.collect())
    }

    async fn code_contents(&self, permit: &PermitRow) -> Result<CodeContents, Error> {
        let damaged =
            |error: String| Error::broken(format!("permit {} does not read: {error}", permit.number));
        let envelope = Envelope::read(&permit.signed, None).map_err(|error| damaged(error.to_string()))?;
        let claims = Claims::read(envelope.payload()).map_err(|error| damaged(error.to_string()))?;
        let published = self.version(&permit.version).await?;
        Ok(CodeContents {
            number: permit.number,
            verdict: permit.verdict_at(self.now()),
            status: permit.status,
            claims,
            description: self.describe(&published.service),
            not_before: permit.not_before,
            expires_at: permit.expires_at,
        })
    }
}

async fn count_phone(engine: &Engine, caller: &Caller) -> Result<(), Error> {
    let device = asking(caller, Action::FindPermit)?;
    at_a_gate(engine, "device-find", device.id.0).await
}

async fn in_reach(
    engine: &Engine,
    caller: &Caller,
    number: &PermitNumber,
) -> Result<Option<PermitRow>, Error> {
    let Some(permit) = by_number(engine, number).await? else {
        return Ok(None);
    };
    let case = engine.store.case(permit.application).await?;
    let allowed = caller.may(Action::LookUpPermit, &Scope::of(&case.application));
    Ok(allowed.then_some(permit))
}

/// The permit of a number. One that was erased by law is as if there were none.
async fn by_number(engine: &Engine, number: &PermitNumber) -> Result<Option<PermitRow>, Error> {
    let permit = if_there(engine.store.permit_by_number(number).await)?;
    Ok(permit.filter(|permit| !permit.is_erased()))
}

/// The newest permits of a vehicle, newest first.
async fn by_plate(engine: &Engine, plate: &str) -> Result<Vec<PermitRow>, Error> {
    let mut found = Vec::new();
    for vehicle in vehicle::hashes(&engine.secret, plate) {
        found.extend(engine.store.permits_by_plate(&vehicle, ANSWERS).await?);
    }
    found.sort_by_key(|permit| (Reverse(permit.issued_at), permit.id.0));
    found.truncate(usize::try_from(ANSWERS).unwrap_or(usize::MAX));
    Ok(found)
}

/// The numbers that were found, never the plate that was typed.
async fn record(engine: &Engine, caller: &Caller, by_plate: bool, found: &[PermitRow]) -> Result<(), Error> {
    let found = found.iter().map(|permit| permit.number).collect();
    let entry = log::entry(engine, caller, AuditAction::PermitLookedUp { by_plate, found });
    Ok(engine.store.record(&entry).await?)
}

/// The permit of a code that is believed to be signed by us, if it was issued here.
pub(crate) async fn issued(engine: &Engine, believed: Option<PermitId>) -> Result<Option<PermitRow>, Error> {
    let Some(id) = believed else {
        return Ok(None);
    };
    Ok(if_there(engine.store.permit(&id).await)?)
}
