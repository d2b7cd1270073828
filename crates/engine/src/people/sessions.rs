//! Sessions of people who have logged in: kept by the server, known to the browser by a token.

use std::sync::Arc;

use jiff::SignedDuration;
use store::{AuditAction, AuditActor, AuditEntry, Person, Session, TokenHash};

use crate::{authorise::Caller, engine::Engine, error::Error, log, secret};

/// A working day; whoever comes back tomorrow logs in again.
const LENGTH: SignedDuration = SignedDuration::from_hours(10);

/// Begins a session and answers its token.
pub(super) async fn begin(engine: &Engine, person: &Person) -> Result<String, Error> {
    let (kept, token) = secret::handed_out(&engine.random.token());
    let now = engine.now();
    let session = Session {
        token: TokenHash(token),
        person: person.id,
        created_at: now,
        expires_at: now + LENGTH,
    };
    let entry = AuditEntry {
        at: now,
        actor: AuditActor::Person(person.id),
        action: AuditAction::LoggedIn,
    };
    engine.store.open_session(&session, &entry).await?;
    Ok(kept)
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

    /// Whose session a token is; a stranger's if it has expired or the account was disabled.
    pub async fn caller_by_session(&self, token: &str) -> Result<Caller, Error> {
        let Some((_, token)) = secret::kept(token) else {
            return Ok(Caller::stranger());
        };
        let session = self.store.session(&TokenHash(token), self.now()).await?;
        Ok(session.map_or(Caller::stranger(), |(_, person)| {
            Caller::person_of(Arc::new(person))
        }))
    }
}
