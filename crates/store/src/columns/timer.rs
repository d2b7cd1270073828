//! The columns of a timer.

use review::ApplicationId;
use serde::Serialize;

use super::{ColumnTypes, JsonColumns, ReadColumns, WriteColumns};
use crate::{KeptTimer, StoreError, Timer};

/// A timer in its columns.
#[derive(Debug, Serialize)]
#[serde(bound = "C: JsonColumns")]
pub struct TimerColumns<C: ColumnTypes> {
    pub application: C::Id,
    pub name: C::Document,
    pub at: C::Time,
    pub command: C::Document,
    pub attempts: C::Number,
    pub dead_at: Option<C::Time>,
    pub last_error: Option<String>,
}

/// Hands the names of the columns of [`TimerColumns`] to a macro, before whatever else it takes.
#[macro_export]
macro_rules! timer_columns {
    ($then:ident!($($more:tt)*)) => {
        $then!("application, name, at, command, attempts, dead_at, last_error", $($more)*)
    };
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
        let KeptTimer {
            application,
            name,
            at,
            command,
            attempts,
            dead_at,
            last_error,
        } = kept;
        Ok(Self {
            application: C::id(application.0),
            name: C::document(name)?,
            at: C::time(*at),
            command: C::document(command)?,
            attempts: C::number(*attempts)?,
            dead_at: dead_at.map(C::time),
            last_error: last_error.clone(),
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
