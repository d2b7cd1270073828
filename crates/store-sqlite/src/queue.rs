//! What officers see. The filters are the only SQL that is put together at run time; every value is bound.

mod filter;

use async_trait::async_trait;
use forms::ServiceId;
use jiff::{SignedDuration, Timestamp};
use permit::Reference;
use review::{Application, ApplicationId};
use sqlx::FromRow;
use store::{
    Position, Queue, QueueFilter, QueuePage, QueueRow, QueueScope, StatusName, StoreError, Subject, Tally,
    Waits,
};

use crate::SqliteStore;
use crate::errors::failed;
use crate::values::RowOf;

#[derive(FromRow)]
struct ListedRecord {
    id: Vec<u8>,
    reference: String,
    holder: String,
    submitted_at: i64,
    state: String,
}

#[derive(FromRow)]
struct CandidateRecord {
    id: Vec<u8>,
    submitted_at: i64,
    due_at: i64,
}

#[derive(FromRow)]
struct TallyRecord {
    service: String,
    status: String,
    step: Option<String>,
    number: i64,
    oldest: i64,
}

#[async_trait]
impl Queue for SqliteStore {
    async fn queue(&self, filter: &QueueFilter) -> Result<QueuePage, StoreError> {
        let total: i64 = filter::count(filter)
            .build_query_scalar()
            .fetch_one(&mut *self.reads.lend().await?)
            .await
            .map_err(failed)?;
        let records: Vec<ListedRecord> = filter::page(filter)
            .build_query_as()
            .fetch_all(&mut *self.reads.lend().await?)
            .await
            .map_err(failed)?;
        let rows = records
            .into_iter()
            .map(ListedRecord::read)
            .collect::<Result<_, _>>()?;
        Ok(QueuePage {
            rows,
            total: RowOf::new("applications", "count").number("count", total)?,
        })
    }

    async fn claim_candidates(
        &self,
        scopes: &[QueueScope],
        after: Option<ApplicationId>,
        limit: u32,
    ) -> Result<Vec<ApplicationId>, StoreError> {
        let mut found = Vec::new();
        // One ordered walk through an index for each scope, rather than one query that must sort.
        for scope in scopes {
            let records: Vec<CandidateRecord> = filter::candidates(scope, after, limit)
                .build_query_as()
                .fetch_all(&mut *self.reads.lend().await?)
                .await
                .map_err(failed)?;
            let placed = |record: CandidateRecord| (record.due_at, record.submitted_at, record.id);
            found.extend(records.into_iter().map(placed));
        }
        found.sort();
        found.dedup();
        let oldest = found
            .into_iter()
            .take(usize::try_from(limit).unwrap_or(usize::MAX));
        oldest
            .map(|(_, _, id)| {
                RowOf::keyed("applications", &id)
                    .uuid("id", &id)
                    .map(ApplicationId)
            })
            .collect()
    }

    async fn position(&self, id: ApplicationId) -> Result<Option<Position>, StoreError> {
        let key = &id.0.as_bytes()[..];
        let case = sqlx::query!(
            "SELECT status, service, role, office, submitted_at, due_at FROM applications WHERE id = ?",
            key
        )
        .fetch_optional(&mut *self.reads.lend().await?)
        .await
        .map_err(failed)?
        .ok_or(StoreError::NotFound(Subject::Application))?;
        if case.status != StatusName::Queued.as_str() {
            return Ok(None);
        }
        let ahead = sqlx::query_scalar!(
            "SELECT count(*) FROM applications
             WHERE status = 'Queued' AND role = ? AND service = ? AND office IS ? AND (due_at, submitted_at, id) < (?, ?, ?)",
            case.role,
            case.service,
            case.office,
            case.due_at,
            case.submitted_at,
            key
        )
        .fetch_one(&mut *self.reads.lend().await?)
        .await
        .map_err(failed)?;
        let row = RowOf::keyed("applications", key);
        let service = ServiceId::from(&*case.service);
        Ok(Some(Position {
            ahead: row.number("count", ahead)?,
            waits: self.waits(&service, Timestamp::UNIX_EPOCH).await?,
        }))
    }

    async fn waits(&self, service: &ServiceId, since: Timestamp) -> Result<Option<Waits>, StoreError> {
        let (service, since) = (service.as_str(), since.as_microsecond());
        let took = sqlx::query_scalar!(
            r#"SELECT decided_at - submitted_at AS "took!: i64" FROM applications
               WHERE service = ? AND decided_by_people = 1 AND decided_at >= ?
               ORDER BY decided_at DESC LIMIT ?"#,
            service,
            since,
            Waits::MOST
        )
        .fetch_all(&mut *self.reads.lend().await?)
        .await
        .map_err(failed)?;
        Ok(Waits::of(
            took.into_iter().map(SignedDuration::from_micros).collect(),
        ))
    }

    async fn tally(&self, scopes: &[QueueScope]) -> Result<Vec<Tally>, StoreError> {
        let records: Vec<TallyRecord> = filter::tally(scopes)
            .build_query_as()
            .fetch_all(&mut *self.reads.lend().await?)
            .await
            .map_err(failed)?;
        records.into_iter().map(TallyRecord::read).collect()
    }
}

impl ListedRecord {
    fn read(self) -> Result<QueueRow, StoreError> {
        let row = RowOf::keyed("applications", &self.id);
        let application: Application = row.json("state", &self.state)?;
        let reference: Reference = row.checked("reference", self.reference.parse())?;
        let submitted_at = row.time("submitted_at", self.submitted_at)?;
        Ok(QueueRow::of(application, reference, self.holder, submitted_at))
    }
}

impl TallyRecord {
    fn read(self) -> Result<Tally, StoreError> {
        let row = RowOf::new("applications", format_args!("{} {}", self.service, self.status));
        let status =
            StatusName::read(&self.status).ok_or_else(|| row.corrupt("status", "it is no status"))?;
        Ok(Tally {
            service: self.service.as_str().into(),
            status,
            step: self.step.map(|step| step.as_str().into()),
            count: row.number("count", self.number)?,
            oldest: row.time("submitted_at", self.oldest)?,
        })
    }
}
