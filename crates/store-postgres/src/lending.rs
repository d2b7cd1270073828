//! Connections that are lent from caller to caller without being asked anything in between.
//!
//! sqlx's pool asks a connection whether it lives when it comes back, and ours asks before that whether it is of use: two ways
//! to the server and back for each statement of one. Whoever got an answer a moment ago knows both.

use std::ops::{Deref, DerefMut};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use sqlx::pool::PoolConnection;
use sqlx::{PgConnection, PgPool, Postgres};
use store::StoreError;
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::errors::failed;
use crate::server::FRESH;

/// Some connections of a pool, those that were just used first. The pool has more, so that who asks it directly is never kept
/// waiting by those that rest here.
#[derive(Debug)]
pub(crate) struct Lending {
    pool: PgPool,
    ready: Mutex<Vec<Rested>>,
    /// Who comes first is served first, with a connection that rests or one of the pool's.
    turns: Semaphore,
    patience: Duration,
}

/// A connection between two callers.
#[derive(Debug)]
struct Rested {
    connection: PoolConnection<Postgres>,
    /// When the pool handed it out, having looked at it.
    since: Instant,
    answered_at: Instant,
}

/// So often the pool looks at a connection that is in use all the time: its line may lead to what no longer leads.
const LOOKED_AT: Duration = Duration::from_mins(1);

/// A connection that goes back to the pool, which looks at it, unless it is [`Lent::answered`].
pub(crate) struct Lent<'l> {
    connection: PoolConnection<Postgres>,
    since: Instant,
    lending: &'l Lending,
    _turn: SemaphorePermit<'l>,
}

impl Lending {
    /// At the most so many of a pool's connections; who gets none in time is told that the store is not available.
    pub(crate) fn of(pool: PgPool, most: usize, patience: Duration) -> Self {
        Self {
            pool,
            ready: Mutex::default(),
            turns: Semaphore::new(most),
            patience,
        }
    }

    /// A connection that answered a moment ago, or one of the pool's.
    pub(crate) async fn lend(&self) -> Result<Lent<'_>, StoreError> {
        let turn = tokio::time::timeout(self.patience, self.turns.acquire())
            .await
            .map_err(StoreError::unavailable)?
            .map_err(StoreError::unavailable)?;
        let (connection, since) = match self.fresh() {
            Some(rested) => (rested.connection, rested.since),
            None => (self.pool.acquire().await.map_err(failed)?, Instant::now()),
        };
        Ok(Lent {
            connection,
            since,
            lending: self,
            _turn: turn,
        })
    }

    /// Gives back to the pool all that rest here, so that it can close.
    pub(crate) fn release(&self) {
        self.ready().clear();
    }

    fn fresh(&self) -> Option<Rested> {
        let mut ready = self.ready();
        let rested = ready.pop()?;
        if rested.answered_at.elapsed() < FRESH {
            return Some(rested);
        }
        // The latest is too old, so all are.
        ready.clear();
        None
    }

    fn ready(&self) -> MutexGuard<'_, Vec<Rested>> {
        self.ready.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lent<'_> {
    /// It did all that it was asked, so the next one may have it as it is.
    pub(crate) fn answered(self) {
        let mut ready = self.lending.ready();
        if self.since.elapsed() < LOOKED_AT && !self.lending.pool.is_closed() {
            ready.push(Rested {
                connection: self.connection,
                since: self.since,
                answered_at: Instant::now(),
            });
        }
    }
}

impl Deref for Lent<'_> {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        &self.connection
    }
}

impl DerefMut for Lent<'_> {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.connection
    }
}
