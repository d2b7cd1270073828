//! Requests to erase by law, and what was erased.

use async_trait::async_trait;
use permit::Reference;
use review::ApplicationId;
use sqlx::SqliteConnection;
use store::columns::ErasureColumns;
use store::{
    AuditEntry, ErasedApplication, Erasure, ErasurePage, ErasureQuery, Erasures, Expected, OutboxEntry,
    OverQuery, StoreError, Subject,
};

use crate::errors::failed;
use crate::values::{RowOf, Sqlite, json, micros, name_of, select};
use crate::{SqliteStore, audit, outbox};

type ErasureRecord = ErasureColumns<Sqlite>;

macro_rules! erasures {
    ($($condition:tt)+) => { select!(erasure_columns of ErasureRecord from "erasures", $($condition)+) };
}

#[async_trait]
impl Erasures for SqliteStore {
    async fn ask_erasure(&self, erasure: &Erasure, audit: &AuditEntry) -> Result<(), StoreError> {
        let (erasure, entry) = (erasure.clone(), audit.clone());
        self.main
            .write(move |db| {
                Box::pin(async move {
                    is_whole(erasure.application, db).await?;
                    if !insert(&erasure, db).await? {
                        return Err(StoreError::AlreadyExists(Subject::Erasure));
                    }
                    audit::insert(&entry, db).await
                })
            })
            .await
    }

    async fn change_erasure(
        &self,
        erasure: &Erasure,
        letter: Option<&OutboxEntry>,
        audit: &AuditEntry,
    ) -> Result<(), StoreError> {
        let (erasure, letter, entry) = (erasure.clone(), letter.cloned(), audit.clone());
        self.main
            .write(move |db| {
                Box::pin(async move {
                    change(&erasure, db).await?;
                    if let Some(letter) = &letter {
                        outbox::insert_one(letter, db).await?;
                    }
                    audit::insert(&entry, db).await
                })
            })
            .await
    }

    async fn erasures_of(&self, application: ApplicationId) -> Result<Vec<Erasure>, StoreError> {
        let key = &application.0.as_bytes()[..];
        let records = erasures!("WHERE application = ? ORDER BY asked_at, id", key)
            .fetch_all(&mut *self.reads.lend().await?)
            .await
            .map_err(failed)?;
        records.into_iter().map(ErasureRecord::read).collect()
    }

    async fn open_erasures(&self, query: &ErasureQuery) -> Result<ErasurePage, StoreError> {
        let scopes = json(&query.scopes)?;
        let before = i64::from(query.page) * i64::from(query.rows);
        let mut db = self.reads.lend().await?;
        let total = sqlx::query_scalar!(
            "SELECT count(*) FROM erasures
             WHERE ended_at IS NULL AND EXISTS (
                 SELECT 1 FROM json_each(?)
                 WHERE coalesce(value ->> 'service', service) = service
                     AND (value ->> 'office' IS NULL OR value ->> 'office' = office)
             )",
            scopes
        )
        .fetch_one(&mut *db)
        .await
        .map_err(failed)?;
        let records = erasures!(
            "WHERE ended_at IS NULL AND EXISTS (
                 SELECT 1 FROM json_each(?)
                 WHERE coalesce(value ->> 'service', service) = service
                     AND (value ->> 'office' IS NULL OR value ->> 'office' = office)
             )
             ORDER BY asked_at, id LIMIT ? OFFSET ?",
            scopes,
            query.rows,
            before
        )
        .fetch_all(&mut *db)
        .await
        .map_err(failed)?;
        let rows = records.into_iter().map(ErasureRecord::read);
        Ok(ErasurePage {
            rows: rows.collect::<Result<_, _>>()?,
            total: RowOf::new("erasures", "count").number("count", total)?,
        })
    }

    async fn erased_applications(
        &self,
        after: Option<ApplicationId>,
        limit: u32,
    ) -> Result<Vec<ErasedApplication>, StoreError> {
        let after = after.map_or_else(Vec::new, |id| id.0.as_bytes().to_vec());
        let records = sqlx::query!(
            r#"SELECT id, reference, erased_at AS "erased_at!" FROM applications
               WHERE erased_at IS NOT NULL AND id > ? ORDER BY id LIMIT ?"#,
            after,
            limit
        )
        .fetch_all(&mut *self.reads.lend().await?)
        .await
        .map_err(failed)?;
        let read = records.into_iter().map(|record| {
            let row = RowOf::keyed("applications", &record.id);
            Ok(ErasedApplication {
                id: ApplicationId(row.uuid("id", &record.id)?),
                reference: row.checked("reference", record.reference.parse::<Reference>())?,
                at: row.time("erased_at", record.erased_at)?,
            })
        });
        read.collect()
    }

    async fn applications_over(&self, query: &OverQuery) -> Result<Vec<ApplicationId>, StoreError> {
        let (service, before) = (query.service.as_str(), micros(query.before));
        let after = query.after.map(|id| id.0.as_bytes().to_vec());
        let ids = sqlx::query_scalar!(
            "SELECT id FROM applications
             WHERE service = ?1 AND erased_at IS NULL AND submitted_at < ?2
                 AND submitted_at >= coalesce((SELECT submitted_at FROM applications WHERE id = ?3), -9223372036854775808)
                 AND (?3 IS NULL OR (submitted_at, id) > (SELECT submitted_at, id FROM applications WHERE id = ?3))
                 AND status IN ('Approved', 'Rejected', 'Withdrawn', 'Lapsed')
                 AND NOT sampled AND (decided_at IS NULL OR decided_at < ?2)
                 AND NOT EXISTS (SELECT 1 FROM permits WHERE application = applications.id AND expires_at >= ?2)
             ORDER BY submitted_at, id LIMIT ?4",
            service,
            before,
            after,
            query.limit
        )
        .fetch_all(&mut *self.reads.lend().await?)
        .await
        .map_err(failed)?;
        let read = ids
            .iter()
            .map(|id| Ok(ApplicationId(RowOf::keyed("applications", id).uuid("id", id)?)));
        read.collect()
    }

    async fn forget_drafts_of(
        &self,
        application: ApplicationId,
        reference: &Reference,
    ) -> Result<(), StoreError> {
        let sent = *reference;
        self.drafts
            .write(move |db| {
                Box::pin(async move {
                    let (key, sent) = (&application.0.as_bytes()[..], sent.to_string());
                    sqlx::query!("DELETE FROM drafts WHERE begun_from = ? OR sent = ?", key, sent)
                        .execute(&mut *db)
                        .await
                        .map_err(failed)?;
                    let id = application.to_string();
                    sqlx::query!("DELETE FROM unsent WHERE about IN (?, ?)", sent, id)
                        .execute(db)
                        .await
                        .map_err(failed)?;
                    Ok(())
                })
            })
            .await?;
        self.recent_drafts.forget_of(application, sent);
        Ok(())
    }

    async fn leave_no_trace(&self) -> Result<(), StoreError> {
        self.drafts.move_log().await?;
        self.main.move_log().await
    }
}

