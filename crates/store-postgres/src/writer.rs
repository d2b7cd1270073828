//! Writing what waits for the disk.
//!
//! Transitions go through lanes, which commit together what arrives together. Other work has a transaction of
//! its own. Both run in tasks that no caller can stop, so that nothing of ours leaves a commit half-way;
//! and what nobody can say the end of (a lost connection, a warning at the commit, an answer that does not
//! come) is told as [`StoreError::Unavailable`]: it may or may not have happened, so repeat it.

mod lane;
mod notices;

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use sqlx::{Connection, PgConnection, PgPool};
use store::{StoreError, Submitted};

use crate::applications::Prepared;
use crate::errors::failed;
use crate::server::{Server, Use};
use lane::Lane;
use notices::Notices;

/// How many lanes there are: measured in ADR 7.
const LANES: u32 = 4;
/// How long a write may take before its caller is told that nobody knows. It goes on on the server: giving
/// up does not cancel it. Longer than `lock_timeout`, so that a row which is locked is told as such.
const PATIENCE: Duration = Duration::from_secs(15);

/// What a piece of work gives back.
pub(crate) type Work<'c, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'c>>;

/// The ways to write.
#[derive(Debug)]
pub(crate) struct Writer {
    lanes: Vec<Lane>,
    transition: PgPool,
    durable: PgPool,
    notices: Notices,
}

impl Writer {
    /// Starts the lanes.
    pub(crate) fn start(server: &Server) -> Self {
        let notices = Notices::new();
        let transition = server.pool(Use::Transition(LANES));
        let lanes = (0..LANES).map(|_| Lane::start(transition.clone(), notices.clone()));
        Self {
            lanes: lanes.collect(),
            transition,
            durable: server.pool(Use::Durable),
            notices,
        }
    }

    /// The connections that wait for the disk.
    pub(crate) fn durable(&self) -> &PgPool {
        &self.durable
    }

    /// Runs the work in a transaction and answers once it is committed. A caller that goes away does not
    /// undo it.
    pub(crate) async fn write<T, W>(&self, work: W) -> Result<T, StoreError>
    where
        T: Send + 'static,
        W: for<'c> FnOnce(&'c mut PgConnection) -> Work<'c, T> + Send + 'static,
    {
        self.run(|db| Box::pin(in_transaction(work, db))).await
    }

    /// As [`Self::write`], for a single statement, which is a transaction by itself: one way there and back
    /// instead of three.
    pub(crate) async fn write_at_once<T, W>(&self, work: W) -> Result<T, StoreError>
    where
        T: Send + 'static,
        W: for<'c> FnOnce(&'c mut PgConnection) -> Work<'c, T> + Send + 'static,
    {
        self.run(work).await
    }

    /// Keeps a transition; else as [`Self::write`]. Those of one application go through one lane, so that a
    /// node's own lanes never wait for each other's rows.
    pub(crate) async fn file(&self, transition: Prepared) -> Result<Submitted, StoreError> {
        let lane = usize::from(transition.id().0.as_bytes()[15]) % self.lanes.len();
        self.lanes[lane].file(transition).await
    }

    /// Takes no more work, finishes what waits, closes the connections.
    pub(crate) async fn close(&self) {
        for lane in &self.lanes {
            lane.close().await;
        }
        self.transition.close().await;
        self.durable.close().await;
    }

    async fn run<T, W>(&self, work: W) -> Result<T, StoreError>
    where
        T: Send + 'static,
        W: for<'c> FnOnce(&'c mut PgConnection) -> Work<'c, T> + Send + 'static,
    {
        let (pool, notices) = (self.durable.clone(), self.notices.clone());
        let task = tokio::spawn(async move {
            let mut db = pool.acquire().await.map_err(failed)?;
            let result = patiently(notices.during(work(&mut db))).await;
            if matches!(result, Err(StoreError::Unavailable(_))) {
                // It may be broken, or lead to what no longer leads; a new one is soon made.
                db.close_on_drop();
            }
            result
        });
        task.await.map_err(|_| closed())?
    }
}

async fn in_transaction<T, W>(work: W, db: &mut PgConnection) -> Result<T, StoreError>
where
    W: for<'c> FnOnce(&'c mut PgConnection) -> Work<'c, T>,
{
    let mut transaction = db.begin().await.map_err(failed)?;
    // On an error the transaction is dropped here, which undoes it.
    let done = work(&mut transaction).await?;
    transaction.commit().await.map_err(failed)?;
    Ok(done)
}

/// The write's result, unless it takes so long that nobody knows.
async fn patiently<T>(write: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
    tokio::time::timeout(PATIENCE, write)
        .await
        .unwrap_or_else(|_| Err(StoreError::unavailable("the server does not answer")))
}

fn closed() -> StoreError {
    StoreError::unavailable("the store is closed")
}
