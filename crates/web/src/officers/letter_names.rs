//! What a letter tells, in the words of an officer's page.

use engine::letters::MailRecord;
use review::MaybeNewer;

use crate::page::Page;

/// What a letter tells.
pub(crate) fn subject(record: &MailRecord, page: &Page) -> String {
    let name = match &record.entry.message {
        MaybeNewer::Known(message) => message.name(),
        MaybeNewer::Newer(newer) => return page.t1("newer-release-wrote", "kind", newer),
    };
    page.t(format!("office-letter-{name}")).into_owned()
}
