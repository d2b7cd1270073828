//! What happens by itself when time has passed: deadlines and answers that never come.

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use review::{ApplicationId, Command, MaybeNewer, TimerName};

use crate::{Retry, StoreError};

/// A command for later. An application has at most one of each name.
#[derive(Clone, Debug, PartialEq)]
pub struct Timer {
    /// The application.
    pub application: ApplicationId,
    /// Which of its timers.
    pub name: TimerName,
    /// When.
    pub at: Timestamp,
    /// What the system then asks of the application; it may well refuse by then.
    pub command: Command,
}

/// A timer that somebody has taken to carry out.
#[derive(Clone, Debug, PartialEq)]
pub struct DueTimer {
    /// The timer.
    pub timer: Timer,
    /// How often it was taken, this time included.
    pub attempts: u32,
    /// Until when it is the taker's alone.
    pub leased_until: Timestamp,
}

/// A timer as it is kept, and how it fares. Its name or its command may be known to a newer release alone.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptTimer {
    /// The application.
    pub application: ApplicationId,
    /// Which of its timers.
    pub name: MaybeNewer<TimerName>,
    /// When.
    pub at: Timestamp,
    /// What the system then asks of the application.
    pub command: MaybeNewer<Command>,
    /// How often it was taken.
    pub attempts: u32,
    /// When it was given up.
    pub dead_at: Option<Timestamp>,
    /// What went wrong last.
    pub last_error: Option<String>,
}

impl KeptTimer {
    /// The timer for who has just taken it, if this release knows what it is to do.
    pub fn taken(self, leased_until: Timestamp) -> Option<DueTimer> {
        let (MaybeNewer::Known(name), MaybeNewer::Known(command)) = (self.name, self.command) else {
            return None;
        };
        Some(DueTimer {
            timer: Timer {
                application: self.application,
                name,
                at: self.at,
                command,
            },
            attempts: self.attempts,
            leased_until,
        })
    }
}

/// Timers.
#[async_trait]
pub trait Timers {
    /// Takes timers that are due, oldest first, for as long as the lease, as with messages. What only a newer release
    /// knows how to carry out is left to that release.
    async fn due_timers(
        &self,
        now: Timestamp,
        lease: SignedDuration,
        limit: u32,
    ) -> Result<Vec<DueTimer>, StoreError>;

    /// The command was carried out or refused: the timer is done. One that was set anew, or taken by
    /// somebody else, meanwhile stays.
    async fn timer_done(&self, timer: &DueTimer) -> Result<(), StoreError>;

    /// The command could not be carried out. One that was set anew, or taken by somebody
    /// else, meanwhile is left alone.
    async fn timer_failed(
        &self,
        timer: &DueTimer,
        error: &str,
        retry: Retry,
        at: Timestamp,
    ) -> Result<(), StoreError>;

    /// Timers that were given up, the last one first.
    async fn dead_timers(&self, limit: u32) -> Result<Vec<KeptTimer>, StoreError>;
}
