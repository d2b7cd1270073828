//! Second factors: codes of an authenticator app, passkeys, and recovery codes on paper for who has lost those.

pub(super) mod passkeys;
mod recovery;
pub(super) mod totp;

use jiff::Timestamp;
use review::PersonId;
use store::{AuditAction, Credential, Person, Proof, StoreError, TokenHash};

use self::totp::Secret;
use crate::{
    authorise::Caller,
    engine::Engine,
    error::Error,
    log,
    secret::{self, Purpose},
};

pub use passkeys::{Answer as PasskeyAnswer, Ask as PasskeyAsk, MOST as MOST_PASSKEYS};
pub use recovery::Codes;
pub use totp::Offer;

/// A second factor of one's own: an app, or a passkey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnFactor {
    /// By what a form says which one is meant; it opens nothing.
    pub id: String,
    /// What its person calls a passkey; an app has no name.
    pub name: Option<String>,
    /// Since when.
    pub since: Timestamp,
    /// When somebody last got in with a passkey; of an app that is not kept.
    pub last_used_at: Option<Timestamp>,
}

/// What became of a passkey that somebody was to add.
#[allow(missing_debug_implementations, reason = "it may hold recovery codes")]
pub enum PasskeyAdded {
    /// It is none: the answer was not to what was asked, or came too late.
    Refused,
    /// It is one more of their second factors.
    Further,
    /// It is their first, with the recovery codes, shown once.
    First(Codes),
}

/// What became of a second factor that somebody was to lose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactorRemoved {
    /// It counts no more.
    Done,
    /// It stays: it is the only one, and their roles demand one.
    IsLast,
}

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
        self.0.iter().any(|found| !is_paper(found))
    }

    /// The app.
    pub(super) fn app(&self) -> Option<OwnFactor> {
        self.0
            .iter()
            .find(|found| is_app(found))
            .map(|found| own(found, None, None))
    }

    /// The passkeys, in the order in which they came.
    pub(super) fn passkeys(&self) -> Vec<OwnFactor> {
        let passkey = |found: &Credential| match found.proof.known() {
            Some(Proof::Passkey {
                name, last_used_at, ..
            }) => Some(own(found, Some(name.clone()), *last_used_at)),
            _ => None,
        };
        self.0.iter().filter_map(passkey).collect()
    }

    /// How many recovery codes are left.
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
        self.chosen(is_paper)
    }

    fn chosen(&self, is_chosen: impl Fn(&Credential) -> bool) -> Vec<TokenHash> {
        let chosen = self.0.iter().filter(|found| is_chosen(found));
        chosen.map(|found| found.key).collect()
    }
}

fn is_app(found: &Credential) -> bool {
    matches!(found.proof.known(), Some(Proof::Totp { .. }))
}

fn is_paper(found: &Credential) -> bool {
    matches!(found.proof.known(), Some(Proof::RecoveryCodes { .. }))
}

fn own(found: &Credential, name: Option<String>, last_used_at: Option<Timestamp>) -> OwnFactor {
    OwnFactor {
        id: id(&found.key),
        name,
        since: found.created_at,
        last_used_at,
    }
}

/// By what a form says which one is meant: it tells nothing of the key.
fn id(key: &TokenHash) -> String {
    hex::encode(&secret::hash(&key.0)[..8])
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
        Proof::Passkey { .. }
        | Proof::PasskeyCeremony { .. }
        | Proof::KnownBrowser
        | Proof::PasswordLink
        | Proof::BegunLogIn { .. } => None,
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
    let paper = paper(engine, person, &codes);
    Some(([app, paper], codes))
}

/// Recovery codes as they are kept, under one key for each person: of several first factors that are set up at once, one comes to be.
fn paper(engine: &Engine, person: PersonId, codes: &Codes) -> Credential {
    let parts: [&[u8]; 2] = [b"recovery-codes", person.0.as_bytes()];
    Credential {
        key: TokenHash(engine.secret.code(Purpose::Authenticator, &parts)),
        ..lasting(engine, person, codes.kept(engine, person))
    }
}

