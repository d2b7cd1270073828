//! Jobs.

use jiff::SignedDuration;
use review::{Command, MaybeNewer, PermitReason, PermitRef, ReplacementReason, Replaces};
use uuid::Uuid;

use super::world::at;
use super::{Backend, World};
use crate::{
    AuditAction, AuditActor, AuditEntry, AuditQuery, DueJob, Expected, Instruction, Job, JobCursor, JobId,
    JobProgress, JobResult, RevokedBy, StoreError, Subject, Transition,
};

const LEASE: SignedDuration = SignedDuration::from_mins(5);

/// A mass revocation that the officer asks for at that minute.
pub(super) fn job(world: &World, minute: i64) -> Job {
    Job {
        id: JobId(Uuid::from_bytes(world.dice())),
        instruction: Instruction::RevokePermits {
            which: RevokedBy::Approver(world.officer),
            reason: PermitReason::Fraud,
            note: "sold".into(),
            confirmed_by: None,
        },
        by: AuditActor::Person(world.officer),
        at: at(minute),
        due_at: at(minute),
        total: 7,
    }
}

fn asked(world: &World, job: &Job) -> AuditEntry {
    let Instruction::RevokePermits {
        which, reason, note, ..
    } = job.instruction.clone()
    else {
        panic!("only a mass revocation has a line")
    };
    AuditEntry {
        at: job.at,
        ..world.log(AuditAction::RevocationAsked {
            job: job.id,
            which,
            reason,
            note,
        })
    }
}

pub(super) async fn enqueued(world: &World, minute: i64) -> Job {
    let job = job(world, minute);
    world
        .store
        .enqueue(&job, Some(&asked(world, &job)))
        .await
        .unwrap();
    job
}

fn ended(world: &World, job: &DueJob, minute: i64) -> AuditEntry {
    AuditEntry {
        at: at(minute),
        ..world.log(AuditAction::RevocationEnded {
            job: job.job.id,
            result: JobResult::Done,
            revoked: job.progress.done,
            refused: job.progress.refused,
        })
    }
}

fn progress(done: u64) -> JobProgress {
    JobProgress {
        total: 7,
        done,
        refused: 1,
        done_before: 0,
        left: vec!["7A".into()],
        cursor: Some(JobCursor {
            application: Uuid::from_u128(5).to_string().parse().unwrap(),
            permit: Some(PermitRef([6; 16])),
        }),
    }
}

async fn take(world: &World, minute: i64) -> Option<DueJob> {
    let due = world.store.due_jobs(at(minute), LEASE, 10).await.unwrap();
    assert!(due.len() < 2);
    due.into_iter().next()
}

async fn lines(world: &World) -> usize {
    let query = AuditQuery {
        limit: 100,
        ..AuditQuery::default()
    };
    world.store.audit(&query).await.unwrap().len()
}

/// Asked for twice under one id, it is one job with one line in the log.
pub async fn a_job_is_asked_for_once(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let before = lines(&world).await;
    let job = enqueued(&world, 1).await;
    world
        .store
        .enqueue(&job, Some(&asked(&world, &job)))
        .await
        .unwrap();
    assert_eq!(lines(&world).await, before + 1);
    let kept = world.store.job(job.id).await.unwrap();
    assert_eq!(
        (kept.instruction.known(), kept.by.known(), kept.at),
        (Some(&job.instruction), Some(&job.by), at(1))
    );
    assert_eq!(kept.progress, job.unbegun());
    assert_eq!(kept.ended, None);
    let later = enqueued(&world, 2).await;
    let ids: Vec<_> = world
        .store
        .jobs(Instruction::REVOKE_PERMITS, None, 10)
        .await
        .unwrap()
        .iter()
        .map(|job| job.id)
        .collect();
    assert_eq!(ids, [later.id, job.id]);
    let jobs = async |kind, limit| world.store.jobs(kind, None, limit).await.unwrap().len();
    assert_eq!(jobs(Instruction::REVOKE_PERMITS, 1).await, 1);
    assert_eq!(jobs(Instruction::REPLACE_PERMIT, 10).await, 0);
    for (before, found) in [(later.id, &[job.id][..]), (job.id, &[])] {
        let older = world
            .store
            .jobs(Instruction::REVOKE_PERMITS, Some(before), 10)
            .await;
        let older: Vec<_> = older.unwrap().iter().map(|job| job.id).collect();
        assert_eq!(older, found);
    }
    let missing = world.store.job(JobId(Uuid::from_u128(1))).await;
    assert!(matches!(missing, Err(StoreError::NotFound(Subject::Job))));
}

