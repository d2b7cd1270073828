//! Finding an application by its reference and the document number: the status, and nothing else; or with the return code beside
//! them: all of it.

use std::borrow::Cow;

use askama::Template;
use axum::{
    extract::State,
    response::{Html, IntoResponse, Redirect, Response},
};
use engine::applications::{Case, find::Found, opening::ByCode};

use super::{own, service_name::service_name, status::standing::Standing};
use crate::{
    app::App,
    codes, cookies,
    error::WebError,
    form::{Form, Query, Wrong},
    page::Page,
    peer::Peer,
    said::Said,
    unsent::{Again, Unsent},
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
    errors: Vec<Wrong>,
}

#[derive(Template)]
#[template(path = "applications/found.html")]
struct FoundPage {
    page: Page,
    name: Said,
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

/// `GET /a`: the question, and where an application stands that was asked for.
pub(crate) async fn show(
    State(app): State<App>,
    peer: Peer,
    unsent: Unsent,
    page: Page,
    Query(asked): Query,
) -> Result<Html<String>, WebError> {
    let Some(form) = unsent.sent() else {
        let page = page.with_answers();
        let view = match unsent.form() {
            Some(left) => FindPage::new(page, "find-body", left),
            None => FindPage {
                document: String::new(),
                code: String::new(),
                ..FindPage::new(page, "find-body", &asked)
            },
        };
        return Ok(Html(view.render()?));
    };
    let view = FindPage::new(page, "find-body", form);
    let errors: Vec<Wrong> = match unsent.wrong() {
        [] => {
            let found = app
                .find_application(peer.0, &view.reference, &view.document)
                .await?;
            if let Found::Case(case) = found {
                return show_found(&app, &case, wants_link(form), view.page).await;
            }
            vec![view.not_found(&found)]
        }
        wrong => wrong.to_vec(),
    };
    let page = view.page.with_answers();
    Ok(Html(FindPage { page, errors, ..view }.render()?))
}

fn wants_link(form: &Form) -> bool {
    form.first("do") == Some("send-link")
}

/// `POST /a`
pub(crate) async fn find(
    State(app): State<App>,
    peer: Peer,
    page: Page,
    form: Form,
) -> Result<Response, WebError> {
    let view = FindPage::new(page, "find-body", &form);
    let mut errors = view.missing();
    if errors.is_empty() && codes::is_reference(&view.code) {
        errors.push(Wrong::new("code", "find-code-is-reference"));
    }
    if !errors.is_empty() {
        return Ok(Again::sent(form).because(errors).into_response());
    }
    if !view.code.is_empty() {
        return open(&app, peer, &view, form).await;
    }
    let found = if wants_link(&form) {
        app.send_link_again(peer.0, &view.reference, &view.document)
            .await?
    } else {
        app.find_application(peer.0, &view.reference, &view.document)
            .await?
    };
    let wrong = match found {
        // Where it stands is asked for once more by the page that says it, as often as it is shown.
        Found::Case(_) => None,
        found => Some(view.not_found(&found)),
    };
    Ok(Again::sent(form).because(wrong).into_response())
}

/// Whoever has the return code is let in, until the browser is closed.
async fn open(app: &App, peer: Peer, view: &FindPage, form: Form) -> Result<Response, WebError> {
    let opened = app.open_by_code(peer.0, &view.reference, &view.code, &view.document);
    let wrong = match opened.await? {
        ByCode::Mistyped => view.not_found(&Found::Mistyped),
        ByCode::Nothing => Wrong::new("code", "find-code-wrong"),
        ByCode::Opens(reference, key) => {
            let mut response = Redirect::to(&format!("/a/{reference}")).into_response();
            cookies::add(&mut response, own::cookie(app, reference, &key));
            return Ok(response);
        }
    };
    Ok(Again::sent(form).because([wrong]).into_response())
}

async fn show_found(app: &App, case: &Case, wants_link: bool, page: Page) -> Result<Html<String>, WebError> {
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
    Ok(Html(view.render()?))
}

/// An address as its owner knows it and nobody else can write to it: its first letter, and that of its host.
fn hidden(email: &str) -> String {
    let (mailbox, host) = email.rsplit_once('@').unwrap_or((email, ""));
    let first = |text: &str| text.chars().next().map(String::from).unwrap_or_default();
    format!("{}•••@{}•••", first(mailbox), first(host))
}

impl FindPage {
    fn missing(&self) -> Vec<Wrong> {
        // Whoever has the return code may have been asked for no document.
        let proof = if self.code.is_empty() {
            &self.document
        } else {
            &self.code
        };
        let wanted = [
            ("reference", &self.reference, "find-reference-missing"),
            ("document", proof, "find-document-missing"),
        ];
        let missing = wanted.into_iter().filter(|(_, value, _)| value.is_empty());
        missing.map(|(field, _, key)| Wrong::new(field, key)).collect()
    }

    /// The same answer whichever of what was typed does not belong together.
    fn not_found(&self, found: &Found) -> Wrong {
        let text = match found {
            Found::Mistyped if codes::permit_number_or_return_code(&self.reference).is_some() => {
                "find-reference-is-other"
            }
            Found::Mistyped => "find-reference-mistyped",
            Found::Nothing | Found::Case(_) => "find-not-found",
        };
        Wrong::new("reference", text)
    }

    fn error(&self, field: &str) -> Option<Cow<'static, str>> {
        Wrong::of(&self.errors, field).map(|text| self.page.t(text))
    }

    /// What is wrong, as the summary says it.
    fn told(&self) -> Vec<(&str, Cow<'static, str>)> {
        let told = self.errors.iter();
        told.map(|wrong| (wrong.field(), self.page.t(wrong.text())))
            .collect()
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
