//! Who may publish a service.

use engine::authorise::{Action, Caller, Scope};
use forms::ServiceId;

/// Whether somebody may publish this service, once they have shown their second factor.
pub(super) fn may_publish(caller: &Caller, service: &ServiceId) -> bool {
    caller.could(Action::Publish, &Scope::Service(service.clone()))
}
