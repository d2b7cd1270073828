//! The columns of a request to erase.

use review::{ApplicationId, PersonId};
use serde::Serialize;

use super::{ColumnTypes, JsonColumns, ReadColumns, WriteColumns};
use crate::{Erasure, ErasureEnd, ErasureId, StoreError, count, name_of};

columns! { $
    /// The columns that make an [`Erasure`].
    ErasureColumns erasure_columns of(erasure: &Erasure) {
        id "id": C::Id = C::id(erasure.id.0),
        application "application": C::Id = C::id(erasure.application.0),
        service "service": String = erasure.service.to_string(),
        office "office": Option<String> = erasure.office.as_ref().map(ToString::to_string),
        asked_by "asked_by": C::Document = C::document(&erasure.asked_by)?,
        asked_at "asked_at": C::Time = C::time(erasure.asked_at),
        ground "ground": String = name_of(&erasure.ground)?,
        words "words": Option<String> = erasure.words.clone(),
        proposed_by "proposed_by": Option<C::Id> = erasure.proposed.map(|(person, _)| C::id(person.0)),
        proposed_at "proposed_at": Option<C::Time> = erasure.proposed.map(|(_, at)| C::time(at)),
        ended_by "ended_by": Option<C::Id> = erasure.ended.as_ref().and_then(|end| end.by).map(|person| C::id(person.0)),
        ended_at "ended_at": Option<C::Time> = erasure.ended.as_ref().map(|end| C::time(end.at)),
        outcome "outcome": Option<String> = erasure.ended.as_ref().map(|end| name_of(&end.outcome)).transpose()?,
        refusal "refusal": Option<String> = erasure.ended.as_ref().and_then(|end| end.refusal.clone()),
        revision "revision": i64 = count(erasure.revision),
    }
}

impl<C: ReadColumns> ErasureColumns<C> {
    /// The request.
    pub fn read(self) -> Result<Erasure, StoreError> {
        let row = C::row_of("erasures", &self.id);
        let person = |column, id: Option<&C::Id>| {
            let id = id.map(|id| C::read_id(&row, column, id)).transpose()?;
            Ok::<_, StoreError>(id.map(PersonId))
        };
        let time = |column, at: Option<&C::Time>| at.map(|at| C::read_time(&row, column, at)).transpose();
        let proposed_at = time("proposed_at", self.proposed_at.as_ref())?;
        let ended = match (time("ended_at", self.ended_at.as_ref())?, &self.outcome) {
            (Some(at), Some(outcome)) => Some(ErasureEnd {
                by: person("ended_by", self.ended_by.as_ref())?,
                at,
                outcome: row.named("outcome", outcome)?,
                refusal: self.refusal.clone(),
            }),
            _ => None,
        };
        Ok(Erasure {
            id: ErasureId(C::read_id(&row, "id", &self.id)?),
            application: ApplicationId(C::read_id(&row, "application", &self.application)?),
            service: self.service.as_str().into(),
            office: self.office.as_deref().map(Into::into),
            asked_by: row.json("asked_by", C::words(&self.asked_by))?,
            asked_at: C::read_time(&row, "asked_at", &self.asked_at)?,
            ground: row.named("ground", &self.ground)?,
            words: self.words,
            proposed: person("proposed_by", self.proposed_by.as_ref())?.zip(proposed_at),
            ended,
            revision: row.number("revision", self.revision)?,
        })
    }
}
