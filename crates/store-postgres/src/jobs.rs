//! Work that takes longer than a request.

mod read;

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use sqlx::PgConnection;
use store::{
    AuditEntry, DueJob, Instruction, Job, JobId, JobProgress, JobResult, Jobs, KeptJob, StoreError,
    leased_until,
};

use crate::errors::failed;
use crate::jobs::read::JobRecord;
use crate::values::{json, legible, name_of, time};
use crate::{PostgresStore, audit};

pub(crate) use crate::jobs::read::after;

#[async_trait]
impl Jobs for PostgresStore {
    async fn enqueue(&self, job: &Job, audit: Option<&AuditEntry>) -> Result<(), StoreError> {
        let (job, entry) = (job.clone(), audit.cloned());
        self.writer
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
        self.writer
            .write_at_once(move |db| Box::pin(take(now, until, limit, db)))
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
        let (id, lease, progress) = (job.job.id, job.leased_until, json(progress)?);
        let kept = self
            .writer
            .write_at_once(move |db| {
                Box::pin(async move {
                    let kept = sqlx::query!(
                        "UPDATE jobs SET progress = $3, leased_until = $4, attempts = 1, last_error = NULL
                         WHERE id = $1 AND leased_until = $2 AND ended_at IS NULL",
                        id.0,
                        time(lease),
                        progress as _,
                        time(until)
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
        let (id, lease, progress) = (job.job.id, job.leased_until, json(&job.progress)?);
        let (result, error, entry) = (name_of(&result)?, error.map(legible), audit.cloned());
        self.writer
            .write(move |db| {
                Box::pin(async move {
                    let kept = sqlx::query!(
                        "UPDATE jobs SET progress = $3, ended_at = $4, result = $5, last_error = $6,
                             leased_until = NULL
                         WHERE id = $1 AND leased_until = $2 AND ended_at IS NULL",
                        id.0,
                        time(lease),
                        progress as _,
                        time(at),
                        result,
                        error
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
        self.writer
            .write(move |db| {
                Box::pin(async move {
                    let called_off = sqlx::query!(
                        "UPDATE jobs SET ended_at = $1, result = $2, leased_until = NULL
                         WHERE id = $3 AND ended_at IS NULL AND (leased_until IS NULL OR leased_until <= $1)",
                        time(at),
                        result,
                        id.0
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
        let (id, lease) = (job.job.id, job.leased_until);
        let forgotten = self
            .writer
            .write_at_once(move |db| {
                Box::pin(async move {
                    let gone = sqlx::query!(
                        "DELETE FROM jobs WHERE id = $1 AND leased_until = $2 AND ended_at IS NULL",
                        id.0,
                        time(lease)
                    );
                    Ok(gone.execute(db).await.map_err(failed)?.rows_affected())
                })
            })
            .await?;
        DueJob::is_held(forgotten)
    }

    async fn job_failed(&self, job: &DueJob, error: &str, again_at: Timestamp) -> Result<(), StoreError> {
        let (id, lease, error) = (job.job.id, job.leased_until, legible(error));
        self.writer
            .write_at_once(move |db| {
                Box::pin(async move {
                    sqlx::query!(
                        "UPDATE jobs SET leased_until = NULL, due_at = $3, last_error = $4
                         WHERE id = $1 AND leased_until = $2 AND ended_at IS NULL",
                        id.0,
                        time(lease),
                        time(again_at),
                        error
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
        read::by_id(id, &self.reads).await
    }

    async fn open_jobs(&self, kind: &str) -> Result<Vec<KeptJob>, StoreError> {
        read::open(kind, &self.reads).await
    }

    async fn jobs(&self, kind: &str, before: Option<JobId>, limit: u32) -> Result<Vec<KeptJob>, StoreError> {
        read::newest(kind, before, limit, &self.reads).await
    }
}

/// Whether the job is new.
pub(crate) async fn insert(job: &Job, db: &mut PgConnection) -> Result<bool, StoreError> {
    let new = sqlx::query!(
        "INSERT INTO jobs (id, instruction, asked_by, asked_at, progress, due_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT DO NOTHING",
        job.id.0,
        json(&job.instruction)? as _,
        json(&job.by)? as _,
        time(job.at),
        json(&job.unbegun())? as _,
        time(job.due_at)
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(new.rows_affected() == 1)
}

/// Takes what is due. What another node is taking at this moment is passed over, not waited for.
async fn take(
    now: Timestamp,
    until: Timestamp,
    limit: u32,
    db: &mut PgConnection,
) -> Result<Vec<DueJob>, StoreError> {
    let records = sqlx::query_as!(
        JobRecord,
        "WITH due AS MATERIALIZED (
             SELECT id FROM jobs
             WHERE ended_at IS NULL AND due_at <= $2 AND (leased_until IS NULL OR leased_until <= $2)
                 AND instruction ->> 'kind' = ANY($4)
             ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED
         )
         UPDATE jobs j SET leased_until = $1, attempts = attempts + 1 FROM due WHERE j.id = due.id
         RETURNING j.id, j.instruction, j.asked_by, j.asked_at, j.progress, j.due_at, j.attempts, j.last_error,
             j.ended_at, j.result",
        time(until),
        time(now),
        i64::from(limit),
        &Instruction::KINDS.map(str::to_owned)
    )
    .fetch_all(&mut *db)
    .await
    .map_err(failed)?;
    let mut jobs = Vec::new();
    for record in records {
        match record.read()?.taken(until) {
            Some(due) => jobs.push(due),
            None => give_back(&record, until, db).await?,
        }
    }
    jobs.sort_by_key(|due| (due.job.at, due.job.id));
    Ok(jobs)
}

/// Its kind is known and something else in it is a newer release's: it stays as if nobody had taken it, and is looked at again when
/// the lease would have ended.
async fn give_back(record: &JobRecord, until: Timestamp, db: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE jobs SET leased_until = NULL, due_at = $2, attempts = attempts - 1
         WHERE id = $1 AND leased_until = $2",
        record.id,
        time(until)
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(())
}
