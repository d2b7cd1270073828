//! Published versions of services.

use async_trait::async_trait;
use forms::{ContentHash, ServiceId};
use jiff::Timestamp;
use sqlx::PgConnection;
use store::{
    AuditActor, CurrentVersion, Expected, Pause, Publication, StoreError, Subject, TypedVersion, Version,
    VersionLine, Versions, pause_told,
};

use crate::errors::failed;
use crate::values::{RowOf, maybe_words, time};
use crate::{PostgresStore, audit};

struct VersionRecord {
    hash: Vec<u8>,
    service: String,
    canonical_json: String,
    source: Option<String>,
    published_at: jiff_sqlx::Timestamp,
}

#[async_trait]
impl Versions for PostgresStore {
    async fn publish(&self, version: &Version, publication: &Publication) -> Result<bool, StoreError> {
        let (version, publication) = (version.clone(), publication.clone());
        self.writer
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
        self.writer
            .write(move |db| {
                Box::pin(async move {
                    sqlx::query!(
                        "UPDATE versions SET source = $2 WHERE hash = $1",
                        &hash[..],
                        source
                    )
                    .execute(&mut *db)
                    .await
                    .map_err(failed)?;
                    Ok(())
                })
            })
            .await
    }

    async fn current_versions(&self) -> Result<Vec<CurrentVersion>, StoreError> {
        let records = sqlx::query!(
            "SELECT service, version, since, pause FROM current_versions ORDER BY service COLLATE \"C\""
        )
        .fetch_all(&self.reads)
        .await
        .map_err(failed)?;
        let read = records.into_iter().map(|record| {
            let row = RowOf::new("current_versions", record.service);
            Ok(CurrentVersion {
                hash: ContentHash(row.bytes("version", &record.version)?),
                since: record.since.to_jiff(),
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
        self.writer
            .write(move |db| {
                Box::pin(async move {
                    let changed = sqlx::query!(
                        "UPDATE current_versions SET pause = $2 WHERE service = $1",
                        service.as_str(),
                        words
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
        let records = sqlx::query!(
            "SELECT hash, published_at FROM versions WHERE service = $1 ORDER BY published_at DESC, hash DESC",
            service.as_str()
        )
        .fetch_all(&self.reads)
        .await
        .map_err(failed)?;
        let read = records.into_iter().map(|record| {
            let row = RowOf::keyed("versions", &record.hash);
            Ok(VersionLine {
                hash: ContentHash(row.bytes("hash", &record.hash)?),
                published_at: record.published_at.to_jiff(),
            })
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
            "SELECT hash, service, canonical_json, source, published_at FROM versions WHERE hash = $1",
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
            source: record.source,
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
        "INSERT INTO versions (hash, service, canonical_json, source, published_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (hash) DO NOTHING",
        hash,
        version.service.as_str(),
        version.canonical_json,
        version.source,
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
async fn make_current(
    version: &Version,
    publication: &Publication,
    db: &mut PgConnection,
) -> Result<bool, StoreError> {
    let (service, hash) = (version.service.as_str(), &version.hash.0[..]);
    let made_current = sqlx::query!(
        "INSERT INTO current_versions AS current (service, version, since) VALUES ($1, $2, $3)
         ON CONFLICT (service) DO UPDATE SET version = excluded.version, since = excluded.since
         WHERE current.version <> excluded.version AND current.version = $4",
        service,
        hash,
        time(publication.at),
        publication.instead_of.as_ref().map(|seen| &seen.0[..])
    )
    .execute(&mut *db)
    .await
    .map_err(failed)?;
    if made_current.rows_affected() == 1 {
        return Ok(true);
    }
    let current = sqlx::query_scalar!("SELECT version FROM current_versions WHERE service = $1", service)
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
