//! Versions with their skeletons.

use forms::ContentHash;
use sqlx::PgConnection;
use store::{KeptVersion, Record, StoreError, Version};

use super::FirstKey;
use crate::errors::failed;
use crate::values::{RowOf, maybe_time, maybe_words, time};

pub(super) async fn read(
    from: FirstKey,
    limit: i64,
    db: &mut PgConnection,
) -> Result<Vec<Record>, StoreError> {
    let records = sqlx::query!(
        r#"SELECT hash, v.service, canonical_json, source, published_at, since AS "since?", pause
           FROM versions v LEFT JOIN current_versions c ON c.version = v.hash
           WHERE hash >= $1 ORDER BY hash LIMIT $2"#,
        from.bytes(),
        limit
    )
    .fetch_all(&mut *db)
    .await
    .map_err(failed)?;
    let mut versions = Vec::with_capacity(records.len());
    for kept in records {
        let row = RowOf::keyed("versions", &kept.hash);
        let skeletons = sqlx::query!(
            "SELECT language, pdf FROM skeletons WHERE version = $1 ORDER BY language",
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
                published_at: kept.published_at.to_jiff(),
            },
            current_since: maybe_time(kept.since),
            pause: row.maybe_json("pause", kept.pause.as_deref())?,
        }));
    }
    Ok(versions)
}

pub(super) async fn write(records: &[Record], db: &mut PgConnection) -> Result<u64, StoreError> {
    let mut written = 0;
    for record in records {
        if let Record::Version(kept) = record {
            written += u64::from(write_one(kept, db).await?);
        }
    }
    Ok(written)
}

async fn write_one(kept: &KeptVersion, db: &mut PgConnection) -> Result<bool, StoreError> {
    let (hash, service) = (&kept.version.hash.0[..], kept.version.service.as_str());
    let new = sqlx::query!(
        "INSERT INTO versions (hash, service, canonical_json, source, published_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT DO NOTHING",
        hash,
        service,
        kept.version.canonical_json,
        kept.version.source,
        time(kept.version.published_at)
    )
    .execute(&mut *db)
    .await
    .map_err(failed)?;
    if new.rows_affected() == 0 {
        return Ok(false);
    }
    for (language, pdf) in &kept.version.skeletons {
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
    let Some(since) = kept.current_since else {
        return Ok(true);
    };
    let current = sqlx::query!(
        "INSERT INTO current_versions (service, version, since, pause) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        service,
        hash,
        time(since),
        maybe_words(kept.pause.as_ref())?
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(current.rows_affected() == 1)
}
