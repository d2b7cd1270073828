//! Credentials.

use sqlx::SqliteConnection;
use store::{Credential, Record, StoreError};

use super::FirstKey;
use crate::credentials;

pub(super) async fn read(
    from: FirstKey,
    limit: u32,
    db: &mut SqliteConnection,
) -> Result<Vec<Record>, StoreError> {
    let credentials = credentials::after(from.bytes(), limit, db).await?;
    Ok(credentials.into_iter().map(Record::Credential).collect())
}

pub(super) async fn write(credential: &Credential, db: &mut SqliteConnection) -> Result<bool, StoreError> {
    credentials::insert(credential, db).await
}
