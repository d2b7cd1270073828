//! What people are granted, in words.

use engine::people::Grant;
use forms::{OfficeId, regions};
use locale::Language;

use super::service_name::service_name;
use crate::{app::App, page::Page};

/// A role as people call it; one that only a service's file knows by the name that it has there.
pub(crate) fn role(role: &str, page: &Page) -> String {
    let key = format!("role-{role}");
    match role.strip_prefix("consultee-") {
        _ if Language::knows(&key) => page.t(key).into_owned(),
        Some(body) => page.t1("role-consultee-of", "body", body),
        None => role.to_owned(),
    }
}

/// A role with what it is limited to.
pub(crate) fn grant(app: &App, grant: &Grant, page: &Page) -> String {
    let service = grant.service.as_ref().map(|id| service_name(app, page, id));
    let office = grant
        .office
        .as_ref()
        .map(|id| page.t1("role-of-office", "office", office_name(id)));
    let parts = [Some(role(grant.role.as_str(), page)), service, office];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// An office as people call it, where it is a department.
pub(crate) fn office_name(id: &OfficeId) -> String {
    match regions::path(id.as_str()) {
        name if name.is_empty() => id.to_string(),
        name => name,
    }
}
