//! A status in colour and words.

use store::{PermitRow, PermitStatus, StatusName};

use crate::Page;

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

    /// Of a permit; that it has expired is seen from its dates.
    pub(crate) fn of_permit(permit: &PermitRow, now: jiff::Timestamp, page: &Page) -> Self {
        let name = match permit.status {
            PermitStatus::Active | PermitStatus::Suspended if permit.expires_at <= now => "expired",
            status => status.name(),
        };
        Self::of(name, "permits-status", page)
    }

    fn of(name: &str, key: &str, page: &Page) -> Self {
        Self {
            class: format!("tag tag--{name}"),
            text: page.t(format!("{key}-{name}")).into_owned(),
        }
    }
}