/// That there is such an application and that the law has not erased it.
async fn is_whole(application: ApplicationId, db: &mut SqliteConnection) -> Result<(), StoreError> {
    let key = &application.0.as_bytes()[..];
    let whole = sqlx::query_scalar!(
        "SELECT count(*) FROM applications WHERE id = ? AND erased_at IS NULL",
        key
    )
    .fetch_one(db)
    .await
    .map_err(failed)?;
    match whole {
        0 => Err(StoreError::NotFound(Subject::Application)),
        _ => Ok(()),
    }
}

/// Keeps a request, unless it is there or another one of its application is open; answers whether it is new.
pub(crate) async fn insert(erasure: &Erasure, db: &mut SqliteConnection) -> Result<bool, StoreError> {
    let row = ErasureRecord::of(erasure)?;
    let new = sqlx::query!(
        "INSERT INTO erasures (id, application, service, office, asked_by, asked_at, ground, words, proposed_by,
             proposed_at, ended_by, ended_at, outcome, refusal, revision)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        row.id,
        row.application,
        row.service,
        row.office,
        row.asked_by,
        row.asked_at,
        row.ground,
        row.words,
        row.proposed_by,
        row.proposed_at,
        row.ended_by,
        row.ended_at,
        row.outcome,
        row.refusal,
        row.revision
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(new.rows_affected() == 1)
}

async fn change(erasure: &Erasure, db: &mut SqliteConnection) -> Result<(), StoreError> {
    let row = ErasureRecord::of(erasure)?;
    let changed = sqlx::query!(
        "UPDATE erasures SET proposed_by = ?, proposed_at = ?, ended_by = ?, ended_at = ?, outcome = ?, refusal = ?,
             revision = revision + 1
         WHERE id = ? AND revision = ? AND ended_at IS NULL",
        row.proposed_by,
        row.proposed_at,
        row.ended_by,
        row.ended_at,
        row.outcome,
        row.refusal,
        row.id,
        row.revision
    )
    .execute(db)
    .await
    .map_err(failed)?;
    if changed.rows_affected() == 1 {
        return Ok(());
    }
    Err(StoreError::Conflict {
        subject: Subject::Erasure,
        expected: Expected::Revision(erasure.revision),
    })
}

/// Empties the words of an application's requests, and ends the one that is open, in the transaction of its erasure.
pub(crate) async fn end(
    application: &[u8],
    entry: &AuditEntry,
    db: &mut SqliteConnection,
) -> Result<(), StoreError> {
    let by = entry.actor.person().map(audit::bytes);
    let (at, erased) = (micros(entry.at), name_of(&store::ErasureOutcome::Erased)?);
    sqlx::query!(
        "UPDATE erasures SET words = NULL, refusal = NULL, revision = revision + 1,
             ended_by = CASE WHEN ended_at IS NULL THEN ? ELSE ended_by END,
             outcome = coalesce(outcome, ?), ended_at = coalesce(ended_at, ?)
         WHERE application = ? AND (ended_at IS NULL OR words IS NOT NULL OR refusal IS NOT NULL)",
        by,
        erased,
        at,
        application
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(())
}

/// Requests in the order of their ids, from that one on.
pub(crate) async fn from(
    id: Vec<u8>,
    limit: u32,
    db: &mut SqliteConnection,
) -> Result<Vec<Erasure>, StoreError> {
    let records = erasures!("WHERE id >= ? ORDER BY id LIMIT ?", id, limit)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    records.into_iter().map(ErasureRecord::read).collect()
}
