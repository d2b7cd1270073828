//! Forms that were not taken: something was wrong with them, the session or the proof had ended, or their page was left for another
//! language. What was typed waits in the store, sealed for the browser and for whoever typed it, until the page of the form shows it
//! again: no answer to a form is a page, so that going back never asks to send it once more
//! ([ADR 24](../../../docs/adr/0024-after-every-post-an-address.md)).

use std::convert::Infallible;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, request::Parts},
};

mod again;
mod desk;
pub(crate) mod sender;
pub(crate) mod typist;

pub(crate) use again::Again;
use desk::Desk;

use crate::{
    app::App,
    form::{Form, Wrong},
};

/// In the address of a page that shows a form with what is wrong with it, or with what it asks before it is done.
const AGAIN: &str = "again=1";
/// In the address of a page for everybody, which shows a form as it was left.
const LEFT: &str = "left=1";

/// What was typed on this page and was not taken, for the handler that shows the page.
#[derive(Clone, Default)]
pub(crate) struct Unsent {
    form: Option<Form>,
    wrong: Vec<Wrong>,
    /// Whether it was sent, so that it is to be looked at; else the page was only left.
    is_sent: bool,
}

impl Unsent {
    /// What was typed, and what is wrong with it as far as that was found when it was sent.
    pub(crate) fn typed(&self) -> Form {
        self.form.clone().unwrap_or_default()
    }

    /// What was typed, if anything was.
    pub(crate) fn form(&self) -> Option<&Form> {
        self.form.as_ref()
    }

    /// The same where it was sent: the page says what is wrong with it, or what becomes of it.
    pub(crate) fn sent(&self) -> Option<&Form> {
        self.form().filter(|_| self.is_sent)
    }

    /// What was found to be wrong.
    pub(crate) fn wrong(&self) -> &[Wrong] {
        &self.wrong
    }

    /// The first of it.
    pub(crate) fn first_wrong(&self) -> Option<Wrong> {
        self.wrong.first().cloned()
    }

    /// The key of the sentence that says that what was typed is there again, where nothing else shows that.
    pub(crate) fn notice(&self) -> Option<&'static str> {
        (self.form.is_some() && !self.is_sent).then_some("office-unsent")
    }
}

impl<S: Sync> FromRequestParts<S> for Unsent {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get().cloned().unwrap_or_default())
    }
}

/// What waits for a page; nothing where it could not be asked for, since the page is of use without it.
pub(crate) async fn waiting(
    app: &App,
    headers: &HeaderMap,
    owner: Option<&str>,
    page: &str,
    query: &str,
) -> Option<Unsent> {
    let desk = Desk::known(app, headers, owner.unwrap_or_default(), page)?;
    let kept = match desk.find(app).await {
        Ok(kept) => kept?,
        Err(error) => {
            tracing::warn!(%error, "what was typed could not be asked for");
            return None;
        }
    };
    let is_sent = says_again(query);
    Some(Unsent {
        form: Some(kept.form),
        wrong: if is_sent { kept.wrong } else { Vec::new() },
        is_sent,
    })
}

/// Whether an address is that of a form which is shown again.
pub(crate) fn says_again(query: &str) -> bool {
    says(query, AGAIN)
}

/// Whether an address says that something was typed there.
pub(crate) fn says_typed(query: &str) -> bool {
    says_again(query) || says(query, LEFT)
}

fn says(query: &str, said: &str) -> bool {
    query.split('&').any(|pair| pair == said)
}
