//! The one runner of jobs: takes what is due, goes on with it page by page, and keeps how far it has come, so that any node goes
//! on where this one stops.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use review::PersonId;
use store::{
    AuditAction, AuditActor, AuditEntry, DueJob, Instruction, JobProgress, JobResult, Person, StoreError,
    if_there,
};

use super::{
    case_moves, confirmed::confirmation, erasure, page::PageOutcome, publication, replacement, revocation,
};
use crate::{authorise::Caller, engine::Engine, error::Error, publishing::planned::DuePublication};

/// How long a job is this node's alone. A page takes some seconds at most.
const LEASE: SignedDuration = SignedDuration::from_secs(60);
/// A job that has failed so often without going forward is given up.
const ATTEMPTS: u32 = 20;
/// After so many failures in a row what fails alone is left, so that the rest is done.
const PATIENT: u32 = 10;
/// How many things a page has: progress is kept, and shown, that often.
const PAGE: u32 = 500;

/// Does what is due, one job; answers how many were taken.
pub async fn run_jobs(engine: &Engine) -> Result<usize, Error> {
    run_some(engine, PAGE, usize::MAX).await
}

/// The same in pages of so many things, and as if the node stopped after so many pages.
pub async fn run_some(engine: &Engine, page: u32, pages: usize) -> Result<usize, Error> {
    let due = engine.store.due_jobs(engine.now(), LEASE, 1).await?;
    let taken = due.len();
    for mut job in due {
        let (id, attempts) = (job.job.id, job.attempts);
        match go_on(engine, &mut job, page, pages).await {
            // Another node has taken it, since this one was slower than its lease.
            Ok(()) | Err(Error::Conflict) => {}
            Err(error) => {
                tracing::warn!(job = %id, attempts, %error, "a job failed");
                failed(engine, &job, &error).await?;
            }
        }
    }
    Ok(taken)
}

async fn go_on(engine: &Engine, job: &mut DueJob, size: u32, pages: usize) -> Result<(), Error> {
    for _ in 0..pages {
        let outcome = page(engine, job, size).await.map_err(|error| match error {
            // Only of the lease does a conflict mean that another node has it.
            Error::Conflict => Error::broken("what it is about changes all the time"),
            other => other,
        });
        match outcome? {
            PageOutcome::Forward(progress) => *job = keep(engine, job, &progress).await?,
            PageOutcome::Broken(progress, error) => {
                if progress != job.progress {
                    *job = keep(engine, job, &progress).await?;
                }
                return Err(error);
            }
            PageOutcome::Done => return end(engine, job, JobResult::Done, None).await,
            PageOutcome::NotTheirs => {
                let error = "whoever asked for it may not do it any more";
                return end(engine, job, JobResult::GivenUp, Some(error)).await;
            }
            PageOutcome::Void(why) => {
                tracing::warn!(job = %job.job.id, why, "a job cannot be done any more");
                return end(engine, job, JobResult::GivenUp, Some(&why)).await;
            }
        }
    }
    Ok(())
}

async fn keep(engine: &Engine, job: &DueJob, progress: &JobProgress) -> Result<DueJob, Error> {
    Ok(engine
        .store
        .job_went_on(job, progress, engine.now(), LEASE)
        .await?)
}

async fn page(engine: &Engine, job: &DueJob, size: u32) -> Result<PageOutcome, Error> {
    match &job.job.instruction {
        Instruction::RevokePermits {
            which, reason, note, ..
        } => {
            let Some(caller) = caller(engine, job).await? else {
                return Ok(PageOutcome::NotTheirs);
            };
            let asked = revocation::Asked {
                which,
                reason: *reason,
                note,
                at: job.job.at,
                is_patient: job.attempts < PATIENT,
            };
            revocation::page(engine, &caller, &asked, &job.progress, size).await
        }
        Instruction::Publish {
            publication,
            confirmed_by,
        } => {
            let Some((asker, confirmer)) = askers(engine, job, *confirmed_by).await? else {
                return Ok(PageOutcome::NotTheirs);
            };
            let due = DuePublication {
                publication,
                confirmed_by: confirmer,
                asked_at: job.job.at,
                was_begun: job.attempts > 1,
            };
            Box::pin(publication::page(engine, &asker, &due)).await
        }
        Instruction::MoveCases { asked, confirmed_by } => {
            let Some((asker, confirmer)) = askers(engine, job, *confirmed_by).await? else {
                return Ok(PageOutcome::NotTheirs);
            };
            let askers = case_moves::Askers {
                asker: &asker,
                confirmer: confirmer.as_ref(),
            };
            Box::pin(case_moves::page(engine, &askers, asked, &job.progress, size)).await
        }
        Instruction::AskToRevoke { .. }
        | Instruction::AskToPublish { .. }
        | Instruction::AskToMoveCases { .. } => Ok(PageOutcome::Done),
        Instruction::ReplacePermit { earlier, by } => Box::pin(replacement::page(engine, earlier, *by)).await,
        Instruction::EraseOver { service } => erasure::page(engine, service, &job.progress, size).await,
    }
}

