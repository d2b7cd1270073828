//! The columns of a credential.

use review::PersonId;
use serde::Serialize;

use super::{ColumnTypes, JsonColumns, ReadColumns, WriteColumns};
use crate::{Credential, StoreError, TokenHash, count};

columns! { $
    /// The columns that make a [`Credential`].
    CredentialColumns credential_columns of(credential: &Credential) {
        key "key": C::Bytes = C::bytes(&credential.key.0),
        person "person": C::Id = C::id(credential.person.0),
        proof "proof": C::Document = C::document(&credential.proof)?,
        created_at "created_at": C::Time = C::time(credential.created_at),
        expires_at "expires_at": Option<C::Time> = credential.expires_at.map(C::time),
        revision "revision": i64 = count(credential.revision),
    }
}

impl<C: ReadColumns> CredentialColumns<C> {
    /// The credential.
    pub fn read(self) -> Result<Credential, StoreError> {
        // Whoever reads the log of this must not find the key.
        let row = C::row_of("credentials", &self.person);
        let expires_at = self.expires_at.as_ref();
        Ok(Credential {
            key: TokenHash(row.bytes("key", self.key.as_ref())?),
            person: PersonId(C::read_id(&row, "person", &self.person)?),
            proof: row.json("proof", C::words(&self.proof))?,
            created_at: C::read_time(&row, "created_at", &self.created_at)?,
            expires_at: expires_at
                .map(|at| C::read_time(&row, "expires_at", at))
                .transpose()?,
            revision: row.number("revision", self.revision)?,
        })
    }
}
