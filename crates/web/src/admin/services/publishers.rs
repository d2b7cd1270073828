//! Who may publish a service, and who may try it.

use engine::authorise::{Action, Caller, Scope};
use forms::{ContentHash, ServiceId};

use super::address;

/// Whether somebody may publish this service, once they have shown their second factor.
pub(super) fn may_publish(caller: &Caller, service: &ServiceId) -> bool {
    caller.could(Action::Publish, &Scope::Service(service.clone()))
}

/// Where somebody may try a version as its citizens would.
pub(super) fn try_at(caller: &Caller, service: &ServiceId, version: &ContentHash) -> Option<String> {
    let may = caller.may(Action::TryService, &Scope::Service(service.clone()));
    may.then(|| address::of_specimen(service, version))
}
