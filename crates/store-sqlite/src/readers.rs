//! The connections that read.
//!
//! sqlx's own pool asks a connection whether it lives when it is lent and again when it comes back. Each question goes to
//! the connection's thread and back, which costs more than most queries, and a file does not hang up.

use std::collections::VecDeque;
use std::ops::{Deref, DerefMut};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, SqliteConnection};
use store::StoreError;
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::writer::closed;

/// How long a caller waits for a connection.
const PATIENCE: Duration = Duration::from_secs(5);

/// Some connections to one file, each lent to one caller at a time.
#[derive(Debug)]
pub(crate) struct Readers {
    /// The longest idle first: one whose caller went away may still be at its query, and is asked last.
    idle: Mutex<VecDeque<SqliteConnection>>,
    free: Semaphore,
    count: u32,
}

/// A connection that goes back when it is dropped.
pub(crate) struct Reader<'r> {
    /// There until it is dropped.
    connection: Option<SqliteConnection>,
    readers: &'r Readers,
    _permit: SemaphorePermit<'r>,
}

impl Readers {
    /// Opens so many connections.
    pub(crate) async fn open(options: &SqliteConnectOptions, count: u32) -> Result<Self, StoreError> {
        let mut idle = VecDeque::new();
        for _ in 0..count {
            idle.push_back(options.connect().await.map_err(StoreError::unavailable)?);
        }
        Ok(Self {
            free: Semaphore::new(idle.len()),
            idle: Mutex::new(idle),
            count,
        })
    }

    /// A connection, once there is one. A caller takes one at a time: two that each wait for a second would wait for ever.
    pub(crate) async fn lend(&self) -> Result<Reader<'_>, StoreError> {
        let permit = match self.free.try_acquire() {
            Ok(permit) => permit,
            Err(_) => tokio::time::timeout(PATIENCE, self.free.acquire())
                .await
                .map_err(StoreError::unavailable)?
                .map_err(|_| closed())?,
        };
        let connection = self.idle().pop_front();
        Ok(Reader {
            connection: Some(connection.ok_or_else(closed)?),
            readers: self,
            _permit: permit,
        })
    }

    /// Waits for what is lent, and closes all.
    pub(crate) async fn close(&self) {
        // An error says that it is closed already.
        let _ = self
            .free
            .acquire_many(self.count)
            .await
            .map(SemaphorePermit::forget);
        self.free.close();
        let idle = std::mem::take(&mut *self.idle());
        for connection in idle {
            if let Err(error) = connection.close().await {
                tracing::warn!(%error, "a reading connection did not close cleanly");
            }
        }
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, VecDeque<SqliteConnection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        self.readers.idle().extend(self.connection.take());
    }
}

const THERE: &str = "a lent connection is there until it goes back";

impl Deref for Reader<'_> {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        self.connection.as_ref().expect(THERE)
    }
}

impl DerefMut for Reader<'_> {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        self.connection.as_mut().expect(THERE)
    }
}
