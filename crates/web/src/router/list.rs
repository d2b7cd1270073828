//! The list.

use super::Routes;
use crate::{Action::*, assets, catalogue, health};

#[rustfmt::skip]
pub(super) fn all(routes: Routes) -> Routes {
    routes
        .get ("/",                                Browse,            catalogue::list::show)
        .get ("/s/{service}",                     Apply,             catalogue::service::show)
        .get ("/accessibility",                   Browse,            catalogue::accessibility::show)

        .get ("/assets/{name}",                   Browse,            assets::show)
        .get ("/healthz",                         Operate,           health::alive)
        .get ("/readyz",                          Operate,           health::ready)
}
