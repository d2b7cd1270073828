//! Grants: a role everywhere, in one service, or in one of its offices.

use std::collections::BTreeSet;

use forms::{OfficeId, Role, ServiceId};
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

/// Whether somebody can be granted this. A role that no step knows is a slip of the pen, and would let its holder read cases
/// all the same.
pub(super) fn is_known(services: &Services, grant: &Grant) -> bool {
    roles(services).contains(grant.role.as_str())
}

fn roles(services: &Services) -> BTreeSet<String> {
    let services = services.all();
    let steps = services
        .iter()
        .flat_map(|published| &published.service.review.steps);
    steps
        .map(|step| step.role.to_string())
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
