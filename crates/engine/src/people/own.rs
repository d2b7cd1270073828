//! One's own account: the password, the second factor, sessions and known browsers.

use jiff::Timestamp;
use store::{AuditAction, TokenHash};

use super::{
    accounts::AccountError,
    attempts::{self, Tries},
    browsers::{self, Visitor},
    factors::{self, Codes, OwnFactor},
    logged_in::{LoggedIn, enter},
    password_links, passwords,
    second_factor::own,
    sessions::is_in_use,
};
use crate::{
    authorise::{Action, Caller},
    engine::Engine,
    error::Error,
    log, secret,
};

/// Wrong passwords of one's own before the first pause.
const FREE: u32 = 5;

/// What one's own page tells.
#[derive(Clone, Debug)]
pub struct OwnAccount {
    /// The app whose codes are shown.
    pub app: Option<OwnFactor>,
    /// The passkeys, in the order in which they came.
    pub passkeys: Vec<OwnFactor>,
    /// Whether another passkey may be added: browsers have them for this site, and there are not too many.
    pub may_add_passkey: bool,
    /// Whether there is any second factor; a newer release's is not listed here.
    pub has_factor: bool,
    /// How many recovery codes are left.
    pub codes_left: usize,
    /// Whether nobody with this account's roles is let in without a second factor.
    pub is_factor_demanded: bool,
    /// Where they are logged in, the newest first.
    pub sessions: Vec<OwnSession>,
    /// In how many browsers they are known.
    pub browsers: usize,
}

/// One of one's own sessions.
#[derive(Clone, Debug)]
pub struct OwnSession {
    /// By what a form names it; it opens nothing.
    pub name: String,
    /// Whether it is the one that asks.
    pub is_this: bool,
    /// Since when.
    pub since: Timestamp,
    /// When it was last used, to the minute.
    pub seen_at: Option<Timestamp>,
    /// In which browser.
    pub browser: Option<String>,
}

impl Engine {
    /// The caller's own account.
    pub async fn own_account(&self, caller: &Caller, token: &str) -> Result<OwnAccount, Error> {
        let person = own(caller, Action::UseOwnAccount)?;
        let (factors, now) = (factors::of(self, person.id).await?, self.now());
        let this = secret::kept(token).map(|(_, token)| TokenHash(token));
        let sessions = self.store.sessions_of(person.id, now).await?;
        let sessions = sessions.into_iter().filter(|session| is_in_use(session, now));
        Ok(OwnAccount {
            app: factors.app(),
            may_add_passkey: factors::MOST_PASSKEYS > factors.passkeys().len() && self.has_passkeys(),
            passkeys: factors.passkeys(),
            has_factor: factors.has_any(),
            codes_left: factors.codes_left(),
            is_factor_demanded: factors::are_demanded(self, person),
            sessions: sessions
                .map(|session| OwnSession {
                    name: name(&session.token),
                    is_this: Some(session.token) == this,
                    since: session.created_at,
                    seen_at: session.seen_at,
                    browser: session.browser,
                })
                .collect(),
            browsers: browsers::of(self, person.id).await?.len(),
        })
    }

    /// Ends one of the caller's sessions, by its name, or all but the one that asks.
    pub async fn end_own_sessions(
        &self,
        caller: &Caller,
        token: &str,
        name_of_one: Option<&str>,
    ) -> Result<(), Error> {
        let person = own(caller, Action::UseOwnAccount)?;
        if let Some(one) = name_of_one {
            let all = self.store.sessions_of(person.id, self.now()).await?;
            let found = all.iter().find(|session| name(&session.token) == one);
            let found = found.ok_or(Error::NotFound)?;
            self.store.close_session(&found.token).await?;
        } else {
            let this = secret::kept(token).map(|(_, token)| TokenHash(token));
            self.store.close_sessions_of(person.id, this.as_ref()).await?;
        }
        let line = log::entry(self, caller, AuditAction::SessionsEnded(person.id));
        Ok(self.store.record(&line).await?)
    }

    /// Forgets every browser in which the caller has logged in.
    pub async fn forget_own_browsers(&self, caller: &Caller) -> Result<(), Error> {
        let person = own(caller, Action::UseOwnAccount)?;
        browsers::forget(self, caller, person.id).await
    }

    /// Makes the caller's recovery codes anew.
    pub async fn renew_own_codes(&self, caller: &Caller) -> Result<Codes, Error> {
        let person = own(caller, Action::ChangeOwnProofs)?;
        factors::renew_codes(self, caller, person.id).await
    }

    /// Removes the caller's second factor. Who must have one sets another up when they next log in.
    pub async fn remove_own_factor(&self, caller: &Caller) -> Result<(), Error> {
        let person = own(caller, Action::ChangeOwnProofs)?;
        factors::remove_all(self, caller, person.id).await
    }

    /// Sets the caller's password, ends all their sessions, and begins one in this browser; nothing if the old one is wrong.
    pub async fn change_own_password(
        &self,
        caller: &Caller,
        visitor: &Visitor,
        old: String,
        new: String,
    ) -> Result<Option<LoggedIn>, AccountError> {
        let person = own(caller, Action::ChangeOwnProofs)?;
        let tries = vec![Tries::of("own-password", person.id.to_string(), FREE)];
        let counted = attempts::begin(self, tries).await?;
        let kept = person.password_hash.clone();
        if !passwords::in_turn(move || passwords::is_right(&old, Some(&kept))).await? {
            return Ok(None);
        }
        counted.were_right(self).await?;
        let changed = password_links::set(self, caller, person.clone(), new).await?;
        let has_factor = factors::of(self, changed.id).await?.has_any();
        let proven_at = has_factor.then(|| self.now());
        Ok(Some(enter(self, visitor, changed, proven_at).await?))
    }
}

/// By what a form names a session: it tells nothing of the token.
fn name(token: &TokenHash) -> String {
    hex::encode(&secret::hash(&token.0)[..8])
}
