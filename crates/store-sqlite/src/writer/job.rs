//! A piece of work and the way back to whoever waits for it.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use sqlx::SqliteConnection;
use store::StoreError;
use tokio::sync::oneshot;

use super::closed;

/// What a piece of work gives back.
pub(crate) type Work<'c, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'c>>;

/// A piece of work with its way back, whatever it gives.
pub(super) trait Job: Send {
    /// Whether it undoes itself where it fails.
    fn is_one_statement(&self) -> bool;

    /// Runs the work; whether what it wrote may stay.
    fn run<'c>(&'c mut self, db: &'c mut SqliteConnection)
    -> Pin<Box<dyn Future<Output = bool> + Send + 'c>>;

    /// Tells the caller, after the commit or its failure.
    fn answer(self: Box<Self>, committed: Result<(), Arc<sqlx::Error>>);
}

/// Work that is done by itself, in a savepoint of its own if it needs one.
pub(super) struct Alone<T, W> {
    work: Option<W>,
    is_one_statement: bool,
    reply: Reply<T>,
}

impl<T, W> Alone<T, W> {
    pub(super) fn new(work: W, to: oneshot::Sender<Result<T, StoreError>>) -> Self {
        Self {
            work: Some(work),
            is_one_statement: false,
            reply: Reply::to(to),
        }
    }

    pub(super) fn one_statement(work: W, to: oneshot::Sender<Result<T, StoreError>>) -> Self {
        Self {
            is_one_statement: true,
            ..Self::new(work, to)
        }
    }
}

impl<T, W> Job for Alone<T, W>
where
    T: Send,
    W: for<'c> FnOnce(&'c mut SqliteConnection) -> Work<'c, T> + Send,
{
    fn is_one_statement(&self) -> bool {
        self.is_one_statement
    }

    fn run<'c>(
        &'c mut self,
        db: &'c mut SqliteConnection,
    ) -> Pin<Box<dyn Future<Output = bool> + Send + 'c>> {
        Box::pin(async move {
            if let Some(work) = self.work.take() {
                self.reply.settle(work(db).await);
            }
            matches!(self.reply.result, Some(Ok(_)))
        })
    }

    fn answer(self: Box<Self>, committed: Result<(), Arc<sqlx::Error>>) {
        self.reply.send(committed);
    }
}

/// A result that is told when it is committed.
pub(crate) struct Reply<T> {
    result: Option<Result<T, StoreError>>,
    to: oneshot::Sender<Result<T, StoreError>>,
}

impl<T> Reply<T> {
    pub(crate) fn to(to: oneshot::Sender<Result<T, StoreError>>) -> Self {
        Self { result: None, to }
    }

    /// Whether there is no result yet.
    pub(crate) fn is_open(&self) -> bool {
        self.result.is_none()
    }

    pub(crate) fn settle(&mut self, result: Result<T, StoreError>) {
        self.result = Some(result);
    }

    pub(crate) fn send(self, committed: Result<(), Arc<sqlx::Error>>) {
        let result = match (committed, self.result) {
            (Ok(()), Some(result)) => result,
            // A refusal too: it may rest on what another wrote before it and what is now undone.
            (Err(error), _) => Err(StoreError::unavailable(error)),
            (Ok(()), None) => Err(closed()),
        };
        // A caller that went away wants no answer.
        let _ = self.to.send(result);
    }
}
