//! The columns of a draft.

use forms::ContentHash;
use review::ApplicationId;
use serde::Serialize;

use super::{ColumnTypes, JsonColumns, ReadColumns, WriteColumns};
use crate::{Draft, DraftId, RowOf, StoreError};

columns! { $
    /// A draft in its columns.
    DraftColumns draft_columns of(draft: &Draft) {
        id "id": C::Bytes = C::bytes(&draft.id.0),
        service "service": String = draft.service.to_string(),
        version "version": C::Bytes = C::bytes(&draft.version.0),
        answers "answers": C::Document = C::document(&draft.answers)?,
        language "language": String = draft.language.to_string(),
        updated_at "updated_at": C::Time = C::time(draft.updated_at),
        expires_at "expires_at": C::Time = C::time(draft.expires_at),
        sent "sent": Option<String> = draft.sent.map(|reference| reference.to_string()),
        replaces "replaces": Option<C::Document> = draft.replaces.as_ref().map(C::document).transpose()?,
        begun_from "begun_from": Option<C::Id> = draft.begun_from.map(|id| C::id(id.0)),
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
            replaces: row.maybe_json("replaces", self.replaces.as_ref().map(C::words))?,
            begun_from: self
                .begun_from
                .as_ref()
                .map(|id| C::read_id(&row, "begun_from", id).map(ApplicationId))
                .transpose()?,
        })
    }
}
