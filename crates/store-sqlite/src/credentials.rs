//! Credentials, in the file that waits for the disk: what was used once is not used again.

use async_trait::async_trait;
use jiff::Timestamp;
use review::PersonId;
use sqlx::SqliteConnection;
use store::{AuditEntry, Credential, Credentials, Expected, StoreError, Subject, TokenHash};

use crate::errors::failed;
use crate::values::{RowOf, count, json, micros};
use crate::{SqliteStore, audit};

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
                    for credential in &add {
                        if !insert(credential, db).await? {
                            return Err(StoreError::AlreadyExists(Subject::Credential));
                        }
                    }
                    log(entry.as_ref(), db).await?;
                    Ok(removed)
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

struct CredentialRecord {
    key: Vec<u8>,
    person: Vec<u8>,
    proof: String,
    created_at: i64,
    expires_at: Option<i64>,
    revision: i64,
}

/// The one select for this shape, ended by a condition.
macro_rules! credentials {
    ($condition:literal $(, $value:expr)*) => {
        sqlx::query_as!(
            CredentialRecord,
            "SELECT key, person, proof, created_at, expires_at, revision FROM credentials " + $condition
            $(, $value)*
        )
    };
}
use credentials;

impl CredentialRecord {
    fn read(self) -> Result<Credential, StoreError> {
        // Whoever reads the log of this must not find the key.
        let row = RowOf::keyed("credentials", &self.person);
        Ok(Credential {
            key: TokenHash(row.bytes("key", &self.key)?),
            person: PersonId(row.uuid("person", &self.person)?),
            proof: row.json("proof", &self.proof)?,
            created_at: row.time("created_at", self.created_at)?,
            expires_at: row.maybe_time("expires_at", self.expires_at)?,
            revision: row.number("revision", self.revision)?,
        })
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
    let (key, person) = (&credential.key.0[..], &credential.person.0.as_bytes()[..]);
    let proof = json(&credential.proof)?;
    let (created_at, expires_at) = (micros(credential.created_at), credential.expires_at.map(micros));
    let revision = count(credential.revision);
    let new = sqlx::query!(
        "INSERT INTO credentials (key, person, proof, created_at, expires_at, revision)
         VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        key,
        person,
        proof,
        created_at,
        expires_at,
        revision
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(new.rows_affected() == 1)
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
