//! A browser without a window: cookies, forms with their tokens, and no following of redirects by itself.

use std::{
    collections::BTreeMap,
    thread,
    time::{Duration, Instant},
};

use serde::{Deserialize, Serialize};
use ureq::{Agent, Body, RequestBuilder, http::Response};

use crate::wait::PATIENCE;

/// Before a person tries again who was not told when.
const PAUSE: Duration = Duration::from_secs(1);

/// Somebody's browser. It may visit any node of a site as if they were one.
#[derive(Clone)]
pub struct Browser {
    agent: Agent,
    /// By name and path.
    cookies: BTreeMap<(String, String), String>,
    language: &'static str,
    /// Where a proxy says that it is.
    peer: Option<String>,
}

/// A cookie, as a browser keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cookie {
    /// What it is called.
    pub name: String,
    /// Where it is sent.
    pub path: String,
    /// What it says.
    pub value: String,
}

/// What came back.
#[derive(Debug)]
pub struct Page {
    /// 200, 303, 503 …
    pub status: u16,
    /// Where to go on.
    pub location: Option<String>,
    /// `Retry-After`.
    pub retry_after: Option<u64>,
    /// The page, or whatever it is.
    pub body: Vec<u8>,
}

impl Browser {
    /// A fresh one of somebody who reads this language.
    pub fn new(language: &'static str) -> Self {
        Self {
            agent: agent(PATIENCE),
            cookies: BTreeMap::new(),
            language,
            peer: None,
        }
    }

    /// The same of somebody who waits only so long for a page.
    #[must_use]
    pub fn waiting(mut self, patience: Duration) -> Self {
        self.agent = agent(patience);
        self
    }

    /// The same at this address, as a proxy tells it to the nodes behind it.
    #[must_use]
    pub fn behind_proxy(mut self, peer: String) -> Self {
        self.peer = Some(peer);
        self
    }

    /// The same with cookies that a browser has kept.
    #[must_use]
    pub fn holding(mut self, cookies: &[Cookie]) -> Self {
        let cookies = cookies.iter().cloned();
        self.cookies
            .extend(cookies.map(|cookie| ((cookie.name, cookie.path), cookie.value)));
        self
    }

    /// What it has kept.
    pub fn cookies(&self) -> Vec<Cookie> {
        let kept = self.cookies.iter();
        kept.map(|((name, path), value)| Cookie {
            name: name.clone(),
            path: path.clone(),
            value: value.clone(),
        })
        .collect()
    }

    /// Opens a page of a node, again when they are told to come back later.
    pub fn get(&mut self, node: &str, path: &str) -> Page {
        until_served(|| self.try_get(node, path).expect("it answers"))
    }

    /// Asks once for a page of a node that may be gone, not answer in time, or be too busy to serve it.
    pub fn try_get(&mut self, node: &str, path: &str) -> Result<Page, ureq::Error> {
        let request = self.agent.get(format!("{node}{path}"));
        let answer = self.with_headers(request, path).call()?;
        self.received(answer)
    }

    /// Opens an application with the link that was mailed, beside the number of the applicant's document where it is asked for;
    /// where it leads then.
    pub fn open_by_link(&mut self, node: &str, link: &str, document: &str) -> String {
        let mut arrived = self.get(node, link);
        let own = link.split('?').next().unwrap_or_default();
        if arrived.status != 200 {
            let on = arrived.leads_to().to_owned();
            arrived = self.get(node, &on);
            if on != own || !String::from_utf8_lossy(&arrived.body).contains("name=\"key\"") {
                return on;
            }
        }
        let mut fields = arrived.hidden("<form method=\"post\"");
        fields.push(("document".to_owned(), document.to_owned()));
        self.post(node, own, &fields).leads_to().to_owned()
    }

    /// Sends a form, again when they are told to come back later: what is sent twice is done once.
    pub fn post(&mut self, node: &str, path: &str, fields: &[(String, String)]) -> Page {
        until_served(|| self.try_post(node, path, fields).expect("it answers"))
    }

    /// The page that the answer to a form leads to, with what is asked there.
    pub fn follow(&mut self, node: &str, answer: &Page) -> Page {
        let location = answer.location.as_deref();
        let location =
            location.unwrap_or_else(|| panic!("{} leads nowhere: {}", answer.status, answer.text()));
        self.get(node, location)
    }

