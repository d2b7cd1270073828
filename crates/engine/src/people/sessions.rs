//! Sessions of people who have logged in: kept by the server, known to the browser by a token.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use store::{AuditAction, AuditActor, AuditEntry, Person, Session, TokenHash};

use super::factors;
use crate::{
    authorise::{Action, Caller, Shown},
    engine::Engine,
    error::Error,
    log, secret,
};

/// A working day; whoever comes back tomorrow logs in again.
const LENGTH: SignedDuration = SignedDuration::from_hours(10);
/// Whoever has been away so long logs in again.
const IDLE: SignedDuration = SignedDuration::from_mins(30);
/// Its use is written down so often at the most.
const NOTED_EVERY: SignedDuration = SignedDuration::from_mins(1);
/// So long a second factor that was shown is good for what does great harm.
const LATELY: SignedDuration = SignedDuration::from_mins(10);

/// Begins a session and answers its token.
pub(super) async fn begin(
    engine: &Engine,
    person: &Person,
    browser: Option<String>,
    proven_at: Option<Timestamp>,
) -> Result<String, Error> {
    let (kept, token) = secret::handed_out(&engine.random.token());
    let now = engine.now();
    let session = Session {
        token: TokenHash(token),
        person: person.id,
        created_at: now,
        expires_at: now + LENGTH,
        seen_at: Some(now),
        proven_at,
        browser,
    };
    let entry = AuditEntry {
        at: now,
        actor: AuditActor::Person(person.id),
        action: AuditAction::LoggedIn,
    };
    engine.store.open_session(&session, &entry).await?;
    Ok(kept)
}

/// Whether a session is not over for want of use. One that an earlier release began counts from when it is first seen here.
pub(super) fn is_in_use(session: &Session, now: Timestamp) -> bool {
    session.seen_at.is_none_or(|seen| now.duration_since(seen) < IDLE)
}

impl Engine {
    /// Ends the caller's session, durably. A text that is no token's ends nothing.
    pub async fn log_out(&self, caller: &Caller, token: Option<&str>) -> Result<(), Error> {
        if let Some((_, token)) = token.and_then(secret::kept) {
            self.store.close_session(&TokenHash(token)).await?;
        }
        if caller.person().is_some() {
            let entry = log::entry(self, caller, AuditAction::LoggedOut);
            self.store.record(&entry).await?;
        }
        Ok(())
    }

    /// Whose session a token is, for this action; a stranger's if it has expired, was not used for long, or the account was
    /// disabled.
    pub async fn caller_by_session(&self, token: &str, action: Action) -> Result<Caller, Error> {
        let Some((_, token)) = secret::kept(token) else {
            return Ok(Caller::stranger());
        };
        let (token, now) = (TokenHash(token), self.now());
        let Some((session, person)) = self.store.session(&token, now).await? else {
            return Ok(Caller::stranger());
        };
        // A role that came with the session running may demand what was never shown in it.
        let wants_factor = session.proven_at.is_none() && factors::are_demanded(self, &person);
        if wants_factor || !is_in_use(&session, now) {
            self.store.close_session(&token).await?;
            return Ok(Caller::stranger());
        }
        let is_noted = |seen: Timestamp| now.duration_since(seen) < NOTED_EVERY;
        if !session.seen_at.is_some_and(is_noted) {
            self.store.session_used(&session, now).await?;
        }
        let shown = if action.wants_proof() {
            shown(self, &session, &person, action).await?
        } else {
            Shown::Perhaps
        };
        Ok(Caller::person_of(Arc::new(person), shown))
    }
}

/// Whether this person's second factor was shown in this session a short while ago, or none is asked of them. Who has none shows their
/// password instead before they set one up: by logging in again.
async fn shown(engine: &Engine, session: &Session, person: &Person, action: Action) -> Result<Shown, Error> {
    let lately = |at: Timestamp| engine.now().duration_since(at) < LATELY;
    let has_factor = factors::are_demanded(engine, person) || factors::of(engine, person.id).await?.has_any();
    let is_shown = match (has_factor, action) {
        (true, _) => session.proven_at.is_some_and(lately),
        (false, Action::ChangeOwnProofs) => lately(session.created_at),
        (false, _) => true,
    };
    Ok(if is_shown { Shown::Lately } else { Shown::Perhaps })
}
