//! Links by which people set their own passwords. An administrator hands one over and never learns the password; it is good once, for a
//! day, and only its hash is kept.

use jiff::SignedDuration;
use store::{AuditAction, Credential, Person, Proof, TokenHash};

use super::{
    accounts::{Account, AccountError, may_help, password_hash},
    browsers::{self, Visitor},
};
use crate::{
    authorise::{Authorised, Caller},
    engine::Engine,
    error::Error,
    log, secret,
};

/// So long a link is good.
const GOOD_FOR: SignedDuration = SignedDuration::from_hours(24);

/// Somebody whose link is good.
#[allow(missing_debug_implementations, reason = "the account's hash is in it")]
pub struct Linked(Person);

impl Linked {
    /// As colleagues know them.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// What they log in with.
    pub fn email(&self) -> &str {
        &self.0.email
    }
}

impl Engine {
    /// Makes a link for somebody else, in the place of any that was made before; its path, shown once.
    pub async fn make_password_link(&self, account: &Authorised<Account>) -> Result<String, AccountError> {
        let caller = may_help(account)?;
        let all = self
            .store
            .credentials_of(account.id(), self.now())
            .await
            .map_err(Error::from)?;
        let before = all.iter().filter(|found| found.proof == Proof::PasswordLink);
        let before: Vec<TokenHash> = before.map(|found| found.key).collect();
        let (token, hash) = secret::handed_out(&self.random.token());
        let now = self.now();
        let link = Credential {
            key: TokenHash(hash),
            person: account.id(),
            proof: Proof::PasswordLink.into(),
            created_at: now,
            expires_at: Some(now + GOOD_FOR),
            revision: 0,
        };
        let entry = log::entry(self, caller, AuditAction::PasswordLinkMade(account.id()));
        let made = self
            .store
            .exchange_credentials(&before, &[link], Some(&entry))
            .await;
        made.map_err(Error::from)?;
        Ok(format!("/o/password?link={token}"))
    }

    /// Whose link this is, while it is good.
    pub async fn by_password_link(&self, link: &str) -> Result<Option<Linked>, Error> {
        let Some((_, key)) = secret::kept(link) else {
            return Ok(None);
        };
        let found = self.store.credential(&TokenHash(key), self.now()).await?;
        let Some(found) = found.filter(|found| found.proof == Proof::PasswordLink) else {
            return Ok(None);
        };
        let person = self.store.person(found.person).await?;
        Ok(Some(Linked(person)).filter(|linked| linked.0.disabled_at.is_none()))
    }

    /// Sets the password of whoever followed a good link, which is good no more. They are then known in this browser: what it keeps.
    pub async fn set_password_by_link(
        &self,
        linked: Linked,
        visitor: &Visitor,
        password: String,
    ) -> Result<String, AccountError> {
        let changed = set(self, &Caller::stranger(), linked.0, password).await?;
        Ok(browsers::know(self, visitor, changed.id).await?)
    }
}

/// Sets a password, if nobody has changed the account meanwhile; the account as it then is. Sessions, links and known browsers go with
/// the password of before.
pub(super) async fn set(
    engine: &Engine,
    caller: &Caller,
    person: Person,
    password: String,
) -> Result<Person, AccountError> {
    let hash = password_hash(engine, password, &person.name, &person.email).await?;
    let changed = Person {
        password_hash: hash,
        ..person
    };
    let line = log::entry(engine, caller, AuditAction::PasswordSet(changed.id));
    engine.store.change_person(&changed, &line).await?;
    Ok(Person {
        revision: changed.revision + 1,
        ..changed
    })
}
