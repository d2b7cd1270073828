//! A part of a transaction that can be undone by itself.

use sqlx::SqliteConnection;

pub(crate) async fn begin(db: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    sqlx::query("SAVEPOINT one").execute(db).await?;
    Ok(())
}

/// Keeps or undoes what was written since. Where SQLite has given up the whole transaction (a full disk),
/// this fails, and so do all who share the commit.
pub(crate) async fn end(keep: bool, db: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    if !keep {
        sqlx::query("ROLLBACK TO one").execute(&mut *db).await?;
    }
    sqlx::query("RELEASE one").execute(db).await?;
    Ok(())
}
