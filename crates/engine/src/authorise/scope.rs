//! What an action would touch.

use forms::{OfficeId, ServiceId};
use review::ApplicationId;

/// What an action would touch.
#[derive(Clone, Debug)]
pub enum Scope {
    /// Not known yet: whether there is anything at all on which the caller may do this. The first gate asks so;
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
        /// How often the links and browsers that opened it were ended.
        links: u32,
    },
}

impl Scope {
    /// The scope of a case.
    pub fn of(application: &review::Application) -> Self {
        Self::Application {
            id: application.id,
            service: application.service.clone(),
            office: application.office.clone(),
            links: application.access.links,
        }
    }
}
