//! What was loaded for a caller who may do something with it.

use std::ops::Deref;

use forms::Role;
use store::Case;

use super::{
    actions::{Action, Credentials},
    caller::{Caller, authorise},
    scope::Scope,
};
use crate::error::Error;

/// Something that was loaded, and with which its caller may do one thing. It can be read; an operation that changes it takes
/// it whole, and asks what it was authorised for.
#[derive(Clone, Debug)]
pub struct Authorised<T> {
    subject: T,
    caller: Caller,
    action: Action,
}

/// What an action can be authorised for.
pub trait Scoped {
    /// What an action on it would touch.
    fn scope(&self) -> Scope;
}

impl Scoped for Case {
    fn scope(&self) -> Scope {
        Scope::of(&self.application)
    }
}

impl<T: Scoped> Authorised<T> {
    /// The same thing, if the caller may do this with it.
    pub(crate) fn new(subject: T, caller: &Caller, action: Action) -> Result<Self, Error> {
        // What anybody may do authorises nothing that was loaded, and a phone's actions are not on applications.
        let is_on_it = matches!(action.credentials(), Credentials::Access | Credentials::Session);
        if !is_on_it || authorise(caller, action, &subject.scope()).is_err() {
            return Err(Error::Forbidden);
        }
        Ok(Self {
            subject,
            caller: caller.clone(),
            action,
        })
    }

    /// The same of what people name: whoever may neither do this with it nor see it is answered as if it were not there.
    pub(crate) fn named(subject: T, caller: &Caller, action: Action, seeing: Action) -> Result<Self, Error> {
        let is_seen = caller.may(seeing, &subject.scope());
        match Self::new(subject, caller, action) {
            Err(Error::Forbidden) if !is_seen => Err(Error::NotFound),
            other => other,
        }
    }

    /// The roles that its caller holds for it.
    pub(crate) fn roles(&self) -> Vec<Role> {
        self.caller.roles(&self.subject.scope())
    }

    /// The same, or would once they have shown their second factor again.
    pub fn could(&self, action: Action) -> bool {
        self.caller.could(action, &self.subject.scope())
    }

    /// Whether its caller may do something else with it as well.
    pub fn may(&self, action: Action) -> bool {
        self.caller.may(action, &self.subject.scope())
    }
}

impl<T> Authorised<T> {
    /// Who may.
    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// What they may do with it.
    pub fn action(&self) -> Action {
        self.action
    }

    /// The thing alone, which nothing changes any more.
    pub fn into_inner(self) -> T {
        self.subject
    }
}

impl<T> Deref for Authorised<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.subject
    }
}
