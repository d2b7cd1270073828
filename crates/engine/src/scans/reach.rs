//! From what was granted to somebody to the services whose scans and reports they are shown.

use forms::ServiceId;

use crate::{
    authorise::{Action, Caller, Scope},
    engine::Engine,
};

/// The services of which the caller may do this; none named where it is all of them, and what is of no service too.
/// Who was granted one office of a service sees its cases one by one, never the service's figures.
pub(crate) fn services(engine: &Engine, caller: &Caller, action: Action) -> Option<Vec<ServiceId>> {
    if caller.may(action, &Scope::Everything) {
        return None;
    }
    let published = engine.services.all().into_iter();
    let ids = published.map(|published| published.service.id.clone());
    Some(
        ids.filter(|id| caller.may(action, &Scope::Service(id.clone())))
            .collect(),
    )
}
