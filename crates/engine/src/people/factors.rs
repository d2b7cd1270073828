//! Second factors: codes of an authenticator app, and recovery codes on paper for who has lost it.

mod recovery;
pub(super) mod totp;

use review::PersonId;
use store::{AuditAction, Credential, Person, Proof, StoreError, TokenHash};

use self::totp::Secret;
use crate::{authorise::Caller, engine::Engine, error::Error, log, secret::Purpose};

pub use recovery::Codes;
pub use totp::Offer;

/// What one person has of them.
pub(super) struct Factors(Vec<Credential>);

/// All of a person's.
pub(super) async fn of(engine: &Engine, person: PersonId) -> Result<Factors, Error> {
    let all = engine.store.credentials_of(person, engine.now()).await?;
    let lasting = all.into_iter().filter(|found| found.expires_at.is_none());
    Ok(Factors(lasting.collect()))
}

/// Whether somebody is not let in without one.
pub(super) fn are_demanded(engine: &Engine, person: &Person) -> bool {
    let roles = &engine.settings.second_factor_roles;
    person.grants.iter().any(|grant| roles.contains(&grant.role))
}

impl Factors {
    /// Whether they have one. A newer release's counts, though it cannot be shown here: nobody gets in with less than they set up.
    pub(super) fn has_any(&self) -> bool {
        let paper = |found: &&Credential| matches!(found.proof.known(), Some(Proof::RecoveryCodes { .. }));
        self.0.iter().any(|found| !paper(&found))
    }

    /// Since when there is an app, and how many recovery codes are left.
    pub(super) fn app(&self) -> Option<jiff::Timestamp> {
        let app = |found: &&Credential| matches!(found.proof.known(), Some(Proof::Totp { .. }));
        self.0.iter().find(app).map(|found| found.created_at)
    }

    pub(super) fn codes_left(&self) -> usize {
        let left = self.0.iter().map(|found| match found.proof.known() {
            Some(Proof::RecoveryCodes { left }) => left.len(),
            _ => 0,
        });
        left.sum()
    }

    fn keys(&self) -> Vec<TokenHash> {
        self.0.iter().map(|found| found.key).collect()
    }

    fn of_codes(&self) -> Vec<TokenHash> {
        let codes = self
            .0
            .iter()
            .filter(|found| matches!(found.proof.known(), Some(Proof::RecoveryCodes { .. })));
        codes.map(|found| found.key).collect()
    }
}

