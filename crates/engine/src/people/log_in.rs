//! Proving who one is: the password. Whoever has a second factor, or must have one, then shows it.

use review::PersonId;
use store::{AuditAction, Person};
use tokio::sync::Semaphore;
use uuid::Uuid;

use super::{
    attempts::{self, Tries},
    browsers::{self, Visitor},
    factors,
    logged_in::enter,
    passwords,
    places::Place,
    second_factor::{self, Begun},
};
use crate::{authorise::Caller, engine::Engine, error::Error, log};

pub use super::logged_in::LoggedIn;

/// From one network to one account: a person who has forgotten tries a few times; a machine tries on.
const FREE: u32 = 10;
/// To one account, from browsers in which nobody has logged in to it.
const FREE_OF_ACCOUNT: u32 = 30;
/// A whole office may come from one network in the morning.
const FREE_OF_NETWORK: u32 = 100;
/// So many are counted and not yet found right or wrong: fewer than are free, so that people of one account who log in at once do not
/// stop each other.
static TRYING: Semaphore = Semaphore::const_new(4);
/// The same for browsers that are known: nobody else's guesses are before theirs.
static TRYING_KNOWN: Semaphore = Semaphore::const_new(4);

/// What became of a right password.
#[allow(missing_debug_implementations, reason = "it holds tokens")]
pub enum LogIn {
    /// They are in.
    In(LoggedIn),
    /// They have still to show a second factor, or to set one up.
    Begun(Begun),
}

impl LogIn {
    /// Who is in, if nothing more was asked of them.
    pub fn logged_in(self) -> Option<LoggedIn> {
        match self {
            Self::In(logged_in) => Some(logged_in),
            Self::Begun(_) => None,
        }
    }
}

impl Engine {
    /// Logs somebody in as far as a password does; nothing if address and password do not belong together.
    pub async fn log_in(
        &self,
        visitor: Visitor,
        email: &str,
        password: String,
    ) -> Result<Option<LogIn>, Error> {
        let (engine, email) = (self.clone(), email.trim().to_lowercase());
        // A task of its own: whoever hangs up has tried all the same, and it is counted and written down.
        let trying = tokio::spawn(async move {
            let attempt = Attempt::begin(&engine, visitor, &email).await?;
            let place = Place::take(&attempt.visitor.network, attempt.known_by.is_some())?;
            let outcome = try_password(&engine, attempt, password).await;
            drop(place);
            outcome
        });
        let outcome = trying.await;
        outcome.map_err(|error| Error::broken(format!("a log-in came to no end: {error}")))?
    }
}

impl Attempt {
    /// Whoever must pause takes nobody's place.
    async fn begin(engine: &Engine, visitor: Visitor, email: &str) -> Result<Self, Error> {
        let found = engine.store.person_by_email(email).await?;
        // Asked for nobody's address as for somebody's: the time it takes must not tell them apart.
        let id = found.as_ref().map_or(PersonId(Uuid::nil()), |person| person.id);
        let known_by = browsers::known(engine, &visitor, id).await?;
        let tries = tries(&visitor, email, known_by.as_deref());
        attempts::allow(engine, &tries).await?;
        Ok(Self {
            visitor,
            found,
            id,
            known_by,
            tries,
        })
    }
}

/// Somebody who tries a password.
struct Attempt {
    visitor: Visitor,
    found: Option<Person>,
    /// Theirs, or nobody's.
    id: PersonId,
    /// By what their browser is known, if it is.
    known_by: Option<String>,
    tries: Vec<Tries>,
}

async fn try_password(engine: &Engine, attempt: Attempt, password: String) -> Result<Option<LogIn>, Error> {
    let Attempt {
        visitor,
        found,
        id,
        known_by,
        tries,
    } = attempt;
    let is_known = known_by.is_some();
    let trying = if is_known { &TRYING_KNOWN } else { &TRYING };
    let turn = trying.acquire().await.map_err(|_| Error::Unavailable(None))?;
    let counted = attempts::begin(engine, tries).await?;
    let active = found.filter(|person| person.disabled_at.is_none());
    if is_right(password, active.as_ref()).await?
        && let Some(person) = active
    {
        counted.were_right(engine).await?;
        drop(turn);
        return let_in(engine, &visitor, person, is_known).await.map(Some);
    }
    let refused = log::entry(engine, &Caller::stranger(), AuditAction::LogInRefused(id));
    engine.store.record(&refused).await?;
    Ok(None)
}

fn tries(visitor: &Visitor, email: &str, known_by: Option<&str>) -> Vec<Tries> {
    if let Some(browser) = known_by {
        // Whoever has the browser has its number of tries, and nobody else uses them up.
        return vec![Tries::of("log-in-browser", format!("{browser} {email}"), FREE)];
    }
    let network = &visitor.network;
    let mut tries = vec![
        Tries::of("log-in-pair", format!("{network} {email}"), FREE),
        Tries::of("log-in-account", email, FREE_OF_ACCOUNT),
    ];
    // Colleagues in an office's network do not shut each other out.
    if !visitor.is_exempt {
        tries.push(Tries::of("log-in-network", network, FREE_OF_NETWORK));
    }
    tries
}

/// Takes as long for nobody's address as for somebody's.
async fn is_right(password: String, person: Option<&Person>) -> Result<bool, Error> {
    let kept = person.map(|person| person.password_hash.clone());
    passwords::in_turn(move || passwords::is_right(&password, kept.as_deref())).await
}

/// After the right password.
async fn let_in(engine: &Engine, visitor: &Visitor, person: Person, is_known: bool) -> Result<LogIn, Error> {
    let has_factor = factors::of(engine, person.id).await?.has_any();
    if has_factor || factors::are_demanded(engine, &person) {
        let begun = second_factor::begin(engine, &person, is_known, has_factor).await?;
        return Ok(LogIn::Begun(begun));
    }
    Ok(LogIn::In(enter(engine, visitor, person, None).await?))
}
