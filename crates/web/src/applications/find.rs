//! Finding an application by its reference and the document number: the status, and nothing else.

use askama::Template;
use axum::{
    extract::{RawQuery, State},
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use engine::applications::{Case, find::Found};

use super::{service_name::service_name, status::standing::Standing};
use crate::{app::App, error::WebError, form::Form, page::Page, peer::Peer};

#[derive(Template)]
#[template(path = "applications/find.html")]
pub(crate) struct FindPage {
    page: Page,
    reference: String,
    document: String,
    /// The field that is wrong and what to say.
    errors: Vec<(&'static str, String)>,
    /// The reference came in the address: only the document number is wanted.
    known: bool,
}

#[derive(Template)]
#[template(path = "applications/found.html")]
struct FoundPage {
    page: Page,
    name: String,
    reference: String,
    standing: Standing,
}

impl FindPage {
    fn new(page: Page, reference: &str, document: &str) -> Self {
        Self {
            page,
            reference: reference.to_owned(),
            document: document.to_owned(),
            errors: Vec::new(),
            known: false,
        }
    }

    /// For someone who opened an application's address without its key.
    pub(crate) fn asking(page: Page, reference: &str) -> Self {
        Self {
            known: true,
            ..Self::new(page, reference, "")
        }
    }
}

/// `GET /a`
pub(crate) async fn show(page: Page, RawQuery(query): RawQuery) -> Result<Html<String>, WebError> {
    let asked = Form::parse(query.unwrap_or_default().as_bytes());
    let reference = asked.first("reference").unwrap_or_default();
    Ok(Html(FindPage::new(page, reference, "").render()?))
}

/// `POST /a`
pub(crate) async fn find(
    State(app): State<App>,
    peer: Peer,
    page: Page,
    form: Form,
) -> Result<Response, WebError> {
    let (reference, document) = (
        form.first("reference").unwrap_or_default(),
        form.first("document").unwrap_or_default(),
    );
    let view = FindPage::new(page, reference, document);
    let errors = view.missing();
    if !errors.is_empty() {
        return FindPage { errors, ..view }.refuse();
    }
    match app.find_application(&peer.bucket(), reference, document).await? {
        Found::Mistyped => view.mistyped(),
        Found::Nothing => view.not_found(),
        Found::Case(case) => found(&app, &case, view.page).await,
    }
}

async fn found(app: &App, case: &Case, page: Page) -> Result<Response, WebError> {
    let published = app.version(&case.application.version).await?;
    let view = FoundPage {
        name: service_name(&published, &page),
        reference: case.reference.to_string(),
        standing: Standing::public(app, case, page.language).await?,
        page,
    };
    Ok(Html(view.render()?).into_response())
}

impl FindPage {
    fn missing(&self) -> Vec<(&'static str, String)> {
        let want = |field: &'static str, value: &str, key: &str| {
            value.is_empty().then(|| (field, self.page.t(key).into_owned()))
        };
        [
            want("reference", &self.reference, "find-reference-missing"),
            want("document", &self.document, "find-document-missing"),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn mistyped(self) -> Result<Response, WebError> {
        let errors = vec![("reference", self.page.t("find-reference-mistyped").into_owned())];
        Self { errors, ..self }.refuse()
    }

    /// The same answer whether the reference or the document is wrong.
    fn not_found(self) -> Result<Response, WebError> {
        let errors = vec![("reference", self.page.t("find-not-found").into_owned())];
        Self { errors, ..self }.refuse()
    }

    fn refuse(self) -> Result<Response, WebError> {
        Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(self.render()?)).into_response())
    }

    fn error(&self, field: &str) -> Option<&str> {
        self.errors
            .iter()
            .find(|(name, _)| *name == field)
            .map(|(_, message)| message.as_str())
    }
}
