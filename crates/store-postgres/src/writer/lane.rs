//! Group commit: filings that arrive together are written in one statement.

use std::sync::{Arc, Mutex, PoisonError};

use sqlx::pool::PoolConnection;
use sqlx::{PgPool, Postgres};
use store::{StoreError, Submitted};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::notices::Notices;
use super::{closed, patiently};
use crate::applications::{Filed, Prepared, keep};
use crate::errors::failed;
use crate::server::{FRESH, has_pulse};

/// At most this many filings share a statement, so that the first does not wait for a flood.
const TOGETHER: usize = 256;
/// When this many wait, callers wait to get in: a slow server slows the front down instead of filling memory.
const WAITING: usize = 512;

/// A queue of filings and the task that writes them, which has a connection of its own.
#[derive(Debug)]
pub(super) struct Lane {
    inbox: Mutex<Option<mpsc::Sender<Filed>>>,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl Lane {
    pub(super) fn start(pool: PgPool, notices: Notices) -> Self {
        let (inbox, filings) = mpsc::channel(WAITING);
        let lane = Serving {
            pool,
            notices,
            db: None,
        };
        Self {
            inbox: Mutex::new(Some(inbox)),
            task: Mutex::new(Some(tokio::spawn(lane.serve(filings)))),
        }
    }

    pub(super) async fn file(&self, filing: Prepared) -> Result<Submitted, StoreError> {
        let inbox = locked(&self.inbox).clone().ok_or_else(closed)?;
        let (to, answer) = oneshot::channel();
        inbox.send(Filed::new(filing, to)).await.map_err(|_| closed())?;
        drop(inbox);
        answer.await.map_err(|_| closed())?
    }

    /// Takes no more filings and finishes those that wait.
    pub(super) async fn close(&self) {
        locked(&self.inbox).take();
        let task = locked(&self.task).take();
        if let Some(task) = task {
            // An error would mean that the task had been torn down before us, which is as closed.
            let _ = task.await;
        }
    }
}

/// A lane at work.
struct Serving {
    pool: PgPool,
    notices: Notices,
    /// The connection, and when it last answered.
    db: Option<(PoolConnection<Postgres>, Instant)>,
}

impl Serving {
    async fn serve(mut self, mut inbox: mpsc::Receiver<Filed>) {
        let mut filings = Vec::with_capacity(TOGETHER);
        while inbox.recv_many(&mut filings, TOGETHER).await > 0 {
            let told = self.write(&mut filings).await.map_err(Arc::new);
            for filed in filings.drain(..) {
                filed.tell(told.as_ref().map_err(Arc::clone).map(drop));
            }
        }
    }

    /// Writes filings, each with its own result, unless nobody knows what became of any.
    async fn write(&mut self, filings: &mut [Filed]) -> Result<(), StoreError> {
        let mut db = self.connection().await?;
        let written = patiently(self.notices.during(keep(filings, &mut db))).await;
        match &written {
            Ok(()) => self.db = Some((db, Instant::now())),
            Err(error) => {
                tracing::error!(%error, filings = filings.len(), "nobody knows what became of filings");
                // It may be broken, or lead to what no longer leads.
                db.close_on_drop();
            }
        }
        written
    }

    /// The lane's connection, or another if that one has died since.
    async fn connection(&mut self) -> Result<PoolConnection<Postgres>, StoreError> {
        if let Some((mut db, answered_at)) = self.db.take() {
            if answered_at.elapsed() < FRESH || has_pulse(&mut db).await.is_ok() {
                return Ok(db);
            }
            db.close_on_drop();
        }
        self.pool.acquire().await.map_err(failed)
    }
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
