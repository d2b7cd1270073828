//! What a letter tells, in the words of an officer's page.

use engine::letters::MailRecord;
use review::{MaybeNewer, Message};

use crate::page::Page;

/// What a letter tells.
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
        Message::Replaced => "replaced",
    }
}
