//! A timer on its way into the table, in the statement of the transition that sets it.

use store::{StoreError, Timer};
use uuid::Uuid;

use crate::values::{Document, json, time};

/// A timer in its table's words.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) application: Uuid,
    pub(crate) name: Document,
    pub(crate) at: jiff_sqlx::Timestamp,
    pub(crate) command: Document,
}

impl Row {
    pub(crate) fn of(timer: &Timer) -> Result<Self, StoreError> {
        Ok(Self {
            application: timer.application.0,
            name: json(&timer.name)?,
            at: time(timer.at),
            command: json(&timer.command)?,
        })
    }
}
