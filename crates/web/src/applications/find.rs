//! Finding an application by its reference and the document number: the status, and nothing else; or with the return code beside
//! them: all of it.

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use engine::applications::{Case, find::Found, opening::ByCode};

use super::{own, service_name::service_name, status::standing::Standing};
use crate::{
    app::App,
    codes, cookies,
    error::WebError,
    form::{Form, Query},
    page::Page,
    peer::Peer,
};

#[derive(Template)]
#[template(path = "applications/find.html")]
pub(crate) struct FindPage {
    page: Page,
    /// The key of what it says first.
    lead: &'static str,
    reference: String,
    document: String,
    code: String,
    /// The field that is wrong and what to say.
    errors: Vec<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "applications/found.html")]
struct FoundPage {
    page: Page,
    name: String,
    reference: String,
    standing: Standing,
    /// What is said of the link that was asked for.
    link: Option<String>,
}

impl FindPage {
    fn new(page: Page, lead: &'static str, form: &Form) -> Self {
        let typed = |field| form.first(field).unwrap_or_default().to_owned();
        Self {
            page,
            lead,
            reference: typed("reference"),
            document: typed("document"),
            code: typed("code"),
            errors: Vec::new(),
        }
    }

    /// For someone who opened an application's address without what opens it.
    pub(crate) fn asking(page: Page, reference: &str) -> Self {
        Self {
            reference: reference.to_owned(),
            ..Self::new(page, "find-known", &Form::default())
        }
    }

    /// For someone whose link opens nothing.
    pub(crate) fn after_a_link(page: Page, reference: &str) -> Self {
        Self {
            lead: "find-link-ended",
            ..Self::asking(page, reference)
        }
    }
}

/// `GET /a`
pub(crate) async fn show(page: Page, Query(asked): Query) -> Result<Html<String>, WebError> {
    let view = FindPage {
        document: String::new(),
        code: String::new(),
        ..FindPage::new(page, "find-body", &asked)
    };
    Ok(Html(view.render()?))
}

/// `POST /a`
pub(crate) async fn find(
    State(app): State<App>,
    peer: Peer,
    page: Page,
    form: Form,
) -> Result<Response, WebError> {
    let view = FindPage::new(page, "find-body", &form);
    let errors = view.missing();
    if !errors.is_empty() {
        return FindPage { errors, ..view }.refuse();
    }
    if codes::is_reference(&view.code) {
        return view.wrong("code", "find-code-is-reference");
    }
    if !view.code.is_empty() {
        return open(&app, peer, view).await;
    }
    let wants_link = form.first("do") == Some("send-link");
    let found = if wants_link {
        app.send_link_again(peer.0, &view.reference, &view.document).await
    } else {
        app.find_application(peer.0, &view.reference, &view.document)
            .await
    };
    match found? {
        Found::Mistyped => view.mistyped(),
        Found::Nothing => view.wrong("reference", "find-not-found"),
        Found::Case(case) => show_found(&app, &case, wants_link, view.page).await,
    }
}

/// Whoever has the return code is let in, until the browser is closed.
async fn open(app: &App, peer: Peer, view: FindPage) -> Result<Response, WebError> {
    let opened = app.open_by_code(peer.0, &view.reference, &view.code, &view.document);
    match opened.await? {
        ByCode::Mistyped => view.mistyped(),
        ByCode::Nothing => view.wrong("code", "find-code-wrong"),
        ByCode::Opens(reference, key) => {
            let mut response = Redirect::to(&format!("/a/{reference}")).into_response();
            cookies::add(&mut response, own::cookie(app, reference, &key));
            Ok(response)
        }
    }
}

async fn show_found(app: &App, case: &Case, wants_link: bool, page: Page) -> Result<Response, WebError> {
    let published = app.version(&case.application.version).await?;
    let link = || match &case.contact.email {
        Some(email) => page.t1("found-link-sent", "mailbox", hidden(email)),
        None => page.t("found-no-mail").into_owned(),
    };
    let view = FoundPage {
        name: service_name(&published, &page),
        reference: case.reference.to_string(),
        standing: Standing::public(app, case, &published, page.language).await?,
        link: wants_link.then(link),
        page,
    };
    Ok(Html(view.render()?).into_response())
}

/// An address as its owner knows it and nobody else can write to it: its first letter, and that of its host.
fn hidden(email: &str) -> String {
    let (mailbox, host) = email.rsplit_once('@').unwrap_or((email, ""));
    let first = |text: &str| text.chars().next().map(String::from).unwrap_or_default();
    format!("{}•••@{}•••", first(mailbox), first(host))
}

impl FindPage {
    fn missing(&self) -> Vec<(&'static str, String)> {
        let want = |field: &'static str, value: &str, key: &str| {
            value.is_empty().then(|| (field, self.page.t(key).into_owned()))
        };
        [
            want("reference", &self.reference, "find-reference-missing"),
            // Whoever has the return code may have been asked for no document.
            want(
                "document",
                if self.code.is_empty() {
                    &self.document
                } else {
                    &self.code
                },
                "find-document-missing",
            ),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn mistyped(self) -> Result<Response, WebError> {
        let text = if codes::permit_number_or_return_code(&self.reference).is_some() {
            "find-reference-is-other"
        } else {
            "find-reference-mistyped"
        };
        self.wrong("reference", text)
    }

    /// The same answer whichever of what was typed does not belong together.
    fn wrong(self, field: &'static str, text: &'static str) -> Result<Response, WebError> {
        let errors = vec![(field, self.page.t(text).into_owned())];
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_known_by_its_owner_alone() {
        for (email, shown) in [
            ("ana.quispe@correo.pe", "a•••@c•••"),
            ("ñusta@ñandú.pe", "ñ•••@ñ•••"),
            ("nobody", "n•••@•••"),
            ("", "•••@•••"),
        ] {
            assert_eq!(hidden(email), shown);
        }
    }
}
