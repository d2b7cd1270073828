//! Letting somebody in who has proved all that is asked of them.

use jiff::Timestamp;
use store::Person;

use super::{
    browsers::{self, Visitor},
    sessions,
};
use crate::{
    authorise::{Caller, Shown},
    engine::Engine,
    error::Error,
};

/// Somebody who has proved who they are.
#[allow(missing_debug_implementations, reason = "it holds the token")]
pub struct LoggedIn {
    /// What they show with every request from now on.
    pub token: String,
    /// What their browser keeps, to be known when they log in again.
    pub browser: String,
    /// Who they are.
    pub caller: Caller,
}

/// Begins a session for somebody who has proved all that is asked of them, the second factor now or not at all.
pub(super) async fn enter(
    engine: &Engine,
    visitor: &Visitor,
    person: Person,
    proven_at: Option<Timestamp>,
) -> Result<LoggedIn, Error> {
    let browser = browsers::know(engine, visitor, person.id).await?;
    let token = sessions::begin(engine, &person, visitor.browser.clone(), proven_at).await?;
    Ok(LoggedIn {
        token,
        browser,
        caller: Caller::person_of(person.into(), Shown::Lately),
    })
}
