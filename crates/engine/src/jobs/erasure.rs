//! A page of erasing what is over: applications of one service, side by side, each in a transaction of its own.

use forms::{ServiceId, Span};
use futures_util::{StreamExt as _, stream};
use review::ApplicationId;
use store::{AuditAction, AuditActor, AuditEntry, JobCursor, JobProgress, OverQuery, PermitRow};

use super::page::PageOutcome;
use crate::{
    engine::Engine,
    erasure::{carry_out::leave_no_trace, over::over_at},
    error::Error,
};

/// How many are erased at once: they share commits with what people send, and leave room for it.
const AT_ONCE: usize = 8;

/// Erases the next of those that are over. One that cannot be read or changed, or about whose permit a report is open, is left for
/// the next time.
pub(super) async fn page(
    engine: &Engine,
    service: &ServiceId,
    progress: &JobProgress,
    size: u32,
) -> Result<PageOutcome, Error> {
    let current = engine.services.current(service.as_str());
    let Some(kept_for) = current.and_then(|published| published.service.kept_for) else {
        return Ok(PageOutcome::Done);
    };
    let query = OverQuery {
        service: service.clone(),
        before: kept_for.before(&engine.local(engine.now())),
        after: progress.cursor.map(|cursor| cursor.application),
        limit: size,
    };
    let ids = engine.store.applications_over(&query).await?;
    let Some(last) = ids.last().copied() else {
        if progress.done > 0 {
            leave_no_trace(engine).await;
        }
        return Ok(PageOutcome::Done);
    };
    let became: Vec<Result<bool, Error>> = stream::iter(ids)
        .map(|id| async move { erase(engine, id, kept_for).await })
        .buffer_unordered(AT_ONCE)
        .collect()
        .await;
    let mut next = progress.clone();
    for erased in became {
        match erased {
            Ok(true) => next.done += 1,
            Ok(false) => next.refused += 1,
            Err(error @ Error::Unavailable(_)) => return Ok(PageOutcome::Broken(progress.clone(), error)),
            Err(error) => {
                tracing::error!(%error, "an application whose time is over could not be erased");
                next.refused += 1;
            }
        }
    }
    next.cursor = Some(JobCursor {
        application: last,
        permit: None,
    });
    Ok(PageOutcome::Forward(next))
}

/// Whether it was over, and is erased.
async fn erase(engine: &Engine, id: ApplicationId, kept_for: Span) -> Result<bool, Error> {
    let case = engine.store.case(id).await?;
    let permits = engine.store.permits_of(id).await?;
    let now = engine.now();
    if over_at(engine, &case, &permits, kept_for).is_none_or(|over_at| now < over_at) {
        return Ok(false);
    }
    if is_reported(engine, &permits).await? {
        return Ok(false);
    }
    let entry = AuditEntry {
        at: now,
        actor: AuditActor::System,
        action: AuditAction::ErasedAtEnd(id),
    };
    engine.store.erase(id, &entry).await?;
    engine.store.forget_drafts_of(id, &case.reference).await?;
    Ok(true)
}

/// Whether somebody still has to look into what a checkpoint told of one of the permits.
async fn is_reported(engine: &Engine, permits: &[PermitRow]) -> Result<bool, Error> {
    for permit in permits {
        let told = engine.store.incidents_of(&permit.id).await?;
        if told.iter().any(|incident| incident.closed.is_none()) {
            return Ok(true);
        }
    }
    Ok(false)
}
