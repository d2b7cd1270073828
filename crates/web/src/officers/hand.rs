//! A case in somebody's hand: found, theirs to touch, not their own application, and as they saw it.

use std::sync::Arc;

use forms::Role;
use permit::Reference;
use review::{Actor, ApplicationId, Command};
use store::{Case, Person};

use crate::{
    app::App,
    authorise::{Action, Scope, Visitor, authorise},
    desk,
    error::WebError,
    form::Form,
};

/// A case about to be changed by somebody who may.
pub(crate) struct Hand {
    pub(crate) case: Case,
    person: Arc<Person>,
    roles: Vec<Role>,
}

/// The case of a reference or an id.
pub(crate) async fn find(app: &App, key: &str) -> Result<Case, WebError> {
    if let Ok(reference) = key.parse::<Reference>() {
        return Ok(app.store.case_by_reference(&reference).await?);
    }
    let id: ApplicationId = key.parse().map_err(|_| WebError::NotFound)?;
    Ok(app.store.case(id).await?)
}

/// The same, if the visitor may do this with it.
pub(crate) async fn see(app: &App, visitor: &Visitor, action: Action, key: &str) -> Result<Case, WebError> {
    let case = find(app, key).await?;
    authorise(visitor, action, &Scope::of(&case.application)).map_err(|_| WebError::Forbidden)?;
    Ok(case)
}

/// The same, to be changed: the form says which revision its page showed, and whoever decides what has changed since
/// is told so.
pub(crate) async fn take(
    app: &App,
    visitor: &Visitor,
    action: Action,
    key: &str,
    form: &Form,
) -> Result<Hand, WebError> {
    let case = see(app, visitor, action, key).await?;
    let hand = Hand::of(visitor, case)?;
    let seen = form
        .first("revision")
        .and_then(|revision| revision.parse::<u64>().ok());
    if seen != Some(hand.case.application.revision) {
        return Err(WebError::Conflict.with_link(address(&hand.case)));
    }
    Ok(hand)
}

impl Hand {
    pub(crate) fn of(visitor: &Visitor, case: Case) -> Result<Self, WebError> {
        let person = visitor.person().ok_or(WebError::Forbidden)?.clone();
        if is_own(&person, &case) {
            return Err(WebError::OwnApplication);
        }
        let roles = visitor.roles(&Scope::of(&case.application));
        Ok(Self { case, person, roles })
    }

    /// Gives the command; whoever is too late, or may not, is led back to the case.
    pub(crate) async fn act(self, app: &App, command: Command) -> Result<Case, WebError> {
        let back = address(&self.case);
        let actor = Actor::Officer {
            person: self.person.id,
            roles: self.roles,
        };
        let done = desk::act_on(app, self.case, command, &actor).await;
        done.map_err(|error| error.with_link(back))
    }
}

/// Whether the case is this person's own application. Nobody decides on themselves.
pub(crate) fn is_own(person: &Person, case: &Case) -> bool {
    let email = case.contact.email.as_deref().map(str::to_lowercase);
    email.is_some_and(|email| email == person.email.to_lowercase())
}

/// Where a case is read.
pub(crate) fn address(case: &Case) -> String {
    format!("/o/cases/{}", case.reference)
}
