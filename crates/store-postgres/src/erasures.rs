//! Requests to erase by law, and what was erased.

use async_trait::async_trait;
use permit::Reference;
use review::ApplicationId;
use sqlx::PgConnection;
use store::columns::ErasureColumns;
use store::{
    AuditEntry, ErasedApplication, Erasure, ErasurePage, ErasureQuery, Erasures, Expected, OutboxEntry,
    OverQuery, StoreError, Subject,
};
use uuid::Uuid;

use crate::errors::failed;
use crate::values::{Postgres, RowOf, legible, name_of, select, time};
use crate::{PostgresStore, audit, outbox};

type ErasureRecord = ErasureColumns<Postgres>;

macro_rules! erasures {
    ($($condition:tt)+) => { select!(erasure_columns of ErasureRecord from "erasures", $($condition)+) };
}

#[async_trait]
impl Erasures for PostgresStore {
    async fn ask_erasure(&self, erasure: &Erasure, audit: &AuditEntry) -> Result<(), StoreError> {
        let (erasure, entry) = (erasure.clone(), audit.clone());
        self.writer
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
        self.writer
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
        let records = erasures!("WHERE application = $1 ORDER BY asked_at, id", application.0)
            .fetch_all(&self.reads)
            .await
            .map_err(failed)?;
        records.into_iter().map(ErasureRecord::read).collect()
    }

    async fn open_erasures(&self, query: &ErasureQuery) -> Result<ErasurePage, StoreError> {
        // A NULL in an array is a service or an office that is not named.
        let scopes = query.scopes.iter();
        let (services, offices): (Vec<_>, Vec<_>) = scopes
            .map(|scope| {
                let service = scope.service.as_ref().map(ToString::to_string);
                (service, scope.office.as_ref().map(ToString::to_string))
            })
            .unzip();
        let (rows, before) = (
            i64::from(query.rows),
            i64::from(query.page) * i64::from(query.rows),
        );
        let total = sqlx::query_scalar!(
            r#"SELECT count(*) AS "n!" FROM erasures
               WHERE ended_at IS NULL AND EXISTS (
                   SELECT 1 FROM unnest($1::text[], $2::text[]) AS scope (of_service, of_office)
                   WHERE (of_service IS NULL OR of_service = service) AND (of_office IS NULL OR of_office = office)
               )"#,
            &services as _,
            &offices as _
        )
        .fetch_one(&self.reads)
        .await
        .map_err(failed)?;
        let records = erasures!(
            "WHERE ended_at IS NULL AND EXISTS (
                 SELECT 1 FROM unnest($1::text[], $2::text[]) AS scope (of_service, of_office)
                 WHERE (of_service IS NULL OR of_service = service) AND (of_office IS NULL OR of_office = office)
             )
             ORDER BY asked_at, id LIMIT $3 OFFSET $4",
            &services as _,
            &offices as _,
            rows,
            before
        )
        .fetch_all(&self.reads)
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
        let after = after.map_or(Uuid::nil(), |id| id.0);
        let records = sqlx::query!(
            r#"SELECT id, reference, erased_at AS "erased_at!" FROM applications
               WHERE erased_at IS NOT NULL AND id > $1 ORDER BY id LIMIT $2"#,
            after,
            i64::from(limit)
        )
        .fetch_all(&self.reads)
        .await
        .map_err(failed)?;
        let read = records.into_iter().map(|record| {
            let row = RowOf::new("applications", record.id);
            Ok(ErasedApplication {
                id: ApplicationId(record.id),
                reference: row.checked("reference", record.reference.parse::<Reference>())?,
                at: record.erased_at.to_jiff(),
            })
        });
        read.collect()
    }

    async fn applications_over(&self, query: &OverQuery) -> Result<Vec<ApplicationId>, StoreError> {
        let ids = sqlx::query_scalar!(
            "SELECT id FROM applications a
             WHERE service = $1 AND erased_at IS NULL AND submitted_at < $2
                 AND submitted_at >= coalesce((SELECT k.submitted_at FROM applications k WHERE k.id = $3), '-infinity')
                 AND ($3::uuid IS NULL
                     OR (submitted_at, id) > (SELECT k.submitted_at, k.id FROM applications k WHERE k.id = $3))
                 AND status IN ('Approved', 'Rejected', 'Withdrawn', 'Lapsed')
                 AND NOT sampled AND (decided_at IS NULL OR decided_at < $2)
                 AND NOT EXISTS (SELECT 1 FROM permits p WHERE p.application = a.id AND p.expires_at >= $2)
             ORDER BY submitted_at, id LIMIT $4",
            query.service.as_str(),
            time(query.before),
            query.after.map(|id| id.0),
            i64::from(query.limit)
        )
        .fetch_all(&self.reads)
        .await
        .map_err(failed)?;
        Ok(ids.into_iter().map(ApplicationId).collect())
    }

    async fn forget_drafts_of(
        &self,
        application: ApplicationId,
        reference: &Reference,
    ) -> Result<(), StoreError> {
        let sent = reference.to_string();
        let mut db = self.lent_swift.lend().await?;
        sqlx::query!(
            "DELETE FROM drafts WHERE begun_from = $1 OR sent = $2",
            application.0,
            sent
        )
        .execute(&mut *db)
        .await
        .map_err(failed)?;
        sqlx::query!(
            "DELETE FROM unsent WHERE about IN ($1, $2)",
            sent,
            application.to_string()
        )
        .execute(&mut *db)
        .await
        .map_err(failed)?;
        db.answered();
        Ok(())
    }

    async fn leave_no_trace(&self) -> Result<(), StoreError> {
        Ok(())
    }
}

