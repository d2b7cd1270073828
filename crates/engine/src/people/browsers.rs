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

/// What one person's log-in in a browser is known by. Several people may use one browser.
fn key(engine: &Engine, browser: &[u8; 32], person: PersonId) -> TokenHash {
    let parts = [&browser[..], person.0.as_bytes()];
    TokenHash(engine.secret.code(Purpose::KnownBrowser, &parts))
}

/// Whether this person has logged in with this browser before.
pub(super) async fn is_known(engine: &Engine, visitor: &Visitor, person: PersonId) -> Result<bool, Error> {
    let Some((browser, _)) = visitor.known_by.as_deref().and_then(secret::kept) else {
        return Ok(false);
    };
    let key = key(engine, &browser, person);
    let found = engine.store.credential(&key, engine.now()).await?;
    Ok(found.is_some_and(|found| found.person == person && found.proof == Proof::KnownBrowser))
}

/// Knows a browser from now on; what it keeps.
pub(super) async fn know(engine: &Engine, visitor: &Visitor, person: PersonId) -> Result<String, Error> {
    let known_by = visitor.known_by.as_deref().and_then(secret::kept);
    let browser = known_by.map_or_else(|| engine.random.token(), |(browser, _)| browser);
    let now = engine.now();
    let credential = Credential {
        key: key(engine, &browser, person),
        person,
        proof: Proof::KnownBrowser.into(),
        created_at: now,
        expires_at: Some(now + KNOWN_FOR),
        revision: 0,
    };
    let before = [credential.key];
    let exchanged = engine
        .store
        .exchange_credentials(&before, &[credential], None)
        .await;
    exchanged?;
    Ok(secret::to_text(&browser))
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
