//! The log of administration and the ratings: numbered lines that keep their numbers.

use sqlx::SqliteConnection;
use store::{AuditRecord, Rating, Record, Score, StoreError};

use super::FirstKey;
use crate::audit;
use crate::errors::failed;
use crate::values::{RowOf, count, json, micros};

pub(super) async fn read(
    from: FirstKey,
    limit: u32,
    db: &mut SqliteConnection,
) -> Result<Vec<Record>, StoreError> {
    let lines = audit::lines(from.number(), limit, db).await?;
    let read = lines.into_iter().map(|(number, line)| Record::Line(number, line));
    Ok(read.collect())
}

pub(super) async fn write(
    number: u64,
    kept: &AuditRecord,
    db: &mut SqliteConnection,
) -> Result<bool, StoreError> {
    let (line, at) = (count(number), micros(kept.at));
    let (actor, deed) = (json(&kept.actor)?, json(&kept.action)?);
    let person = kept.person.map(audit::bytes);
    let new = sqlx::query!(
        "INSERT INTO audit_log (line, at, actor, person, deed) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        line,
        at,
        actor,
        person,
        deed
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(new.rows_affected() == 1)
}

pub(super) async fn read_ratings(
    from: FirstKey,
    limit: u32,
    db: &mut SqliteConnection,
) -> Result<Vec<Record>, StoreError> {
    let from = from.number();
    let records = sqlx::query!(
        r#"SELECT id AS "id!", service, score, comment, at FROM ratings WHERE id >= ? ORDER BY id LIMIT ?"#,
        from,
        limit
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    let read = records.into_iter().map(|kept| {
        let row = RowOf::new("ratings", kept.id);
        let score = Score::new(row.number("score", kept.score)?);
        let rating = Rating {
            service: kept.service.as_str().into(),
            score: score.ok_or_else(|| row.corrupt("score", "it is not 1 to 5"))?,
            comment: kept.comment,
            at: row.time("at", kept.at)?,
        };
        Ok(Record::Rating(row.number("id", kept.id)?, rating))
    });
    read.collect()
}

pub(super) async fn write_rating(
    number: u64,
    rating: &Rating,
    db: &mut SqliteConnection,
) -> Result<bool, StoreError> {
    let (id, service, score) = (count(number), rating.service.as_str(), rating.score.value());
    let at = micros(rating.at);
    let new = sqlx::query!(
        "INSERT INTO ratings (id, service, score, comment, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        id,
        service,
        score,
        rating.comment,
        at
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(new.rows_affected() == 1)
}
