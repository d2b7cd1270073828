//! Proving who one is: the second factor, after the password, and again before what does great harm.

mod passkeys;

use std::future::Future;

use jiff::SignedDuration;
use review::PersonId;
use store::{AuditAction, Credential, Person, Proof, TokenHash};

use super::{
    attempts::{self, Tries},
    browsers::Visitor,
    factors::{self, Codes, Offer, totp},
    logged_in::{LoggedIn, enter},
};
use crate::{
    authorise::{Action, Caller, Scope, authorise},
    engine::Engine,
    error::Error,
    log, secret,
};

/// So long a right password waits for the second factor.
const PATIENCE: SignedDuration = SignedDuration::from_mins(10);
/// Wrong codes of one person before the first pause.
const FREE: u32 = 5;

/// A log-in that waits for a second factor, as its browser holds it.
#[allow(missing_debug_implementations, reason = "it holds the token")]
pub struct Begun {
    /// What the browser shows until then.
    pub token: String,
    /// Whether there is a second factor to be shown; else one must be set up.
    pub has_factor: bool,
}

/// The same, found again.
#[derive(Clone)]
#[allow(missing_debug_implementations, reason = "the account's hash is in it")]
pub struct Waiting {
    person: Person,
    key: TokenHash,
    is_known: bool,
    has_factor: bool,
    has_app: bool,
}

/// Somebody who is in, with the recovery codes that were made as they set up a second factor.
#[allow(missing_debug_implementations, reason = "it holds the token and the codes")]
pub struct SetUp {
    /// They are in.
    pub logged_in: LoggedIn,
    /// Shown once.
    pub codes: Codes,
}

pub(super) async fn begin(
    engine: &Engine,
    person: &Person,
    is_known: bool,
    has_factor: bool,
) -> Result<Begun, Error> {
    let (token, hash) = secret::handed_out(&engine.random.token());
    let now = engine.now();
    let credential = Credential {
        key: TokenHash(hash),
        person: person.id,
        proof: Proof::BegunLogIn { is_known }.into(),
        created_at: now,
        expires_at: Some(now + PATIENCE),
        revision: 0,
    };
    engine
        .store
        .exchange_credentials(&[], &[credential], None)
        .await?;
    Ok(Begun { token, has_factor })
}

impl Waiting {
    /// Whether there is a second factor to be shown; else one must be set up.
    pub fn has_factor(&self) -> bool {
        self.has_factor
    }

    /// Whether an app shows codes for it.
    pub fn has_app(&self) -> bool {
        self.has_app
    }
}

impl Engine {
    /// The log-in that a browser began; nothing once it is over.
    pub async fn waiting_log_in(&self, token: &str) -> Result<Option<Waiting>, Error> {
        let Some((_, key)) = secret::kept(token) else {
            return Ok(None);
        };
        let key = TokenHash(key);
        let Some(found) = self.store.credential(&key, self.now()).await? else {
            return Ok(None);
        };
        let Some(Proof::BegunLogIn { is_known }) = found.proof.known() else {
            return Ok(None);
        };
        let person = self.store.person(found.person).await?;
        if person.disabled_at.is_some() {
            return Ok(None);
        }
        let factors = factors::of(self, person.id).await?;
        Ok(Some(Waiting {
            person,
            key,
            is_known: *is_known,
            has_factor: factors.has_any(),
            has_app: factors.app().is_some(),
        }))
    }

    /// Lets in whoever shows the right code; nothing if it is wrong.
    pub async fn show_code(
        &self,
        waiting: Waiting,
        visitor: &Visitor,
        typed: &str,
    ) -> Result<Option<LoggedIn>, Error> {
        let is_right = try_code(self, &waiting.person, waiting.is_known, typed).await?;
        if !is_right {
            return Ok(None);
        }
        self.enter(waiting, visitor).await.map(Some)
    }

    /// A second factor to be set up by whoever is not let in without one.
    pub fn offer_factor_at_log_in(&self, waiting: &Waiting, again: Option<&str>) -> Result<Offer, Error> {
        offer(self, &waiting.person, again)
    }

    /// Sets it up, and lets them in; nothing if the code is wrong.
    pub async fn set_up_factor_at_log_in(
        &self,
        waiting: Waiting,
        visitor: &Visitor,
        sealed: &str,
        typed: &str,
    ) -> Result<Option<SetUp>, Error> {
        // Whoever has one shows that: the password alone does not put another in its place.
        if waiting.has_factor {
            return Err(Error::Forbidden);
        }
        let Waiting { person, key, .. } = waiting;
        let set_up = factors::set_up_first(self, person.id, &key, sealed, typed).await?;
        let Some(codes) = set_up else { return Ok(None) };
        let logged_in = enter(self, visitor, person, Some(self.now())).await?;
        Ok(Some(SetUp { logged_in, codes }))
    }