/// Whether what was typed is a good code of somebody's, of the app or of the paper. It is then good no more, on any node.
pub(super) async fn use_code(engine: &Engine, person: PersonId, typed: &str) -> Result<bool, Error> {
    let typed: String = typed
        .chars()
        .filter(|letter| !letter.is_whitespace() && *letter != '-')
        .collect();
    for found in of(engine, person).await?.0 {
        let Some((proof, line)) = used(engine, &found, &typed) else {
            continue;
        };
        let changed = Credential {
            proof: proof.into(),
            ..found
        };
        let actor = Caller::stranger();
        let line = line.map(|line| log::entry(engine, &actor, line));
        return match engine.store.change_credential(&changed, line.as_ref()).await {
            Ok(()) => Ok(true),
            // Somebody else has just used it.
            Err(StoreError::Conflict { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        };
    }
    Ok(false)
}

/// What is left of a credential after this code, with its line in the log.
fn used(engine: &Engine, found: &Credential, typed: &str) -> Option<(Proof, Option<AuditAction>)> {
    match found.proof.known()? {
        Proof::Totp { sealed, last_step } => {
            let secret = Secret::unsealed(engine, found.person, sealed)?;
            let last_step = secret.step_of(typed, engine.now(), Some(*last_step))?;
            let sealed = sealed.clone();
            Some((Proof::Totp { sealed, last_step }, None))
        }
        Proof::RecoveryCodes { left } => {
            let left = recovery::without(engine, found.person, left, typed)?;
            let line = AuditAction::RecoveryCodeUsed(found.person);
            Some((Proof::RecoveryCodes { left }, Some(line)))
        }
        Proof::KnownBrowser | Proof::PasswordLink | Proof::BegunLogIn { .. } => None,
    }
}

/// An app whose code somebody typed, with the recovery codes that go with it: what is to be kept of both, and the codes.
fn shown(engine: &Engine, person: PersonId, sealed: &str, typed: &str) -> Option<([Credential; 2], Codes)> {
    let typed: String = typed.chars().filter(char::is_ascii_digit).collect();
    let secret = Secret::unsealed(engine, person, sealed)?;
    let last_step = secret.step_of(&typed, engine.now(), None)?;
    let codes = Codes::drawn(&*engine.random);
    let app = Proof::Totp {
        sealed: sealed.to_owned(),
        last_step,
    };
    let app = Credential {
        key: key_of_app(engine, person),
        ..lasting(engine, person, app)
    };
    let paper = lasting(engine, person, codes.kept(engine, person));
    Some(([app, paper], codes))
}

/// The same for each of somebody's, so that there is one at a time.
fn key_of_app(engine: &Engine, person: PersonId) -> TokenHash {
    let parts: [&[u8]; 2] = [b"app", person.0.as_bytes()];
    TokenHash(engine.secret.code(Purpose::Authenticator, &parts))
}

/// Has an app's codes count from now on, in the place of whatever counted before, if the typed one is its code; the recovery codes
/// that go with it.
pub(super) async fn set_up(
    engine: &Engine,
    caller: &Caller,
    person: PersonId,
    sealed: &str,
    typed: &str,
) -> Result<Option<Codes>, Error> {
    let Some((new, codes)) = shown(engine, person, sealed, typed) else {
        return Ok(None);
    };
    let before = of(engine, person).await?.keys();
    let line = log::entry(engine, caller, AuditAction::SecondFactorAdded(person));
    let exchanged = engine.store.exchange_credentials(&before, &new, Some(&line));
    exchanged.await?;
    Ok(Some(codes))
}

/// The same for who has none, in exchange for a begun log-in: of several who set one up with the same password at once, one does.
pub(super) async fn set_up_first(
    engine: &Engine,
    person: PersonId,
    begun: &TokenHash,
    sealed: &str,
    typed: &str,
) -> Result<Option<Codes>, Error> {
    let Some((new, codes)) = shown(engine, person, sealed, typed) else {
        return Ok(None);
    };
    let added = AuditAction::SecondFactorAdded(person);
    let line = log::entry(engine, &Caller::stranger(), added);
    match engine.store.trade_credential(begun, &new, Some(&line)).await {
        // Somebody else has just set one up.
        Err(StoreError::AlreadyExists(_)) => Err(Error::Conflict),
        other => {
            other?;
            Ok(Some(codes))
        }
    }
}

/// Makes somebody's recovery codes anew: those of before are good no more.
pub(super) async fn renew_codes(engine: &Engine, caller: &Caller, person: PersonId) -> Result<Codes, Error> {
    let factors = of(engine, person).await?;
    if !factors.has_any() {
        return Err(Error::BadRequest(
            "there is no second factor that the codes could stand in for",
        ));
    }
    let codes = Codes::drawn(&*engine.random);
    let line = log::entry(engine, caller, AuditAction::RecoveryCodesRenewed(person));
    let new = [lasting(engine, person, codes.kept(engine, person))];
    engine
        .store
        .exchange_credentials(&factors.of_codes(), &new, Some(&line))
        .await?;
    Ok(codes)
}

/// Removes all that somebody has.
pub(super) async fn remove_all(engine: &Engine, caller: &Caller, person: PersonId) -> Result<(), Error> {
    let all = of(engine, person).await?.keys();
    let line = log::entry(engine, caller, AuditAction::SecondFactorRemoved(person));
    engine.store.exchange_credentials(&all, &[], Some(&line)).await?;
    Ok(())
}

/// A credential without an end, known by nothing but chance.
fn lasting(engine: &Engine, person: PersonId, proof: Proof) -> Credential {
    Credential {
        key: TokenHash(engine.random.token()),
        person,
        proof: proof.into(),
        created_at: engine.now(),
        expires_at: None,
        revision: 0,
    }
}
