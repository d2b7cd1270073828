//! Work that takes longer than a request.

mod read;

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use sqlx::SqliteConnection;
use store::{
    AuditEntry, DueJob, Instruction, Job, JobId, JobProgress, JobResult, Jobs, KeptJob, StoreError,
    leased_until,
};

use crate::errors::failed;
use crate::jobs::read::JobRecord;
use crate::values::{json, micros, name_of};
use crate::{SqliteStore, audit};

pub(crate) use crate::jobs::read::after;

#[async_trait]
impl Jobs for SqliteStore {
    async fn enqueue(&self, job: &Job, audit: Option<&AuditEntry>) -> Result<(), StoreError> {
        let (job, entry) = (job.clone(), audit.cloned());
        self.main
            .write(move |db| {
                Box::pin(async move {
                    match (insert(&job, db).await?, entry) {
                        (true, Some(entry)) => audit::insert(&entry, db).await,
                        _ => Ok(()),
                    }
                })
            })
            .await
    }

    async fn due_jobs(
        &self,
        now: Timestamp,
        lease: SignedDuration,
        limit: u32,
    ) -> Result<Vec<DueJob>, StoreError> {
        let until = leased_until(now, lease)?;
        self.main
            .write(move |db| Box::pin(take(now, until, limit, db)))
            .await
    }

    async fn job_went_on(
        &self,
        job: &DueJob,
        progress: &JobProgress,
        now: Timestamp,
        lease: SignedDuration,
    ) -> Result<DueJob, StoreError> {
        let until = leased_until(now, lease)?;
        let next = job.gone_on(progress, until);
        let (id, lease, progress) = (job.job.id, micros(job.leased_until), json(progress)?);
        let kept = self
            .main
            .write(move |db| {
                Box::pin(async move {
                    let (id, until) = (&id.0.as_bytes()[..], micros(until));
                    let kept = sqlx::query!(
                        "UPDATE jobs SET progress = ?, leased_until = ?, attempts = 1, last_error = NULL
                         WHERE id = ? AND leased_until = ? AND ended_at IS NULL",
                        progress,
                        until,
                        id,
                        lease
                    );
                    Ok(kept.execute(db).await.map_err(failed)?.rows_affected())
                })
            })
            .await?;
        DueJob::is_held(kept).map(|()| next)
    }

    async fn end_job(
        &self,
        job: &DueJob,
        result: JobResult,
        error: Option<&str>,
        at: Timestamp,
        audit: Option<&AuditEntry>,
    ) -> Result<(), StoreError> {
        let (id, lease, progress) = (job.job.id, micros(job.leased_until), json(&job.progress)?);
        let (result, error, entry) = (name_of(&result)?, error.map(str::to_owned), audit.cloned());
        self.main
            .write(move |db| {
                Box::pin(async move {
                    let (id, at) = (&id.0.as_bytes()[..], micros(at));
                    let kept = sqlx::query!(
                        "UPDATE jobs SET progress = ?, ended_at = ?, result = ?, last_error = ?, leased_until = NULL
                         WHERE id = ? AND leased_until = ? AND ended_at IS NULL",
                        progress,
                        at,
                        result,
                        error,
                        id,
                        lease
                    );
                    DueJob::is_held(kept.execute(&mut *db).await.map_err(failed)?.rows_affected())?;
                    match entry {
                        Some(entry) => audit::insert(&entry, db).await,
                        None => Ok(()),
                    }
                })
            })
            .await
    }

    async fn call_off_job(&self, id: JobId, at: Timestamp, audit: &AuditEntry) -> Result<(), StoreError> {
        let (result, entry) = (name_of(&JobResult::CalledOff)?, audit.clone());
        self.main
            .write(move |db| {
                Box::pin(async move {
                    let (id, at) = (&id.0.as_bytes()[..], micros(at));
                    let called_off = sqlx::query!(
                        "UPDATE jobs SET ended_at = ?1, result = ?2, leased_until = NULL
                         WHERE id = ?3 AND ended_at IS NULL AND (leased_until IS NULL OR leased_until <= ?1)",
                        at,
                        result,
                        id
                    );
                    DueJob::is_held(
                        called_off
                            .execute(&mut *db)
                            .await
                            .map_err(failed)?
                            .rows_affected(),
                    )?;
                    audit::insert(&entry, db).await
                })
            })
            .await
    }

