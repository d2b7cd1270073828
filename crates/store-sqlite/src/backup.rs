//! Copies of files that are in use, and looking at files without changing them.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sqlx::error::DatabaseError;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, SqliteConnection};
use store::StoreError;

use crate::drafts::Recent;
use crate::errors::failed;
use crate::readers::Readers;
use crate::values::RowOf;
use crate::writer::Writer;
use crate::{SqliteStore, files};

/// How long a copy waits where another process is just beginning or ending its own work on the file.
const PATIENCE: Duration = Duration::from_secs(5);

/// The files of a store: the main one, and the drafts beside it.
pub fn files_of(path: &Path) -> [PathBuf; 2] {
    [path.to_owned(), files::beside(path)]
}

/// Copies a store that may be in use, without stopping it: each file as it is at one moment, whole, without what was
/// deleted or erased before. The copies are private to the user and on the disk when this answers; there must be
/// nothing yet where they go. Drafts are copied first: one whose submission comes in between is there twice rather
/// than not at all.
pub async fn copy(from: &Path, to: &Path) -> Result<(), StoreError> {
    copy_file(&files::beside(from), &files::beside(to)).await?;
    copy_file(from, to).await
}

async fn copy_file(from: &Path, to: &Path) -> Result<(), StoreError> {
    // SQLite writes into an empty file; one that it made itself everybody could read.
    let file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(to)
        .map_err(StoreError::unavailable)?;
    let name = to
        .to_str()
        .ok_or_else(|| StoreError::unavailable("a path that is not UTF-8"))?;
    let mut db = connect(reading(from)).await?;
    sqlx::query("VACUUM INTO ?")
        .bind(name)
        .execute(&mut db)
        .await
        .map_err(failed)?;
    db.close().await.map_err(failed)?;
    // SQLite does not wait for the disk here.
    file.sync_all().map_err(StoreError::unavailable)?;
    let folder = to.parent().unwrap_or(Path::new("."));
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(StoreError::unavailable)
}

/// What SQLite finds wrong in the store's files, which nobody may be writing; nothing if they are sound.
pub async fn faults(path: &Path) -> Result<Vec<String>, StoreError> {
    let mut faults = Vec::new();
    for file in files_of(path) {
        let mut db = connect(reading(&file).immutable(true)).await?;
        let said: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check(10)")
            .fetch_all(&mut db)
            .await
            .map_err(failed)?;
        faults.extend(said.into_iter().filter(|line| line != "ok"));
        let dangling = sqlx::query("PRAGMA foreign_key_check")
            .fetch_all(&mut db)
            .await
            .map_err(failed)?;
        if !dangling.is_empty() {
            faults.push(format!("{} rows refer to nothing", dangling.len()));
        }
        db.close().await.map_err(failed)?;
    }
    Ok(faults)
}

/// What stands in the way of putting another store in this one's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// People who log in.
    pub people: u64,
    /// Applications.
    pub applications: u64,
}

/// What a store holds that cannot be made again from service files. Asks the file as it is, of whatever version.
pub async fn holds(path: &Path) -> Result<Held, StoreError> {
    let mut db = connect(reading(path)).await?;
    let tables: i64 =
        sqlx::query_scalar("SELECT count(*) FROM sqlite_schema WHERE name IN ('people', 'applications')")
            .fetch_one(&mut db)
            .await
            .map_err(failed)?;
    let (people, applications) = if tables == 2 {
        sqlx::query_as("SELECT (SELECT count(*) FROM people), (SELECT count(*) FROM applications)")
            .fetch_one(&mut db)
            .await
            .map_err(failed)?
    } else {
        (0, 0)
    };
    db.close().await.map_err(failed)?;
    let row = RowOf::new("sqlite_schema", "count");
    Ok(Held {
        people: row.number("people", people)?,
        applications: row.number("applications", applications)?,
    })
}

/// Whether any other connection, of this process or another, has the store's main file open. The answer is of now: nothing
/// keeps somebody from opening it afterwards.
pub async fn is_in_use(path: &Path) -> Result<bool, StoreError> {
    // With a log beside the file, everybody who has it open holds a shared lock all the time.
    let options = SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(Duration::ZERO)
        .pragma("locking_mode", "EXCLUSIVE");
    let asked = async {
        let mut db = options.connect().await?;
        sqlx::query("BEGIN EXCLUSIVE").execute(&mut db).await?;
        sqlx::query("ROLLBACK").execute(&mut db).await?;
        db.close().await
    };
    match asked.await {
        Ok(()) => Ok(false),
        Err(error) if is_busy(&error) => Ok(true),
        Err(error) => Err(failed(error)),
    }
}

fn is_busy(error: &sqlx::Error) -> bool {
    // SQLITE_BUSY and its extended codes.
    let code = error.as_database_error().and_then(DatabaseError::code);
    code.and_then(|code| code.parse::<i32>().ok())
        .is_some_and(|code| code & 0xff == 5)
}

impl SqliteStore {
    /// Opens a copy to look at it. Nothing of it changes, so nothing can be written: not even tables of an older
    /// version are brought up to date, and what they lack cannot be asked for.
    pub async fn inspect(path: &Path) -> Result<Self, StoreError> {
        let unchanging = |file: &Path| reading(file).immutable(true);
        Ok(Self {
            main: Writer::closed(),
            drafts: Writer::closed(),
            recent_drafts: Arc::new(Recent::new()),
            reads: Readers::open(&unchanging(path), 2).await?,
            draft_reads: Readers::open(&unchanging(&files::beside(path)), 2).await?,
        })
    }
}

fn reading(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .read_only(true)
        .busy_timeout(PATIENCE)
        .disable_statement_logging()
}

async fn connect(options: SqliteConnectOptions) -> Result<SqliteConnection, StoreError> {
    options.connect().await.map_err(StoreError::unavailable)
}
