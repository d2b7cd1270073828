//! Connections that are lent from caller to caller without being asked anything in between.
//!
//! sqlx's pool asks a connection whether it lives when it comes back, and ours asks before that whether it is of use: two ways
//! to the server and back for each statement of one. Whoever got an answer a moment ago knows both.

use std::ops::{Deref, DerefMut};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use sqlx::pool::PoolConnection;
use sqlx::{PgConnection, PgPool, Postgres};
use store::StoreError;

use crate::errors::failed;
use crate::server::FRESH;

/// How many wait here at the most. The pool has more, so that who asks it directly is never kept waiting by those that rest.
const READY: usize = 4;

/// Connections of a pool, those that were just used first.
#[derive(Debug)]
pub(crate) struct Lending {
    pool: PgPool,
    ready: Mutex<Vec<(PoolConnection<Postgres>, Instant)>>,
}

/// A connection that goes back to the pool, which looks at it, unless it is [`Lent::answered`].
pub(crate) struct Lent<'l> {
    connection: PoolConnection<Postgres>,
    lending: &'l Lending,
}

impl Lending {
    pub(crate) fn of(pool: PgPool) -> Self {
        Self {
            pool,
            ready: Mutex::default(),
        }
    }

    /// A connection that answered a moment ago, or one of the pool's.
    pub(crate) async fn lend(&self) -> Result<Lent<'_>, StoreError> {
        let connection = match self.fresh() {
            Some(connection) => connection,
            None => self.pool.acquire().await.map_err(failed)?,
        };
        Ok(Lent {
            connection,
            lending: self,
        })
    }

    /// Gives back to the pool all that rest here, so that it can close.
    pub(crate) fn release(&self) {
        self.ready().clear();
    }

    fn fresh(&self) -> Option<PoolConnection<Postgres>> {
        let mut ready = self.ready();
        let (connection, answered_at) = ready.pop()?;
        if answered_at.elapsed() < FRESH {
            return Some(connection);
        }
        // The latest is too old, so all are.
        ready.clear();
        None
    }

    fn ready(&self) -> MutexGuard<'_, Vec<(PoolConnection<Postgres>, Instant)>> {
        self.ready.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lent<'_> {
    /// It did all that it was asked, so the next one may have it as it is.
    pub(crate) fn answered(self) {
        let mut ready = self.lending.ready();
        if ready.len() < READY && !self.lending.pool.is_closed() {
            ready.push((self.connection, Instant::now()));
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