/// The same for each of somebody's, so that there is one at a time.
fn key_of_app(engine: &Engine, person: PersonId) -> TokenHash {
    let parts: [&[u8]; 2] = [b"app", person.0.as_bytes()];
    TokenHash(engine.secret.code(Purpose::Authenticator, &parts))
}

/// Has an app's codes count from now on, in the place of an app of before, if the typed one is its code; the recovery codes that go
/// with it. Passkeys stay, and what a newer release knows.
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
    let factors = of(engine, person).await?;
    let before = factors.chosen(|found| is_app(found) || is_paper(found));
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
    let new = [paper(engine, person, &codes)];
    engine
        .store
        .exchange_credentials(&factors.of_codes(), &new, Some(&line))
        .await?;
    Ok(codes)
}

/// Adds a passkey that somebody's browser made for us, with the recovery codes if they had no second factor. `must_be_first` refuses
/// it as a conflict if they had.
pub(super) async fn add_passkey(
    engine: &Engine,
    caller: &Caller,
    person: &Person,
    beside: &TokenHash,
    answer: &PasskeyAnswer,
    typed_name: &str,
    must_be_first: bool,
) -> Result<PasskeyAdded, Error> {
    let name = passkeys::name(typed_name).ok_or(Error::BadRequest("a passkey has a name"))?;
    let Some(passkey) = passkeys::made(engine, person.id, beside, answer, &name).await? else {
        return Ok(PasskeyAdded::Refused);
    };
    let factors = of(engine, person.id).await?;
    if must_be_first && factors.has_any() {
        return Err(Error::Conflict);
    }
    let codes = (!factors.has_any()).then(|| Codes::drawn(&*engine.random));
    let paper = codes.as_ref().map(|codes| paper(engine, person.id, codes));
    // Codes that stood in for nothing are good no more.
    let before = if codes.is_some() {
        factors.of_codes()
    } else {
        Vec::new()
    };
    let new: Vec<Credential> = [Some(passkey), paper].into_iter().flatten().collect();
    let person = person.id;
    let line = log::entry(engine, caller, AuditAction::PasskeyAdded { person, name });
    match engine
        .store
        .exchange_credentials(&before, &new, Some(&line))
        .await
    {
        Ok(_) => Ok(codes.map_or(PasskeyAdded::Further, PasskeyAdded::First)),
        // It is somebody's already.
        Err(StoreError::AlreadyExists(_)) => Ok(PasskeyAdded::Refused),
        Err(error) => Err(error.into()),
    }
}

/// Removes one of somebody's, unless it is the only one and they must have one. The recovery codes go with the last.
pub(super) async fn remove_one(
    engine: &Engine,
    caller: &Caller,
    person: &Person,
    which: &str,
) -> Result<FactorRemoved, Error> {
    let factors = of(engine, person.id).await?;
    let found = factors.0.iter().find(|found| id(&found.key) == which);
    let found = found.ok_or(Error::NotFound)?;
    let person_id = person.id;
    let action = match found.proof.known() {
        Some(Proof::Totp { .. }) => AuditAction::AuthenticatorRemoved(person_id),
        Some(Proof::Passkey { name, .. }) => AuditAction::PasskeyRemoved {
            person: person_id,
            name: name.clone(),
        },
        _ => return Err(Error::NotFound),
    };
    let is_last = factors.0.iter().filter(|found| !is_paper(found)).count() == 1;
    if is_last && are_demanded(engine, person) {
        return Ok(FactorRemoved::IsLast);
    }
    let key = found.key;
    let keys = if is_last { factors.keys() } else { vec![key] };
    let line = log::entry(engine, caller, action);
    engine.store.exchange_credentials(&keys, &[], Some(&line)).await?;
    Ok(FactorRemoved::Done)
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
