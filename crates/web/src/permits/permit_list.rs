//! Lists of many permits: a page of them, and all of them as CSV.

use askama::Template;
use axum::{
    body::{Body, Bytes},
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use engine::{
    authorise::{Action, Scope},
    permits::PermitRow,
};
use futures_util::{Stream, stream};
use locale::dates;
use permit::PermitNumber;

use crate::{app::App, error::WebError, officers::service_name::service_name, page::Page};

/// So many stand on a page.
pub(super) const ON_A_PAGE: u32 = 100;
/// So many are fetched at once for a file.
const AT_ONCE: u32 = 500;

/// A page of a list.
#[derive(Template)]
#[template(path = "permits/permit_list.html")]
pub(super) struct PermitList {
    page: Page,
    /// The key of its title.
    title: &'static str,
    what: String,
    permits: Vec<Row>,
    /// Whether whoever looks may open them.
    may_open: bool,
    /// Where all of it is a file.
    csv: String,
    /// Where the next page is.
    next: Option<String>,
    /// Where it was opened.
    back: String,
}

struct Row {
    number: String,
    service: String,
    issued: String,
    until: String,
    status: &'static str,
}

/// What a page of a list is made of.
pub(super) struct Listed {
    pub(super) title: &'static str,
    pub(super) what: String,
    pub(super) csv: String,
    pub(super) next: Option<String>,
    pub(super) back: String,
}

impl PermitList {
    pub(super) fn new(app: &App, page: Page, listed: Listed, permits: &[PermitRow]) -> Self {
        let moment = |at| dates::moment(at, &app.settings.time_zone, page.language);
        let end = |at| dates::end(at, &app.settings.time_zone, page.language);
        let row = |permit: &PermitRow| Row {
            number: permit.number.to_string(),
            service: service_name(app, &page, &permit.service),
            issued: moment(permit.issued_at),
            until: end(permit.expires_at),
            status: permit.status.name(),
        };
        Self {
            permits: permits.iter().map(row).collect(),
            may_open: page.caller.may(Action::SeePermit, &Scope::Somewhere),
            title: listed.title,
            what: listed.what,
            csv: listed.csv,
            next: listed.next,
            back: listed.back,
            page,
        }
    }
}

/// Permits, and the last that was looked at, after which to go on.
pub(super) type Portion = (Vec<PermitRow>, Option<PermitNumber>);

/// All of a list as a file, fetched a portion at a time while it is read.
pub(super) fn csv<F>(
    file: &str,
    portion: impl Fn(Option<PermitNumber>, u32) -> F + Send + 'static,
) -> Response
where
    F: Future<Output = Result<Portion, WebError>> + Send + 'static,
{
    let head = Bytes::from_static(b"number,service,issued_at,valid_until,status\r\n");
    let lines = lines(portion);
    let body = Body::from_stream(stream::StreamExt::chain(stream::iter([Ok(head)]), lines));
    let name = format!("attachment; filename=\"{file}.csv\"");
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/csv; charset=utf-8; header=present"),
    );
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    response
}

fn lines<F>(
    portion: impl Fn(Option<PermitNumber>, u32) -> F + Send + 'static,
) -> impl Stream<Item = Result<Bytes, WebError>> + Send
where
    F: Future<Output = Result<Portion, WebError>> + Send + 'static,
{
    stream::try_unfold((portion, None, false), async |(portion, after, is_over)| {
        if is_over {
            return Ok(None);
        }
        let (permits, last) = portion(after, AT_ONCE).await?;
        let text: String = permits.iter().map(line).collect();
        let is_over = last.is_none();
        Ok(Some((Bytes::from(text), (portion, last, is_over))))
    })
}

/// None of these texts has a comma or a quote in it.
fn line(permit: &PermitRow) -> String {
    format!(
        "{},{},{},{},{}\r\n",
        permit.number,
        permit.service,
        permit.issued_at,
        permit.expires_at,
        permit.status.name()
    )
}
