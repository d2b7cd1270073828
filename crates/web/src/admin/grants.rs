//! Grants as forms write them.

use engine::{
    casework::offices::{KnownOffice, OfficeName},
    people::Grant,
};
use forms::{OfficeId, Role, ServiceId};

use crate::{
    app::App,
    form::Form,
    officers::{roles, service_name::service_name},
    page::Page,
};

/// An option of a select.
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) text: String,
}

/// A grant as the three fields of a form say it, or the key of what is wrong with them. An office that no case ever comes to is a
/// slip: its holder would wait for ever.
pub(super) fn read(app: &App, form: &Form) -> Result<Grant, &'static str> {
    let grant = Grant {
        role: Role::new(form.first("role").ok_or("admin-no-role")?.to_lowercase()),
        service: form.first("service").map(ServiceId::new),
        office: form.first("office").map(OfficeId::new),
    };
    match &grant.office {
        Some(office) if !app.is_office(office, grant.service.as_ref()) => Err("admin-unknown-office"),
        _ => Ok(grant),
    }
}

/// The roles that can be granted, in words.
pub(super) fn roles(app: &App, page: &Page) -> Vec<Choice> {
    let roles = app.roles().into_iter().map(|role| Choice {
        text: roles::role(&role, page),
        value: role,
    });
    roles.collect()
}

/// The offices that a grant can be limited to.
pub(super) fn offices(app: &App, page: &Page) -> Vec<Choice> {
    let choice = |office: KnownOffice| Choice {
        text: match &office.name {
            OfficeName::Department(name) => (*name).to_owned(),
            OfficeName::Option { service, name } => {
                let published = app.services.current(service.as_str());
                let spoken = published.map(|published| published.service.language_for(page.language.code()));
                let name = spoken.map(|spoken| name.in_language(&spoken).to_owned());
                let service = service_name(app, page, service);
                format!("{} ({service})", name.unwrap_or_else(|| office.id.to_string()))
            }
        },
        value: office.id.to_string(),
    };
    app.offices().into_iter().map(choice).collect()
}

/// Roles as a sentence lists them.
pub(super) fn in_a_row(roles: &[Choice]) -> String {
    let roles: Vec<_> = roles.iter().map(|role| role.text.as_str()).collect();
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
