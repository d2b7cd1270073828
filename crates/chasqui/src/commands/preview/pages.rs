//! The form's pages as a citizen sees them, with sample answers filled in.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, header},
};
use engine::services::Published;
use forms::{Answers, Language};
use tower::ServiceExt;
use web::{App, preview};

const LIMIT: usize = 1 << 20;

/// Writes the service's page, each page of the form, and the check page, with their stylesheet beside them.
pub(super) async fn write(
    app: &App,
    published: &Published,
    answers: &Answers,
    language: &Language,
    out: &Path,
) -> Result<()> {
    let router = web::router(app.clone());
    let service = &published.service;
    let draft = app.begin_draft(published, answers.clone(), language.as_str());
    let cookie = preview::draft_cookie(app, service.id.as_str(), &draft.await?);
    let visitor = Visitor {
        router,
        cookie,
        language: language.as_str(),
    };
    let address = |rest: &str| format!("/s/{}{rest}", service.id);
    let mut pages = vec![("00-service".to_owned(), address(""))];
    for (number, page) in service.journey(answers).iter().enumerate() {
        pages.push((
            format!("{:02}-{}", number + 1, page.id),
            address(&format!("/apply/{}", page.id)),
        ));
    }
    if service.complete(answers.clone(), app.today()).is_ok() {
        pages.push(("check-your-answers".to_owned(), address("/apply/check")));
    }
    for (name, address) in pages {
        let html = String::from_utf8(visitor.fetch(&address).await?)?;
        let path = out.join(format!("{name}.html"));
        std::fs::write(&path, beside(&html)).with_context(|| format!("cannot write {}", path.display()))?;
    }
    let stylesheet = visitor.fetch("/assets/chasqui.css").await?;
    std::fs::write(out.join("chasqui.css"), stylesheet).context("cannot write chasqui.css")
}

/// A browser that has begun a draft, and asks for pages in a language.
struct Visitor<'a> {
    router: Router,
    cookie: String,
    language: &'a str,
}

impl Visitor<'_> {
    async fn fetch(&self, address: &str) -> Result<Vec<u8>> {
        let request = Request::get(address)
            .header(header::COOKIE, &self.cookie)
            .header(header::ACCEPT_LANGUAGE, self.language)
            .body(Body::empty())?;
        let response = self.router.clone().oneshot(request).await?;
        ensure!(
            response.status().is_success(),
            "{address} answered {}",
            response.status()
        );
        Ok(to_bytes(response.into_body(), LIMIT).await?.to_vec())
    }
}

/// The stylesheet lies beside the page, not on a server.
fn beside(html: &str) -> String {
    match html.split_once("href=\"/assets/chasqui.css") {
        Some((before, after)) => match after.split_once('"') {
            Some((_, rest)) => format!("{before}href=\"chasqui.css\"{rest}"),
            None => html.to_owned(),
        },
        None => html.to_owned(),
    }
}
