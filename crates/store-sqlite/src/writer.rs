//! Group commit: what arrives together is committed together.
//!
//! One task owns the only connection that writes. It takes what waits, writes it in one transaction (transitions
//! and drafts all at once where they can, other work one by one), commits once and then answers each with its own
//! result: a bad row fails alone, a failed commit is told to all, and nobody is answered before the commit.

mod job;
mod log;
pub(crate) mod savepoint;

use std::sync::{Arc, Mutex, PoisonError};

use sqlx::{Connection, SqliteConnection};
use store::{StoreError, Submitted};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use crate::applications::{self, Filed, Prepared};
use crate::drafts::{self, Saving};
use crate::rows::Rows;
use job::{Alone, Job};

pub(crate) use job::{Reply, Work};

/// At most this many pieces of work share a commit, so that the first does not wait for a flood.
const TOGETHER: usize = 256;
/// When this many wait, callers wait to get in: a slow disk slows the front down instead of filling memory.
const WAITING: usize = 1024;

/// The way to a file's only writing connection.
#[derive(Debug)]
pub(crate) struct Writer {
    inbox: Mutex<Option<mpsc::Sender<Piece>>>,
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

    /// Of a file that is only looked at: every write is refused.
    pub(crate) fn closed() -> Self {
        Self {
            inbox: Mutex::new(None),
            task: Mutex::new(None),
        }
    }

