//! A case as a row.

use engine::{
    casework::queue::{QueueRow, StatusName},
    services::Published,
};
use forms::{ApplicationPurpose, Service, Step};
use locale::dates;
use review::Status;

use super::address::Worked;
use crate::{
    app::App,
    officers::{due::Due, names::Names, tag::Tag},
    page::Page,
};

/// What the table shows of a case.
pub(super) struct Row {
    pub(super) reference: String,
    /// Where it is read, as one of this list.
    pub(super) address: String,
    /// Whether it names whoever looks, who decides nothing of it.
    pub(super) is_own: bool,
    pub(super) holder: String,
    pub(super) service: String,
    pub(super) step: String,
    pub(super) tag: Tag,
    pub(super) sampled: bool,
    /// What it asks for, where that is no new permit.
    pub(super) purpose: Option<String>,
    /// When somebody inspects what it is about.
    pub(super) inspection: Option<String>,
    /// How long it has been open; nothing where it is decided.
    pub(super) waits: Option<String>,
    pub(super) due: Option<Due>,
}

impl Row {
    /// `published` is the version that names the step where the case is.
    pub(super) fn of(
        app: &App,
        row: QueueRow,
        published: &Published,
        is_own: bool,
        worked: &Worked,
        names: &Names,
        page: &Page,
    ) -> Self {
        let service = &published.service;
        let step = row.status.step().and_then(|step| service.review.step(step));
        let mut tag = Tag::of_status(StatusName::from(&row.status), page);
        if let Status::Claimed { by, .. } = row.status {
            tag.text = page.t1("office-with", "name", names.of(by, page));
        }
        let due = match (&row.status, step) {
            (Status::Queued { since, .. } | Status::Claimed { since, .. }, Some(step)) => app
                .due_at(&service.review, step, row.office.as_ref(), row.due_at, *since)
                .map(|due_at| Due::of(due_at, *since, app.now(), page)),
            _ => None,
        };
        Self {
            address: worked.beside(&format!("/o/cases/{}", row.reference), ""),
            is_own,
            reference: row.reference.to_string(),
            holder: row.holder,
            service: name(service, page),
            step: step
                .map(|step| step_name(step, service, page))
                .unwrap_or_default(),
            tag,
            sampled: row.sampled,
            purpose: (row.purpose != ApplicationPurpose::New)
                .then(|| page.t(format!("purpose-{}", row.purpose.code())).into_owned()),
            inspection: row
                .inspection_at
                .map(|at| dates::moment(at, &app.settings.time_zone, page.language)),
            waits: (!row.status.is_final())
                .then(|| dates::length(app.now().duration_since(row.submitted_at), page.language)),
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
