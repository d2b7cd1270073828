//! Group commit: transitions that arrive together are written in one statement.

use std::sync::{Arc, Mutex, PoisonError};

use sqlx::pool::PoolConnection;
use sqlx::{PgConnection, PgPool, Postgres};
use store::{StoreError, Submitted};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::notices::Notices;
use super::{closed, patiently};
use crate::applications::{Filed, Prepared, keep};
use crate::errors::failed;
use crate::server::{FRESH, has_pulse};

/// At most this many transitions share a statement, so that the first does not wait for a flood.
const TOGETHER: usize = 256;
/// When this many wait, callers wait to get in: a slow server slows the front down instead of filling memory.
const WAITING: usize = 512;

/// What surely fits into a record of TLS, which is 16 kB.
const RECORD: usize = 14_000;

/// A queue of transitions and the task that writes them, which has a connection of its own.
#[derive(Debug)]
pub(super) struct Lane {
    inbox: Mutex<Option<mpsc::Sender<Filed>>>,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl Lane {
    pub(super) fn start(pool: PgPool, notices: Notices) -> Self {
        let (inbox, transitions) = mpsc::channel(WAITING);
        let lane = Serving {
            pool,
            notices,
            line: None,
        };
        Self {
            inbox: Mutex::new(Some(inbox)),
            task: Mutex::new(Some(tokio::spawn(lane.serve(transitions)))),
        }
    }

    pub(super) async fn file(&self, transition: Prepared) -> Result<Submitted, StoreError> {
        let inbox = locked(&self.inbox).clone().ok_or_else(closed)?;
        let (to, answer) = oneshot::channel();
        inbox
            .send(Filed::new(transition, to))
            .await
            .map_err(|_| closed())?;
        drop(inbox);
        answer.await.map_err(|_| closed())?
    }

    /// Takes no more transitions and finishes those that wait.
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
    line: Option<Line>,
}

/// A lane's connection.
struct Line {
    db: PoolConnection<Postgres>,
    /// When it last answered.
    answered_at: Instant,
    /// The bytes of a statement.
    most: usize,
}

impl Serving {
    async fn serve(mut self, mut inbox: mpsc::Receiver<Filed>) {
        let mut transitions = Vec::with_capacity(TOGETHER);
        while inbox.recv_many(&mut transitions, TOGETHER).await > 0 {
            let told = self.write(&mut transitions).await.map_err(Arc::new);
            for filed in transitions.drain(..) {
                filed.tell(told.as_ref().map_err(Arc::clone).map(drop));
            }
        }
    }

    /// Writes transitions, each with its own result, unless nobody knows what became of any.
    async fn write(&mut self, transitions: &mut [Filed]) -> Result<(), StoreError> {
        let mut line = patiently(self.line()).await?;
        let written = patiently(self.notices.during(keep(transitions, line.most, &mut line.db))).await;
        line.answered_at = Instant::now();
        match &written {
            Ok(()) => self.line = Some(line),
            Err(error) => {
                tracing::error!(%error, transitions = transitions.len(), "nobody knows what became of transitions");
                // It may be broken, or lead to what no longer leads.
                line.db.close_on_drop();
            }
        }
        written
    }

    /// The lane's connection, or another if that one has died since.
    async fn line(&mut self) -> Result<Line, StoreError> {
        if let Some(mut line) = self.line.take() {
            if line.answered_at.elapsed() < FRESH || has_pulse(&mut line.db).await.is_ok() {
                return Ok(line);
            }
            line.db.close_on_drop();
        }
        let mut db = self.pool.acquire().await.map_err(failed)?;
        Ok(Line {
            most: most(&mut db).await?,
            answered_at: Instant::now(),
            db,
        })
    }
}

/// How large a statement may be. The driver leaves the system's small-packet delay on (Nagle's) and hands TLS
/// records over one by one: from the second on they would wait 40 ms for an acknowledgement.
async fn most(db: &mut PgConnection) -> Result<usize, StoreError> {
    let own = sqlx::query_scalar("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
    let encrypted: Option<bool> = own.fetch_optional(db).await.map_err(failed)?;
    Ok(if encrypted == Some(true) {
        RECORD
    } else {
        usize::MAX
    })
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
