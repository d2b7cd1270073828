//! Credentials, which wait for the disk: what was used once is not used again.

use async_trait::async_trait;
use jiff::Timestamp;
use review::PersonId;
use sqlx::PgConnection;
use store::{AuditEntry, Credential, Credentials, Expected, StoreError, Subject, TokenHash};
use uuid::Uuid;

use crate::errors::failed;
use crate::values::{Document, RowOf, count, json, maybe_time, time, words};
use crate::{PostgresStore, audit};

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

struct CredentialRecord {
    key: Vec<u8>,
    person: Uuid,
    proof: Document,
    created_at: jiff_sqlx::Timestamp,
    expires_at: Option<jiff_sqlx::Timestamp>,
    revision: i64,
}

/// The one select for this shape, ended by a condition.
macro_rules! credentials {
    ($condition:literal $(, $value:expr)*) => {
        sqlx::query_as!(
            CredentialRecord,
            "SELECT key, person, proof AS \"proof: Document\", created_at, expires_at, revision FROM credentials " + $condition
            $(, $value)*
        )
    };
}
use credentials;

impl CredentialRecord {
    fn read(self) -> Result<Credential, StoreError> {
        // Whoever reads the log of this must not find the key.
        let row = RowOf::new("credentials", self.person);
        Ok(Credential {
            key: TokenHash(row.bytes("key", &self.key)?),
            person: PersonId(self.person),
            proof: row.json("proof", words(&self.proof))?,
            created_at: self.created_at.to_jiff(),
            expires_at: maybe_time(self.expires_at),
            revision: row.number("revision", self.revision)?,
        })
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
    let new = sqlx::query!(
        "INSERT INTO credentials (key, person, proof, created_at, expires_at, revision)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
        &credential.key.0[..],
        credential.person.0,
        json(&credential.proof)? as _,
        time(credential.created_at) as _,
        credential.expires_at.map(time) as _,
        count(credential.revision)
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(new.rows_affected() == 1)
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
