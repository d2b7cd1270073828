//! Accounts: listed, looked up, added.

use std::sync::Arc;

use forms::{canonical, outside::one_line};
use jiff::Timestamp;
use review::PersonId;
use store::{AuditAction, Grant, Person, StoreError, Subject};

use super::{
    differences,
    grants::UnknownGrant,
    judged::{self, Weakness},
    passwords,
};
use crate::{
    authorise::{Action, Authorised, Caller, Duty, Scope, Scoped, authorise},
    engine::Engine,
    error::Error,
    log,
};

/// How much of a document's number is shown.
const ENDING: usize = 4;

/// Somebody's account, as those who manage people see it: without the password, and without the document's number.
#[derive(Clone, Debug)]
pub struct Account(pub(super) Person);

/// Somebody who is let in.
#[allow(missing_debug_implementations, reason = "it holds the password")]
pub struct NewAccount {
    /// As colleagues know them.
    pub name: String,
    /// What they log in with.
    pub email: String,
    /// What they prove it with, from whoever holds the machine; else they set it themselves, by a link.
    pub password: Option<String>,
    /// What they may do.
    pub grants: Vec<Grant>,
    /// Their identity document, as somebody typed it; without one they may not decide everywhere.
    pub document: Option<String>,
}

/// Why an account was not added or changed.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// Somebody else logs in with this address.
    #[error("this e-mail address exists already")]
    EmailTaken,
    /// Mail to this address arrives where another account's does: the same person would have two.
    #[error("this e-mail address leads to the mailbox of another account")]
    MailboxTaken,
    /// Somebody else's account has this document: the same person would have two.
    #[error("this document is another account's")]
    DocumentTaken,
    /// What was typed as a document's number is none.
    #[error("this is no number of an identity document")]
    NoSuchDocument,
    /// Nobody says of themselves who they are.
    #[error("nobody changes their own document")]
    OwnDocument,
    /// The password is easily guessed.
    #[error(transparent)]
    WeakPassword(#[from] Weakness),
    /// Nobody sets another's password.
    #[error("nobody sets another's password: they set it themselves, by a link")]
    PasswordOfAnother,
    /// What somebody proves who they are with is changed on their own page.
    #[error("one's own password and second factor are changed on one's own page")]
    OwnProofs,
    /// Nobody grants themself anything.
    #[error("nobody grants themselves a role")]
    OwnGrant,
    /// The role or the service of a grant is not known here.
    #[error(transparent)]
    UnknownGrant(#[from] UnknownGrant),
    /// Nobody shuts themselves out or takes their own role.
    #[error("it is their own account")]
    OwnAccount,
    /// The caller may not, or the engine could not.
    #[error(transparent)]
    Engine(#[from] Error),
}

impl From<StoreError> for AccountError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::AlreadyExists(Subject::Email) => Self::EmailTaken,
            StoreError::AlreadyExists(Subject::Document) => Self::DocumentTaken,
            other => Self::Engine(other.into()),
        }
    }
}

impl Account {
    /// Who it is, in events and decisions for ever.
    pub fn id(&self) -> PersonId {
        self.0.id
    }

    /// As colleagues know them.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// What they log in with, in lower case.
    pub fn email(&self) -> &str {
        &self.0.email
    }

    /// What they may do.
    pub fn grants(&self) -> &[Grant] {
        &self.0.grants
    }

    /// The end of their document's number: enough to tell whether it is the right one.
    pub fn document_ending(&self) -> Option<String> {
        let number = self.0.document.as_deref()?;
        let shown = number.chars().count().saturating_sub(ENDING);
        Some(number.chars().skip(shown).collect())
    }

    /// Whether they decide on applications and nobody has said yet which document is theirs.
    pub fn wants_document(&self) -> bool {
        let decides = |grant: &Grant| matches!(Duty::of(&grant.role), Duty::Review | Duty::Supervise);
        self.0.document.is_none() && self.0.disabled_at.is_none() && self.0.grants.iter().any(decides)
    }

    /// Whether they have a password; who has none sets it by a link.
    pub fn has_password(&self) -> bool {
        self.0.password_hash != passwords::NONE
    }

    /// Since when they may do nothing.
    pub fn disabled_at(&self) -> Option<Timestamp> {
        self.0.disabled_at
    }

    /// How often it was changed.
    pub fn revision(&self) -> u64 {
        self.0.revision
    }
}

impl Scoped for Account {
    fn scope(&self) -> Scope {
        Scope::Everything
    }
}

