//! Credentials, in the file that waits for the disk: what was used once is not used again.

use async_trait::async_trait;
use jiff::Timestamp;
use review::PersonId;
use sqlx::SqliteConnection;
use store::columns::CredentialColumns;
use store::{AuditEntry, Credential, Credentials, Expected, StoreError, Subject, TokenHash};

use crate::errors::failed;
use crate::values::{Sqlite, count, json, micros, select};
use crate::{SqliteStore, audit};

type CredentialRecord = CredentialColumns<Sqlite>;

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
             VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            $row.key,
            $row.person,
            $row.proof,
            $row.created_at,
            $row.expires_at,
            $row.revision
        )
    };
}

#[async_trait]
impl Credentials for SqliteStore {
    async fn exchange_credentials(
        &self,
        remove: &[TokenHash],
        add: &[Credential],
        audit: Option<&AuditEntry>,
    ) -> Result<u64, StoreError> {
        let (remove, add, entry) = (remove.to_vec(), add.to_vec(), audit.cloned());
        self.main
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
        self.main
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
        self.main
            .write(move |db| {
                Box::pin(async move {
                    change(&credential, db).await?;
                    log(entry.as_ref(), db).await
                })
            })
            .await
    }

    async fn credential(&self, key: &TokenHash, now: Timestamp) -> Result<Option<Credential>, StoreError> {
        let (key, now) = (&key.0[..], micros(now));
        let record = credentials!(
            "WHERE key = ? AND (expires_at IS NULL OR expires_at > ?)",
            key,
            now
        );
        let record = record.fetch_optional(&mut *self.reads.lend().await?).await;
        record.map_err(failed)?.map(CredentialRecord::read).transpose()
    }

    async fn credentials_of(&self, person: PersonId, now: Timestamp) -> Result<Vec<Credential>, StoreError> {
        let (person, now) = (&person.0.as_bytes()[..], micros(now));
        let records = credentials!(
            "WHERE person = ? AND (expires_at IS NULL OR expires_at > ?) ORDER BY created_at, key",
            person,
            now
        );
        let records = records.fetch_all(&mut *self.reads.lend().await?).await;
        let records = records.map_err(failed)?.into_iter();
        records.map(CredentialRecord::read).collect()
    }
}

impl SqliteStore {
    pub(crate) async fn forget_credentials(&self, now: Timestamp) -> Result<(), StoreError> {
        let now = micros(now);
        self.main
            .write(move |db| {
                Box::pin(async move {
                    sqlx::query!("DELETE FROM credentials WHERE expires_at <= ?", now)
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
    limit: u32,
    db: &mut SqliteConnection,
) -> Result<Vec<Credential>, StoreError> {
    let records = credentials!("WHERE key >= ? ORDER BY key LIMIT ?", from, limit)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    records.into_iter().map(CredentialRecord::read).collect()
}

/// Whether it was not there yet.
pub(crate) async fn insert(credential: &Credential, db: &mut SqliteConnection) -> Result<bool, StoreError> {
    let row = CredentialRecord::of(credential)?;
    let new = insert_credential!(row).execute(db).await.map_err(failed)?;
    Ok(new.rows_affected() == 1)
}

async fn insert_all(credentials: &[Credential], db: &mut SqliteConnection) -> Result<(), StoreError> {
    for credential in credentials {
        if !insert(credential, db).await? {
            return Err(StoreError::AlreadyExists(Subject::Credential));
        }
    }
    Ok(())
}

async fn change(credential: &Credential, db: &mut SqliteConnection) -> Result<(), StoreError> {
    let (key, proof) = (&credential.key.0[..], json(&credential.proof)?);
    let (expires_at, revision) = (credential.expires_at.map(micros), count(credential.revision));
    let done = sqlx::query!(
        "UPDATE credentials SET proof = ?, expires_at = ?, revision = revision + 1
         WHERE key = ? AND revision = ?",
        proof,
        expires_at,
        key,
        revision
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

async fn remove(key: &TokenHash, db: &mut SqliteConnection) -> Result<u64, StoreError> {
    let key = &key.0[..];
    let done = sqlx::query!("DELETE FROM credentials WHERE key = ?", key)
        .execute(db)
        .await
        .map_err(failed)?;
    Ok(done.rows_affected())
}

/// Removes whatever of a person's has an end.
pub(crate) async fn remove_passing(person: &[u8], db: &mut SqliteConnection) -> Result<(), StoreError> {
    sqlx::query!(
        "DELETE FROM credentials WHERE person = ? AND expires_at IS NOT NULL",
        person
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(())
}

async fn log(entry: Option<&AuditEntry>, db: &mut SqliteConnection) -> Result<(), StoreError> {
    match entry {
        Some(entry) => audit::insert(entry, db).await,
        None => Ok(()),
    }
}
