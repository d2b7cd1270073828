//! Who may do what: the one function that every address goes through.

use std::sync::Arc;

use forms::{OfficeId, Role, ServiceId};
use review::ApplicationId;
use store::{Device, Grant, Person};

mod actions;
mod duties;

pub use actions::{Action, Credentials};
pub use duties::Duty;

/// Who sent a request.
#[derive(Clone, Debug)]
pub enum Visitor {
    /// Anyone.
    Stranger,
    /// Who holds the key to this one application: the mailed link, or the browser that applied.
    Applicant(ApplicationId),
    /// Who works here, with what was granted to them.
    Person(Arc<Person>),
    /// An enrolled checkpoint phone, whoever holds it.
    Device(Arc<Device>),
}

/// What an action would touch.
#[derive(Clone, Debug)]
pub enum Scope {
    /// Not known yet: whether there is anything at all on which the visitor may do this. The first gate asks so;
    /// whoever then loads a case or a permit asks again with what it found.
    Somewhere,
    /// The site itself, with whatever is on it: only who was granted a role without limits reaches so far.
    Everything,
    /// A service as a whole.
    Service(ServiceId),
    /// One application, with its permit.
    Application {
        /// Which.
        id: ApplicationId,
        /// Of which service.
        service: ServiceId,
        /// To which office it was routed, where the service routes.
        office: Option<OfficeId>,
    },
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    /// A stranger: logging in, or the mailed link, may help.
    Unknown,
    /// Known, and still not allowed.
    Forbidden,
}

impl Scope {
    /// The scope of a case.
    pub fn of(application: &review::Application) -> Self {
        Self::Application {
            id: application.id,
            service: application.service.clone(),
            office: application.office.clone(),
        }
    }
}

/// Whether the visitor may do this, there.
pub fn authorise(visitor: &Visitor, action: Action, scope: &Scope) -> Result<(), Denied> {
    let allowed = match (action.credentials(), visitor) {
        (Credentials::None | Credentials::Draft | Credentials::PerhapsAccess, _) => true,
        (Credentials::Access, Visitor::Applicant(own)) => is_own(*own, scope),
        (Credentials::Session, Visitor::Person(person)) => {
            person.disabled_at.is_none() && may(&person.grants, action, scope)
        }
        (Credentials::Device, Visitor::Device(device)) => device.revoked_at.is_none(),
        (Credentials::Access | Credentials::Session | Credentials::Device, _) => return Err(Denied::Unknown),
    };
    if allowed { Ok(()) } else { Err(Denied::Forbidden) }
}

fn is_own(own: ApplicationId, scope: &Scope) -> bool {
    match scope {
        Scope::Somewhere => true,
        Scope::Everything | Scope::Service(_) => false,
        Scope::Application { id, .. } => *id == own,
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

impl Visitor {
    /// The roles a person holds for a scope: what `review` weighs against a step's role.
    pub fn roles(&self, scope: &Scope) -> Vec<Role> {
        match self {
            Self::Person(person) => person
                .grants
                .iter()
                .filter(|grant| covers(grant, scope))
                .map(|grant| grant.role.clone())
                .collect(),
            Self::Stranger | Self::Applicant(_) | Self::Device(_) => Vec::new(),
        }
    }

    /// The person, if it is one.
    pub fn person(&self) -> Option<&Arc<Person>> {
        match self {
            Self::Person(person) => Some(person),
            Self::Stranger | Self::Applicant(_) | Self::Device(_) => None,
        }
    }

    /// The phone, if it is one.
    pub fn device(&self) -> Option<&Arc<Device>> {
        match self {
            Self::Device(device) => Some(device),
            Self::Stranger | Self::Applicant(_) | Self::Person(_) => None,
        }
    }
}

#[cfg(test)]
mod tests;
