//! The permit as a web page: what the paper says, for those who do not read PDFs.

use askama::Template;
use axum::{extract::State, response::Html};
use engine::permits::{PrintedField, conditions as office_conditions};
use forms::Text;
use locale::dates;

use super::handed_out::HandedOut;
use crate::{
    app::App,
    error::WebError,
    page::Page,
    said::{Said, Voice},
};

#[derive(Template)]
#[template(path = "permits/page.html")]
struct PermitPage {
    page: Page,
    reference: String,
    title: Said,
    authority: Said,
    office: Option<Said>,
    number: String,
    /// The class of its tag.
    state: &'static str,
    from: String,
    until: String,
    fields: Vec<Field>,
    conditions: Vec<Said>,
    laws: Vec<Said>,
    address: String,
}

struct Field {
    label: Said,
    /// As it is printed, in the service's first language; nothing where it was left empty.
    value: Option<Said>,
}

/// `GET /a/{reference}/permit`
pub(crate) async fn show(
    State(app): State<App>,
    permit: HandedOut,
    page: Page,
) -> Result<Html<String>, WebError> {
    Ok(Html(PermitPage::of(&app, &permit, page).render()?))
}

impl PermitPage {
    fn of(app: &App, handed_out: &HandedOut, page: Page) -> Self {
        let HandedOut {
            permit, published, ..
        } = handed_out;
        let service = &published.service;
        let voice = Voice::of(service, page.language);
        let printed = Voice::new(service.default_language().clone(), page.language);
        let beginning = |at| dates::beginning(at, &app.settings.time_zone, page.language);
        let end = |at| dates::end(at, &app.settings.time_zone, page.language);
        let say = |text: &Text| voice.say(text);
        let all = |texts: &[Text]| texts.iter().map(say).collect();
        let are_conditions = |field: &PrintedField| office_conditions::are_at(service, &field.question);
        let is_said = |field: &&PrintedField| !field.value.is_empty() || !are_conditions(field);
        let fields = permit.printed.fields.iter().filter(is_said).map(|field| Field {
            label: match service.question(&field.question) {
                Some(question) => say(question.name()),
                None if are_conditions(field) => Said::ours(page.t("paper-office-conditions")),
                None => Said::default(),
            },
            value: Some(&field.value)
                .filter(|value| !value.is_empty())
                .map(|value| printed.said(value)),
        });
        Self {
            reference: handed_out.reference.to_string(),
            title: say(&service.permit.title),
            authority: say(&service.about.authority.name),
            office: service.about.authority.office.as_ref().map(say),
            number: permit.number.to_string(),
            state: permit.state_at(app.now()),
            from: beginning(permit.not_before),
            until: end(permit.expires_at),
            fields: fields.collect(),
            conditions: all(&service.permit.conditions),
            laws: all(&service.about.legal_basis),
            address: app.settings.base_url.clone(),
            page,
        }
    }
}
