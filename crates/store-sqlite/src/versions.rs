//! Published versions of services.

use async_trait::async_trait;
use forms::ContentHash;
use jiff::Timestamp;
use sqlx::SqliteConnection;
use store::{AuditActor, StoreError, Subject, TypedVersion, Version, Versions};

use crate::errors::failed;
use crate::values::{RowOf, micros};
use crate::{SqliteStore, audit};

struct VersionRecord {
    hash: Vec<u8>,
    service: String,
    canonical_json: String,
    published_at: i64,
}

#[async_trait]
impl Versions for SqliteStore {
    async fn publish(&self, version: &Version, by: AuditActor, now: Timestamp) -> Result<(), StoreError> {
        let version = version.clone();
        self.main
            .write(move |db| {
                Box::pin(async move {
                    if publish(&version, now, db).await? {
                        audit::insert(&version.publication(by, now), db).await?;
                    }
                    Ok(())
                })
            })
            .await
    }

    async fn current_versions(&self) -> Result<Vec<ContentHash>, StoreError> {
        let records = sqlx::query!("SELECT service, version FROM current_versions ORDER BY service")
            .fetch_all(&mut *self.reads.lend().await?)
            .await
            .map_err(failed)?;
        let read = records.into_iter().map(|record| {
            let row = RowOf::new("current_versions", record.service);
            row.bytes("version", &record.version).map(ContentHash)
        });
        read.collect()
    }

    async fn permit_types(&self) -> Result<Vec<TypedVersion>, StoreError> {
        let records = sqlx::query!(
            r#"SELECT hash, service, canonical_json ->> '$.permit.type' AS "permit_type!: i64" FROM versions
               WHERE CASE WHEN json_valid(canonical_json) THEN canonical_json ->> '$.permit.type' END IS NOT NULL
               ORDER BY published_at, rowid"#
        )
        .fetch_all(&mut *self.reads.lend().await?)
        .await
        .map_err(failed)?;
        let read = records.into_iter().map(|record| {
            let row = RowOf::keyed("versions", &record.hash);
            Ok(TypedVersion {
                permit_type: row.number("canonical_json", record.permit_type)?,
                service: record.service.as_str().into(),
                hash: ContentHash(row.bytes("hash", &record.hash)?),
            })
        });
        read.collect()
    }

    async fn version(&self, hash: &ContentHash) -> Result<Version, StoreError> {
        let key = &hash.0[..];
        let record = sqlx::query_as!(
            VersionRecord,
            "SELECT hash, service, canonical_json, published_at FROM versions WHERE hash = ?",
            key
        )
        .fetch_optional(&mut *self.reads.lend().await?)
        .await
        .map_err(failed)?;
        self.whole(record.ok_or(StoreError::NotFound(Subject::Version))?)
            .await
    }
}

impl SqliteStore {
    async fn whole(&self, record: VersionRecord) -> Result<Version, StoreError> {
        let row = RowOf::keyed("versions", &record.hash);
        let skeletons = sqlx::query!(
            "SELECT language, pdf FROM skeletons WHERE version = ? ORDER BY language",
            record.hash
        )
        .fetch_all(&mut *self.reads.lend().await?)
        .await
        .map_err(failed)?;
        Ok(Version {
            service: record.service.as_str().into(),
            hash: ContentHash(row.bytes("hash", &record.hash)?),
            canonical_json: record.canonical_json,
            skeletons: skeletons
                .into_iter()
                .map(|kept| (kept.language.as_str().into(), kept.pdf))
                .collect(),
            published_at: row.time("published_at", record.published_at)?,
        })
    }
}

/// Whether another version was current before.
async fn publish(version: &Version, now: Timestamp, db: &mut SqliteConnection) -> Result<bool, StoreError> {
    let hash = &version.hash.0[..];
    let service = version.service.as_str();
    let published_at = micros(version.published_at);
    let new = sqlx::query!(
        "INSERT INTO versions (hash, service, canonical_json, published_at) VALUES (?, ?, ?, ?)
         ON CONFLICT (hash) DO NOTHING",
        hash,
        service,
        version.canonical_json,
        published_at
    )
    .execute(&mut *db)
    .await
    .map_err(failed)?
    .rows_affected()
        == 1;
    if new {
        for (language, pdf) in &version.skeletons {
            let language = language.as_str();
            sqlx::query!(
                "INSERT INTO skeletons (version, language, pdf) VALUES (?, ?, ?)",
                hash,
                language,
                pdf
            )
            .execute(&mut *db)
            .await
            .map_err(failed)?;
        }
    }
    let since = micros(now);
    let made_current = sqlx::query!(
        "INSERT INTO current_versions (service, version, since) VALUES (?, ?, ?)
         ON CONFLICT (service) DO UPDATE SET version = excluded.version, since = excluded.since
         WHERE version <> excluded.version",
        service,
        hash,
        since
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(made_current.rows_affected() == 1)
}
