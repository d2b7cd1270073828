//! What applications are found by.

use async_trait::async_trait;
use review::ApplicationId;
use serde::Serialize;
use sqlx::SqliteConnection;
use store::{LookUp, LookUps, LookedThrough, StoreError};

use crate::SqliteStore;
use crate::errors::failed;
use crate::rows::{Hex, Rows};
use crate::values::RowOf;

#[async_trait]
impl LookUps for SqliteStore {
    async fn applications_by(&self, look_up: &LookUp, limit: u32) -> Result<Vec<ApplicationId>, StoreError> {
        let (kind, hash) = (look_up.kind.as_str(), &look_up.hash[..]);
        let found = sqlx::query_scalar!(
            "SELECT application FROM look_ups WHERE kind = ? AND hash = ? ORDER BY application LIMIT ?",
            kind,
            hash,
            limit
        )
        .fetch_all(&mut *self.reads.lend().await?)
        .await
        .map_err(failed)?;
        found.iter().map(|id| read_id(id)).collect()
    }

    async fn look_ups_missing(
        &self,
        after: Option<ApplicationId>,
        limit: u32,
    ) -> Result<LookedThrough, StoreError> {
        let after = after.map_or_else(Vec::new, |id| id.0.as_bytes().to_vec());
        let records = sqlx::query!(
            r#"SELECT id, NOT EXISTS (SELECT 1 FROM look_ups WHERE application = id) AS "is_missing: bool"
               FROM applications WHERE id > ? ORDER BY id LIMIT ?"#,
            after,
            limit
        )
        .fetch_all(&mut *self.reads.lend().await?)
        .await
        .map_err(failed)?;
        let mut through = LookedThrough::default();
        for record in records {
            let id = read_id(&record.id)?;
            through.last = Some(id);
            if record.is_missing {
                through.missing.push(id);
            }
        }
        Ok(through)
    }

    async fn add_look_ups(
        &self,
        application: ApplicationId,
        look_ups: Vec<LookUp>,
    ) -> Result<(), StoreError> {
        let rows = rows(application, &look_ups)?;
        self.main
            .write(move |db| Box::pin(async move { add(application, &rows, db).await }))
            .await
    }
}

/// A row in its table's words.
#[derive(Serialize)]
struct Columns<'a> {
    application: ApplicationId,
    kind: &'a str,
    hash: Hex<[u8; 32]>,
}

/// An application's rows; where there is nothing to find it by, the one that says so.
pub(crate) fn rows(application: ApplicationId, look_ups: &[LookUp]) -> Result<Rows, StoreError> {
    let rows = LookUp::rows(look_ups).into_iter();
    Rows::of(rows.map(|(kind, hash)| Columns {
        application,
        kind,
        hash: Hex(hash),
    }))
}

pub(crate) async fn insert(rows: String, db: &mut SqliteConnection) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO look_ups (application, kind, hash)
         SELECT unhex(value ->> 'application', '-'), value ->> 'kind', unhex(value ->> 'hash') FROM jsonb_each(?)
         WHERE true
         ON CONFLICT DO NOTHING",
        rows
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(())
}

/// Forgets all that these applications were found by.
pub(crate) async fn forget(applications: String, db: &mut SqliteConnection) -> Result<(), StoreError> {
    sqlx::query!(
        "DELETE FROM look_ups WHERE application IN (SELECT unhex(value, '-') FROM jsonb_each(?))",
        applications
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(())
}

/// Forgets all, to be filled in anew.
pub(crate) async fn forget_all(db: &mut SqliteConnection) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM look_ups")
        .execute(db)
        .await
        .map_err(failed)?;
    Ok(())
}

/// Forgets them for good: the row that stays keeps others from being filled in.
pub(crate) async fn erase(application: ApplicationId, db: &mut SqliteConnection) -> Result<(), StoreError> {
    let key = &application.0.as_bytes()[..];
    sqlx::query!("DELETE FROM look_ups WHERE application = ?", key)
        .execute(&mut *db)
        .await
        .map_err(failed)?;
    match Rows::together([&rows(application, &[])?]) {
        Some(rows) => insert(rows, db).await,
        None => Ok(()),
    }
}

async fn add(application: ApplicationId, rows: &Rows, db: &mut SqliteConnection) -> Result<(), StoreError> {
    let key = &application.0.as_bytes()[..];
    let kept = sqlx::query!(
        r#"SELECT erased_at, EXISTS (SELECT 1 FROM look_ups WHERE application = id) AS "is_filled: bool"
           FROM applications WHERE id = ?"#,
        key
    )
    .fetch_optional(&mut *db)
    .await
    .map_err(failed)?;
    let Some(kept) = kept.filter(|kept| !kept.is_filled) else {
        return Ok(());
    };
    if kept.erased_at.is_some() {
        // A program of before left no row that says so.
        return erase(application, db).await;
    }
    match Rows::together([rows]) {
        Some(rows) => insert(rows, db).await,
        None => Ok(()),
    }
}

/// The rows of all applications between these two; one that says that there is nothing is empty.
pub(crate) async fn between(
    first: &[u8],
    last: &[u8],
    db: &mut SqliteConnection,
) -> Result<Vec<(ApplicationId, Option<LookUp>)>, StoreError> {
    let records = sqlx::query!(
        "SELECT application, kind, hash FROM look_ups WHERE application BETWEEN ? AND ?",
        first,
        last
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    let read = records.into_iter().map(|kept| {
        let row = RowOf::keyed("look_ups", &kept.application);
        let hash = row.bytes("hash", &kept.hash)?;
        Ok((read_id(&kept.application)?, LookUp::of_row(kept.kind, hash)))
    });
    read.collect()
}

fn read_id(id: &[u8]) -> Result<ApplicationId, StoreError> {
    let row = RowOf::keyed("look_ups", id);
    row.uuid("application", id).map(ApplicationId)
}
