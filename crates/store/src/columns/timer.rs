//! The columns of a timer.

use review::ApplicationId;
use serde::Serialize;

use super::{ColumnTypes, JsonColumns, ReadColumns, WriteColumns};
use crate::{KeptTimer, StoreError, Timer};

columns! { $
    /// A timer in its columns.
    TimerColumns timer_columns {
        application "application": C::Id,
        name "name": C::Document,
        at "at": C::Time,
        command "command": C::Document,
        attempts "attempts": C::Number,
        dead_at "dead_at": Option<C::Time>,
        last_error "last_error": Option<String>,
    }
}

impl<C: WriteColumns> TimerColumns<C> {
    /// A new timer in its columns.
    pub fn of(timer: &Timer) -> Result<Self, StoreError> {
        Ok(Self {
            application: C::id(timer.application.0),
            name: C::document(&timer.name)?,
            at: C::time(timer.at),
            command: C::document(&timer.command)?,
            attempts: C::number(0)?,
            dead_at: None,
            last_error: None,
        })
    }

    /// As it was kept before, elsewhere.
    pub fn kept(kept: &KeptTimer) -> Result<Self, StoreError> {
        Ok(Self {
            application: C::id(kept.application.0),
            name: C::document(&kept.name)?,
            at: C::time(kept.at),
            command: C::document(&kept.command)?,
            attempts: C::number(kept.attempts)?,
            dead_at: kept.dead_at.map(C::time),
            last_error: kept.last_error.clone(),
        })
    }
}

impl<C: ReadColumns> TimerColumns<C> {
    /// The timer and how it fares.
    pub fn read(&self) -> Result<KeptTimer, StoreError> {
        let row = C::row_of("timers", &self.application);
        let dead_at = self.dead_at.as_ref();
        Ok(KeptTimer {
            application: ApplicationId(C::read_id(&row, "application", &self.application)?),
            name: row.json("name", C::words(&self.name))?,
            at: C::read_time(&row, "at", &self.at)?,
            command: row.json("command", C::words(&self.command))?,
            attempts: row.number("attempts", self.attempts)?,
            dead_at: dead_at.map(|at| C::read_time(&row, "dead_at", at)).transpose()?,
            last_error: self.last_error.clone(),
        })
    }
}
