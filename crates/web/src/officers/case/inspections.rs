//! What was found where somebody went to look, beside a case's answers.

use forms::InspectionOutcome;
use locale::dates;
use review::{Event, Inspection};

use super::{facts::moment, found::Found};

/// An inspection for which a day was set.
pub(super) struct ListedInspection {
    /// The day on which it was, or when it is to be.
    pub(super) when: String,
    /// What was found, or that it is to come, or that it did not come to it.
    pub(super) outcome: String,
    /// Who reported it, and when.
    pub(super) told: String,
    pub(super) words: Option<String>,
}

/// All of them, oldest first.
pub(super) fn of(found: &Found<'_>) -> Vec<ListedInspection> {
    let inspections = found.case.application.inspections.iter();
    inspections.map(|inspection| listed(found, inspection)).collect()
}

fn listed(found: &Found<'_>, inspection: &Inspection) -> ListedInspection {
    let page = found.page;
    if let Some(report) = &inspection.report {
        let (name, at) = (found.names.of(report.by, page), moment(found, report.reported_at));
        return ListedInspection {
            when: dates::date(report.on, page.language),
            outcome: outcome(found, report.outcome),
            told: page.t2("office-opinion-by", ("name", &name), ("at", &at)),
            words: report.words.clone(),
        };
    }
    let key = if found.case.application.appointment() == Some(inspection) {
        "office-inspection-to-come"
    } else {
        "office-inspection-called-off"
    };
    ListedInspection {
        when: moment(found, inspection.at),
        outcome: page.t(key).into_owned(),
        told: String::new(),
        words: None,
    }
}

fn outcome(found: &Found<'_>, outcome: InspectionOutcome) -> String {
    let key = format!("inspection-outcome-{}", outcome.name());
    found.page.t(key).into_owned()
}

/// What the history tells of one.
pub(super) fn details(found: &Found<'_>, event: &Event) -> Vec<String> {
    let page = found.page;
    match event {
        Event::InspectionSet { at, .. } => {
            vec![page.t1("office-detail-inspection", "at", moment(found, *at))]
        }
        Event::InspectionReported {
            on, outcome: what, ..
        } => vec![
            page.t1("office-detail-inspected", "on", dates::date(*on, page.language)),
            outcome(found, *what),
        ],
        _ => Vec::new(),
    }
}
