//! Published versions of services.

use async_trait::async_trait;
use forms::{ContentHash, ServiceId};
use jiff::Timestamp;
use sqlx::SqliteConnection;
use store::{
    AuditActor, CurrentVersion, Expected, Pause, Publication, StoreError, Subject, TypedVersion, Version,
    VersionLine, Versions, pause_told,
};

use crate::errors::failed;
use crate::values::{RowOf, maybe_words, micros};
use crate::{SqliteStore, audit};

struct VersionRecord {
    hash: Vec<u8>,
    service: String,
    canonical_json: String,
    source: Option<String>,
    published_at: i64,
}

#[async_trait]
impl Versions for SqliteStore {
    async fn publish(&self, version: &Version, publication: &Publication) -> Result<bool, StoreError> {
        let (version, publication) = (version.clone(), publication.clone());
        self.main
            .write(move |db| {
                Box::pin(async move {
                    keep(&version, db).await?;
                    let is_new = make_current(&version, &publication, db).await?;
                    if is_new {
                        audit::insert(&version.publication(&publication), db).await?;
                    }
                    Ok(is_new)
                })
            })
            .await
    }

    async fn rewrite_source(&self, hash: &ContentHash, source: &str) -> Result<(), StoreError> {
        let (hash, source) = (hash.0, source.to_owned());
        self.main
            .write(move |db| {
                Box::pin(async move {
                    let hash = &hash[..];
                    sqlx::query!("UPDATE versions SET source = ? WHERE hash = ?", source, hash)
                        .execute(&mut *db)
                        .await
                        .map_err(failed)?;
                    Ok(())
                })
            })
            .await
    }

    async fn current_versions(&self) -> Result<Vec<CurrentVersion>, StoreError> {
        let records =
            sqlx::query!("SELECT service, version, since, pause FROM current_versions ORDER BY service")
                .fetch_all(&mut *self.reads.lend().await?)
                .await
                .map_err(failed)?;
        let read = records.into_iter().map(|record| {
            let row = RowOf::new("current_versions", record.service);
            Ok(CurrentVersion {
                hash: ContentHash(row.bytes("version", &record.version)?),
                since: row.time("since", record.since)?,
                pause: row.maybe_json("pause", record.pause.as_deref())?,
            })
        });
        read.collect()
    }

    async fn pause(
        &self,
        service: &ServiceId,
        pause: Option<&Pause>,
        by: AuditActor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let told = pause_told(service, pause, by, now);
        let words = maybe_words(pause)?;
        let service = service.clone();
        self.main
            .write(move |db| {
                Box::pin(async move {
                    let service = service.as_str();
                    let changed = sqlx::query!(
                        "UPDATE current_versions SET pause = ? WHERE service = ?",
                        words,
                        service
                    )
                    .execute(&mut *db)
                    .await
                    .map_err(failed)?;
                    if changed.rows_affected() == 0 {
                        return Err(StoreError::NotFound(Subject::Version));
                    }
                    audit::insert(&told, db).await
                })
            })
            .await
    }

    async fn versions_of(&self, service: &ServiceId) -> Result<Vec<VersionLine>, StoreError> {
        let service = service.as_str();
        let records = sqlx::query!(
            "SELECT hash, published_at FROM versions WHERE service = ? ORDER BY published_at DESC, hash DESC",
            service
        )
        .fetch_all(&mut *self.reads.lend().await?)
        .await
        .map_err(failed)?;
        let read = records.into_iter().map(|record| {
            let row = RowOf::keyed("versions", &record.hash);
            Ok(VersionLine {
                hash: ContentHash(row.bytes("hash", &record.hash)?),
                published_at: row.time("published_at", record.published_at)?,
            })
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
            "SELECT hash, service, canonical_json, source, published_at FROM versions WHERE hash = ?",
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
            source: record.source,
            skeletons: skeletons
                .into_iter()
                .map(|kept| (kept.language.as_str().into(), kept.pdf))
                .collect(),
            published_at: row.time("published_at", record.published_at)?,
        })
    }
}

/// Keeps a version that is not kept yet.
async fn keep(version: &Version, db: &mut SqliteConnection) -> Result<(), StoreError> {
    let hash = &version.hash.0[..];
    let service = version.service.as_str();
    let published_at = micros(version.published_at);
    let written = sqlx::query!(
        "INSERT INTO versions (hash, service, canonical_json, source, published_at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (hash) DO NOTHING",
        hash,
        service,
        version.canonical_json,
        version.source,
        published_at
    )
    .execute(&mut *db)
    .await
    .map_err(failed)?;
    if written.rows_affected() == 0 {
        return Ok(());
    }
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
    Ok(())
}

/// Whether another version was current before.
async fn make_current(
    version: &Version,
    publication: &Publication,
    db: &mut SqliteConnection,
) -> Result<bool, StoreError> {
    let (service, hash) = (version.service.as_str(), &version.hash.0[..]);
    let since = micros(publication.at);
    let seen = publication.instead_of.as_ref().map(|seen| &seen.0[..]);
    let made_current = sqlx::query!(
        "INSERT INTO current_versions (service, version, since) VALUES (?, ?, ?)
         ON CONFLICT (service) DO UPDATE SET version = excluded.version, since = excluded.since
         WHERE version <> excluded.version AND version = ?",
        service,
        hash,
        since,
        seen
    )
    .execute(&mut *db)
    .await
    .map_err(failed)?;
    if made_current.rows_affected() == 1 {
        return Ok(true);
    }
    let current = sqlx::query_scalar!("SELECT version FROM current_versions WHERE service = ?", service)
        .fetch_one(db)
        .await
        .map_err(failed)?;
    if current == hash {
        return Ok(false);
    }
    Err(StoreError::Conflict {
        subject: Subject::Version,
        expected: Expected::CurrentVersion,
    })
}
