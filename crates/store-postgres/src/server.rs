//! The way to the server: how durable, how patient, which tables.

use std::str::FromStr;
use std::time::Duration;

use sqlx::error::DatabaseError;
use sqlx::migrate::MigrateError;
use sqlx::pool::PoolConnectionMetadata;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{ConnectOptions, Connection, PgConnection, PgPool};
use store::StoreError;

use crate::errors::failed;

/// How long a caller waits for a connection, unless a store is opened for those who wait longer.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);
/// How long a connection may take to say that it lives; whoever is asked is on the same network.
const PULSE: Duration = Duration::from_secs(1);
/// A connection that was used a moment ago is not asked whether it lives.
pub(crate) const FRESH: Duration = Duration::from_secs(1);
const STATEMENTS: usize = 256;

/// What connections are for. One program has no more than the sum of their limits, so that three of them
/// share a server that takes a hundred.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Use {
    /// Transitions, by so many lanes, each with a connection that it keeps.
    Transition(u32),
    /// All else that waits for the disk.
    Durable,
    /// What does not wait for the disk: a crash of the server may lose the last second, never the order.
    Swift,
    /// Reading.
    Reading,
}

/// A server's address and how all connections speak to it.
#[derive(Clone, Debug)]
pub(crate) struct Server {
    options: PgConnectOptions,
    patience: Duration,
}

impl Server {
    /// Reads an address, `postgres://user:password@host:port/database?sslmode=…`; what it leaves out comes
    /// from the `PG*` variables.
    pub(crate) fn at(url: &str, patience: Duration) -> Result<Self, StoreError> {
        let options = PgConnectOptions::from_str(url).map_err(StoreError::unavailable)?;
        let options = options
            .application_name("chasqui")
            .statement_cache_capacity(STATEMENTS)
            .disable_statement_logging()
            .options([
                // Nothing may cancel a commit that waits for its replicas.
                ("statement_timeout", "0"),
                // Conditional updates look again at a row that somebody else has just changed.
                ("default_transaction_isolation", "read committed"),
                // Whoever waits this long for a row waits for somebody who hangs.
                ("lock_timeout", "5s"),
                // A program that froze in a transaction, or that was cut off, lets go of its rows.
                ("idle_in_transaction_session_timeout", "30s"),
                ("tcp_keepalives_idle", "10"),
                ("tcp_keepalives_interval", "5"),
                ("tcp_keepalives_count", "3"),
            ]);
        Ok(Self { options, patience })
    }

    /// A pool that opens its connections when they are asked for, and replaces those that break.
    pub(crate) fn pool(&self, purpose: Use) -> PgPool {
        PgPoolOptions::new()
            .max_connections(purpose.connections())
            .acquire_timeout(self.patience)
            .test_before_acquire(false)
            .after_connect(|db, _| Box::pin(refuse_replica(db)))
            .before_acquire(|db, kept| Box::pin(lives(db, kept)))
            // Otherwise what was left in the middle of a statement, on a line that is dead, is waited for.
            .after_release(move |db, _| Box::pin(is_of_use(db, purpose)))
            .connect_lazy_with(purpose.options(self.options.clone()))
    }

    /// Makes the tables, or brings older ones up to date. Where several nodes start at once, the server has
    /// one of them make each table and refuses the others, who look again and find it made.
    pub(crate) async fn migrate(&self, pool: &PgPool) -> Result<(), StoreError> {
        let mut migrations = sqlx::migrate!("../../migrations/postgres");
        // No advisory locks; and an older program may start again while newer ones run.
        migrations.set_locking(false).set_ignore_missing(true);
        let mut lost = 0;
        loop {
            let mut db = pool.acquire().await.map_err(failed)?;
            match migrations.run_direct(None, &mut *db, false).await {
                Ok(()) => return Ok(()),
                // Each time, somebody else has made at least one more.
                Err(error) if lost_race(&error) && lost <= migrations.iter().count() => lost += 1,
                Err(error) => return Err(StoreError::unavailable(error)),
            }
        }
    }
}

impl Use {
    fn connections(self) -> u32 {
        match self {
            Self::Transition(lanes) => lanes,
            Self::Durable | Self::Swift => 6,
            Self::Reading => 14,
        }
    }

    /// How many of them are lent from caller to caller.
    pub(crate) fn lent(self) -> usize {
        match self {
            Self::Swift => 5,
            Self::Reading => 8,
            Self::Transition(_) | Self::Durable => 0,
        }
    }

    fn options(self, options: PgConnectOptions) -> PgConnectOptions {
        match self {
            // The transitions' statements are large and always the same: planning one takes longer than running it.
            // And a plan that was made while the tables were small must not read them whole when they are large.
            Self::Transition(_) => options.options([
                ("plan_cache_mode", "force_generic_plan"),
                ("enable_seqscan", "off"),
            ]),
            Self::Durable => options,
            Self::Swift => options.options([("synchronous_commit", "off")]),
            Self::Reading => options.options([
                ("default_transaction_read_only", "on"),
                ("statement_timeout", "30s"),
            ]),
        }
    }
}

/// Whether somebody else made the table (or type, column, function, line) that this program was about to make. To have
/// waited too long for a table is something else: the start fails, and the nodes that run go on.
fn lost_race(error: &MigrateError) -> bool {
    const MADE: [&str; 7] = ["23505", "42701", "42710", "42723", "42P06", "42P07", "40P01"];
    let (MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _)) = error else {
        return false;
    };
    let code = error.as_database_error().and_then(DatabaseError::code);
    code.is_some_and(|code| MADE.contains(&&*code))
}

/// After a failover the old address may lead to what is now a replica.
async fn refuse_replica(db: &mut PgConnection) -> Result<(), sqlx::Error> {
    let replica: bool = sqlx::query_scalar("SELECT pg_is_in_recovery()")
        .fetch_one(db)
        .await?;
    if replica {
        return Err(sqlx::Error::Configuration("the server is a replica".into()));
    }
    Ok(())
}

async fn lives(db: &mut PgConnection, kept: PoolConnectionMetadata) -> Result<bool, sqlx::Error> {
    if kept.idle_for < FRESH {
        return Ok(true);
    }
    has_pulse(db).await
}

/// Whether a connection may be used again: not if the server lets it only read while it is there to write,
/// as some do while their disk is full. A new one may write as soon as others may.
async fn is_of_use(db: &mut PgConnection, purpose: Use) -> Result<bool, sqlx::Error> {
    if matches!(purpose, Use::Reading) {
        return has_pulse(db).await;
    }
    let writes = sqlx::query_scalar("SELECT current_setting('transaction_read_only') = 'off'").fetch_one(db);
    tokio::time::timeout(PULSE, writes)
        .await
        .map_err(|_| sqlx::Error::PoolTimedOut)?
}

/// Whether a connection answers within a moment, and with it the end of what was left unfinished on it.
pub(crate) async fn has_pulse(db: &mut PgConnection) -> Result<bool, sqlx::Error> {
    tokio::time::timeout(PULSE, db.ping())
        .await
        .map_err(|_| sqlx::Error::PoolTimedOut)?
        .map(|()| true)
}