/// That there is such an application and that the law has not erased it, nor does so meanwhile.
async fn is_whole(application: ApplicationId, db: &mut PgConnection) -> Result<(), StoreError> {
    let whole = sqlx::query_scalar!(
        "SELECT id FROM applications WHERE id = $1 AND erased_at IS NULL FOR SHARE",
        application.0
    )
    .fetch_optional(db)
    .await
    .map_err(failed)?;
    whole.map(drop).ok_or(StoreError::NotFound(Subject::Application))
}

/// Keeps a request, unless it is there or another one of its application is open; answers whether it is new.
pub(crate) async fn insert(erasure: &Erasure, db: &mut PgConnection) -> Result<bool, StoreError> {
    let row = ErasureRecord::of(erasure)?;
    let new = sqlx::query!(
        "INSERT INTO erasures (id, application, service, office, asked_by, asked_at, ground, words, proposed_by,
             proposed_at, ended_by, ended_at, outcome, refusal, revision)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) ON CONFLICT DO NOTHING",
        row.id,
        row.application,
        row.service,
        row.office,
        row.asked_by as _,
        row.asked_at,
        row.ground,
        row.words.as_deref().map(legible),
        row.proposed_by,
        row.proposed_at,
        row.ended_by,
        row.ended_at,
        row.outcome,
        row.refusal.as_deref().map(legible),
        row.revision
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(new.rows_affected() == 1)
}

async fn change(erasure: &Erasure, db: &mut PgConnection) -> Result<(), StoreError> {
    let row = ErasureRecord::of(erasure)?;
    let changed = sqlx::query!(
        "UPDATE erasures SET proposed_by = $4, proposed_at = $5, ended_by = $6, ended_at = $7, outcome = $8,
             refusal = $9, revision = revision + 1
         WHERE application = $1 AND id = $2 AND revision = $3 AND ended_at IS NULL",
        row.application,
        row.id,
        row.revision,
        row.proposed_by,
        row.proposed_at,
        row.ended_by,
        row.ended_at,
        row.outcome,
        row.refusal.as_deref().map(legible)
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
    application: Uuid,
    entry: &AuditEntry,
    db: &mut PgConnection,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE erasures SET words = NULL, refusal = NULL, revision = revision + 1,
             ended_by = CASE WHEN ended_at IS NULL THEN $2 ELSE ended_by END,
             outcome = coalesce(outcome, $3), ended_at = coalesce(ended_at, $4)
         WHERE application = $1 AND (ended_at IS NULL OR words IS NOT NULL OR refusal IS NOT NULL)",
        application,
        entry.actor.person().map(|person| person.0),
        name_of(&store::ErasureOutcome::Erased)?,
        time(entry.at)
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(())
}

/// Requests in the order of their ids, from that one on.
pub(crate) async fn from(id: Uuid, limit: i64, db: &mut PgConnection) -> Result<Vec<Erasure>, StoreError> {
    let records = erasures!("WHERE id >= $1 ORDER BY id LIMIT $2", id, limit)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    records.into_iter().map(ErasureRecord::read).collect()
}
