//! What officers see. The filters are the only SQL that is put together at run time; every value that comes from elsewhere is bound.

mod filter;
mod rows;

use async_trait::async_trait;
use forms::ServiceId;
use jiff::Timestamp;
use jiff_sqlx::ToSqlx as _;
use review::ApplicationId;
use store::{
    Position, Queue, QueueFilter, QueuePage, QueueScope, StatusName, StoreError, Subject, Tally, Waits,
};
use uuid::Uuid;

use crate::PostgresStore;
use crate::errors::failed;
use crate::queue::rows::{CandidateRecord, ListedRecord, TallyRecord};
use crate::values::RowOf;

#[async_trait]
impl Queue for PostgresStore {
    async fn queue(&self, filter: &QueueFilter) -> Result<QueuePage, StoreError> {
        let total: i64 = filter::count(filter)
            .build_query_scalar()
            .fetch_one(&self.reads)
            .await
            .map_err(failed)?;
        let records: Vec<ListedRecord> = filter::page(filter)
            .build_query_as()
            .fetch_all(&self.reads)
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
                .fetch_all(&self.reads)
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
        Ok(oldest.map(|(_, _, id)| ApplicationId(id)).collect())
    }

    async fn position(&self, id: ApplicationId) -> Result<Option<Position>, StoreError> {
        let case = sqlx::query_as!(
            Waiting,
            "SELECT id, status, service, role, office, submitted_at, due_at FROM applications WHERE id = $1",
            id.0
        )
        .fetch_optional(&self.reads)
        .await
        .map_err(failed)?
        .ok_or(StoreError::NotFound(Subject::Application))?;
        if case.status != StatusName::Queued.as_str() {
            return Ok(None);
        }
        Ok(Some(Position {
            ahead: self.ahead_of(&case).await?,
            waits: self
                .waits(&ServiceId::from(&*case.service), Timestamp::UNIX_EPOCH)
                .await?,
        }))
    }

    async fn waits(&self, service: &ServiceId, since: Timestamp) -> Result<Option<Waits>, StoreError> {
        let decided = sqlx::query!(
            r#"SELECT submitted_at, decided_at AS "decided_at!" FROM applications
               WHERE service = $1 AND decided_by_people AND decided_at >= $2
               ORDER BY decided_at DESC LIMIT $3"#,
            service.as_str(),
            since.to_sqlx(),
            i64::from(Waits::MOST)
        )
        .fetch_all(&self.reads)
        .await
        .map_err(failed)?;
        let took = decided.iter().map(|case| {
            case.submitted_at
                .to_jiff()
                .duration_until(case.decided_at.to_jiff())
        });
        Ok(Waits::of(took.collect()))
    }

    async fn tally(&self, scopes: &[QueueScope]) -> Result<Vec<Tally>, StoreError> {
        let records: Vec<TallyRecord> = filter::tally(scopes)
            .build_query_as()
            .fetch_all(&self.reads)
            .await
            .map_err(failed)?;
        records.into_iter().map(TallyRecord::read).collect()
    }
}

/// A case that asks for its place in the queue.
struct Waiting {
    id: Uuid,
    status: String,
    service: String,
    role: Option<String>,
    office: Option<String>,
    submitted_at: jiff_sqlx::Timestamp,
    due_at: jiff_sqlx::Timestamp,
}

impl PostgresStore {
    /// How many cases for the same role of the same office are before it. Two statements, since an
    /// index finds `= $1` and `IS NULL` but not `IS NOT DISTINCT FROM $1`.
    async fn ahead_of(&self, case: &Waiting) -> Result<u64, StoreError> {
        let ahead = match &case.office {
            Some(office) => {
                sqlx::query_scalar!(
                    r#"SELECT count(*) AS "count!" FROM applications
                       WHERE status = 'Queued' AND role = $1 AND service = $2 AND office = $3
                           AND (due_at, submitted_at, id) < ($4, $5, $6)"#,
                    case.role.as_deref(),
                    case.service,
                    office,
                    case.due_at,
                    case.submitted_at,
                    case.id
                )
                .fetch_one(&self.reads)
                .await
            }
            None => {
                sqlx::query_scalar!(
                    r#"SELECT count(*) AS "count!" FROM applications
                       WHERE status = 'Queued' AND role = $1 AND service = $2 AND office IS NULL
                           AND (due_at, submitted_at, id) < ($3, $4, $5)"#,
                    case.role.as_deref(),
                    case.service,
                    case.due_at,
                    case.submitted_at,
                    case.id
                )
                .fetch_one(&self.reads)
                .await
            }
        };
        RowOf::new("applications", case.id).number("count", ahead.map_err(failed)?)
    }
}
