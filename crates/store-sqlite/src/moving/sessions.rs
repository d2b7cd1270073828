//! Log-ins. When they were last used is in the other file, and stays behind.

use sqlx::SqliteConnection;
use store::{Record, Session, StoreError};

use super::FirstKey;
use crate::sessions;

pub(super) async fn read(
    from: FirstKey,
    limit: u32,
    db: &mut SqliteConnection,
) -> Result<Vec<Record>, StoreError> {
    let sessions = sessions::after(from.bytes(), limit, db).await?;
    Ok(sessions.into_iter().map(Record::Session).collect())
}

pub(super) async fn write(session: &Session, db: &mut SqliteConnection) -> Result<bool, StoreError> {
    sessions::insert(session, db).await
}
