//! What was written to the applicant, and whether it arrived.

use review::{MaybeNewer, Message};
use store::{Delivery, MailRecord};

use super::{Found, facts::moment};
use crate::{
    authorise::{Action, Scope, authorise},
    error::WebError,
    page::Page,
};

/// A letter and how it fares.
pub(super) struct Letter {
    pub(super) id: String,
    pub(super) subject: String,
    pub(super) to: String,
    pub(super) class: &'static str,
    pub(super) delivery: &'static str,
    pub(super) at: String,
    pub(super) error: Option<String>,
    /// Whether this reader may send it again.
    pub(super) resend: bool,
}

pub(super) async fn of(found: &Found<'_>) -> Result<Vec<Letter>, WebError> {
    let scope = Scope::of(&found.case.application);
    let may = authorise(found.visitor, Action::ResendMail, &scope).is_ok();
    let records = found.app.store.outbox_of(found.case.application.id).await?;
    Ok(records
        .into_iter()
        .map(|record| letter(found, record, may))
        .collect())
}

fn letter(found: &Found<'_>, record: MailRecord, may: bool) -> Letter {
    let (class, key, at) = match record.delivery {
        Delivery::Due(at) if record.attempts == 0 => ("tag", "office-mail-due", at),
        Delivery::Due(at) => ("tag tag--waiting", "office-mail-again", at),
        Delivery::Sent(at) => ("tag tag--approved", "office-mail-sent", at),
        Delivery::Dead(at) => ("tag tag--rejected", "office-mail-dead", at),
    };
    Letter {
        id: record.entry.id.0.to_string(),
        subject: subject(&record, found.page),
        to: record.entry.to,
        class,
        delivery: key,
        at: moment(found, at),
        error: record
            .last_error
            .filter(|_| !matches!(record.delivery, Delivery::Sent(_))),
        resend: may && !matches!(record.delivery, Delivery::Due(_)),
    }
}

/// What a letter tells, in the reader's words.
pub(crate) fn subject(record: &MailRecord, page: &Page) -> String {
    let name = match &record.entry.message {
        MaybeNewer::Known(message) => name(*message),
        MaybeNewer::Newer(newer) => return page.t1("newer-release-wrote", "kind", newer),
    };
    page.t(format!("office-letter-{name}")).into_owned()
}

fn name(message: Message) -> &'static str {
    match message {
        Message::Received => "received",
        Message::Asked => "asked",
        Message::Approved => "approved",
        Message::Rejected => "rejected",
        Message::Lapsed => "lapsed",
        Message::Withdrawn => "withdrawn",
        Message::Revoked => "revoked",
        Message::Reissued => "reissued",
    }
}
