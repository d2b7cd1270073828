//! A form that a handler does not take.

use axum::response::{IntoResponse, Redirect, Response};

use crate::form::{Form, Wrong};

/// A handler's answer to a form that it does not take: its page shows it again.
#[derive(Clone)]
pub(crate) struct Again {
    pub(super) form: Form,
    pub(super) wrong: Vec<Wrong>,
    pub(super) is_sent: bool,
    /// The path of the page, where that is not the one that the address of the form belongs to.
    pub(super) page: Option<String>,
    /// Whose it is, where somebody was let in by this very form.
    pub(super) owner: Option<String>,
    pub(super) fragment: Option<String>,
}

impl Again {
    /// A form that was sent.
    pub(crate) fn sent(form: Form) -> Self {
        Self {
            form,
            wrong: Vec::new(),
            is_sent: true,
            page: None,
            owner: None,
            fragment: None,
        }
    }

    /// A form whose page is not finished with: nothing is judged yet.
    pub(crate) fn unfinished(form: Form) -> Self {
        Self {
            is_sent: false,
            ..Self::sent(form)
        }
    }

    /// What is wrong with it.
    pub(crate) fn because(self, wrong: impl IntoIterator<Item = Wrong>) -> Self {
        Self {
            wrong: wrong.into_iter().collect(),
            ..self
        }
    }

    /// Shown on this page.
    pub(crate) fn on(self, page: impl Into<String>) -> Self {
        Self {
            page: Some(page.into()),
            ..self
        }
    }

    /// For somebody of the office who is known only from now on.
    pub(crate) fn of(self, owner: String) -> Self {
        Self {
            owner: Some(owner),
            ..self
        }
    }

    /// With this part of the page in view.
    pub(crate) fn at(self, fragment: impl Into<String>) -> Self {
        Self {
            fragment: Some(fragment.into()),
            ..self
        }
    }
}

impl IntoResponse for Again {
    /// The gate keeps the form and says where it is shown.
    fn into_response(self) -> Response {
        let mut response = Redirect::to("").into_response();
        response.extensions_mut().insert(self);
        response
    }
}
