//! What a newer release writes into the same database.

use async_trait::async_trait;
use jiff_sqlx::ToSqlx;
use store::conformance::newer::{NewerRow, Shared};

use crate::database::Database;

#[async_trait]
impl Shared for Database {
    async fn write(&self, row: NewerRow) {
        let mut db = self.connect().await;
        let statement = match row {
            NewerRow::Event { event, state } => {
                let left = &event.erased;
                sqlx::query(
                    "INSERT INTO events (application, sequence, at, author, kind, payload, salt, commitment,
                         previous, hash)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                )
                .bind(left.application.0)
                .bind(i64::try_from(left.sequence).unwrap())
                .bind(left.at.to_sqlx())
                .bind(serde_json::to_value(&left.actor).unwrap())
                .bind(left.kind.name())
                .bind(&event.payload)
                .bind(&event.salt[..])
                .bind(&left.commitment.0[..])
                .bind(&left.previous.0[..])
                .bind(&left.hash.0[..])
                .execute(&mut db)
                .await
                .unwrap();
                sqlx::query("UPDATE applications SET state = $1, revision = $2, head = $3 WHERE id = $4")
                    .bind(state)
                    .bind(i64::try_from(left.sequence).unwrap())
                    .bind(left.hash.0.to_vec())
                    .bind(left.application.0)
            }
            NewerRow::Message {
                application,
                id,
                message,
            } => sqlx::query("UPDATE outbox SET message = $1 WHERE application = $2 AND id = $3")
                .bind(message)
                .bind(application.0)
                .bind(id.0),
            NewerRow::Timer {
                application,
                known,
                name,
                command,
            } => {
                sqlx::query("UPDATE timers SET name = $1, command = $2 WHERE application = $3 AND name = $4")
                    .bind(name)
                    .bind(command)
                    .bind(application.0)
                    .bind(serde_json::to_value(&known).unwrap())
            }
            NewerRow::Job {
                id,
                instruction,
                progress,
                result,
            } => sqlx::query(
                "UPDATE jobs SET instruction = $1, progress = $2, result = $3,
                     ended_at = CASE WHEN $3 IS NULL THEN NULL ELSE now() END
                 WHERE id = $4",
            )
            .bind(instruction)
            .bind(progress)
            .bind(result)
            .bind(id.0),
            NewerRow::Line {
                at,
                actor,
                person,
                action,
            } => sqlx::query("INSERT INTO audit_log (at, actor, person, deed) VALUES ($1, $2, $3, $4)")
                .bind(at.to_sqlx())
                .bind(actor)
                .bind(person.map(|person| person.0))
                .bind(action),
        };
        assert_eq!(statement.execute(&mut db).await.unwrap().rows_affected(), 1);
    }
}

store::newer_suite!(Database::new().await);
