//! What the office made of a permit, as the history of its application tells it: who, when, what and why.

use locale::dates;
use review::{Author, Event, Link, PermitReason, PermitRef};

use crate::{app::App, officers::names::Names, page::Page};

/// One change.
pub(crate) struct Change {
    pub(crate) at: String,
    /// For the `datetime` of a `time` element.
    pub(crate) machine: String,
    pub(crate) who: String,
    pub(crate) what: String,
    pub(crate) reason: Option<String>,
    /// The office's own words.
    pub(crate) note: Option<String>,
}

/// The changes of a permit, oldest first. What the law erased is told in the history of its application, without details.
pub(crate) fn of(app: &App, history: &[Link], permit: PermitRef, names: &Names, page: &Page) -> Vec<Change> {
    let zone = &app.settings.time_zone;
    let told = |link: &Link| {
        let Link::Whole(recorded) = link else { return None };
        let (_, reason, note) = change(&recorded.event).filter(|(id, ..)| *id == permit)?;
        Some(Change {
            at: dates::moment(recorded.at, zone, page.language),
            machine: dates::machine(recorded.at, zone),
            who: match recorded.actor {
                Author::Officer(person) => names.of(person, page),
                Author::Applicant | Author::ConsentingPerson | Author::System => {
                    page.t("office-system").into_owned()
                }
            },
            what: page
                .t(format!("permits-life-{}", recorded.event.kind().name()))
                .into_owned(),
            reason: reason.map(|text| page.t(text).into_owned()),
            note: note.map(str::to_owned),
        })
    };
    history.iter().filter_map(told).collect()
}

/// Which permit an event is about, the text of its reason, and the office's words.
fn change(event: &Event) -> Option<(PermitRef, Option<String>, Option<&str>)> {
    let reason_text = |reason: &PermitReason| format!("permit-reason-{}", reason.code());
    match event {
        Event::PermitSignedAnew { permit } => Some((*permit, None, None)),
        Event::PermitReplaced { permit, reason, .. } => Some((
            *permit,
            Some(format!("replacement-reason-{}", reason.code())),
            None,
        )),
        Event::PermitSuspended { permit, reason, note }
        | Event::PermitReinstated { permit, reason, note }
        | Event::PermitRevoked { permit, reason, note } => {
            Some((*permit, Some(reason_text(reason)), note.as_deref()))
        }
        _ => None,
    }
}
