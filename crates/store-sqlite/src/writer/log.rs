//! The log beside the file, in which SQLite keeps what was written last (`-wal`).

use std::time::Duration;

use sqlx::SqliteConnection;

use crate::files::PATIENCE;

/// How long whoever reads is waited for. Nobody writes meanwhile.
const SHORT: Duration = Duration::from_millis(200);

/// Moves it to its place and empties it. Where somebody reads what was before for longer, it is moved later, as always.
pub(super) async fn move_to_its_place(db: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    wait_for_others(SHORT, db).await?;
    let moved = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
        .fetch_all(&mut *db)
        .await;
    wait_for_others(PATIENCE, db).await?;
    moved.map(drop)
}

async fn wait_for_others(so_long: Duration, db: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    let milliseconds = so_long.as_millis();
    sqlx::query(sqlx::AssertSqlSafe(format!(
        "PRAGMA busy_timeout = {milliseconds}"
    )))
    .fetch_all(db)
    .await
    .map(drop)
}
