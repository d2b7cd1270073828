use forms::{InspectionOutcome, StepId};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{Application, Event, PersonId, Recorded, Status};

/// An inspection for which a day was set, with what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inspection {
    /// At which step.
    pub step: StepId,
    /// The revision of the visit of the case to the step.
    pub visit: u64,
    /// When it is to be. Put off, it is the newer moment.
    pub at: Timestamp,
    /// Who set that.
    pub set_by: PersonId,
    /// What was found; nothing before, nor where the case left the step first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<InspectionReport>,
}

/// What an inspection found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InspectionReport {
    /// Who reports it.
    pub by: PersonId,
    /// When it was reported.
    pub reported_at: Timestamp,
    /// The day on which they were there.
    pub on: Date,
    /// What was found.
    pub outcome: InspectionOutcome,
    /// In which words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

impl Inspection {
    /// Who reported, if somebody did.
    pub fn reported_by(&self) -> Option<PersonId> {
        self.report.as_ref().map(|report| report.by)
    }
}

impl Application {
    /// The inspection that is still to be made.
    pub fn appointment(&self) -> Option<&Inspection> {
        if !matches!(self.status, Status::Queued { .. } | Status::Claimed { .. }) {
            return None;
        }
        let last = self.inspections.last()?;
        (last.visit == self.visit.revision && last.report.is_none()).then_some(last)
    }

    /// Takes in that a day was set, or what was found.
    pub(crate) fn take_inspection(&mut self, recorded: &Recorded) {
        let visit = self.visit.revision;
        let open = self.inspections.last_mut();
        let open = open.filter(|last| last.visit == visit && last.report.is_none());
        match (&recorded.event, open) {
            (Event::InspectionSet { at, by, .. }, Some(put_off)) => {
                (put_off.at, put_off.set_by) = (*at, *by);
            }
            (Event::InspectionSet { step, at, by }, None) => self.inspections.push(Inspection {
                step: step.clone(),
                visit,
                at: *at,
                set_by: *by,
                report: None,
            }),
            (
                Event::InspectionReported {
                    by,
                    on,
                    outcome,
                    words,
                    ..
                },
                Some(open),
            ) => {
                open.report = Some(InspectionReport {
                    by: *by,
                    reported_at: recorded.at,
                    on: *on,
                    outcome: *outcome,
                    words: words.clone(),
                });
            }
            _ => {}
        }
    }

    /// A case that is moved to another version keeps its appointment: whoever applied was told of it.
    pub(crate) fn move_inspections(&mut self, from: &StepId, to: &StepId, visit: u64) {
        let before = self.visit.revision;
        for inspection in self
            .inspections
            .iter_mut()
            .filter(|inspection| inspection.step == *from)
        {
            inspection.step.clone_from(to);
            if inspection.visit == before && inspection.report.is_none() {
                inspection.visit = visit;
            }
        }
    }

    /// What the law leaves of inspections: who reported when, and what was found.
    pub(crate) fn erase_inspections(&mut self) {
        let reports = self.inspections.iter_mut();
        for report in reports.filter_map(|inspection| inspection.report.as_mut()) {
            report.words = None;
        }
    }
}
