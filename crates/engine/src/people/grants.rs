//! Grants: a role everywhere, in one service, or in one of its offices.

use std::collections::BTreeSet;

use forms::{OfficeId, Role, ServiceId, Step};
use store::Grant;

use crate::{engine::Engine, services::Services};

/// The roles whose work is the same in every service; the others are named by services' steps.
const COMMON: [&str; 5] = [
    "supervisor",
    "verifier",
    "service-owner",
    "administrator",
    "auditor",
];

impl Engine {
    /// Every role that somebody can be granted.
    pub fn roles(&self) -> BTreeSet<String> {
        roles(&self.services)
    }

    /// Whether a grant means something here: its role is a step's of a published service, or of an older version where cases still wait
    /// ([`Engine::learn_open_roles`]), or common to all, and its service is published. Another one is a slip of the pen, or comes before its service.
    pub fn check_grant(&self, grant: &Grant) -> Result<(), UnknownGrant> {
        if !is_known(&self.services, grant) {
            return Err(UnknownGrant::Role(grant.role.clone()));
        }
        match &grant.service {
            Some(service) if self.services.current(service.as_str()).is_none() => {
                Err(UnknownGrant::Service(service.clone()))
            }
            _ => Ok(()),
        }
    }

    /// The roles that are not let in without a second factor, as it is set, and that nobody here can be granted: a slip of the pen
    /// leaves those that were meant without one.
    pub fn unknown_second_factor_roles(&self) -> Vec<Role> {
        let known = self.roles();
        let set = self.settings.second_factor_roles.iter();
        set.filter(|role| !known.contains(role.as_str()))
            .cloned()
            .collect()
    }
}

/// What is not known of a grant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnknownGrant {
    /// No step of a published service is this role's, nor is it common to all services.
    #[error("there is no role {0}")]
    Role(Role),
    /// No such service is published.
    #[error("no service {0} is published")]
    Service(ServiceId),
}

/// The grant of a text: `ROLE`, `ROLE@SERVICE`, `ROLE@SERVICE/OFFICE`, or `ROLE/OFFICE` for that office in every service.
pub fn read(text: &str) -> Option<Grant> {
    let (scope, office) = match text.split_once('/') {
        Some((scope, office)) => (scope, Some(office).filter(|office| !office.is_empty())),
        None => (text, None),
    };
    let (role, service) = match scope.split_once('@') {
        Some((role, service)) => (role, Some(service)),
        None => (scope, None),
    };
    let is_grant = !role.is_empty() && service != Some("");
    is_grant.then(|| Grant {
        role: Role::new(role),
        service: service.map(ServiceId::new),
        office: office.map(OfficeId::new),
    })
}

/// The text of a grant, which [`read`] reads: `officer@transit-permit/15`.
pub fn show(grant: &Grant) -> String {
    let service = grant.service.as_ref().map(|service| format!("@{service}"));
    let office = grant.office.as_ref().map(|office| format!("/{office}"));
    format!(
        "{}{}{}",
        grant.role,
        service.unwrap_or_default(),
        office.unwrap_or_default()
    )
}

/// A role that no step knows would let its holder read cases all the same.
fn is_known(services: &Services, grant: &Grant) -> bool {
    roles(services).contains(grant.role.as_str())
}

fn roles(services: &Services) -> BTreeSet<String> {
    let open = services.open_roles();
    let services = services.all();
    let steps = services
        .iter()
        .flat_map(|published| &published.service.review.steps);
    steps
        .flat_map(Step::roles)
        .map(ToString::to_string)
        .chain(open.iter().map(ToString::to_string))
        .chain(COMMON.map(str::to_owned))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grants_read_as_they_are_shown() {
        for text in [
            "officer",
            "officer@transit-permit",
            "inspector@market-stall-permit/zona-norte",
            "officer/15",
        ] {
            assert_eq!(show(&read(text).unwrap()), text);
        }
        for text in ["", "@transit-permit", "officer@", "officer@/15"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
