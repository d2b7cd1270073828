//! How applicants found it.

use async_trait::async_trait;
use forms::ServiceId;
use jiff::Timestamp;
use store::{Comment, Feedback, Rating, Score, Scores, StoreError};

use crate::PostgresStore;
use crate::errors::failed;
use crate::values::{RowOf, legible, time};

#[async_trait]
impl Feedback for PostgresStore {
    async fn rate(&self, rating: &Rating) -> Result<(), StoreError> {
        let rating = rating.clone();
        self.writer
            .write_at_once(move |db| {
                Box::pin(async move {
                    sqlx::query!(
                        "INSERT INTO ratings (service, score, comment, at) VALUES ($1, $2, $3, $4)",
                        rating.service.as_str(),
                        i16::from(rating.score.value()),
                        rating.comment.as_deref().map(legible),
                        time(rating.at)
                    )
                    .execute(db)
                    .await
                    .map_err(failed)?;
                    Ok(())
                })
            })
            .await
    }

    async fn scores(
        &self,
        service: &ServiceId,
        since: Timestamp,
        comments: u32,
    ) -> Result<Scores, StoreError> {
        let counted = sqlx::query!(
            r#"SELECT score, count(*) AS "count!" FROM ratings WHERE service = $1 AND at >= $2 GROUP BY score"#,
            service.as_str(),
            time(since)
        )
        .fetch_all(&self.reads)
        .await
        .map_err(failed)?;
        let mut scores = Scores::default();
        for record in counted {
            let row = RowOf::new("ratings", format_args!("{service}, score {}", record.score));
            let place = usize::from(score(&row, record.score)?.value()) - 1;
            scores.counts[place] = row.number("count", record.count)?;
        }
        scores.comments = self.comments(service, since, comments).await?;
        Ok(scores)
    }
}

impl PostgresStore {
    async fn comments(
        &self,
        service: &ServiceId,
        since: Timestamp,
        limit: u32,
    ) -> Result<Vec<Comment>, StoreError> {
        let records = sqlx::query!(
            r#"SELECT id, score, comment AS "comment!", at FROM ratings
               WHERE service = $1 AND at >= $2 AND comment IS NOT NULL ORDER BY at DESC, id DESC LIMIT $3"#,
            service.as_str(),
            time(since),
            i64::from(limit)
        )
        .fetch_all(&self.reads)
        .await
        .map_err(failed)?;
        let read = records.into_iter().map(|record| {
            let row = RowOf::new("ratings", record.id);
            Ok(Comment {
                score: score(&row, record.score)?,
                text: record.comment,
                at: record.at.to_jiff(),
            })
        });
        read.collect()
    }
}

fn score(row: &RowOf, score: i16) -> Result<Score, StoreError> {
    let number = row.number("score", score)?;
    Score::new(number).ok_or_else(|| row.corrupt("score", "it is not 1 to 5"))
}
