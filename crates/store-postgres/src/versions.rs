//! Published versions of services.

use async_trait::async_trait;
use forms::ContentHash;
use jiff::Timestamp;
use sqlx::PgConnection;
use store::{AuditActor, StoreError, Subject, TypedVersion, Version, Versions};

use crate::errors::failed;
use crate::values::{RowOf, time};
use crate::{PostgresStore, audit};

struct VersionRecord {
    hash: Vec<u8>,
    service: String,
    canonical_json: String,
    published_at: jiff_sqlx::Timestamp,
}

#[async_trait]
impl Versions for PostgresStore {
    async fn publish(&self, version: &Version, by: AuditActor, now: Timestamp) -> Result<(), StoreError> {
        let version = version.clone();
        self.writer
            .write(move |db| {
                Box::pin(async move {
                    keep(&version, db).await?;
                    if make_current(&version, now, db).await? {
                        audit::insert(&version.publication(by, now), db).await?;
                    }
                    Ok(())
                })
            })
            .await
    }

    async fn current_versions(&self) -> Result<Vec<ContentHash>, StoreError> {
        let records =
            sqlx::query!("SELECT service, version FROM current_versions ORDER BY service COLLATE \"C\"")
                .fetch_all(&self.reads)
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
            // The one number that is called so, as text: PostgreSQL does not read JSON that has a NUL somewhere.
            r#"SELECT hash, service, substring(canonical_json FROM '"type":(\d+)')::bigint AS "permit_type!" FROM versions
               WHERE canonical_json ~ '"type":\d' ORDER BY published_at, hash"#
        )
        .fetch_all(&self.reads)
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
        let record = sqlx::query_as!(
            VersionRecord,
            "SELECT hash, service, canonical_json, published_at FROM versions WHERE hash = $1",
            &hash.0[..]
        )
        .fetch_optional(&self.reads)
        .await
        .map_err(failed)?;
        self.whole(record.ok_or(StoreError::NotFound(Subject::Version))?)
            .await
    }
}

impl PostgresStore {
    async fn whole(&self, record: VersionRecord) -> Result<Version, StoreError> {
        let row = RowOf::keyed("versions", &record.hash);
        let skeletons = sqlx::query!(
            "SELECT language, pdf FROM skeletons WHERE version = $1 ORDER BY language",
            record.hash
        )
        .fetch_all(&self.reads)
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
            published_at: record.published_at.to_jiff(),
        })
    }
}

/// Keeps a version that is not kept yet. Of two nodes that publish it at once, the second waits here for the
/// first's commit and then has nothing to write.
async fn keep(version: &Version, db: &mut PgConnection) -> Result<(), StoreError> {
    let hash = &version.hash.0[..];
    let written = sqlx::query!(
        "INSERT INTO versions (hash, service, canonical_json, published_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (hash) DO NOTHING",
        hash,
        version.service.as_str(),
        version.canonical_json,
        time(version.published_at)
    )
    .execute(&mut *db)
    .await
    .map_err(failed)?;
    if written.rows_affected() == 0 {
        return Ok(());
    }
    for (language, pdf) in &version.skeletons {
        sqlx::query!(
            "INSERT INTO skeletons (version, language, pdf) VALUES ($1, $2, $3)",
            hash,
            language.as_str(),
            pdf
        )
        .execute(&mut *db)
        .await
        .map_err(failed)?;
    }
    Ok(())
}

/// Whether another version was current before.
async fn make_current(version: &Version, now: Timestamp, db: &mut PgConnection) -> Result<bool, StoreError> {
    let made_current = sqlx::query!(
        "INSERT INTO current_versions AS current (service, version, since) VALUES ($1, $2, $3)
         ON CONFLICT (service) DO UPDATE SET version = excluded.version, since = excluded.since
         WHERE current.version <> excluded.version",
        version.service.as_str(),
        &version.hash.0[..],
        time(now)
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(made_current.rows_affected() == 1)
}