impl Engine {
    /// Everybody who works or worked here, by name.
    pub async fn accounts(&self, caller: &Caller) -> Result<Vec<Account>, Error> {
        manages_people(caller)?;
        let people = self.store.people().await?;
        Ok(people.into_iter().map(Account).collect())
    }

    /// Somebody's account.
    pub async fn account(&self, caller: &Caller, id: PersonId) -> Result<Authorised<Account>, Error> {
        manages_people(caller)?;
        let person = self.store.person(id).await?;
        Authorised::new(Account(person), caller, Action::ManagePeople)
    }

    /// The account of who logs in with this address, in any case of letters.
    pub async fn account_by_email(
        &self,
        caller: &Caller,
        email: &str,
    ) -> Result<Option<Authorised<Account>>, Error> {
        manages_people(caller)?;
        let person = self.store.person_by_email(email).await?;
        let account = person.map(|person| Authorised::new(Account(person), caller, Action::ManagePeople));
        account.transpose()
    }

    /// Lets somebody in. Whoever holds the machine may grant any role, having asked [`Engine::check_grant`] or not: the first people
    /// may come before the first service, whose steps name roles.
    pub async fn add_account(&self, caller: &Caller, new: NewAccount) -> Result<PersonId, AccountError> {
        manages_people(caller)?;
        if caller.person().is_some() {
            self.learn_open_roles().await?;
            new.grants.iter().try_for_each(|grant| self.check_grant(grant))?;
            if new.password.is_some() {
                return Err(AccountError::PasswordOfAnother);
            }
        }
        let name = one_line(&new.name);
        if name.is_empty() {
            return Err(Error::BadRequest("an account has a name").into());
        }
        let password_hash = match new.password {
            Some(password) => password_hash(self, password, &name, &new.email).await?,
            None => passwords::NONE.to_owned(),
        };
        let person = Person {
            id: PersonId(self.new_id()),
            name,
            email: new.email.trim().to_lowercase(),
            password_hash,
            grants: new.grants,
            document: new.document.as_deref().map(document).transpose()?,
            disabled_at: None,
            revision: 0,
        };
        mailbox_is_free(self, &person.email).await?;
        let added = AuditAction::AccountAdded {
            person: person.id,
            with: differences::of_new(&person),
        };
        let entry = log::entry(self, caller, added);
        self.store.add_person(&person, &entry).await?;
        Ok(person.id)
    }
}

fn manages_people(caller: &Caller) -> Result<(), Error> {
    authorise(caller, Action::ManagePeople, &Scope::Everything).map_err(|_| Error::Forbidden)
}

/// Whether whoever loaded an account may help its person to prove who they are, which nobody does for themselves.
pub(super) fn may_help(account: &Authorised<Account>) -> Result<&Caller, AccountError> {
    let caller = account.caller();
    authorise(caller, Action::ManageProofs, &account.scope()).map_err(|_| Error::Forbidden)?;
    if caller.person().is_some_and(|person| person.id == account.id()) {
        return Err(AccountError::OwnProofs);
    }
    Ok(caller)
}

/// The hash of a password that is good enough for somebody who is called so and logs in with this address.
pub(super) async fn password_hash(
    engine: &Engine,
    password: String,
    name: &str,
    email: &str,
) -> Result<String, AccountError> {
    let random = Arc::clone(&engine.random);
    let (name, email) = (name.to_owned(), email.to_owned());
    let hashed = passwords::in_turn(move || {
        judged::judge(&password, &name, &email)?;
        Ok::<_, AccountError>(passwords::hash(&password, &*random)?)
    });
    hashed.await?
}

/// A document's number in canonical form.
pub(super) fn document(typed: &str) -> Result<String, AccountError> {
    let document = canonical::document_of_person(typed).ok_or(AccountError::NoSuchDocument)?;
    Ok(document.text().to_owned())
}

/// Whether mail to this address arrives where no other account's does: the store tells equal addresses alone.
async fn mailbox_is_free(engine: &Engine, email: &str) -> Result<(), AccountError> {
    let Some(mailbox) = canonical::email(email) else {
        return Ok(());
    };
    let people = engine.store.people().await?;
    let is_same = |other: &&Person| canonical::email(&other.email).as_ref() == Some(&mailbox);
    match people.iter().find(is_same) {
        None => Ok(()),
        Some(other) if other.email == email => Err(AccountError::EmailTaken),
        Some(_) => Err(AccountError::MailboxTaken),
    }
}
