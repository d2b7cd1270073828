//! Who sends a form: where it waits if it is not taken, and where they are led then.

use std::borrow::Cow;

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use engine::{authorise::Caller, error::Error, peer};

use super::{
    AGAIN, LEFT,
    again::Again,
    desk::{Desk, Kept},
};
use crate::{app::App, cookies, error::WebError, form::Form, peer::Peer};

/// What of a request is known before its handler runs.
pub(crate) struct Sender {
    headers: HeaderMap,
    /// Where it comes from, if it shows nothing else.
    stranger: Option<peer::Peer>,
    owner: String,
    /// The path that the form is sent to.
    to: String,
    query: String,
    /// The path of the page that the form is on.
    page: String,
}

impl Sender {
    pub(crate) fn of(
        app: &App,
        caller: Option<&Caller>,
        shows_proof: bool,
        page: String,
        request: &Request,
    ) -> Self {
        let headers = request.headers();
        let Peer(peer) = Peer::read(headers, request.extensions(), app.site().behind_proxy);
        let query = request.uri().query().unwrap_or_default();
        let mut cookies = HeaderMap::new();
        for sent in headers.get_all(header::COOKIE) {
            cookies.append(header::COOKIE, sent.clone());
        }
        Self {
            headers: cookies,
            stranger: (!shows_proof).then_some(peer),
            owner: owner(app, caller).unwrap_or_default(),
            to: request.uri().path().to_owned(),
            query: without_passing(query),
            page,
        }
    }

    /// Where the answer to a form leads: to the page that shows it again, if the handler did not take it. One that was taken waits no
    /// longer.
    pub(crate) async fn settle(&self, app: &App, mut response: Response) -> Response {
        debug_assert!(
            !is_page(&response),
            "{} answers a form with a page, which going back would ask to send again",
            self.to
        );
        if let Some(again) = response.extensions_mut().remove::<Again>() {
            return self.lead(app, again, response).await;
        }
        if response.status() == StatusCode::SEE_OTHER {
            self.forget(app).await;
        }
        response
    }

    async fn lead(&self, app: &App, again: Again, mut response: Response) -> Response {
        let page = again.page.clone().unwrap_or_else(|| self.page.clone());
        let owner = again.owner.clone().unwrap_or_else(|| self.owner.clone());
        let mut address = page.clone();
        let of_page = if again.page.is_none() {
            self.query.as_str()
        } else {
            ""
        };
        let again_said = if again.is_sent { AGAIN } else { "" };
        let pairs: Vec<&str> = [of_page, again_said]
            .into_iter()
            .filter(|pair| !pair.is_empty())
            .collect();
        if !pairs.is_empty() {
            address = format!("{address}?{}", pairs.join("&"));
        }
        // The browser puts the summary of what is wrong in view, and the keyboard into it.
        let fragment = again
            .fragment
            .as_deref()
            .or(again.is_sent.then_some("error-summary"));
        if let Some(fragment) = fragment {
            address = format!("{address}#{fragment}");
        }
        let kept = Kept {
            form: again.form,
            wrong: again.wrong,
            to: self.to.clone(),
        };
        if let Err(error) = self.keep(app, &owner, &page, &kept, &mut response).await {
            return WebError::from(error).with_link(page).into_response();
        }
        led_to(response, &address)
    }

    /// Keeps a form for its page, which was left for another address of ours.
    pub(crate) async fn leave(&self, app: &App, form: Form, address: &str) -> Response {
        let kept = Kept {
            form,
            wrong: Vec::new(),
            to: self.to.clone(),
        };
        let mut response = StatusCode::SEE_OTHER.into_response();
        match self
            .keep(app, &self.owner, &self.page, &kept, &mut response)
            .await
        {
            Ok(()) => led_to(response, &self.with_what_was_left(address)),
            Err(error) => WebError::from(error).with_link(&self.page).into_response(),
        }
    }

    /// What was typed when a page is left is not judged when the page is shown again, in whichever language; a page for everybody is
    /// asked for it only where its address says so.
    fn with_what_was_left<'a>(&self, address: &'a str) -> Cow<'a, str> {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        if path != self.page {
            return address.into();
        }
        let others = query.split('&').filter(|pair| ![AGAIN, LEFT, ""].contains(pair));
        let left = self.stranger.is_some().then_some(LEFT);
        let query: Vec<&str> = others.chain(left).collect();
        if query.is_empty() {
            return path.into();
        }
        format!("{path}?{}", query.join("&")).into()
    }

    async fn keep(
        &self,
        app: &App,
        owner: &str,
        page: &str,
        kept: &Kept,
        response: &mut Response,
    ) -> Result<(), Error> {
        if let Some(peer) = self.stranger {
            app.limit_unsent(peer).await?;
        }
        let desk = Desk::of(app, &self.headers, owner, page);
        cookies::add(response, desk.keep(app, kept).await?);
        Ok(())
    }

    /// Keeps the form of a request whose session or proof has ended, for its owner; whether it is kept.
    pub(crate) async fn keep_in_vain(
        &self,
        app: &App,
        owner: Option<&str>,
        form: Form,
        response: &mut Response,
    ) -> bool {
        let Some(owner) = owner else { return false };
        let kept = Kept {
            form,
            wrong: Vec::new(),
            to: self.to.clone(),
        };
        match self.keep(app, owner, &self.page, &kept, response).await {
            Ok(()) => true,
            Err(error) => {
                tracing::warn!(%error, "what was typed could not be kept");
                false
            }
        }
    }

    /// What was taken waits no longer; a form of another button on the same page does.
    async fn forget(&self, app: &App) {
        let Some(desk) = Desk::known(app, &self.headers, &self.owner, &self.page) else {
            return;
        };
        let forgotten = async {
            match desk.find(app).await? {
                Some(kept) if kept.to == self.to => app.forget_unsent(desk.place()).await,
                _ => Ok(()),
            }
        };
        if let Err(error) = forgotten.await {
            // It ends within the hour.
            tracing::warn!(%error, "a form that was taken is still kept");
        }
    }

    pub(crate) fn page(&self) -> &str {
        &self.page
    }
}

/// Whether a handler has made a page. Those of errors are made later: going back from one of them sends nothing that was done.
fn is_page(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

/// Whose a form is, where that is somebody of the office.
pub(crate) fn owner(app: &App, caller: Option<&Caller>) -> Option<String> {
    let person = caller?.person()?;
    Some(app.form_owner(person.id))
}

fn led_to(mut response: Response, address: &str) -> Response {
    match HeaderValue::from_str(address) {
        Ok(address) => {
            response.headers_mut().insert(header::LOCATION, address);
            response
        }
        Err(_) => WebError::from(Error::BadRequest("no such page")).into_response(),
    }
}

/// What an address says of its page, without what it said to one visit.
fn without_passing(query: &str) -> String {
    let lasting = query.split('&').filter(|pair| {
        let name = pair.split('=').next().unwrap_or_default();
        !matches!(
            name,
            "" | "again" | "left" | "stop" | "lang" | "notice" | "key" | "done" | "sent" | "rated"
        )
    });
    lasting.collect::<Vec<_>>().join("&")
}
