//! Group commit: what arrives together is committed together.
//!
//! One task owns the only connection that writes. It takes what waits, runs each piece of work in a
//! savepoint of one transaction, commits once and then answers each with its own result: a bad row fails
//! alone, a failed commit is told to all, and nobody is answered before the commit.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use sqlx::{Connection, SqliteConnection};
use store::StoreError;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

/// At most this many pieces of work share a commit, so that the first does not wait for a flood.
const TOGETHER: usize = 256;
/// When this many wait, callers wait to get in: a slow disk slows the front down instead of filling memory.
const WAITING: usize = 1024;

/// What a piece of work gives back.
pub(crate) type Work<'c, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'c>>;

/// The way to a file's only writing connection.
#[derive(Debug)]
pub(crate) struct Writer {
    inbox: Mutex<Option<mpsc::Sender<Box<dyn Job>>>>,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    pub(crate) fn start(connection: SqliteConnection) -> Self {
        let (inbox, work) = mpsc::channel(WAITING);
        let task = tokio::spawn(serve(connection, work));
        Self {
            inbox: Mutex::new(Some(inbox)),
            task: Mutex::new(Some(task)),
        }
    }

    /// Runs the work and answers once it is committed. A caller that goes away does not undo it.
    pub(crate) async fn write<T, W>(&self, work: W) -> Result<T, StoreError>
    where
        T: Send + 'static,
        W: for<'c> FnOnce(&'c mut SqliteConnection) -> Work<'c, T> + Send + 'static,
    {
        let inbox = locked(&self.inbox).clone().ok_or_else(closed)?;
        let (reply, answer) = oneshot::channel();
        let job = Submitted {
            work: Some(work),
            result: None,
            reply,
        };
        inbox.send(Box::new(job)).await.map_err(|_| closed())?;
        drop(inbox);
        answer.await.map_err(|_| closed())?
    }

    /// Takes no more work, finishes what waits, closes the connection.
    pub(crate) async fn close(&self) {
        locked(&self.inbox).take();
        let task = locked(&self.task).take();
        if let Some(task) = task {
            // An error would mean that the task had been torn down before us, which is as closed.
            let _ = task.await;
        }
    }
}

async fn serve(mut db: SqliteConnection, mut inbox: mpsc::Receiver<Box<dyn Job>>) {
    let mut jobs = Vec::with_capacity(TOGETHER);
    while inbox.recv_many(&mut jobs, TOGETHER).await > 0 {
        let committed = commit_together(&mut db, &mut jobs).await.map_err(Arc::new);
        if let Err(error) = &committed {
            tracing::error!(%error, jobs = jobs.len(), "a commit failed");
            // Harmless where SQLite has rolled back by itself.
            let _ = sqlx::query("ROLLBACK").execute(&mut db).await;
        }
        for job in jobs.drain(..) {
            job.answer(committed.clone());
        }
    }
    if let Err(error) = db.close().await {
        tracing::warn!(%error, "the database did not close cleanly; the next start recovers it");
    }
}

async fn commit_together(db: &mut SqliteConnection, jobs: &mut [Box<dyn Job>]) -> Result<(), sqlx::Error> {
    sqlx::query("BEGIN IMMEDIATE").execute(&mut *db).await?;
    for job in jobs {
        sqlx::query("SAVEPOINT one").execute(&mut *db).await?;
        if !job.run(db).await {
            // Where SQLite has given up the whole transaction (a full disk), this fails, and so do all.
            sqlx::query("ROLLBACK TO one").execute(&mut *db).await?;
        }
        sqlx::query("RELEASE one").execute(&mut *db).await?;
    }
    sqlx::query("COMMIT").execute(db).await?;
    Ok(())
}

/// A piece of work with its way back, whatever it gives.
trait Job: Send {
    /// Runs the work; whether what it wrote may stay.
    fn run<'c>(&'c mut self, db: &'c mut SqliteConnection)
    -> Pin<Box<dyn Future<Output = bool> + Send + 'c>>;

    /// Tells the caller, after the commit or its failure.
    fn answer(self: Box<Self>, committed: Result<(), Arc<sqlx::Error>>);
}

struct Submitted<T, W> {
    work: Option<W>,
    result: Option<Result<T, StoreError>>,
    reply: oneshot::Sender<Result<T, StoreError>>,
}

impl<T, W> Job for Submitted<T, W>
where
    T: Send,
    W: for<'c> FnOnce(&'c mut SqliteConnection) -> Work<'c, T> + Send,
{
    fn run<'c>(
        &'c mut self,
        db: &'c mut SqliteConnection,
    ) -> Pin<Box<dyn Future<Output = bool> + Send + 'c>> {
        Box::pin(async move {
            if let Some(work) = self.work.take() {
                self.result = Some(work(db).await);
            }
            matches!(self.result, Some(Ok(_)))
        })
    }

    fn answer(self: Box<Self>, committed: Result<(), Arc<sqlx::Error>>) {
        let result = match (committed, self.result) {
            (Ok(()), Some(result)) => result,
            // A refusal too: it may rest on what another wrote before it and what is now undone.
            (Err(error), _) => Err(StoreError::unavailable(error)),
            (Ok(()), None) => Err(closed()),
        };
        // A caller that went away wants no answer.
        let _ = self.reply.send(result);
    }
}

fn closed() -> StoreError {
    StoreError::unavailable("the store is closed")
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
