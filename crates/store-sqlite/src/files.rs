//! Opening the files: how durable, who may write, which tables.

use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Row, SqliteConnection};
use store::StoreError;

use crate::readers::Readers;

/// How long a statement waits for another process (the command line, a backup) to let go of the file.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);
const READERS: u32 = 4;
const STATEMENTS: usize = 256;
/// The writer's pages, in kibibytes (SQLite's minus): what a commit changes is all over the indexes, and what
/// does not fit is written to the log before its time and read back.
const WRITER_CACHE: &str = "-65536";
/// How many pages of the log are moved to their places at once, 16 MB of them: the same pages change in
/// commit after commit, and moving them waits for the disk twice.
const CHECKPOINT: &str = "4000";
/// Written to find out why a file does not open, and removed: as much as a new file's first pages take.
const PROBE: &str = ".chasqui-probe";
const PROBE_SIZE: usize = 1 << 17;

/// When a commit is answered.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Durability {
    /// When it is on the disk.
    Full,
    /// When the operating system has it: a power cut may lose the last seconds, never the order.
    Normal,
}

/// An open file.
pub(crate) struct File {
    pub(crate) writer: SqliteConnection,
    pub(crate) readers: Readers,
}

/// Opens a file and brings its tables up to date. If that fails because nothing can be written beside it, the error
/// says so: SQLite's own words for it are "unable to open" or "disk I/O error".
pub(crate) async fn open(path: PathBuf, durability: Durability) -> Result<File, StoreError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new(".")).to_path_buf();
    let opened = try_open(path, durability).await;
    opened.map_err(|error| unwritable(&folder).unwrap_or(error))
}

/// What is in the way of writing into a folder, if anything is.
fn unwritable(folder: &Path) -> Option<StoreError> {
    let probe = folder.join(PROBE);
    let written = std::fs::write(&probe, vec![0; PROBE_SIZE]);
    // It may never have come to be.
    let _ = std::fs::remove_file(&probe);
    let why = written.err()?;
    let where_ = folder.display();
    Some(StoreError::unavailable(format!(
        "nothing can be written in {where_}: {why}"
    )))
}

async fn try_open(path: PathBuf, durability: Durability) -> Result<File, StoreError> {
    let (synchronous, migrations) = match durability {
        Durability::Full => (
            SqliteSynchronous::Full,
            sqlx::migrate!("../../migrations/sqlite/main"),
        ),
        Durability::Normal => (
            SqliteSynchronous::Normal,
            sqlx::migrate!("../../migrations/sqlite/drafts"),
        ),
    };
    let options = SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(synchronous)
        .busy_timeout(PATIENCE)
        .statement_cache_capacity(STATEMENTS)
        .disable_statement_logging();
    let mut writer = options
        .clone()
        .foreign_keys(false)
        .create_if_missing(true)
        .pragma("cache_size", WRITER_CACHE)
        .pragma("wal_autocheckpoint", CHECKPOINT)
        // What the law erased, or somebody deleted, is nowhere in the file any more.
        .pragma("secure_delete", "ON")
        // What a statement of many rows undoes itself with when it is refused.
        .pragma("temp_store", "MEMORY")
        .connect()
        .await
        .map_err(StoreError::unavailable)?;
    migrate(&migrations, &mut writer)
        .await
        .map_err(StoreError::unavailable)?;
    may_write(&mut writer).await.map_err(StoreError::unavailable)?;
    let readers = Readers::open(&options.pragma("query_only", "ON"), READERS).await?;
    Ok(File { writer, readers })
}

/// SQLite opens a file that it may only read without a word, and even lets a transaction begin. It is asked for a
/// change, of no row.
async fn may_write(db: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    let nothing = sqlx::query("DELETE FROM _sqlx_migrations WHERE false");
    nothing.execute(db).await.map(drop)
}

/// Brings the tables up to date, and switches foreign keys on. They are off until then, since a table can only
/// be made anew without them; what they would have refused is looked for afterwards.
async fn migrate(migrations: &Migrator, db: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    let before = schema(db).await?;
    migrations.run_direct(None, db, false).await?;
    if schema(db).await? != before {
        let broken = sqlx::query("PRAGMA foreign_key_check")
            .fetch_optional(&mut *db)
            .await?;
        if let Some(row) = broken {
            let table: String = row.try_get(0)?;
            return Err(sqlx::Error::Protocol(format!(
                "a row of {table} refers to nothing"
            )));
        }
    }
    sqlx::query("PRAGMA foreign_keys = ON")
        .execute(db)
        .await
        .map(drop)
}

/// A number that each change of a table's shape makes another.
async fn schema(db: &mut SqliteConnection) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar("PRAGMA schema_version").fetch_one(db).await
}

/// Where the drafts of a main file lie.
pub(crate) fn beside(path: &Path) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default();
    let mut name = stem.to_os_string();
    name.push("-drafts");
    if let Some(extension) = path.extension() {
        name.push(".");
        name.push(extension);
    }
    path.with_file_name(name)
}