/// One taker alone has it, keeps how far it has come, holds it on, and ends it with a line in the log.
pub async fn is_taken_by_one_and_goes_on(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let job = enqueued(&world, 1).await;
    assert_eq!(take(&world, 0).await, None);
    let taken = take(&world, 1).await.unwrap();
    assert_eq!(
        (&taken.job, &taken.progress, taken.attempts),
        (&job, &job.unbegun(), 1)
    );
    assert_eq!(take(&world, 2).await, None);
    let taken = world
        .store
        .job_went_on(&taken, &progress(3), at(4), LEASE)
        .await
        .unwrap();
    assert_eq!((&taken.progress, taken.leased_until), (&progress(3), at(9)));
    assert_eq!(take(&world, 8).await, None, "it is held on");
    let before = lines(&world).await;
    world
        .store
        .end_job(
            &taken,
            JobResult::Done,
            None,
            at(8),
            Some(&ended(&world, &taken, 8)),
        )
        .await
        .unwrap();
    assert_eq!(lines(&world).await, before + 1);
    let kept = world.store.job(job.id).await.unwrap();
    assert_eq!(kept.progress, progress(3));
    assert_eq!(kept.ended, Some((at(8), JobResult::Done.into())));
    assert_eq!(take(&world, 999).await, None);
}

/// Whose lease has run out is told so, and another goes on from where it stopped.
pub async fn is_gone_on_with_by_another(backend: &dyn Backend) {
    let world = World::new(backend).await;
    enqueued(&world, 1).await;
    let first = take(&world, 1).await.unwrap();
    let first = world
        .store
        .job_went_on(&first, &progress(3), at(2), LEASE)
        .await
        .unwrap();
    let second = take(&world, 7).await.unwrap();
    assert_eq!((&second.progress, second.attempts), (&progress(3), 2));
    let conflict = |result: Result<(), StoreError>| {
        let (subject, expected) = (Subject::Job, Expected::Lease);
        assert!(
            matches!(result, Err(StoreError::Conflict { subject: s, expected: e }) if s == subject && e == expected)
        );
    };
    let before = lines(&world).await;
    conflict(
        world
            .store
            .job_went_on(&first, &progress(4), at(8), LEASE)
            .await
            .map(drop),
    );
    let line = ended(&world, &first, 8);
    let end = world
        .store
        .end_job(&first, JobResult::Done, None, at(8), Some(&line));
    conflict(end.await);
    conflict(world.store.forget_job(&first).await);
    world.store.job_failed(&first, "late", at(8)).await.unwrap();
    assert_eq!(lines(&world).await, before);
    assert_eq!(take(&world, 9).await, None, "the second has it");
    let second = world
        .store
        .job_went_on(&second, &progress(4), at(9), LEASE)
        .await
        .unwrap();
    assert_eq!(second.attempts, 1, "it went forward");
}

