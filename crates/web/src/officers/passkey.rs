//! Passkeys on a page: what a script hands to the browser, and the form that takes its answer back.

use engine::people::factors::{PasskeyAnswer, PasskeyAsk};

use crate::form::Form;

/// A form whose answer the browser's passkeys give; a script sends it.
pub(crate) struct PasskeyForm {
    /// Where it goes.
    pub(crate) action: &'static str,
    pub(crate) ceremony: String,
    /// For `navigator.credentials`, in JSON.
    pub(crate) options: String,
}

impl PasskeyForm {
    pub(crate) fn of(action: &'static str, ask: PasskeyAsk) -> Self {
        Self {
            action,
            ceremony: ask.ceremony,
            options: ask.options,
        }
    }
}

/// What came back with such a form.
pub(crate) fn answer(form: &Form) -> PasskeyAnswer {
    let field = |name| form.first(name).unwrap_or_default().to_owned();
    PasskeyAnswer {
        ceremony: field("ceremony"),
        response: field("response"),
    }
}
