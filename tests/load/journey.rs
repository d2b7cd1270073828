//! What a citizen's browser asks for, request after request.

use std::{fmt, time::Instant};

use anyhow::{Context, Result, anyhow, ensure};
use form_urlencoded::Serializer;
use http_body_util::Full;
use hyper::{
    Method, Request, StatusCode,
    body::Bytes,
    header::{self, HeaderValue},
};

use crate::{
    HOST,
    citizen::Citizen,
    client::{Answer, Client},
    html,
    tally::{Step, Tally},
};

/// More than a form has pages: a journey that goes round in circles ends.
const MOST_PAGES: usize = 12;

/// A citizen on a connection, with somebody who counts.
pub(crate) struct Visit<'a> {
    pub(crate) client: &'a mut Client,
    pub(crate) citizen: &'a mut Citizen,
    pub(crate) tally: &'a mut Tally,
}

/// The button under “check your answers”, with the fields that it sends.
pub(crate) struct Unsent {
    pub(crate) citizen: Citizen,
    fields: Vec<(String, String)>,
}

/// An application that was approved.
pub(crate) struct Sent {
    pub(crate) citizen: Citizen,
    /// `/a/REFERENCE`
    pub(crate) path: String,
}

/// Which request went wrong, and how.
pub(crate) struct Failure {
    step: Step,
    why: anyhow::Error,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {:#}", self.step.request(), self.why)
    }
}

/// From the catalogue to the permit on paper: 17 pages and forms, with the stylesheet and the icon of a first visit.
pub(crate) async fn whole(
    client: &mut Client,
    mut citizen: Citizen,
    tally: &mut Tally,
) -> Result<Sent, Failure> {
    let begun = Instant::now();
    let mut visit = Visit {
        client,
        citizen: &mut citizen,
        tally,
    };
    visit.look_around().await?;
    let fields = visit.fill_in().await?;
    let path = visit.submit(fields).await?;
    visit.status(&format!("{path}?sent=1")).await?;
    visit.pdf(&path).await?;
    tally.finished(begun.elapsed());
    Ok(Sent { citizen, path })
}

/// Everything but the button.
pub(crate) async fn prepare(
    client: &mut Client,
    mut citizen: Citizen,
    tally: &mut Tally,
) -> Result<Unsent, Failure> {
    let mut visit = Visit {
        client,
        citizen: &mut citizen,
        tally,
    };
    let fields = visit.fill_in().await?;
    Ok(Unsent { citizen, fields })
}

/// The button alone.
pub(crate) async fn send(client: &mut Client, unsent: Unsent, tally: &mut Tally) -> Result<Sent, Failure> {
    let Unsent { mut citizen, fields } = unsent;
    let mut visit = Visit {
        client,
        citizen: &mut citizen,
        tally,
    };
    let path = visit.submit(fields).await?;
    Ok(Sent { citizen, path })
}

