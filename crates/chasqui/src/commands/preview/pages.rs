//! The form's pages as a citizen sees them, with sample answers filled in.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, header},
};
use engine::services::Published;
use forms::samples;
use locale::Language;
use tower::ServiceExt;
use web::{App, preview};

const LIMIT: usize = 1 << 20;

/// Writes the service's page, each page of the form, and the check page, with their stylesheet beside them.
pub(super) async fn write(app: &App, published: &Published, out: &Path) -> Result<()> {
    let router = web::router(app.clone());
    let service = &published.service;
    let answers = samples::sample(service, app.today());
    let draft = app.begin_draft(published, answers.clone(), Language::DEFAULT.code());
    let cookie = preview::draft_cookie(app, service.id.as_str(), &draft.await?);
    let address = |rest: &str| format!("/s/{}{rest}", service.id);
    let mut pages = vec![("00-service".to_owned(), address(""))];
    for (number, page) in service.journey(&answers).iter().enumerate() {
        pages.push((
            format!("{:02}-{}", number + 1, page.id),
            address(&format!("/apply/{}", page.id)),
        ));
    }
    pages.push(("check-your-answers".to_owned(), address("/apply/check")));
    for (name, address) in pages {
        let html = String::from_utf8(fetch(&router, &address, &cookie).await?)?;
        let path = out.join(format!("{name}.html"));
        std::fs::write(&path, beside(&html)).with_context(|| format!("cannot write {}", path.display()))?;
    }
    let stylesheet = fetch(&router, "/assets/chasqui.css", &cookie).await?;
    std::fs::write(out.join("chasqui.css"), stylesheet).context("cannot write chasqui.css")
}

async fn fetch(router: &Router, address: &str, cookie: &str) -> Result<Vec<u8>> {
    let request = Request::get(address)
        .header(header::COOKIE, cookie)
        .body(Body::empty())?;
    let response = router.clone().oneshot(request).await?;
    ensure!(
        response.status().is_success(),
        "{address} answered {}",
        response.status()
    );
    Ok(to_bytes(response.into_body(), LIMIT).await?.to_vec())
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
