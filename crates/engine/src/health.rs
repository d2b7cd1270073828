//! Whether this process can serve.

use files::FilesError;

use crate::{engine::Engine, error::Error};

/// How well a process that can serve is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    /// All that it needs answers.
    Well,
    /// Files cannot be kept. No service asks for any yet, and a bucket's outage must not take every node away from people who
    /// need none.
    WithoutFiles,
}

impl Engine {
    /// Asks the store, without which nobody is served, and the home of files.
    pub async fn check(&self) -> Result<Health, Error> {
        self.store.check(self.now()).await?;
        match self.files.ready(self.random.salt()).await {
            Ok(()) => Ok(Health::Well),
            Err(error) => {
                tracing::warn!(%error, "files cannot be kept");
                Ok(Health::WithoutFiles)
            }
        }
    }

    /// Whether files can be written, read and removed: asked once, when the process starts.
    pub async fn check_files(&self) -> Result<(), FilesError> {
        self.files.check(self.random.salt()).await
    }
}