impl Visit<'_> {
    async fn look_around(&mut self) -> Result<(), Failure> {
        self.page(Step::Catalogue, "/").await?;
        let service = self.citizen.path("");
        self.page(Step::Service, &service).await?;
        Ok(())
    }

    /// Begins, and answers page after page wherever the answers lead; the fields of the last button.
    async fn fill_in(&mut self) -> Result<Vec<(String, String)>, Failure> {
        let (begin, check) = (self.citizen.path("/apply"), self.citizen.path("/apply/check"));
        let mut path = self.post(Step::Begin, &begin, &[]).await?;
        for _ in 0..MOST_PAGES {
            if path == check {
                let button = format!(
                    "<form method=\"post\" action=\"{}\"",
                    self.citizen.path("/apply/submit")
                );
                return self.form(Step::Check, &check, &button).await;
            }
            let form = "<form method=\"post\" novalidate";
            let mut fields = self.form(Step::Question, &path, form).await?;
            fields.extend(self.citizen.answers_at(&path));
            path = self.post(Step::Answer, &path, &fields).await?;
        }
        Err(Step::Answer.failure(anyhow!("the form never ends: {path}")))
    }

    /// Presses the button; the application's path.
    async fn submit(&mut self, fields: Vec<(String, String)>) -> Result<String, Failure> {
        let submit = self.citizen.path("/apply/submit");
        let location = self.post(Step::Submit, &submit, &fields).await?;
        let path = location.split('?').next().unwrap_or_default();
        if path.starts_with("/a/") {
            Ok(path.to_owned())
        } else {
            Err(Step::Submit.failure(anyhow!("sent on to {location}")))
        }
    }

    /// The status page, on which the permit must be.
    pub(crate) async fn status(&mut self, path: &str) -> Result<(), Failure> {
        let page = self.page(Step::Status, path).await?;
        let permit = "/permit.pdf\"";
        if page.contains(permit) {
            Ok(())
        } else {
            Err(Step::Status.failure(anyhow!("no permit on it")))
        }
    }

    /// The permit on paper.
    pub(crate) async fn pdf(&mut self, application: &str) -> Result<(), Failure> {
        let path = format!("{application}/permit.pdf");
        let answer = self
            .expect(Step::Pdf, Method::GET, &path, None, StatusCode::OK)
            .await?;
        let is_pdf = answer
            .headers
            .get(header::CONTENT_TYPE)
            .is_some_and(|kind| kind == "application/pdf");
        if is_pdf && !answer.body.is_empty() {
            Ok(())
        } else {
            Err(Step::Pdf.failure(anyhow!("it is no PDF")))
        }
    }

    /// The scanner's page, without what it loads.
    pub(crate) async fn scanner(&mut self) -> Result<(), Failure> {
        let answer = self.expect(Step::Scanner, Method::GET, "/v", None, StatusCode::OK);
        answer.await.map(drop)
    }

    async fn form(&mut self, step: Step, path: &str, form: &str) -> Result<Vec<(String, String)>, Failure> {
        let page = self.page(step, path).await?;
        let fields =
            html::hidden(&page, form).filter(|fields| fields.iter().any(|(name, _)| name == "form_token"));
        fields.ok_or_else(|| step.failure(anyhow!("no form with a token on it")))
    }

    /// A page, with those of its files that the browser does not hold yet.
    async fn page(&mut self, step: Step, path: &str) -> Result<String, Failure> {
        let answer = self.expect(step, Method::GET, path, None, StatusCode::OK).await?;
        let page = answer.text().map_err(|why| step.failure(why))?;
        for file in html::files(&page) {
            if self.citizen.files.insert(file.to_owned()) {
                let step = if file.contains(".css") {
                    Step::Stylesheet
                } else {
                    Step::Icon
                };
                self.expect(step, Method::GET, file, None, StatusCode::OK).await?;
            }
        }
        Ok(page)
    }

    /// Sends a form; where it leads.
    async fn post(&mut self, step: Step, path: &str, fields: &[(String, String)]) -> Result<String, Failure> {
        let body = Serializer::new(String::new()).extend_pairs(fields).finish();
        let answer = self
            .expect(step, Method::POST, path, Some(body), StatusCode::SEE_OTHER)
            .await?;
        let location = answer
            .headers
            .get(header::LOCATION)
            .and_then(|to| to.to_str().ok());
        location
            .map(str::to_owned)
            .ok_or_else(|| step.failure(anyhow!("it leads nowhere")))
    }

    /// A request that is answered with this status, and timed.
    async fn expect(
        &mut self,
        step: Step,
        method: Method,
        path: &str,
        form: Option<String>,
        status: StatusCode,
    ) -> Result<Answer, Failure> {
        let request = self
            .request(method, path, form)
            .map_err(|why| step.failure(why))?;
        let begun = Instant::now();
        let answer = self.client.send(request).await.and_then(|answer| {
            ensure!(answer.status == status, "{}", answer.status);
            Ok(answer)
        });
        let answer = answer.map_err(|why| step.failure(why))?;
        self.tally.answered(step, begun.elapsed());
        self.tally.bytes += answer.body.len() as u64;
        self.citizen.cookies.keep(&answer.headers);
        Ok(answer)
    }

    fn request(&self, method: Method, path: &str, form: Option<String>) -> Result<Request<Full<Bytes>>> {
        let mut request = Request::builder().method(method).uri(path);
        let headers = request.headers_mut().context("an address")?;
        headers.insert(header::HOST, HeaderValue::from_static(HOST));
        headers.insert(header::USER_AGENT, HeaderValue::from_static(PHONE));
        headers.insert(header::ACCEPT, HeaderValue::from_static("text/html,*/*;q=0.8"));
        headers.insert(
            header::ACCEPT_LANGUAGE,
            HeaderValue::from_static("es-PE,es;q=0.9"),
        );
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("gzip, br"));
        headers.insert("sec-fetch-site", HeaderValue::from_static("same-origin"));
        headers.insert("x-forwarded-for", self.citizen.address.parse()?);
        if let Some(cookies) = self.citizen.cookies.sent_to(path) {
            headers.insert(header::COOKIE, cookies.parse()?);
        }
        if form.is_some() {
            let kind = HeaderValue::from_static("application/x-www-form-urlencoded");
            headers.insert(header::CONTENT_TYPE, kind);
        }
        Ok(request.body(Full::from(form.unwrap_or_default()))?)
    }
}

const PHONE: &str =
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/126.0.0.0 Mobile Safari/537.36";

impl Step {
    fn failure(self, why: anyhow::Error) -> Failure {
        Failure { step: self, why }
    }
}
