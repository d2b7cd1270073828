//! Proving who one is.

use jiff::SignedDuration;
use review::PersonId;
use store::{AuditAction, Person};
use tokio::sync::Semaphore;
use uuid::Uuid;

use super::{passwords, sessions};
use crate::{authorise::Caller, engine::Engine, error::Error, limits::Failures, log};

/// A person who has forgotten tries a few times; a machine tries on.
const WINDOW: SignedDuration = SignedDuration::from_mins(15);
/// From one address to one account.
const FAILURES: u32 = 10;
/// To one account from wherever, so many that strangers do not easily shut somebody out.
const FAILURES_PER_ACCOUNT: u32 = 100;
/// A whole office may come from one address in the morning.
const FAILURES_PER_PEER: u32 = 300;
/// So many tries at most are between asking how many failed before and being counted themselves.
static TRYING: Semaphore = Semaphore::const_new(8);

/// Somebody who has proved who they are.
#[allow(missing_debug_implementations, reason = "it holds the token")]
pub struct LoggedIn {
    /// What they show with every request from now on.
    pub token: String,
    /// Who they are.
    pub caller: Caller,
}

impl Engine {
    /// Logs somebody in; nothing if address and password do not belong together. `peer` is where they come from.
    pub async fn log_in(&self, peer: &str, email: &str, password: String) -> Result<Option<LoggedIn>, Error> {
        let email = email.to_lowercase();
        let pair = format!("{peer} {email}");
        let limits = [
            failures("log-in-peer", peer, FAILURES_PER_PEER),
            failures("log-in-account", &email, FAILURES_PER_ACCOUNT),
            failures("log-in", &pair, FAILURES),
        ];
        // Whoever sends a thousand passwords at once finds no more through than there are turns.
        let turn = TRYING.acquire().await.map_err(|_| Error::Unavailable(None))?;
        for limit in &limits {
            limit.allow(self).await?;
        }
        let found = self.store.person_by_email(&email).await?;
        let active = found.as_ref().filter(|person| person.disabled_at.is_none());
        if is_right(password, active).await?
            && let Some(person) = active
        {
            drop(turn);
            let token = sessions::begin(self, person).await?;
            let caller = Caller::person_of(person.clone().into());
            return Ok(Some(LoggedIn { token, caller }));
        }
        for limit in &limits {
            limit.count(self).await?;
        }
        drop(turn);
        // Written for nobody's address as for somebody's: the time it takes must not tell them apart.
        let whose = found.map_or(PersonId(Uuid::nil()), |person| person.id);
        let refused = log::entry(self, &Caller::stranger(), AuditAction::LogInRefused(whose));
        self.store.record(&refused).await?;
        Ok(None)
    }
}

fn failures<'a>(what: &'a str, whose: &'a str, most: u32) -> Failures<'a> {
    Failures {
        what,
        whose,
        most,
        window: WINDOW,
    }
}

/// Takes as long for nobody's address as for somebody's.
async fn is_right(password: String, person: Option<&Person>) -> Result<bool, Error> {
    let kept = person.map(|person| person.password_hash.clone());
    passwords::in_turn(move || passwords::is_right(&password, kept.as_deref())).await
}