    /// Sends a form once, to a node that may be gone, not answer in time, or be too busy to take it.
    pub fn try_post(
        &mut self,
        node: &str,
        path: &str,
        fields: &[(String, String)],
    ) -> Result<Page, ureq::Error> {
        let request = self.agent.post(format!("{node}{path}"));
        let request = request.header("sec-fetch-site", "same-origin");
        let fields = fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let answer = self.with_headers(request, path).send_form(fields)?;
        self.received(answer)
    }

    fn with_headers<B>(&self, request: RequestBuilder<B>, path: &str) -> RequestBuilder<B> {
        let request = request
            .header("accept-language", self.language)
            .header("cookie", self.cookies_for(path));
        match &self.peer {
            Some(peer) => request.header("x-forwarded-for", peer),
            None => request,
        }
    }

    fn cookies_for(&self, path: &str) -> String {
        let path = path.split('?').next().unwrap_or_default();
        let sent = self
            .cookies
            .iter()
            .filter(|((_, of), _)| path.starts_with(of.as_str()));
        let sent: Vec<_> = sent.map(|((name, _), value)| format!("{name}={value}")).collect();
        sent.join("; ")
    }

    fn received(&mut self, mut answer: Response<Body>) -> Result<Page, ureq::Error> {
        let header = |name| answer.headers().get(name).and_then(|value| value.to_str().ok());
        let location = header("location").map(str::to_owned);
        let retry_after = header("retry-after").and_then(|seconds| seconds.parse().ok());
        for cookie in answer.headers().get_all("set-cookie") {
            self.keep(cookie.to_str().expect("cookies are text"));
        }
        Ok(Page {
            status: answer.status().as_u16(),
            location,
            retry_after,
            body: answer.body_mut().read_to_vec()?,
        })
    }

    fn keep(&mut self, cookie: &str) {
        let mut parts = cookie.split("; ");
        let (name, value) = parts
            .next()
            .and_then(|pair| pair.split_once('='))
            .expect("a cookie");
        let path = parts.find_map(|part| part.strip_prefix("Path=")).unwrap_or("/");
        let key = (name.to_owned(), path.to_owned());
        if value.is_empty() {
            self.cookies.remove(&key);
        } else {
            self.cookies.insert(key, value.to_owned());
        }
    }
}

impl Page {
    /// “We cannot serve you just now”: what a busy site says, and one whose database is away.
    pub fn is_busy(&self) -> bool {
        self.status == 503
    }

    /// When to try again.
    fn pause(&self) -> Duration {
        self.retry_after.map_or(PAUSE, Duration::from_secs)
    }

    /// As text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The hidden fields of the form that begins so: `<form method="post" action="/o/log-in"`. A form that is not
    /// there shows in the failure.
    pub fn hidden(&self, form: &str) -> Vec<(String, String)> {
        let text = self.text();
        let (_, from) = text
            .split_once(form)
            .unwrap_or_else(|| panic!("{} without {form}: {text}", self.status));
        let form = from.split("</form>").next().unwrap_or_default();
        let inputs = form.split("<input type=\"hidden\" ").skip(1);
        inputs
            .map(|input| (attribute(input, "name"), attribute(input, "value")))
            .collect()
    }

    /// The address that it leads on to, without what is asked there.
    pub fn leads_to(&self) -> &str {
        let location = self
            .location
            .as_deref()
            .unwrap_or_else(|| panic!("{} leads nowhere: {}", self.status, self.text()));
        location.split('?').next().unwrap_or_default()
    }
}

/// What a person gets who tries again as often as they are told to; in the end what they were told last.
pub(crate) fn until_served(mut ask: impl FnMut() -> Page) -> Page {
    let begun = Instant::now();
    loop {
        let page = ask();
        if !page.is_busy() || begun.elapsed() > PATIENCE {
            return page;
        }
        thread::sleep(page.pause());
    }
}

pub(crate) fn agent(patience: Duration) -> Agent {
    let config = Agent::config_builder()
        .timeout_global(Some(patience))
        .max_redirects(0)
        .http_status_as_error(false);
    config.build().into()
}

fn attribute(input: &str, name: &str) -> String {
    let from = input.split_once(&format!("{name}=\"")).map(|(_, from)| from);
    from.and_then(|from| from.split('"').next())
        .unwrap_or_default()
        .to_owned()
}
