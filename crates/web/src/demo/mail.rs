//! The letter box as a page, with the attachments.

use askama::Template;
use axum::{
    extract::State,
    http::header,
    response::{Html, IntoResponse, Response},
};
use engine::error::Error;
use uuid::Uuid;

use crate::{app::App, error::WebError, page::Page, path::Path};

#[derive(Template)]
#[template(path = "demo/mail.html")]
struct Letters {
    page: Page,
    letters: Vec<Letter>,
}

struct Letter {
    id: Uuid,
    to: String,
    subject: String,
    lines: Vec<Line>,
    attachment: Option<String>,
}

/// A line of the letter; an address of ours can be followed.
enum Line {
    Text(String),
    Link(String),
}

/// `GET /demo/mail`
pub(crate) async fn show(State(app): State<App>, page: Page) -> Result<Html<String>, WebError> {
    let letter_box = app.letters().ok_or(Error::NotFound)?;
    let letters = letter_box.all().into_iter().map(|letter| Letter {
        id: letter.id,
        to: letter.to.clone(),
        subject: letter.subject.clone(),
        lines: letter
            .body
            .lines()
            .map(|line| Line::of(line, &app.settings.base_url))
            .collect(),
        attachment: letter
            .attachment
            .as_ref()
            .map(|attachment| attachment.name.clone()),
    });
    Ok(Html(
        Letters {
            page,
            letters: letters.collect(),
        }
        .render()?,
    ))
}

/// `GET /demo/mail/{letter}`
pub(crate) async fn attachment(State(app): State<App>, Path(id): Path<Uuid>) -> Result<Response, WebError> {
    let letter = app.letters().and_then(|letters| letters.find(id));
    let letter = letter.ok_or(Error::NotFound)?;
    let attachment = letter.attachment.as_ref().ok_or(Error::NotFound)?;
    let disposition = format!("inline; filename=\"{}\"", attachment.name);
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    Ok((headers, attachment.pdf.clone()).into_response())
}

impl Line {
    fn of(line: &str, base_url: &str) -> Self {
        let line = line.to_owned();
        if line.starts_with(base_url) {
            Self::Link(line)
        } else {
            Self::Text(line)
        }
    }
}
