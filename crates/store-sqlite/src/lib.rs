//! The embedded store: SQLite files beside each other, nothing to install.
//!
//! Two files, two durabilities. The main file waits for the disk (`synchronous = FULL`); the drafts file,
//! with the rate limits, does not (`NORMAL`). Each has one writer, which commits together what arrives
//! together, and readers that never wait for it (WAL).

#![allow(clippy::doc_markdown, reason = "SQLite is a name")]

mod applications;
mod audit;
pub mod backup;
mod credentials;
mod devices;
mod drafts;
mod erasures;
mod errors;
mod feedback;
mod files;
mod incidents;
mod jobs;
mod limits;
mod look_ups;
mod moving;
mod outbox;
mod people;
mod permits;
mod purpose;
mod queue;
mod readers;
mod rows;
mod scans;
mod sessions;
mod status_lists;
mod timers;
mod unsent;
mod values;
mod versions;
mod writer;

use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use store::{AuditActor, Banner, Limits, Purpose, SecretMark, Store, StoreError, banner_told};

use crate::drafts::Recent;
use crate::errors::failed;
use crate::readers::Readers;
use crate::values::{maybe_words, micros};
use crate::writer::Writer;

/// A store in two files.
#[derive(Debug)]
pub struct SqliteStore {
    main: Writer,
    drafts: Writer,
    recent_drafts: Arc<Recent>,
    reads: Readers,
    draft_reads: Readers,
}

impl SqliteStore {
    /// Opens a store, making its files where there are none and bringing older ones up to date. The drafts
    /// lie beside the main file: `chasqui.db` and `chasqui-drafts.db`.
    pub async fn open(path: &Path) -> Result<Self, StoreError> {
        let main = files::open(path.to_path_buf(), files::Durability::Full).await?;
        let drafts = files::open(files::beside(path), files::Durability::Normal).await?;
        Ok(Self {
            main: Writer::start(main.writer),
            drafts: Writer::start(drafts.writer),
            recent_drafts: Arc::new(Recent::new()),
            reads: main.readers,
            draft_reads: drafts.readers,
        })
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn dedicate(&self, purpose: Purpose) -> Result<Purpose, StoreError> {
        self.main
            .write(move |db| Box::pin(purpose::dedicate(purpose, db)))
            .await
    }

    async fn keep_secret_mark(&self, mine: SecretMark) -> Result<SecretMark, StoreError> {
        self.main
            .write(move |db| Box::pin(purpose::keep_mark(mine, db)))
            .await
    }

    async fn secret_mark(&self) -> Result<Option<SecretMark>, StoreError> {
        purpose::mark(&mut *self.reads.lend().await?).await
    }

    async fn replace_secret_mark(&self, new: SecretMark) -> Result<(), StoreError> {
        self.main
            .write(move |db| Box::pin(purpose::replace_mark(new, db)))
            .await
    }

    async fn banner(&self) -> Result<Option<Banner>, StoreError> {
        purpose::banner(&mut *self.reads.lend().await?).await
    }

    async fn set_banner(
        &self,
        banner: Option<&Banner>,
        by: AuditActor,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (words, told) = (maybe_words(banner)?, banner_told(banner, by, now));
        self.main
            .write(move |db| {
                Box::pin(async move {
                    purpose::set_banner(words, db).await?;
                    audit::insert(&told, db).await
                })
            })
            .await
    }

    async fn check(&self, now: Timestamp) -> Result<(), StoreError> {
        sqlx::query_scalar!("SELECT count(*) FROM purpose")
            .fetch_one(&mut *self.reads.lend().await?)
            .await
            .map_err(failed)?;
        self.main.write(|db| Box::pin(purpose::touch(db))).await?;
        self.hit("readiness", SignedDuration::from_secs(1), now)
            .await
            .map(drop)
    }

    async fn sweep(&self, now: Timestamp) -> Result<(), StoreError> {
        self.forget_sessions(now).await?;
        self.forget_credentials(now).await?;
        self.forget_enrolments(now - SignedDuration::from_hours(24))
            .await?;
        self.recent_drafts.sweep(now);
        let now = micros(now);
        self.drafts
            .write(move |db| {
                Box::pin(async move {
                    sqlx::query!("DELETE FROM drafts WHERE expires_at <= ?", now)
                        .execute(&mut *db)
                        .await
                        .map_err(failed)?;
                    sqlx::query!("DELETE FROM unsent WHERE expires_at <= ?", now)
                        .execute(&mut *db)
                        .await
                        .map_err(failed)?;
                    sqlx::query!("DELETE FROM rate_limits WHERE window_ends_at <= ?", now)
                        .execute(&mut *db)
                        .await
                        .map_err(failed)?;
                    sqlx::query!("DELETE FROM sessions_seen WHERE expires_at <= ?", now)
                        .execute(&mut *db)
                        .await
                        .map_err(failed)?;
                    Ok(())
                })
            })
            .await
    }

    async fn close(&self) {
        self.main.close().await;
        self.drafts.close().await;
        self.reads.close().await;
        self.draft_reads.close().await;
    }
}
