//! What was written to the applicant, and whether it arrived.

use engine::{
    authorise::Action,
    letters::{Delivery, MailRecord},
};

use super::{facts::moment, found::Found};
use crate::{error::WebError, officers::letter_names};

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
    let may = found.case.may(Action::ResendMail);
    let records = found.app.case_letters(found.case).await?;
    let mut letters = Vec::with_capacity(records.len());
    for record in records {
        let may = may && found.app.is_still_true(&record).await?;
        letters.push(letter(found, record, may));
    }
    Ok(letters)
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
        subject: letter_names::subject(&record, found.page),
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
