//! What one person asks for and another confirms: the request is a job that waits, and what is done is another, whose identity follows
//! from that of the request.

use jiff::SignedDuration;
use review::PersonId;
use store::{AuditActor, JobId, KeptJob, if_there};

use crate::{
    authorise::Caller,
    engine::Engine,
    error::Error,
    people::natural_person::{is_same_person, lacks_document, no_document},
    secret::Purpose,
};

/// So long another person has to confirm what takes two.
pub(crate) const TO_CONFIRM: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Who confirms what somebody asked for: nobody their own, by whichever of their accounts, and nobody who cannot be told apart.
pub(crate) async fn second_person(
    engine: &Engine,
    caller: &Caller,
    asker: AuditActor,
    command: &'static str,
) -> Result<PersonId, Error> {
    let person = caller.person().ok_or(Error::Forbidden)?;
    if let AuditActor::Person(asker) = asker
        && is_same_person(person, &engine.store.person(asker).await?)
    {
        return Err(Error::OwnRequest);
    }
    if lacks_document(engine, person) {
        return Err(no_document(command));
    }
    Ok(person.id)
}

/// A job whose identity follows from what it is about. Nobody can ask for another under it.
pub(crate) fn derived(engine: &Engine, parts: &[&[u8]]) -> JobId {
    let code = engine.secret.code(Purpose::LookUp, parts);
    let half = std::array::from_fn(|at| code[at]);
    JobId(uuid::Builder::from_custom_bytes(half).into_uuid())
}

/// The job that a confirmation asks for: twice confirmed, it is one. Nodes of every
/// release derive it alike, so what it is derived from keeps the name of what was confirmed first.
pub(crate) fn confirmed(engine: &Engine, JobId(asked): JobId) -> JobId {
    derived(engine, &[b"confirmed-revocation", asked.as_bytes()])
}

/// That job, if the request was confirmed.
pub(crate) async fn confirmation(engine: &Engine, asked: JobId) -> Result<Option<KeptJob>, Error> {
    Ok(if_there(engine.store.job(confirmed(engine, asked)).await)?)
}
