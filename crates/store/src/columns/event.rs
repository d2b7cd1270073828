//! The columns of an event.

use review::{ApplicationId, Erased, Hash, Link, MaybeNewer, Recorded};
use serde::Serialize;

use super::{ColumnTypes, JsonColumns, ReadColumns, WriteColumns};
use crate::{RowOf, StoreError, count, name_of};

columns! { $
    /// An event in its columns.
    EventColumns event_columns {
        application "application": C::Id,
        sequence "sequence": i64,
        at "at": C::Time,
        author "author": C::Document,
        kind "kind": String,
        // What is left out is null in its column; JSON's null would be a value.
        #[serde(skip_serializing_if = "Option::is_none")]
        payload "payload": Option<C::Document>,
        salt "salt": Option<C::Bytes>,
        commitment "commitment": C::Bytes,
        previous "previous": C::Bytes,
        hash "hash": C::Bytes,
    }
}

impl<C: WriteColumns> EventColumns<C> {
    /// An event of this release in its columns.
    pub fn of(event: &Recorded) -> Result<Self, StoreError> {
        Ok(Self {
            application: C::id(event.application.0),
            sequence: count(event.sequence),
            at: C::time(event.at),
            author: C::document(&event.actor)?,
            kind: name_of(&event.event.kind())?,
            payload: Some(C::document(&event.event)?),
            salt: Some(C::bytes(&event.salt)),
            commitment: C::bytes(&event.commitment.0),
            previous: C::bytes(&event.previous.0),
            hash: C::bytes(&event.hash.0),
        })
    }

    /// As it was kept before, elsewhere: erased or not, by this release or a newer one.
    pub fn kept(link: &Link) -> Result<Self, StoreError> {
        match link {
            Link::Whole(event) => Self::of(event),
            Link::Erased(left) => Self::erased(left),
            Link::Newer(newer) => Ok(Self {
                payload: Some(C::document(&newer.payload)?),
                salt: Some(C::bytes(&newer.salt)),
                ..Self::erased(&newer.erased)?
            }),
        }
    }

    fn erased(left: &Erased) -> Result<Self, StoreError> {
        Ok(Self {
            application: C::id(left.application.0),
            sequence: count(left.sequence),
            at: C::time(left.at),
            author: C::document(&left.actor)?,
            kind: name_of(&left.kind)?,
            payload: None,
            salt: None,
            commitment: C::bytes(&left.commitment.0),
            previous: C::bytes(&left.previous.0),
            hash: C::bytes(&left.hash.0),
        })
    }
}

impl<C: ReadColumns> EventColumns<C> {
    /// The event, as much of it as is left.
    pub fn read(self) -> Result<Link, StoreError> {
        let row = RowOf::new("events", self.sequence);
        let application = ApplicationId(C::read_id(&row, "application", &self.application)?);
        let row = RowOf::new("events", format_args!("{application}/{}", self.sequence));
        let left = Erased {
            application,
            sequence: row.number("sequence", self.sequence)?,
            at: C::read_time(&row, "at", &self.at)?,
            actor: row.json("author", C::words(&self.author))?,
            kind: MaybeNewer::read(self.kind.into()),
            commitment: Hash(row.bytes("commitment", self.commitment.as_ref())?),
            previous: Hash(row.bytes("previous", self.previous.as_ref())?),
            hash: Hash(row.bytes("hash", self.hash.as_ref())?),
        };
        let (Some(payload), Some(salt)) = (self.payload, self.salt) else {
            return Ok(Link::Erased(left));
        };
        let payload = row.json("payload", C::words(&payload))?;
        Ok(left.with_payload(payload, row.bytes("salt", salt.as_ref())?))
    }
}