    /// Runs the work and answers once it is committed. A caller that goes away does not undo it.
    pub(crate) async fn write<T, W>(&self, work: W) -> Result<T, StoreError>
    where
        T: Send + 'static,
        W: for<'c> FnOnce(&'c mut SqliteConnection) -> Work<'c, T> + Send + 'static,
    {
        self.hand_in(|to| Piece::Work(Box::new(Alone::new(work, to))))
            .await
    }

    /// As [`Self::write`], for a single statement: it undoes itself where it fails, so that nothing is put around it. If it
    /// returns rows, all of them must be read, or nobody hears of a commit that fails.
    pub(crate) async fn write_at_once<T, W>(&self, work: W) -> Result<T, StoreError>
    where
        T: Send + 'static,
        W: for<'c> FnOnce(&'c mut SqliteConnection) -> Work<'c, T> + Send + 'static,
    {
        self.hand_in(|to| Piece::Work(Box::new(Alone::one_statement(work, to))))
            .await
    }

    /// Keeps a transition and answers once it is committed; else as [`Self::write`].
    pub(crate) async fn file(&self, transition: Prepared) -> Result<Submitted, StoreError> {
        self.hand_in(|to| Piece::Transition(Box::new(Filed::new(transition, to))))
            .await
    }

    /// Moves what the log beside the file holds to its place and empties it, as far as nobody reads what was before.
    pub(crate) async fn move_log(&self) -> Result<(), StoreError> {
        self.hand_in(Piece::MoveLog).await
    }

    /// Keeps a draft, together with those of others that wait; else as [`Self::write`].
    pub(crate) async fn save_draft(&self, rows: Rows, saving: Saving) -> Result<(), StoreError> {
        self.hand_in(|to| {
            Piece::Draft(Box::new(SavedDraft {
                rows,
                saving,
                reply: Reply::to(to),
            }))
        })
        .await
    }

    async fn hand_in<T>(
        &self,
        piece: impl FnOnce(oneshot::Sender<Result<T, StoreError>>) -> Piece,
    ) -> Result<T, StoreError> {
        let inbox = locked(&self.inbox).clone().ok_or_else(closed)?;
        let (to, answer) = oneshot::channel();
        inbox.send(piece(to)).await.map_err(|_| closed())?;
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

/// What waits.
enum Piece {
    Transition(Box<Filed>),
    Draft(Box<SavedDraft>),
    Work(Box<dyn Job>),
    MoveLog(oneshot::Sender<Result<(), StoreError>>),
}

/// A draft that waits for its commit.
struct SavedDraft {
    rows: Rows,
    saving: Saving,
    reply: Reply<()>,
}

async fn serve(mut db: SqliteConnection, mut inbox: mpsc::Receiver<Piece>) {
    let mut pieces = Vec::with_capacity(TOGETHER);
    while inbox.recv_many(&mut pieces, TOGETHER).await > 0 {
        let mut batch = Batch::of(pieces.drain(..));
        let committed = batch.commit(&mut db).await.map_err(Arc::new);
        if let Err(error) = &committed {
            tracing::error!(%error, "a commit failed");
            // Harmless where SQLite has rolled back by itself.
            let _ = sqlx::query("ROLLBACK").execute(&mut db).await;
        }
        let movers = std::mem::take(&mut batch.movers);
        batch.answer(&committed);
        if !movers.is_empty() {
            let moved = log::move_to_its_place(&mut db).await.map_err(Arc::new);
            for to in movers {
                // A caller that went away wants no answer.
                let _ = to.send(moved.clone().map_err(StoreError::unavailable));
            }
        }
    }
    if let Err(error) = db.close().await {
        tracing::warn!(%error, "the database did not close cleanly; the next start recovers it");
    }
}

/// What shares a commit. Nobody was answered yet, so nothing in it rests on anything else in it, and the
/// transitions may go first.
#[derive(Default)]
struct Batch {
    transitions: Vec<Filed>,
    drafts: Vec<SavedDraft>,
    work: Vec<Box<dyn Job>>,
    /// Those who want the log moved once it is committed: in a transaction it cannot be.
    movers: Vec<oneshot::Sender<Result<(), StoreError>>>,
}

impl Batch {
    fn of(pieces: impl Iterator<Item = Piece>) -> Self {
        let mut batch = Self::default();
        for piece in pieces {
            match piece {
                Piece::Transition(filed) => batch.transitions.push(*filed),
                Piece::Draft(draft) => batch.drafts.push(*draft),
                Piece::Work(job) => batch.work.push(job),
                Piece::MoveLog(to) => batch.movers.push(to),
            }
        }
        batch
    }

    /// Each statement is a way to the connection's thread and back. So what is one statement anyhow gets no transaction
    /// around it, and work that is alone no savepoint.
    async fn commit(&mut self, db: &mut SqliteConnection) -> Result<(), sqlx::Error> {
        if self.transitions.is_empty() {
            match (&self.drafts[..], &mut self.work[..]) {
                (_, []) => return self.save_drafts(db).await,
                ([], [alone]) if alone.is_one_statement() => {
                    alone.run(db).await;
                    return Ok(());
                }
                ([], [alone]) => return in_transaction(alone, db).await,
                _ => {}
            }
        }
        sqlx::query("BEGIN IMMEDIATE").execute(&mut *db).await?;
        applications::keep(&mut self.transitions, db).await?;
        self.save_drafts(db).await?;
        for job in &mut self.work {
            savepoint::begin(db).await?;
            let done = job.run(db).await;
            savepoint::end(done, db).await?;
        }
        sqlx::query("COMMIT").execute(db).await?;
        Ok(())
    }

    async fn save_drafts(&mut self, db: &mut SqliteConnection) -> Result<(), sqlx::Error> {
        if let Some(rows) = Rows::together(self.drafts.iter().map(|draft| &draft.rows)) {
            drafts::save(rows, db).await?;
        }
        for draft in &mut self.drafts {
            draft.reply.settle(Ok(()));
        }
        Ok(())
    }

    fn answer(self, committed: &Result<(), Arc<sqlx::Error>>) {
        for filed in self.transitions {
            filed.reply.send(committed.clone());
        }
        for draft in self.drafts {
            draft.saving.end(committed.is_ok());
            draft.reply.send(committed.clone());
        }
        for job in self.work {
            job.answer(committed.clone());
        }
    }
}

async fn in_transaction(job: &mut Box<dyn Job>, db: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    sqlx::query("BEGIN IMMEDIATE").execute(&mut *db).await?;
    let end = if job.run(db).await { "COMMIT" } else { "ROLLBACK" };
    sqlx::query(end).execute(db).await?;
    Ok(())
}

pub(crate) fn closed() -> StoreError {
    StoreError::unavailable("the store is closed")
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
