//! Browsers in which somebody has logged in before. Whoever guesses at an account from elsewhere does not stop those.

use jiff::SignedDuration;
use review::PersonId;
use store::{AuditAction, Credential, Proof, TokenHash};

use crate::{
    authorise::Caller,
    engine::Engine,
    error::Error,
    log,
    secret::{self, Purpose},
};

/// So long a browser is known after its last log-in.
pub const KNOWN_FOR: SignedDuration = SignedDuration::from_hours(24 * 180);

/// Of so many people a browser keeps by what it is known; of who has not logged in for longest it is forgotten first.
const PEOPLE: usize = 8;
/// Stands between what it keeps of one person and of another.
const BETWEEN: &str = ".";

/// By what a browser is known, of one person.
type Value = [u8; 32];

/// Where somebody comes from who wants to prove who they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Visitor {
    /// The network: `203.0.113.0/24`, `2001:db8:1::/48`.
    pub network: String,
    /// What their browser keeps, if anybody has logged in with it before.
    pub known_by: Option<String>,
    /// What their browser is, in a few words.
    pub browser: Option<String>,
    /// Whether it is an office's network, on which limits of networks do not fall.
    pub is_exempt: bool,
}

impl Visitor {
    /// Somebody in a network, of whose browser nothing is known.
    pub fn from_network(network: impl Into<String>) -> Self {
        let network = network.into();
        Self {
            network,
            ..Self::default()
        }
    }
}

/// What is kept of it.
fn key(engine: &Engine, value: &Value, person: PersonId) -> TokenHash {
    let parts = [&value[..], person.0.as_bytes()];
    TokenHash(engine.secret.code(Purpose::KnownBrowser, &parts))
}

/// What a browser keeps, the latest first.
fn kept(visitor: &Visitor) -> Vec<Value> {
    let kept = visitor.known_by.as_deref().unwrap_or_default();
    let values = kept.split(BETWEEN).filter_map(secret::from_text);
    values.take(PEOPLE).collect()
}

/// Whether this person has logged in with the browser that keeps this.
async fn is_theirs(engine: &Engine, value: &Value, person: PersonId) -> Result<bool, Error> {
    let key = key(engine, value, person);
    let found = engine.store.credential(&key, engine.now()).await?;
    Ok(found.is_some_and(|found| found.person == person && found.proof == Proof::KnownBrowser))
}

/// By what the browser is known in which this person has logged in before; nothing in another one.
pub(super) async fn known(
    engine: &Engine,
    visitor: &Visitor,
    person: PersonId,
) -> Result<Option<String>, Error> {
    for value in kept(visitor) {
        if is_theirs(engine, &value, person).await? {
            return Ok(Some(secret::to_text(&value)));
        }
    }
    Ok(None)
}

/// Knows a browser from now on, by a value that was never shown before; what it keeps, other people's that use it with it. By what it
/// was known until now it is known no more, and what somebody else put there never counts.
pub(super) async fn know(engine: &Engine, visitor: &Visitor, person: PersonId) -> Result<String, Error> {
    let (mut theirs, mut others) = (Vec::new(), Vec::new());
    for value in kept(visitor) {
        if is_theirs(engine, &value, person).await? {
            theirs.push(key(engine, &value, person));
        } else {
            others.push(value);
        }
    }
    let value = engine.random.token();
    let now = engine.now();
    let credential = Credential {
        key: key(engine, &value, person),
        person,
        proof: Proof::KnownBrowser.into(),
        created_at: now,
        expires_at: Some(now + KNOWN_FOR),
        revision: 0,
    };
    let new = [credential];
    engine.store.exchange_credentials(&theirs, &new, None).await?;
    let keeps = [value].into_iter().chain(others).take(PEOPLE);
    let keeps: Vec<String> = keeps.map(|value| secret::to_text(&value)).collect();
    Ok(keeps.join(BETWEEN))
}

/// A person's known browsers.
pub(super) async fn of(engine: &Engine, person: PersonId) -> Result<Vec<TokenHash>, Error> {
    let all = engine.store.credentials_of(person, engine.now()).await?;
    let known = all.iter().filter(|found| found.proof == Proof::KnownBrowser);
    Ok(known.map(|found| found.key).collect())
}

/// Forgets all of a person's.
pub(super) async fn forget(engine: &Engine, caller: &Caller, person: PersonId) -> Result<(), Error> {
    let known = of(engine, person).await?;
    let line = log::entry(engine, caller, AuditAction::BrowsersForgotten(person));
    engine
        .store
        .exchange_credentials(&known, &[], Some(&line))
        .await?;
    Ok(())
}
