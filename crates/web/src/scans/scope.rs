//! From what was granted to somebody to the services whose scans and reports they are shown.

use forms::ServiceId;

use crate::{
    app::App,
    authorise::{Action, Scope, Visitor, authorise},
};

/// The services of which the visitor may do this; none named where it is all of them, and what is of no service too.
/// Who was granted one office of a service sees its cases one by one, never the service's figures.
pub(crate) fn services(app: &App, visitor: &Visitor, action: Action) -> Option<Vec<ServiceId>> {
    if authorise(visitor, action, &Scope::Everything).is_ok() {
        return None;
    }
    let published = app.services.all().into_iter();
    let ids = published.map(|published| published.service.id.clone());
    Some(
        ids.filter(|id| authorise(visitor, action, &Scope::Service(id.clone())).is_ok())
            .collect(),
    )
}
