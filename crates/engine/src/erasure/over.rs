//! What is over: after the time for which its service keeps it, what an application tells of people is erased by itself.

use forms::Span;
use jiff::Timestamp;
use review::Status;
use store::{AuditActor, Case, Instruction, Job, JobId, PermitRow};

use crate::{engine::Engine, error::Error, secret::Purpose};

/// When an application's time is over: so long after it was decided, withdrawn or closed, or after its last permit's end where that
/// is later. None while somebody still has to decide or to look at it.
pub(crate) fn over_at(
    engine: &Engine,
    case: &Case,
    permits: &[PermitRow],
    kept_for: Span,
) -> Option<Timestamp> {
    let ended = match &case.application.status {
        Status::Approved { at, .. }
        | Status::Rejected { at, .. }
        | Status::Withdrawn { at }
        | Status::Lapsed { at } => *at,
        Status::Queued { .. } | Status::Claimed { .. } | Status::Waiting { .. } => return None,
    };
    if case.application.sampled || case.is_erased() {
        return None;
    }
    let ends = permits.iter().map(|permit| permit.expires_at);
    Some(kept_for.after(&engine.local(ends.fold(ended, Timestamp::max))))
}

/// Has a job look for what is over, for each service that says how long it keeps. Each hour has one job of each service, whichever
/// nodes ask for it.
pub async fn ask_for_jobs(engine: &Engine) -> Result<(), Error> {
    let now = engine.now();
    for published in engine.services.all() {
        let service = &published.service;
        if service.kept_for.is_none() {
            continue;
        }
        let job = Job {
            id: job_id(engine, service.id.as_str(), now),
            instruction: Instruction::EraseOver {
                service: service.id.clone(),
            },
            by: AuditActor::System,
            at: now,
            due_at: now,
            total: 0,
        };
        engine.store.enqueue(&job, None).await?;
    }
    Ok(())
}

/// The same on every node within an hour.
fn job_id(engine: &Engine, service: &str, now: Timestamp) -> JobId {
    let hour = now.as_second().div_euclid(3_600).to_be_bytes();
    let parts: [&[u8]; 3] = [b"erase-over", service.as_bytes(), &hour];
    let code = engine.secret.code(Purpose::LookUp, &parts);
    let half = std::array::from_fn(|at| code[at]);
    JobId(uuid::Builder::from_custom_bytes(half).into_uuid())
}