/// Who asked for what the machine itself may ask for, and who confirmed it, with what they may do by now; nothing if one of them may
/// do nothing any more.
async fn askers(
    engine: &Engine,
    job: &DueJob,
    confirmed_by: Option<PersonId>,
) -> Result<Option<(Caller, Option<Caller>)>, Error> {
    let asker = match job.job.by {
        AuditActor::System => Some(Caller::operator()),
        _ => caller(engine, job).await?,
    };
    let confirmer = match confirmed_by {
        Some(id) => person(engine, id).await?.map(of_job),
        None => None,
    };
    let is_whole = confirmer.is_some() == confirmed_by.is_some();
    Ok(asker.filter(|_| is_whole).map(|asker| (asker, confirmer)))
}

/// Who asked for it, with what they may do by now.
async fn caller(engine: &Engine, job: &DueJob) -> Result<Option<Caller>, Error> {
    let AuditActor::Person(id) = job.job.by else {
        return Ok(None);
    };
    Ok(person(engine, id).await?.map(of_job))
}

fn of_job(person: Person) -> Caller {
    Caller::of_job(Arc::new(person))
}

async fn person(engine: &Engine, id: PersonId) -> Result<Option<Person>, StoreError> {
    let person = if_there(engine.store.person(id).await)?;
    Ok(person.filter(|person| person.disabled_at.is_none()))
}

async fn failed(engine: &Engine, job: &DueJob, error: &Error) -> Result<(), Error> {
    let told = match again(job.attempts, engine.now()) {
        Some(at) => engine
            .store
            .job_failed(job, &error.to_string(), at)
            .await
            .map_err(Error::from),
        None => end(engine, job, JobResult::GivenUp, Some(&error.to_string())).await,
    };
    match told {
        Err(Error::Conflict) => Ok(()),
        told => told,
    }
}

/// When to try again: soon, then less and less often, up to twenty minutes.
fn again(attempts: u32, now: Timestamp) -> Option<Timestamp> {
    let pause = SignedDuration::from_secs(5 << attempts.min(8));
    (attempts < ATTEMPTS)
        .then(|| now.checked_add(pause).ok())
        .flatten()
}

async fn end(engine: &Engine, job: &DueJob, result: JobResult, error: Option<&str>) -> Result<(), Error> {
    let JobProgress { done, refused, .. } = job.progress;
    let action = match job.job.instruction {
        Instruction::RevokePermits { .. } => Some(AuditAction::RevocationEnded {
            job: job.job.id,
            result,
            revoked: done,
            refused,
        }),
        Instruction::MoveCases { ref asked, .. } => Some(AuditAction::CaseMoveEnded {
            job: job.job.id,
            service: asked.service.clone(),
            to: asked.to,
            result,
            moved: done,
            left: refused,
        }),
        Instruction::AskToRevoke { .. }
        | Instruction::AskToPublish { .. }
        | Instruction::AskToMoveCases { .. }
            if confirmation(engine, job.job.id).await?.is_some() =>
        {
            None
        }
        Instruction::AskToRevoke { .. } => Some(AuditAction::RevocationLapsed(job.job.id)),
        Instruction::AskToMoveCases { ref asked } => Some(AuditAction::CaseMoveLapsed {
            job: job.job.id,
            service: asked.service.clone(),
        }),
        // Whoever else published the same has left a line.
        Instruction::AskToPublish { ref publication } if engine.is_current(publication) => None,
        Instruction::AskToPublish { ref publication } => Some(AuditAction::PublicationLapsed {
            job: job.job.id,
            service: publication.service.clone(),
        }),
        // Publishing has left its own line.
        Instruction::Publish { .. } if result == JobResult::Done => None,
        Instruction::Publish { ref publication, .. } => Some(AuditAction::PublicationGivenUp {
            job: job.job.id,
            service: publication.service.clone(),
        }),
        // An event tells of it, in the history of the earlier permit's application; of what was erased the log has a line each.
        Instruction::ReplacePermit { .. } | Instruction::EraseOver { .. } if result == JobResult::Done => {
            return Ok(engine.store.forget_job(job).await?);
        }
        Instruction::ReplacePermit { .. } | Instruction::EraseOver { .. } => None,
    };
    let (at, actor) = (engine.now(), job.job.by);
    let entry = action.map(|action| AuditEntry { at, actor, action });
    Ok(engine
        .store
        .end_job(job, result, error, at, entry.as_ref())
        .await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_that_fails_waits_longer_each_time_and_is_given_up() {
        let now = Timestamp::UNIX_EPOCH;
        let pauses = [1, 2, 8, 19].map(|attempts| again(attempts, now).map(Timestamp::as_second));
        assert_eq!(pauses, [Some(10), Some(20), Some(1280), Some(1280)]);
        assert_eq!(again(20, now), None);
    }
}
