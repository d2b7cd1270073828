//! Grants as forms write them and tables show them.

use std::collections::BTreeSet;

use forms::{OfficeId, Role, ServiceId};
use store::Grant;

use crate::{app::App, form::Form, page::Page};

/// The roles whose work is the same in every service; the others are named by services' steps.
const COMMON: [&str; 5] = [
    "supervisor",
    "verifier",
    "service-owner",
    "administrator",
    "auditor",
];

/// An option of a select.
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) text: String,
}

/// A grant as the three fields of a form say it. A role that no step knows is a slip of the pen, and would let its
/// holder read cases all the same.
pub(super) fn read(app: &App, form: &Form) -> Result<Grant, &'static str> {
    let role = form.first("role").ok_or("admin-no-role")?.to_lowercase();
    if !roles(app).contains(&role) {
        return Err("admin-unknown-role");
    }
    Ok(Grant {
        role: Role::new(role),
        service: form.first("service").map(ServiceId::new),
        office: form.first("office").map(OfficeId::new),
    })
}

/// `officer@transit-permit/15`, as the command line says it.
pub(super) fn show(grant: &Grant) -> String {
    let service = grant.service.as_ref().map(|service| format!("@{service}"));
    let office = grant.office.as_ref().map(|office| format!("/{office}"));
    format!(
        "{}{}{}",
        grant.role,
        service.unwrap_or_default(),
        office.unwrap_or_default()
    )
}

/// Every role that somebody can be granted.
pub(super) fn roles(app: &App) -> BTreeSet<String> {
    let services = app.services.all();
    let steps = services
        .iter()
        .flat_map(|published| &published.service.review.steps);
    steps
        .map(|step| step.role.to_string())
        .chain(COMMON.map(str::to_owned))
        .collect()
}

/// The services that a grant can be limited to.
pub(super) fn services(app: &App, page: &Page) -> Vec<Choice> {
    let services = app.services.all();
    let choice = |published: &std::sync::Arc<crate::Published>| Choice {
        value: published.service.id.to_string(),
        text: published
            .service
            .about
            .name
            .in_language(&published.service.language_for(page.language.code()))
            .to_owned(),
    };
    services.iter().map(choice).collect()
}
