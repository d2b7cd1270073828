//! An application with all that belongs to it: what one transaction writes and reads.

use review::{ApplicationId, Link};

use crate::{Case, KeptTimer, LookUp, MailRecord, PermitRow};

/// An application's whole file. Who has just taken a message or a timer is not in it: whoever did so has been stopped.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptApplication {
    /// The application with what is kept beside it.
    pub case: Case,
    /// What it is found by; none if nobody has looked yet.
    pub look_ups: Option<Vec<LookUp>>,
    /// Its events, oldest first; what was erased as its hashes.
    pub history: Vec<Link>,
    /// Its permits, oldest first.
    pub permits: Vec<PermitRow>,
    /// Its messages, in the order in which they were due.
    pub outbox: Vec<MailRecord>,
    /// Its timers.
    pub timers: Vec<KeptTimer>,
}

impl KeptApplication {
    /// Puts everything in the order in which two copies of it are compared, whatever order a store gives it in.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        self.look_ups.as_deref_mut().unwrap_or_default().sort();
        self.history.sort_by_key(|link| link.header().sequence);
        self.permits.sort_by_key(|permit| (permit.issued_at, permit.id.0));
        self.outbox.sort_by_key(|mail| (mail.entry.due_at, mail.entry.id));
        self.timers
            .sort_by_cached_key(|kept| (kept.at, format!("{:?}", kept.name)));
        self
    }

    /// Whose it is.
    pub fn id(&self) -> ApplicationId {
        self.case.application.id
    }
}
