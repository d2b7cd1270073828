//! The columns of a line of the log.

use review::PersonId;
use serde::Serialize;

use super::{ColumnTypes, JsonColumns, ReadColumns};
use crate::{AuditRecord, RowOf, StoreError};

columns! { $
    /// The columns of a line of the log.
    LineColumns line_columns {
        line "line": i64,
        at "at": C::Time,
        actor "actor": C::Document,
        person "person": Option<C::Id>,
        deed "deed": C::Document,
    }
}

impl<C: ReadColumns> LineColumns<C> {
    /// The line and its number.
    pub fn read(self) -> Result<(u64, AuditRecord), StoreError> {
        let row = RowOf::new("audit_log", self.line);
        let person = self.person.as_ref();
        let person = person.map(|id| C::read_id(&row, "person", id)).transpose()?;
        let record = AuditRecord {
            at: C::read_time(&row, "at", &self.at)?,
            actor: row.json("actor", C::words(&self.actor))?,
            person: person.map(PersonId),
            action: row.json("deed", C::words(&self.deed))?,
        };
        Ok((row.number("line", self.line)?, record))
    }
}