    /// A begun log-in becomes one session.
    async fn enter(&self, waiting: Waiting, visitor: &Visitor) -> Result<LoggedIn, Error> {
        let taken = self.store.exchange_credentials(&[waiting.key], &[], None).await?;
        if taken == 0 {
            return Err(Error::Conflict);
        }
        enter(self, visitor, waiting.person, Some(self.now())).await
    }

    /// Shows the caller's second factor again, in their session; whether it was right.
    pub async fn show_code_again(&self, caller: &Caller, token: &str, typed: &str) -> Result<bool, Error> {
        let person = own(caller, Action::UseOwnAccount)?;
        let is_right = try_code(self, person, true, typed).await?;
        if is_right {
            self.proven(token).await?;
        }
        Ok(is_right)
    }

    /// Whether the caller has a second factor to show.
    pub async fn has_factor(&self, caller: &Caller) -> Result<bool, Error> {
        let person = own(caller, Action::UseOwnAccount)?;
        Ok(factors::of(self, person.id).await?.has_any())
    }

    /// Whether an app shows codes for the caller.
    pub async fn has_app(&self, caller: &Caller) -> Result<bool, Error> {
        let person = own(caller, Action::UseOwnAccount)?;
        Ok(factors::of(self, person.id).await?.app().is_some())
    }

    /// A second factor that the caller may set up: the first, or one in the place of theirs.
    pub fn offer_factor(&self, caller: &Caller, again: Option<&str>) -> Result<Offer, Error> {
        let person = own(caller, Action::ChangeOwnProofs)?;
        offer(self, person, again)
    }

    /// Sets it up in the caller's session; nothing if the code is wrong.
    pub async fn set_up_factor(
        &self,
        caller: &Caller,
        token: &str,
        sealed: &str,
        typed: &str,
    ) -> Result<Option<Codes>, Error> {
        let person = own(caller, Action::ChangeOwnProofs)?;
        let codes = factors::set_up(self, caller, person.id, sealed, typed).await?;
        if codes.is_some() {
            self.proven(token).await?;
        }
        Ok(codes)
    }

    async fn proven(&self, token: &str) -> Result<(), Error> {
        if let Some((_, token)) = secret::kept(token) {
            let token = TokenHash(token);
            self.store.session_proven(&token, self.now()).await?;
        }
        Ok(())
    }
}

fn offer(engine: &Engine, person: &Person, again: Option<&str>) -> Result<Offer, Error> {
    match again {
        Some(sealed) => totp::offer_again(engine, person, sealed),
        None => totp::offer(engine, person),
    }
}

pub(super) fn own(caller: &Caller, action: Action) -> Result<&Person, Error> {
    authorise(caller, action, &Scope::Somewhere).map_err(|_| Error::Forbidden)?;
    caller.person().map(|person| &**person).ok_or(Error::Forbidden)
}

async fn try_code(engine: &Engine, person: &Person, is_known: bool, typed: &str) -> Result<bool, Error> {
    let (asked, id, typed) = (engine.clone(), person.id, typed.to_owned());
    let look = async move { factors::use_code(&asked, id, &typed).await };
    counted_try(engine, id, is_known, look).await
}

/// Whether what somebody shows is right, by a look at it. Wrong ones are counted before they are looked at, apart for those who come
/// with a browser that is known, and written down.
async fn counted_try(
    engine: &Engine,
    person: PersonId,
    is_known: bool,
    look: impl Future<Output = Result<bool, Error>> + Send + 'static,
) -> Result<bool, Error> {
    let whose = format!("{person} {is_known}");
    let engine = engine.clone();
    let trying = tokio::spawn(async move {
        let tries = vec![Tries::of("second-factor", whose, FREE)];
        let counted = attempts::begin(&engine, tries).await?;
        if look.await? {
            counted.were_right(&engine).await?;
            return Ok(true);
        }
        let refused = AuditAction::SecondFactorRefused(person);
        let refused = log::entry(&engine, &Caller::stranger(), refused);
        engine.store.record(&refused).await?;
        Ok::<bool, Error>(false)
    });
    let tried = trying.await;
    tried.map_err(|error| Error::broken(format!("a second factor came to no end: {error}")))?
}
