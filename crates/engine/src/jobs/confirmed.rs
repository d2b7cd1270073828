//! What one person asks for and another confirms: the request is a job that waits, and what is done is another, whose identity follows
//! from that of the request.

use store::{JobId, if_there};

use crate::{engine::Engine, error::Error, secret::Purpose};

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

/// Whether a request was confirmed in time.
pub(crate) async fn is_confirmed(engine: &Engine, asked: JobId) -> Result<bool, Error> {
    Ok(if_there(engine.store.job(confirmed(engine, asked)).await)?.is_some())
}