/// A failure waits for its time and is told; one that is given up says why.
pub async fn a_failure_is_tried_again_then_given_up(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let job = enqueued(&world, 1).await;
    let taken = take(&world, 1).await.unwrap();
    world.store.job_failed(&taken, "no disk", at(10)).await.unwrap();
    let kept = world.store.job(job.id).await.unwrap();
    assert_eq!(
        (kept.last_error.as_deref(), kept.due_at),
        (Some("no disk"), at(10))
    );
    assert_eq!(take(&world, 9).await, None);
    let taken = take(&world, 10).await.unwrap();
    assert_eq!(taken.attempts, 2);
    world
        .store
        .end_job(
            &taken,
            JobResult::GivenUp,
            Some("still no disk"),
            at(11),
            Some(&ended(&world, &taken, 11)),
        )
        .await
        .unwrap();
    let kept = world.store.job(job.id).await.unwrap();
    assert_eq!(
        (kept.last_error.as_deref(), kept.ended),
        (Some("still no disk"), Some((at(11), JobResult::GivenUp.into())))
    );
    assert_eq!(take(&world, 999).await, None);
}

async fn open(world: &World) -> Vec<JobId> {
    let open = world.store.open_jobs(Instruction::REVOKE_PERMITS).await.unwrap();
    open.iter().map(|job| job.id).collect()
}

/// What is called off is not done any more; what somebody is at, or is over, is not called off.
pub async fn is_called_off_unless_somebody_is_at_it(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let later = enqueued(&world, 5).await;
    let line = |minute| AuditEntry {
        at: at(minute),
        ..world.log(AuditAction::PublicationCalledOff {
            job: later.id,
            service: world.service.clone(),
        })
    };
    let lines_before = lines(&world).await;
    assert_eq!(open(&world).await, [later.id]);
    world.store.call_off_job(later.id, at(4), &line(4)).await.unwrap();
    assert_eq!(open(&world).await, []);
    let kept = world.store.job(later.id).await.unwrap();
    assert_eq!(kept.ended, Some((at(4), MaybeNewer::Known(JobResult::CalledOff))));
    assert_eq!(lines(&world).await, lines_before + 1);
    assert_eq!(take(&world, 6).await, None);

    let taken = enqueued(&world, 10).await;
    take(&world, 10).await.unwrap();
    for (id, minute) in [(taken.id, 11), (later.id, 11)] {
        let refused = world.store.call_off_job(id, at(minute), &line(minute)).await;
        assert!(matches!(refused, Err(StoreError::Conflict { .. })), "{refused:?}");
    }
    assert_eq!(lines(&world).await, lines_before + 2, "the second was asked for");
    // Whoever was at it is gone.
    world
        .store
        .call_off_job(taken.id, at(30), &line(30))
        .await
        .unwrap();
}

/// What follows from a transition is asked for with it or not at all, begun when it is due, and forgotten once it is done.
pub async fn follows_from_a_transition(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let submitted = world.submitted(1).await;
    let follows = |minute| Job {
        instruction: Instruction::ReplacePermit {
            earlier: Replaces {
                application: submitted,
                permit: PermitRef([6; 16]),
                reason: ReplacementReason::Loss,
            },
            by: PermitRef([7; 16]),
        },
        by: AuditActor::System,
        due_at: at(minute),
        total: 1,
        ..job(&world, 2)
    };
    let (asked, in_vain) = (follows(9), follows(3));
    let case = world.store.case(submitted).await.unwrap();
    let claim = |job| Transition {
        jobs: vec![job],
        ..world.filed(&case, Command::Claim, world.officer, 2)
    };
    let (claim, late) = (claim(asked.clone()), claim(in_vain));
    world.store.commit(claim).await.unwrap();
    assert!(world.store.commit(late).await.is_err(), "somebody else was first");
    assert_eq!(take(&world, 8).await, None, "it is not due");
    let taken = take(&world, 9).await.unwrap();
    assert_eq!((&taken.job, &taken.progress), (&asked, &asked.unbegun()));
    world.store.forget_job(&taken).await.unwrap();
    let gone = world.store.job(asked.id).await;
    assert!(matches!(gone, Err(StoreError::NotFound(Subject::Job))));
}
