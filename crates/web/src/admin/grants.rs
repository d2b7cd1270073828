//! Grants as forms write them.

use std::collections::BTreeSet;

use engine::people::Grant;
use forms::{OfficeId, Role, ServiceId};

use crate::{app::App, form::Form, page::Page};

/// An option of a select.
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) text: String,
}

/// A grant as the three fields of a form say it; nothing where no role was typed.
pub(super) fn read(form: &Form) -> Option<Grant> {
    Some(Grant {
        role: Role::new(form.first("role")?.to_lowercase()),
        service: form.first("service").map(ServiceId::new),
        office: form.first("office").map(OfficeId::new),
    })
}

/// Roles as a sentence lists them.
pub(super) fn in_a_row(roles: &BTreeSet<String>) -> String {
    let roles: Vec<_> = roles.iter().map(String::as_str).collect();
    roles.join(", ")
}

/// The services that a grant can be limited to.
pub(super) fn services(app: &App, page: &Page) -> Vec<Choice> {
    let services = app.services.all();
    let choices = services.iter().map(|published| Choice {
        value: published.service.id.to_string(),
        text: published
            .service
            .about
            .name
            .in_language(&published.service.language_for(page.language.code()))
            .to_owned(),
    });
    choices.collect()
}
