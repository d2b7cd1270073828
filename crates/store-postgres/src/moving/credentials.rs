//! Credentials.

use sqlx::PgConnection;
use store::{Record, StoreError};

use super::FirstKey;
use crate::credentials;

pub(super) async fn read(
    from: FirstKey,
    limit: i64,
    db: &mut PgConnection,
) -> Result<Vec<Record>, StoreError> {
    let credentials = credentials::after(from.bytes(), limit, db).await?;
    Ok(credentials.into_iter().map(Record::Credential).collect())
}

pub(super) async fn write(records: &[Record], db: &mut PgConnection) -> Result<u64, StoreError> {
    let mut written = 0;
    for record in records {
        if let Record::Credential(credential) = record {
            written += u64::from(credentials::insert(credential, db).await?);
        }
    }
    Ok(written)
}
