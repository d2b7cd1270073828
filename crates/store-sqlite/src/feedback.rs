//! How applicants found it.

use async_trait::async_trait;
use forms::ServiceId;
use jiff::Timestamp;
use store::{Comment, Feedback, Rating, Score, Scores, StoreError};

use crate::SqliteStore;
use crate::errors::failed;
use crate::values::{RowOf, micros};

#[async_trait]
impl Feedback for SqliteStore {
    async fn rate(&self, rating: &Rating) -> Result<(), StoreError> {
        let rating = rating.clone();
        self.main
            .write(move |db| {
                Box::pin(async move {
                    let (service, score) = (rating.service.as_str(), rating.score.value());
                    let at = micros(rating.at);
                    sqlx::query!(
                        "INSERT INTO ratings (service, score, comment, at) VALUES (?, ?, ?, ?)",
                        service,
                        score,
                        rating.comment,
                        at
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
        let (service, since) = (service.as_str(), micros(since));
        let counted = sqlx::query!(
            "SELECT score, count(*) AS count FROM ratings WHERE service = ? AND at >= ? GROUP BY score",
            service,
            since
        )
        .fetch_all(&mut *self.reads.lend().await?)
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

impl SqliteStore {
    async fn comments(&self, service: &str, since: i64, limit: u32) -> Result<Vec<Comment>, StoreError> {
        let records = sqlx::query!(
            r#"SELECT id AS "id!", score, comment AS "comment!", at FROM ratings
               WHERE service = ? AND at >= ? AND comment IS NOT NULL ORDER BY at DESC, id DESC LIMIT ?"#,
            service,
            since,
            limit
        )
        .fetch_all(&mut *self.reads.lend().await?)
        .await
        .map_err(failed)?;
        let read = records.into_iter().map(|record| {
            let row = RowOf::new("ratings", record.id);
            Ok(Comment {
                score: score(&row, record.score)?,
                text: record.comment,
                at: row.time("at", record.at)?,
            })
        });
        read.collect()
    }
}

fn score(row: &RowOf, score: i64) -> Result<Score, StoreError> {
    let number = row.number("score", score)?;
    Score::new(number).ok_or_else(|| row.corrupt("score", "it is not 1 to 5"))
}
