//! Credentials, which wait for the disk: what was used once is not used again.

use async_trait::async_trait;
use jiff::Timestamp;
use review::PersonId;
use sqlx::PgConnection;
use store::columns::CredentialColumns;
use store::{AuditEntry, Credential, Credentials, Expected, StoreError, Subject, TokenHash};

use crate::errors::failed;
use crate::values::{Postgres, count, json, select, time};
use crate::{PostgresStore, audit};

type CredentialRecord = CredentialColumns<Postgres>;

macro_rules! credentials {
    ($($condition:tt)+) => {
        select!(credential_columns of CredentialRecord from "credentials", $($condition)+)
    };
}

/// Inserts a credential that is not there yet.
macro_rules! insert_credential {
    ($row:ident) => {
        store::credential_columns!(insert_credential_of!($row))
    };
}
macro_rules! insert_credential_of {
    ([$first:literal $($column:literal)*] $row:ident) => {
        sqlx::query!(
            "INSERT INTO credentials (" + $first $(+ ", " + $column)* + ")
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
            $row.key,
            $row.person,
            $row.proof as _,
            $row.created_at as _,
            $row.expires_at as _,
            $row.revision
        )
    };
}

#[async_trait]
impl Credentials for PostgresStore {
    async fn exchange_credentials(
        &self,
        remove: &[TokenHash],
        add: &[Credential],
        audit: Option<&AuditEntry>,
    ) -> Result<u64, StoreError> {
        let (remove, add, entry) = (remove.to_vec(), add.to_vec(), audit.cloned());
        self.writer
            .write(move |db| {
                Box::pin(async move {
                    let mut removed = 0;
                    for key in remove {
                        removed += self::remove(&key, db).await?;
                    }
                    insert_all(&add, db).await?;
                    log(entry.as_ref(), db).await?;
                    Ok(removed)
                })
            })
            .await
    }

    async fn trade_credential(
        &self,
        taken: &TokenHash,
        add: &[Credential],
        audit: Option<&AuditEntry>,
    ) -> Result<(), StoreError> {
        let (taken, add, entry) = (*taken, add.to_vec(), audit.cloned());
        self.writer
            .write(move |db| {
                Box::pin(async move {
                    if remove(&taken, db).await? == 0 {
                        return Err(StoreError::Conflict {
                            subject: Subject::Credential,
                            expected: Expected::There,
                        });
                    }
                    insert_all(&add, db).await?;
                    log(entry.as_ref(), db).await
                })
            })
            .await
    }

    async fn change_credential(
        &self,
        credential: &Credential,
        audit: Option<&AuditEntry>,
    ) -> Result<(), StoreError> {
        let (credential, entry) = (credential.clone(), audit.cloned());
        self.writer
            .write(move |db| {
                Box::pin(async move {
                    change(&credential, db).await?;
                    log(entry.as_ref(), db).await
                })
            })
            .await
    }

    async fn credential(&self, key: &TokenHash, now: Timestamp) -> Result<Option<Credential>, StoreError> {
        let record = credentials!(
            "WHERE key = $1 AND (expires_at IS NULL OR expires_at > $2)",
            &key.0[..],
            time(now) as _
        );
        let record = record.fetch_optional(&self.reads).await;
        record.map_err(failed)?.map(CredentialRecord::read).transpose()
    }

    async fn credentials_of(&self, person: PersonId, now: Timestamp) -> Result<Vec<Credential>, StoreError> {
        let records = credentials!(
            "WHERE person = $1 AND (expires_at IS NULL OR expires_at > $2) ORDER BY created_at, key",
            person.0,
            time(now) as _
        );
        let records = records.fetch_all(&self.reads).await;
        let records = records.map_err(failed)?.into_iter();
        records.map(CredentialRecord::read).collect()
    }
}

impl PostgresStore {
    pub(crate) async fn forget_credentials(&self, now: Timestamp) -> Result<(), StoreError> {
        self.writer
            .write_at_once(move |db| {
                Box::pin(async move {
                    sqlx::query!("DELETE FROM credentials WHERE expires_at <= $1", time(now) as _)
                        .execute(db)
                        .await
                        .map_err(failed)?;
                    Ok(())
                })
            })
            .await
    }
}

/// Credentials from this key on, in the order of their keys.
pub(crate) async fn after(
    from: Vec<u8>,
    limit: i64,
    db: &mut PgConnection,
) -> Result<Vec<Credential>, StoreError> {
    let records = credentials!("WHERE key >= $1 ORDER BY key LIMIT $2", from, limit)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    records.into_iter().map(CredentialRecord::read).collect()
}

/// Whether it was not there yet.
pub(crate) async fn insert(credential: &Credential, db: &mut PgConnection) -> Result<bool, StoreError> {
    let row = CredentialRecord::of(credential)?;
    let new = insert_credential!(row).execute(db).await.map_err(failed)?;
    Ok(new.rows_affected() == 1)
}

async fn insert_all(credentials: &[Credential], db: &mut PgConnection) -> Result<(), StoreError> {
    for credential in credentials {
        if !insert(credential, db).await? {
            return Err(StoreError::AlreadyExists(Subject::Credential));
        }
    }
    Ok(())
}

async fn change(credential: &Credential, db: &mut PgConnection) -> Result<(), StoreError> {
    let done = sqlx::query!(
        "UPDATE credentials SET proof = $3, expires_at = $4, revision = revision + 1
         WHERE key = $1 AND revision = $2",
        &credential.key.0[..],
        count(credential.revision),
        json(&credential.proof)? as _,
        credential.expires_at.map(time) as _
    )
    .execute(db)
    .await
    .map_err(failed)?;
    if done.rows_affected() == 1 {
        return Ok(());
    }
    Err(StoreError::Conflict {
        subject: Subject::Credential,
        expected: Expected::Revision(credential.revision),
    })
}

async fn remove(key: &TokenHash, db: &mut PgConnection) -> Result<u64, StoreError> {
    let done = sqlx::query!("DELETE FROM credentials WHERE key = $1", &key.0[..])
        .execute(db)
        .await
        .map_err(failed)?;
    Ok(done.rows_affected())
}

/// Removes whatever of a person's has an end.
pub(crate) async fn remove_passing(person: PersonId, db: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query!(
        "DELETE FROM credentials WHERE person = $1 AND expires_at IS NOT NULL",
        person.0
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(())
}

async fn log(entry: Option<&AuditEntry>, db: &mut PgConnection) -> Result<(), StoreError> {
    match entry {
        Some(entry) => audit::insert(entry, db).await,
        None => Ok(()),
    }
}
