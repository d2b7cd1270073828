//! Drafts, written by connections that do not wait for the disk.

use async_trait::async_trait;
use forms::ServiceId;
use jiff::Timestamp;
use sqlx::PgConnection;
use store::columns::DraftColumns;
use store::{Draft, DraftId, Drafts, StoreError};

use crate::PostgresStore;
use crate::errors::failed;
use crate::values::{Postgres, select, time};

type DraftRecord = DraftColumns<Postgres>;

macro_rules! drafts {
    ($($condition:tt)+) => { select!(draft_columns of DraftRecord from "drafts", $($condition)+) };
}

/// Inserts a draft; what becomes of one that is there is the condition.
macro_rules! insert_draft {
    ($($condition:tt)+) => { store::draft_columns!(insert_draft_of!($($condition)+)) };
}
macro_rules! insert_draft_of {
    ([$first:literal $($column:literal)*] $condition:literal, $draft:ident) => {
        sqlx::query!(
            "INSERT INTO drafts (" + $first $(+ ", " + $column)* + ")
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
             ON CONFLICT "
                + $condition,
            $draft.id,
            $draft.service,
            $draft.version,
            $draft.answers,
            $draft.language,
            $draft.updated_at,
            $draft.expires_at,
            $draft.sent,
            $draft.replaces as _,
            $draft.begun_from
        )
    };
}

#[async_trait]
impl Drafts for PostgresStore {
    async fn save_draft(&self, draft: &Draft) -> Result<(), StoreError> {
        let draft = DraftRecord::of(draft)?;
        let mut db = self.lent_swift.lend().await?;
        insert_draft!(
            "(id) DO UPDATE SET service = excluded.service, version = excluded.version,
                 answers = excluded.answers, language = excluded.language,
                 updated_at = excluded.updated_at, expires_at = excluded.expires_at,
                 sent = coalesce(excluded.sent, drafts.sent)",
            draft
        )
        .execute(&mut *db)
        .await
        .map_err(failed)?;
        db.answered();
        Ok(())
    }

    async fn drafts_of(
        &self,
        service: &ServiceId,
        after: Option<&DraftId>,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<Draft>, StoreError> {
        let after = after.map_or(&[][..], |after| &after.0[..]);
        let mut db = self.lent_reads.lend().await?;
        let records = drafts!(
            "WHERE service = $1 AND id > $2 AND expires_at > $3 AND sent IS NULL ORDER BY id LIMIT $4",
            service.as_str(),
            after,
            time(now),
            i64::from(limit)
        )
        .fetch_all(&mut *db)
        .await
        .map_err(failed)?;
        db.answered();
        records.into_iter().map(DraftRecord::read).collect()
    }

    async fn draft(&self, id: &DraftId, now: Timestamp) -> Result<Option<Draft>, StoreError> {
        let key = &id.0[..];
        let mut db = self.lent_reads.lend().await?;
        let record = drafts!("WHERE id = $1 AND expires_at > $2", key, time(now))
            .fetch_optional(&mut *db)
            .await
            .map_err(failed)?;
        db.answered();
        record.map(DraftRecord::read).transpose()
    }
}

/// Keeps a draft as it was kept before, elsewhere, unless it is there; answers whether it was not.
pub(crate) async fn insert(draft: &Draft, db: &mut PgConnection) -> Result<bool, StoreError> {
    let draft = DraftRecord::of(draft)?;
    let new = insert_draft!("DO NOTHING", draft)
        .execute(db)
        .await
        .map_err(failed)?;
    Ok(new.rows_affected() == 1)
}

/// Drafts in the order of their ids, from that one on.
pub(crate) async fn from(id: Vec<u8>, limit: i64, db: &mut PgConnection) -> Result<Vec<Draft>, StoreError> {
    let records = drafts!("WHERE id >= $1 ORDER BY id LIMIT $2", id, limit)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    records.into_iter().map(DraftRecord::read).collect()
}
