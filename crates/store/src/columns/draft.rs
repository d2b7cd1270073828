//! The columns of a draft.

use forms::ContentHash;
use serde::Serialize;

use super::{ColumnTypes, JsonColumns, ReadColumns, WriteColumns};
use crate::{Draft, DraftId, RowOf, StoreError};

/// A draft in its columns.
#[derive(Debug, Serialize)]
#[serde(bound = "C: JsonColumns")]
pub struct DraftColumns<C: ColumnTypes> {
    pub id: C::Bytes,
    pub service: String,
    pub version: C::Bytes,
    pub answers: C::Document,
    pub language: String,
    pub updated_at: C::Time,
    pub expires_at: C::Time,
    pub sent: Option<String>,
}

/// Hands the names of the columns of [`DraftColumns`] to a macro, before whatever else it takes.
#[macro_export]
macro_rules! draft_columns {
    ($then:ident!($($more:tt)*)) => {
        $then!("id, service, version, answers, language, updated_at, expires_at, sent", $($more)*)
    };
}

impl<C: WriteColumns> DraftColumns<C> {
    /// A draft in its columns.
    pub fn of(draft: &Draft) -> Result<Self, StoreError> {
        let Draft {
            id,
            service,
            version,
            answers,
            language,
            updated_at,
            expires_at,
            sent,
        } = draft;
        Ok(Self {
            id: C::bytes(&id.0),
            service: service.to_string(),
            version: C::bytes(&version.0),
            answers: C::document(answers)?,
            language: language.to_string(),
            updated_at: C::time(*updated_at),
            expires_at: C::time(*expires_at),
            sent: sent.map(|reference| reference.to_string()),
        })
    }
}

impl<C: ReadColumns> DraftColumns<C> {
    /// The draft.
    pub fn read(self) -> Result<Draft, StoreError> {
        let row = RowOf::keyed("drafts", self.id.as_ref());
        Ok(Draft {
            id: DraftId(row.bytes("id", self.id.as_ref())?),
            service: self.service.as_str().into(),
            version: ContentHash(row.bytes("version", self.version.as_ref())?),
            answers: row.json("answers", C::words(&self.answers))?,
            language: self.language.as_str().into(),
            updated_at: C::read_time(&row, "updated_at", &self.updated_at)?,
            expires_at: C::read_time(&row, "expires_at", &self.expires_at)?,
            sent: row.checked("sent", self.sent.map(|sent| sent.parse()).transpose())?,
        })
    }
}
