//! What the parts of a case's page are made of.

use std::sync::Arc;

use engine::{applications::Case, authorise::Authorised, services::Published};
use forms::Service;

use crate::{app::App, officers::names::Names, page::Page};

/// A case before its reader.
pub(super) struct Found<'a> {
    pub(super) app: &'a App,
    pub(super) page: &'a Page,
    pub(super) case: &'a Authorised<Case>,
    pub(super) published: &'a Arc<Published>,
    pub(super) service: &'a Service,
    pub(super) spoken: forms::Language,
    pub(super) names: Names,
}
