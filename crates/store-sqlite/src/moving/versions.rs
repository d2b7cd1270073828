//! Versions with their skeletons.

use forms::ContentHash;
use sqlx::SqliteConnection;
use store::{KeptVersion, Record, StoreError, Version};

use super::FirstKey;
use crate::errors::failed;
use crate::values::{RowOf, maybe_words, micros};

pub(super) async fn read(
    from: FirstKey,
    limit: u32,
    db: &mut SqliteConnection,
) -> Result<Vec<Record>, StoreError> {
    let from = from.bytes();
    let records = sqlx::query!(
        r#"SELECT hash, v.service, canonical_json, source, published_at, since AS "since?", pause
           FROM versions v LEFT JOIN current_versions c ON c.version = v.hash
           WHERE hash >= ? ORDER BY hash LIMIT ?"#,
        from,
        limit
    )
    .fetch_all(&mut *db)
    .await
    .map_err(failed)?;
    let mut versions = Vec::with_capacity(records.len());
    for kept in records {
        let row = RowOf::keyed("versions", &kept.hash);
        let skeletons = sqlx::query!(
            "SELECT language, pdf FROM skeletons WHERE version = ? ORDER BY language",
            kept.hash
        )
        .fetch_all(&mut *db)
        .await
        .map_err(failed)?;
        versions.push(Record::Version(KeptVersion {
            version: Version {
                service: kept.service.as_str().into(),
                hash: ContentHash(row.bytes("hash", &kept.hash)?),
                canonical_json: kept.canonical_json,
                source: kept.source,
                skeletons: skeletons
                    .into_iter()
                    .map(|skeleton| (skeleton.language.as_str().into(), skeleton.pdf))
                    .collect(),
                published_at: row.time("published_at", kept.published_at)?,
            },
            current_since: row.maybe_time("since", kept.since)?,
            pause: row.maybe_json("pause", kept.pause.as_deref())?,
        }));
    }
    Ok(versions)
}

pub(super) async fn write(kept: &KeptVersion, db: &mut SqliteConnection) -> Result<bool, StoreError> {
    let hash = &kept.version.hash.0[..];
    let service = kept.version.service.as_str();
    let published_at = micros(kept.version.published_at);
    let new = sqlx::query!(
        "INSERT INTO versions (hash, service, canonical_json, source, published_at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT DO NOTHING",
        hash,
        service,
        kept.version.canonical_json,
        kept.version.source,
        published_at
    )
    .execute(&mut *db)
    .await
    .map_err(failed)?;
    if new.rows_affected() == 0 {
        return Ok(false);
    }
    for (language, pdf) in &kept.version.skeletons {
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
    let Some(since) = kept.current_since.map(micros) else {
        return Ok(true);
    };
    let pause = maybe_words(kept.pause.as_ref())?;
    let current = sqlx::query!(
        "INSERT INTO current_versions (service, version, since, pause) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        service,
        hash,
        since,
        pause
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(current.rows_affected() == 1)
}
