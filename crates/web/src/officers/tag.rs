//! A status in colour and words.

use engine::{casework::queue::StatusName, permits::PermitRow};

use crate::page::Page;

/// What a `tag` element shows; colour is never the only sign.
pub(crate) struct Tag {
    pub(crate) class: String,
    pub(crate) text: String,
}

impl Tag {
    /// Of an application.
    pub(crate) fn of_status(status: StatusName, page: &Page) -> Self {
        Self::of(&status.as_str().to_lowercase(), "office-status", page)
    }

    /// Of a permit.
    pub(crate) fn of_permit(permit: &PermitRow, now: jiff::Timestamp, page: &Page) -> Self {
        Self::of(permit.state_at(now), "permits-status", page)
    }

    fn of(name: &str, key: &str, page: &Page) -> Self {
        Self {
            class: format!("tag tag--{name}"),
            text: page.t(format!("{key}-{name}")).into_owned(),
        }
    }
}
