//! What is kept of an applicant: as a page, and as a file to take away.

use askama::Template;
use axum::{
    extract::State,
    http::header,
    response::{Html, IntoResponse, Response},
};
use engine::{applications::own::OwnApplication, erasure::Erasure, letters::MailRecord, permits::PermitRow};
use jiff::Timestamp;
use locale::dates;

use super::{
    own::Own,
    service_name::service_name,
    summary::{self, Section},
    timeline::{self, Moment},
};
use crate::{
    app::App,
    error::WebError,
    officers::{letter_names, tag::Tag},
    page::Page,
    said::Said,
    told_by::ToldBy,
};

mod export;

use export::delivered_at;

#[derive(Template)]
#[template(path = "applications/data.html")]
struct DataPage {
    page: Page,
    name: Said,
    reference: String,
    keeping: String,
    erased: bool,
    requests: Vec<String>,
    sections: Vec<Section>,
    timeline: Vec<Moment>,
    letters: Vec<Letter>,
    permits: Vec<String>,
}

struct Letter {
    at: String,
    machine: String,
    what: String,
}

/// `GET /a/{reference}/data`
pub(crate) async fn show(State(app): State<App>, own: Own, page: Page) -> Result<Html<String>, WebError> {
    let own = own.0;
    let (case, published) = (own.case(), own.published());
    let history = app.own_history(&own).await?;
    let letters = letter_lines(&app, &app.own_letters(&own).await?, &page);
    let permits = permit_lines(&app, &app.own_permits(&own).await?, &page);
    let view = DataPage {
        name: service_name(published, &page),
        reference: case.reference.to_string(),
        keeping: keeping(&app, &own, &page).await?,
        erased: case.is_erased(),
        requests: requests(&app, &own, &page).await?,
        sections: summary::of(&published.service, &case.application.answers, page.language),
        timeline: timeline::of(
            &history,
            &ToldBy::of(&app, &history, published).await,
            &app.settings.time_zone,
            page.language,
        ),
        letters,
        permits,
        page,
    };
    Ok(Html(view.render()?))
}

fn letter_lines(app: &App, letters: &[MailRecord], page: &Page) -> Vec<Letter> {
    let zone = &app.settings.time_zone;
    let line = |record: &MailRecord| {
        let at = delivered_at(&record.delivery);
        let subject = letter_names::subject(record, page);
        Letter {
            at: dates::moment(at, zone, page.language),
            machine: dates::machine(at, zone),
            what: page.t2(
                "own-data-letter-to",
                ("subject", &subject),
                ("to", &record.entry.to),
            ),
        }
    };
    letters.iter().map(line).collect()
}

fn permit_lines(app: &App, permits: &[PermitRow], page: &Page) -> Vec<String> {
    permits
        .iter()
        .map(|permit| permit_line(app, permit, page))
        .collect()
}

/// `GET /a/{reference}/data.json`
pub(crate) async fn download(State(app): State<App>, own: Own, page: Page) -> Result<Response, WebError> {
    let own = own.0;
    let name = format!("{}-{}.json", own.case().application.service, own.case().reference);
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    let file = format!("{:#}\n", export::file(&app, &own, &page).await?);
    Ok((headers, file).into_response())
}

fn permit_line(app: &App, permit: &PermitRow, page: &Page) -> String {
    let until = dates::end(permit.expires_at, &app.settings.time_zone, page.language);
    page.language.t3(
        "own-data-permit",
        ("number", &permit.number.to_string()),
        ("status", &Tag::of_permit(permit, app.now(), page).text),
        ("until", &until),
    )
}

/// How long it is kept, in words.
async fn keeping(app: &App, own: &OwnApplication, page: &Page) -> Result<String, WebError> {
    let moment = |at| dates::moment(at, &app.settings.time_zone, page.language);
    if let Some(at) = own.case().erased_at {
        return Ok(page.t1("own-data-erased", "at", moment(at)));
    }
    if !own.case().application.status.is_final() {
        return Ok(page.t("own-data-open").into_owned());
    }
    Ok(match app.own_end_of_keeping(own).await? {
        Some(at) => page.t1("own-data-until", "at", moment(at)),
        None => page.t("own-data-for-ever").into_owned(),
    })
}

/// What they asked and what was decided, in words. What the office decided of itself is told when it is done.
pub(super) async fn requests(app: &App, own: &OwnApplication, page: &Page) -> Result<Vec<String>, WebError> {
    let erased = own.case().is_erased();
    let mut told = Vec::new();
    for erasure in app.own_erasures(own).await? {
        if erasure.is_applicants() && !erased {
            told.push(request_line(app, &erasure, page));
        }
    }
    Ok(told)
}

fn request_line(app: &App, erasure: &Erasure, page: &Page) -> String {
    let moment = |at: Timestamp| dates::moment(at, &app.settings.time_zone, page.language);
    match &erasure.ended {
        None => page.t1("erase-own-asked", "at", moment(erasure.asked_at)),
        Some(end) => match &end.refusal {
            Some(why) => page.t2("erase-own-refused", ("at", &moment(end.at)), ("why", why)),
            None => page.t1("erase-own-refused-silent", "at", moment(end.at)),
        },
    }
}
