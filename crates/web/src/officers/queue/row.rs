//! A case as a row.

use forms::{Service, Step};
use jiff::Timestamp;
use locale::dates;
use review::Status;
use store::{QueueRow, StatusName};

use crate::{
    app::App,
    officers::{names::Names, tag::Tag},
    page::Page,
};

/// What the table shows of a case.
pub(super) struct Row {
    pub(super) reference: String,
    pub(super) holder: String,
    pub(super) service: String,
    pub(super) step: String,
    pub(super) tag: Tag,
    pub(super) sampled: bool,
    pub(super) waits: String,
    pub(super) due: Option<Due>,
}

/// How much time is left at the step.
pub(crate) struct Due {
    pub(crate) class: &'static str,
    pub(crate) text: String,
}

impl Row {
    pub(super) fn of(app: &App, row: QueueRow, names: &Names, page: &Page) -> Self {
        let published = app.services.current(row.service.as_str());
        let service = published.as_ref().map(|published| &published.service);
        let step = row.status.step().and_then(|step| service?.review.step(step));
        let mut tag = Tag::of_status(StatusName::from(&row.status), page);
        if let Status::Claimed { by, .. } = row.status {
            tag.text = page.t1("office-with", "name", names.of(by, page));
        }
        let due = match (&row.status, step) {
            (Status::Queued { since, .. }, Some(step)) => Due::of(step, *since, app.now(), page),
            _ => None,
        };
        Self {
            reference: row.reference.to_string(),
            holder: row.holder,
            service: service.map_or_else(|| row.service.to_string(), |service| name(service, page)),
            step: step
                .zip(service)
                .map(|(step, service)| step_name(step, service, page))
                .unwrap_or_default(),
            tag,
            sampled: row.sampled,
            waits: dates::length(app.now().duration_since(row.submitted_at), page.language),
            due,
        }
    }
}

fn name(service: &Service, page: &Page) -> String {
    service
        .about
        .name
        .in_language(&service.language_for(page.language.code()))
        .to_owned()
}

fn step_name(step: &Step, service: &Service, page: &Page) -> String {
    step.name
        .in_language(&service.language_for(page.language.code()))
        .to_owned()
}

impl Due {
    /// The deadline of a step that was reached then.
    pub(crate) fn of(step: &Step, since: Timestamp, now: Timestamp, page: &Page) -> Option<Self> {
        let deadline = step.deadline.as_ref()?;
        let left = deadline.after.after(since).duration_since(now);
        let length = dates::length(left.abs(), page.language);
        let soon = deadline.after.duration() / 4;
        let (class, key) = match left {
            left if left.is_negative() => ("due--late", "office-due-late"),
            left if left < soon => ("due--soon", "office-due-in"),
            _ => ("", "office-due-in"),
        };
        Some(Self {
            class,
            text: page.t1(key, "length", length),
        })
    }
}
