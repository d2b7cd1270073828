//! Who asks, and the one function that says what they may do.

use std::sync::Arc;

use forms::Role;
use review::ApplicationId;
use store::{Device, Grant, Person};

use super::{
    actions::{Action, Credentials},
    duties::Duty,
    scope::Scope,
};

/// Who asks. Whatever is more than a stranger is made by this crate alone, from proof: a session, an access key, a phone's
/// signature, the command line.
#[derive(Clone, Debug)]
pub struct Caller(Identity);

#[derive(Clone, Debug)]
enum Identity {
    Stranger,
    Applicant(Opened),
    Person(Arc<Person>, Shown),
    Device(Arc<Device>),
    Operator,
}

/// Which application somebody was let into, and under which number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Opened {
    pub(crate) application: ApplicationId,
    /// How often the links and browsers that opened it had been ended.
    pub(crate) links: u32,
}

/// Whether somebody's second factor was shown lately, by which what must not be done from a desk that was left alone is guarded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    /// It was, or none is asked of them.
    Lately,
    /// It was not, or nobody has looked.
    Perhaps,
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    /// A stranger: logging in, or the mailed link, may help.
    Unknown,
    /// Known, and still not allowed.
    Forbidden,
    /// Allowed to them, once they have shown their second factor again.
    Unproven,
}

/// Whether the caller may do this, there.
pub fn authorise(caller: &Caller, action: Action, scope: &Scope) -> Result<(), Denied> {
    let allowed = match (action.credentials(), &caller.0) {
        (Credentials::None | Credentials::Draft | Credentials::PerhapsAccess, _) => true,
        (Credentials::Access, Identity::Applicant(own)) => is_own(*own, scope),
        (Credentials::Session, Identity::Person(person, shown)) => {
            let allowed = person.disabled_at.is_none() && may(&person.grants, action, scope);
            if allowed && action.wants_proof() && *shown != Shown::Lately {
                return Err(Denied::Unproven);
            }
            allowed
        }
        (Credentials::Session, Identity::Operator) => action.is_for_operators(),
        (Credentials::Device, Identity::Device(device)) => device.revoked_at.is_none(),
        (Credentials::Access | Credentials::Session | Credentials::Device, _) => return Err(Denied::Unknown),
    };
    if allowed { Ok(()) } else { Err(Denied::Forbidden) }
}

/// What has let somebody in opens the application until all of its kind are ended.
fn is_own(own: Opened, scope: &Scope) -> bool {
    match scope {
        Scope::Somewhere => true,
        Scope::Everything | Scope::Service(_) => false,
        Scope::Application { id, links, .. } => *id == own.application && *links == own.links,
    }
}

fn may(grants: &[Grant], action: Action, scope: &Scope) -> bool {
    let duties = action.duties();
    duties.contains(&Duty::Any)
        || grants
            .iter()
            .any(|grant| duties.contains(&Duty::of(&grant.role)) && covers(grant, scope))
}

/// A grant limited to a service or an office reaches nothing outside it, and nothing that has no office.
fn covers(grant: &Grant, scope: &Scope) -> bool {
    let (service, office) = match scope {
        Scope::Somewhere => return true,
        Scope::Everything => return grant.service.is_none() && grant.office.is_none(),
        Scope::Service(service) => (service, None),
        Scope::Application { service, office, .. } => (service, office.as_ref()),
    };
    grant.service.as_ref().is_none_or(|granted| granted == service)
        && grant
            .office
            .as_ref()
            .is_none_or(|granted| Some(granted) == office)
}

impl Caller {
    /// Anyone.
    pub fn stranger() -> Self {
        Self(Identity::Stranger)
    }

    /// Whoever holds the machine: the command line, which has read the keys' files.
    pub fn operator() -> Self {
        Self(Identity::Operator)
    }

    /// Whose browser was let into this one application.
    pub(crate) fn applicant(own: Opened) -> Self {
        Self(Identity::Applicant(own))
    }

    /// Who works here, with what was granted to them.
    pub(crate) fn person_of(person: Arc<Person>, shown: Shown) -> Self {
        Self(Identity::Person(person, shown))
    }

    /// Who asked for a job that is done in their name: the job's row is the proof that they asked.
    pub(crate) fn of_job(person: Arc<Person>) -> Self {
        Self(Identity::Person(person, Shown::Lately))
    }

    /// An enrolled checkpoint phone, whoever holds it.
    pub(crate) fn device_of(device: Arc<Device>) -> Self {
        Self(Identity::Device(device))
    }

    /// The application that the caller was let into, if they were into one.
    pub(crate) fn application(&self) -> Option<ApplicationId> {
        match &self.0 {
            Identity::Applicant(own) => Some(own.application),
            Identity::Stranger | Identity::Person(..) | Identity::Device(_) | Identity::Operator => None,
        }
    }

    /// Whether the caller may do this, there.
    pub fn may(&self, action: Action, scope: &Scope) -> bool {
        authorise(self, action, scope).is_ok()
    }

    /// The same, or would once they have shown their second factor again: what is offered, not what is done.
    pub fn could(&self, action: Action, scope: &Scope) -> bool {
        matches!(authorise(self, action, scope), Ok(()) | Err(Denied::Unproven))
    }

    /// The roles a person holds for a scope: what `review` weighs against a step's role.
    pub(crate) fn roles(&self, scope: &Scope) -> Vec<Role> {
        self.person().map_or_else(Vec::new, |person| roles(person, scope))
    }

    /// The person, if it is one.
    pub fn person(&self) -> Option<&Arc<Person>> {
        match &self.0 {
            Identity::Person(person, _) => Some(person),
            Identity::Stranger | Identity::Applicant(_) | Identity::Device(_) | Identity::Operator => None,
        }
    }

    /// The phone, if it is one.
    pub fn device(&self) -> Option<&Arc<Device>> {
        match &self.0 {
            Identity::Device(device) => Some(device),
            Identity::Stranger | Identity::Applicant(_) | Identity::Person(..) | Identity::Operator => None,
        }
    }
}

/// The roles that somebody holds for a scope.
pub(crate) fn roles(person: &Person, scope: &Scope) -> Vec<Role> {
    let grants = person.grants.iter().filter(|grant| covers(grant, scope));
    grants.map(|grant| grant.role.clone()).collect()
}
