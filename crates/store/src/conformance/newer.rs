//! What a newer release of the program, beside this one, has written into the database: nothing of it fails, is lost or
//! is changed, and what is to be done with it is left to that release.

mod audit;
mod events;
mod jobs;
mod moving;
mod outbox;
mod timers;

use async_trait::async_trait;
use jiff::Timestamp;
use review::chain::{Head, Header, commitment};
use review::{ApplicationId, MaybeNewer, NewerEvent, PersonId, TimerName};
use serde_json::{Value, json};

use super::Backend;
use super::world::at;
use crate::{JobId, OutboxId};

pub use audit::a_line_of_the_log_is_kept_as_it_is;
pub use events::{a_history_goes_on_after_it, an_event_is_kept_as_it_is, it_is_erased};
pub use jobs::a_job_is_left_to_that_release;
pub use moving::all_of_it_is_moved;
pub use outbox::a_letter_is_left_to_that_release;
pub use timers::{a_timer_is_left_to_that_release, a_timer_of_that_release_outlives_a_transition};

/// A database into which a newer release writes too.
#[async_trait]
pub trait Shared: Backend {
    /// Writes as that release would, past the store.
    async fn write(&self, row: NewerRow);
}

/// What a newer release writes.
#[derive(Clone, Debug)]
pub enum NewerRow {
    /// One more event, and the application's row with it: its `state`, its `revision` and its `head`.
    Event {
        /// The event.
        event: NewerEvent,
        /// The application.
        state: Value,
    },
    /// What a message tells, in place of what it told.
    Message {
        /// The application.
        application: ApplicationId,
        /// Which of its messages.
        id: OutboxId,
        /// The name.
        message: &'static str,
    },
    /// Another name and command for a timer of this name.
    Timer {
        /// The application.
        application: ApplicationId,
        /// Which of its timers.
        known: TimerName,
        /// The new name.
        name: Value,
        /// The new command.
        command: Value,
    },
    /// What a job is to do, how far it has come, and how it ended, if it did, in place of what this release kept.
    Job {
        /// Which.
        id: JobId,
        /// What.
        instruction: Value,
        /// How far.
        progress: Value,
        /// How, and then at any time.
        result: Option<&'static str>,
    },
    /// A line of the log.
    Line {
        /// When.
        at: Timestamp,
        /// Who.
        actor: Value,
        /// Whose line it is.
        person: Option<PersonId>,
        /// What.
        action: Value,
    },
}

/// The event that a newer release puts at this end of a chain: an unknown kind, by an unknown author.
pub(super) fn event_after(end: &Head, minute: i64) -> NewerEvent {
    let payload = json!({"event": "permit-lent.1", "permit": "7A", "until": null, "days": [1, -2]});
    let salt = [9; 16];
    let header = Header {
        application: end.application,
        sequence: end.sequence + 1,
        at: at(minute),
        actor: MaybeNewer::read(json!({"kind": "operator", "who": "root"})),
        kind: MaybeNewer::read("permit-lent".into()),
        commitment: commitment(&salt, &payload),
        previous: end.hash,
    };
    NewerEvent {
        erased: header.sealed(),
        payload,
        salt,
    }
}
