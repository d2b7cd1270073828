//! The store on a PostgreSQL server, for more than one machine.
//!
//! Every hot table is keyed by the application, no transaction spans two, and nothing rests on what a
//! database spread over several servers could not do: no advisory locks, no notifications, no constraint
//! across applications. What comes together is written together, in one statement; submissions wait for
//! the disk (and for replicas, where the server says so), drafts and rate limits do not.

#![allow(clippy::doc_markdown, reason = "PostgreSQL is a name")]

mod applications;
mod audit;
mod credentials;
mod devices;
mod drafts;
mod erasures;
mod errors;
mod feedback;
mod incidents;
mod jobs;
mod lending;
mod limits;
mod look_ups;
mod moving;
mod outbox;
mod people;
mod permits;
mod purpose;
mod queue;
mod scans;
mod server;
mod sessions;
mod status_lists;
mod timers;
mod uniqueness;
mod unsent;
mod values;
mod versions;
mod writer;

use std::time::Duration;

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use sqlx::PgPool;
use store::{AuditActor, Banner, Limits, Purpose, SecretMark, Store, StoreError, banner_told};

use crate::errors::failed;
use crate::lending::Lending;
use crate::server::{Server, Use};
use crate::values::{maybe_words, time};
use crate::writer::Writer;

/// A store on a PostgreSQL server.
#[derive(Debug)]
pub struct PostgresStore {
    /// Everything that waits for the disk.
    writer: Writer,
    /// Drafts and rate limits: a crash may lose the last of them.
    swift: PgPool,
    /// Reading alone.
    reads: PgPool,
    /// The same for what citizens do all day: a statement is one way to the server and back.
    lent_swift: Lending,
    lent_reads: Lending,
}

impl PostgresStore {
    /// Opens a store on the database that `postgres://user:password@host:port/database` names, which must
    /// be there, making its tables where there are none and bringing older ones up to date. What the address
    /// leaves out comes from the `PG*` variables; TLS is asked for by `?sslmode=verify-full&sslrootcert=…`.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        Self::open_waiting(url, server::PATIENCE).await
    }

    /// The same where callers wait so long for a connection before they are told that the store is not available.
    pub async fn open_waiting(url: &str, patience: Duration) -> Result<Self, StoreError> {
        let server = Server::at(url, patience)?;
        let swift = server.pool(Use::Swift);
        let reads = server.pool(Use::Reading);
        let writer = Writer::start(&server);
        server.migrate(writer.durable()).await?;
        Ok(Self {
            writer,
            lent_swift: Lending::of(swift.clone(), Use::Swift.lent(), patience),
            lent_reads: Lending::of(reads.clone(), Use::Reading.lent(), patience),
            swift,
            reads,
        })
    }
}

#[async_trait]
impl Store for PostgresStore {
    async fn dedicate(&self, purpose: Purpose) -> Result<Purpose, StoreError> {
        self.writer
            .write(move |db| Box::pin(purpose::dedicate(purpose, db)))
            .await
    }

    async fn keep_secret_mark(&self, mine: SecretMark) -> Result<SecretMark, StoreError> {
        self.writer
            .write(move |db| Box::pin(purpose::keep_mark(mine, db)))
            .await
    }

    async fn secret_mark(&self) -> Result<Option<SecretMark>, StoreError> {
        purpose::mark(&self.reads).await
    }

    async fn replace_secret_mark(&self, new: SecretMark) -> Result<(), StoreError> {
        look_ups::forget_all(&self.writer).await?;
        self.writer
            .write(move |db| Box::pin(purpose::replace_mark(new, db)))
            .await
    }

    async fn banner(&self) -> Result<Option<Banner>, StoreError> {
        purpose::banner(&self.reads).await
    }

    async fn set_banner(
        &self,
        banner: Option<&Banner>,
        by: AuditActor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (words, told) = (maybe_words(banner)?, banner_told(banner, by, now));
        self.writer
            .write(move |db| {
                Box::pin(async move {
                    purpose::set_banner(words, db).await?;
                    audit::insert(&told, db).await
                })
            })
            .await
    }

    async fn check(&self, now: Timestamp) -> Result<(), StoreError> {
        sqlx::query_scalar!(r#"SELECT count(*) AS "count!" FROM purpose"#)
            .fetch_one(&self.reads)
            .await
            .map_err(failed)?;
        self.forget_sessions(now).await?;
        self.hit("readiness", SignedDuration::from_secs(1), now)
            .await
            .map(drop)
    }

    async fn sweep(&self, now: Timestamp) -> Result<(), StoreError> {
        self.forget_sessions(now).await?;
        self.forget_credentials(now).await?;
        self.forget_enrolments(now - SignedDuration::from_hours(24))
            .await?;
        sqlx::query!("DELETE FROM drafts WHERE expires_at <= $1", time(now))
            .execute(&self.swift)
            .await
            .map_err(failed)?;
        sqlx::query!("DELETE FROM unsent WHERE expires_at <= $1", time(now))
            .execute(&self.swift)
            .await
            .map_err(failed)?;
        sqlx::query!("DELETE FROM rate_limits WHERE window_ends_at <= $1", time(now))
            .execute(&self.swift)
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn close(&self) {
        self.writer.close().await;
        // Both pools are closed to newcomers from here on, and nothing comes to rest any more.
        let closing = (self.swift.close(), self.reads.close());
        self.lent_swift.release();
        self.lent_reads.release();
        closing.0.await;
        closing.1.await;
    }
}
