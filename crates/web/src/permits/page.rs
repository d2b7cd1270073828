//! The permit as a web page: what the paper says, for those who do not read PDFs.

use askama::Template;
use axum::{extract::State, response::Html};
use forms::Text;
use locale::dates;

use super::handed_out::HandedOut;
use crate::{app::App, error::WebError, page::Page};

#[derive(Template)]
#[template(path = "permits/page.html")]
struct PermitPage {
    page: Page,
    reference: String,
    title: String,
    authority: String,
    office: Option<String>,
    number: String,
    /// The class of its tag.
    state: &'static str,
    from: String,
    until: String,
    fields: Vec<Field>,
    /// The language of the fields' values where it is not the page's: a screen reader then speaks it.
    spoken: Option<String>,
    conditions: Vec<String>,
    laws: Vec<String>,
    address: String,
}

struct Field {
    label: String,
    value: String,
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
        let language = service.language_for(page.language.code());
        let beginning = |at| dates::beginning(at, &app.settings.time_zone, page.language);
        let end = |at| dates::end(at, &app.settings.time_zone, page.language);
        let say = |text: &Text| text.in_language(&language).to_owned();
        let all = |texts: &[Text]| texts.iter().map(say).collect();
        let fields = permit.printed.fields.iter().map(|field| Field {
            label: service
                .question(&field.question)
                .map(|question| say(question.name()))
                .unwrap_or_default(),
            value: field.value.clone(),
        });
        let spoken = service.default_language();
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
            spoken: (spoken.as_str() != page.language.code()).then(|| spoken.to_string()),
            conditions: all(&service.permit.conditions),
            laws: all(&service.about.legal_basis),
            address: app.settings.base_url.clone(),
            page,
        }
    }
}