    async fn forget_job(&self, job: &DueJob) -> Result<(), StoreError> {
        let (id, lease) = (job.job.id, micros(job.leased_until));
        let forgotten = self
            .main
            .write(move |db| {
                Box::pin(async move {
                    let id = &id.0.as_bytes()[..];
                    let gone = sqlx::query!(
                        "DELETE FROM jobs WHERE id = ? AND leased_until = ? AND ended_at IS NULL",
                        id,
                        lease
                    );
                    Ok(gone.execute(db).await.map_err(failed)?.rows_affected())
                })
            })
            .await?;
        DueJob::is_held(forgotten)
    }

    async fn job_failed(&self, job: &DueJob, error: &str, again_at: Timestamp) -> Result<(), StoreError> {
        let (id, lease, error) = (job.job.id, micros(job.leased_until), error.to_owned());
        self.main
            .write(move |db| {
                Box::pin(async move {
                    let (id, again_at) = (&id.0.as_bytes()[..], micros(again_at));
                    sqlx::query!(
                        "UPDATE jobs SET leased_until = NULL, due_at = ?, last_error = ?
                         WHERE id = ? AND leased_until = ? AND ended_at IS NULL",
                        again_at,
                        error,
                        id,
                        lease
                    )
                    .execute(db)
                    .await
                    .map_err(failed)?;
                    Ok(())
                })
            })
            .await
    }

    async fn job(&self, id: JobId) -> Result<KeptJob, StoreError> {
        read::by_id(id, &mut *self.reads.lend().await?).await
    }

    async fn open_jobs(&self, kind: &str) -> Result<Vec<KeptJob>, StoreError> {
        read::open(kind, &mut *self.reads.lend().await?).await
    }

    async fn jobs(&self, kind: &str, before: Option<JobId>, limit: u32) -> Result<Vec<KeptJob>, StoreError> {
        read::newest(kind, before, limit, &mut *self.reads.lend().await?).await
    }
}

/// Whether the job is new.
pub(crate) async fn insert(job: &Job, db: &mut SqliteConnection) -> Result<bool, StoreError> {
    let (id, at, due_at) = (&job.id.0.as_bytes()[..], micros(job.at), micros(job.due_at));
    let (instruction, asked_by, progress) = (json(&job.instruction)?, json(&job.by)?, json(&job.unbegun())?);
    let new = sqlx::query!(
        "INSERT INTO jobs (id, instruction, asked_by, asked_at, progress, due_at) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT DO NOTHING",
        id,
        instruction,
        asked_by,
        at,
        progress,
        due_at
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(new.rows_affected() == 1)
}

async fn take(
    now: Timestamp,
    until: Timestamp,
    limit: u32,
    db: &mut SqliteConnection,
) -> Result<Vec<DueJob>, StoreError> {
    let (now, lease, kinds) = (micros(now), micros(until), json(&Instruction::KINDS)?);
    let records = sqlx::query_as!(
        JobRecord,
        "UPDATE jobs SET leased_until = ?, attempts = attempts + 1
         WHERE id IN (
             SELECT id FROM jobs
             WHERE ended_at IS NULL AND due_at <= ? AND (leased_until IS NULL OR leased_until <= ?)
                 AND instruction ->> 'kind' IN (SELECT value FROM json_each(?))
             ORDER BY due_at LIMIT ?
         )
         RETURNING id, instruction, asked_by, asked_at, progress, due_at, attempts, last_error, ended_at, result",
        lease,
        now,
        now,
        kinds,
        limit
    )
    .fetch_all(&mut *db)
    .await
    .map_err(failed)?;
    let mut jobs = Vec::new();
    for record in records {
        match record.read()?.taken(until) {
            Some(due) => jobs.push(due),
            None => give_back(&record, lease, db).await?,
        }
    }
    jobs.sort_by_key(|due| (due.job.at, due.job.id));
    Ok(jobs)
}

/// Its kind is known and something else in it is a newer release's: it stays as if nobody had taken it, and is looked at again when
/// the lease would have ended.
async fn give_back(record: &JobRecord, lease: i64, db: &mut SqliteConnection) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE jobs SET leased_until = NULL, due_at = leased_until, attempts = attempts - 1
         WHERE id = ? AND leased_until = ?",
        record.id,
        lease
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(())
}
