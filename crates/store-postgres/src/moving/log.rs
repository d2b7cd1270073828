//! The log of administration and the ratings: numbered lines that keep their numbers.

use jiff::Timestamp;
use review::{MaybeNewer, PersonId};
use serde::Serialize;
use sqlx::PgConnection;
use store::{AuditAction, AuditActor, Rating, Record, Score, StoreError};

use super::columns::cut;
use super::{FirstKey, rows};
use crate::audit;
use crate::errors::failed;
use crate::values::{RowOf, count};

#[derive(Serialize)]
struct Columns<'a> {
    line: i64,
    at: Timestamp,
    actor: &'a MaybeNewer<AuditActor>,
    person: Option<PersonId>,
    deed: &'a MaybeNewer<AuditAction>,
}

pub(super) async fn read(
    from: FirstKey,
    limit: i64,
    db: &mut PgConnection,
) -> Result<Vec<Record>, StoreError> {
    let lines = audit::lines(from.number(), limit, db).await?;
    let read = lines.into_iter().map(|(number, line)| Record::Line(number, line));
    Ok(read.collect())
}

pub(super) async fn write(records: &[Record], db: &mut PgConnection) -> Result<u64, StoreError> {
    let lines = records.iter().filter_map(|record| match record {
        Record::Line(number, kept) => Some(Columns {
            line: count(*number),
            at: cut(kept.at),
            actor: &kept.actor,
            person: kept.person,
            deed: &kept.action,
        }),
        _ => None,
    });
    let new = sqlx::query!(
        "INSERT INTO audit_log OVERRIDING SYSTEM VALUE
         SELECT * FROM jsonb_populate_recordset(NULL::audit_log, $1) ON CONFLICT DO NOTHING",
        rows(lines)? as _
    )
    .execute(&mut *db)
    .await
    .map_err(failed)?;
    sqlx::query!(
        "SELECT setval(pg_get_serial_sequence('audit_log', 'line'), greatest(max(line), 1)) FROM audit_log"
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    Ok(new.rows_affected())
}

#[derive(Serialize)]
struct RatingColumns<'a> {
    service: &'a str,
    id: i64,
    score: u8,
    comment: Option<&'a str>,
    at: Timestamp,
}

pub(super) async fn read_ratings(
    from: FirstKey,
    limit: i64,
    db: &mut PgConnection,
) -> Result<Vec<Record>, StoreError> {
    let records = sqlx::query!(
        "SELECT id, service, score, comment, at FROM ratings WHERE id >= $1 ORDER BY id LIMIT $2",
        from.number(),
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
            at: kept.at.to_jiff(),
        };
        Ok(Record::Rating(row.number("id", kept.id)?, rating))
    });
    read.collect()
}

/// The key of a rating's row is its service and its number; that the number alone is its own is asked here.
pub(super) async fn write_ratings(records: &[Record], db: &mut PgConnection) -> Result<u64, StoreError> {
    let ratings = records.iter().filter_map(|record| match record {
        Record::Rating(number, rating) => Some(columns(*number, rating)),
        _ => None,
    });
    let new = sqlx::query!(
        "INSERT INTO ratings OVERRIDING SYSTEM VALUE
         SELECT new.* FROM jsonb_populate_recordset(NULL::ratings, $1) new
         WHERE NOT EXISTS (SELECT FROM ratings kept WHERE kept.id = new.id)",
        rows(ratings)? as _
    )
    .execute(&mut *db)
    .await
    .map_err(failed)?;
    sqlx::query!("SELECT setval(pg_get_serial_sequence('ratings', 'id'), greatest(max(id), 1)) FROM ratings")
        .fetch_all(db)
        .await
        .map_err(failed)?;
    Ok(new.rows_affected())
}

fn columns(number: u64, rating: &Rating) -> RatingColumns<'_> {
    RatingColumns {
        service: rating.service.as_str(),
        id: count(number),
        score: rating.score.value(),
        comment: rating.comment.as_deref(),
        at: cut(rating.at),
    }
}
