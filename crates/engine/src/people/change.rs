//! Changing an account: what it may do, its password, shutting it out and letting it in again.

use review::PersonId;
use store::{AuditAction, Grant, Person};

use super::{
    accounts::{Account, AccountError, document, may_help, password_hash},
    browsers, differences, factors,
};
use crate::{
    authorise::{Action, Authorised, Caller},
    engine::Engine,
    error::Error,
    log,
};

/// What is to be different about an account.
#[allow(missing_debug_implementations, reason = "it holds a password")]
pub enum AccountChange {
    /// They may do nothing any more, and are logged out everywhere.
    Disable,
    /// They may log in again.
    Enable,
    /// They may do this too.
    Grant(Grant),
    /// They may not do this any more.
    Ungrant(Grant),
    /// They log in with another password from now on, and are logged out everywhere: for whoever holds the machine.
    Password(String),
    /// Their identity document, as somebody typed it.
    Document(String),
}

impl Engine {
    /// Somebody's account, to be changed. `seen` is the revision that whoever changes it had before their eyes: if it has
    /// changed since, they are told so.
    pub async fn account_to_change(
        &self,
        caller: &Caller,
        id: PersonId,
        seen: Option<u64>,
    ) -> Result<Authorised<Account>, Error> {
        let account = self.account(caller, id).await?;
        if seen != Some(account.revision()) {
            return Err(Error::Conflict);
        }
        Ok(account)
    }

    /// Removes somebody else's second factors, for who has lost their phone and their recovery codes, forgets their browsers and ends their sessions. Who
    /// must have one sets another up when they next log in.
    pub async fn remove_factors(&self, account: &Authorised<Account>) -> Result<(), AccountError> {
        let caller = may_help(account)?;
        browsers::forget(self, caller, account.id()).await?;
        factors::remove_all(self, caller, account.id()).await?;
        // Whoever sits in one of their sessions would set up the next.
        Ok(self.store.close_sessions_of(account.id(), None).await?)
    }

    /// Whether somebody has a second factor.
    pub async fn has_factors(&self, account: &Authorised<Account>) -> Result<bool, Error> {
        Ok(factors::of(self, account.id()).await?.has_any())
    }

    /// Changes an account, if nobody has changed it since it was loaded. Nobody shuts themselves out, takes or gives themselves
    /// a role, or says which document is theirs.
    pub async fn change_account(
        &self,
        account: Authorised<Account>,
        change: AccountChange,
    ) -> Result<(), AccountError> {
        if account.action() != Action::ManagePeople {
            return Err(Error::Forbidden.into());
        }
        let caller = account.caller().clone();
        let is_own = caller.person().is_some_and(|person| person.id == account.id());
        let Account(mut person) = account.into_inner();
        let before = person.clone();
        match change {
            AccountChange::Disable | AccountChange::Ungrant(_) if is_own => {
                return Err(AccountError::OwnAccount);
            }
            AccountChange::Document(_) if is_own => return Err(AccountError::OwnDocument),
            AccountChange::Grant(_) if is_own => return Err(AccountError::OwnGrant),
            AccountChange::Password(_) if caller.person().is_some() => {
                return Err(AccountError::PasswordOfAnother);
            }
            AccountChange::Disable => {
                person.disabled_at = Some(self.now());
            }
            AccountChange::Enable => {
                person.disabled_at = None;
            }
            AccountChange::Grant(grant) => {
                self.learn_open_roles().await?;
                self.check_grant(&grant)?;
                if !person.grants.contains(&grant) {
                    person.grants.push(grant);
                }
            }
            AccountChange::Ungrant(grant) => {
                person.grants.retain(|granted| *granted != grant);
            }
            AccountChange::Password(password) => {
                person.password_hash = password_hash(self, password, &person.name, &person.email).await?;
            }
            AccountChange::Document(typed) => {
                person.document = Some(document(&typed)?);
            }
        }
        let entry = log::entry(self, &caller, told(&before, &person));
        Ok(self.store.change_person(&person, &entry).await?)
    }
}

/// How the log tells of a change. That somebody is shut out or let in again says all by itself.
fn told(before: &Person, after: &Person) -> AuditAction {
    match (before.disabled_at, after.disabled_at) {
        (None, Some(_)) => AuditAction::PersonDisabled(after.id),
        (Some(_), None) => AuditAction::PersonEnabled(after.id),
        _ => AuditAction::AccountChanged {
            person: after.id,
            what: differences::between(before, after),
        },
    }
}
