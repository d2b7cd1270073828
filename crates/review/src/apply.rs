//! What an event makes of an application. Commands and [`fold`](crate::fold) both go through here, so that the
//! stored row and its history cannot tell different stories.

use std::collections::BTreeMap;

use forms::{Answers, InspectionOutcome, StepId};
use jiff::Timestamp;

use crate::{
    Access, AccessChange, Application, Decider, Decision, Due, Event, Format, GivenConsent, PermitLife,
    PermitRef, PermitStatus, PersonId, Recorded, SetConditions, Status, Visit,
};

/// The event cannot follow: the history is not one that this crate wrote.
#[derive(Debug)]
pub(crate) struct Impossible;

/// The application after being handed in and after what the rules made of it.
pub(crate) fn begin(submitted: &Recorded, ruled: &Recorded) -> Result<Application, Impossible> {
    let Event::Submitted {
        service,
        version,
        office,
        answers,
        replaces,
        begun_from,
        fee,
    } = &submitted.event
    else {
        return Err(Impossible);
    };
    let at = ruled.at;
    let status = match &ruled.event {
        Event::Queued { step, .. } => Status::Queued {
            step: step.clone(),
            since: at,
        },
        Event::Approved {
            by: by @ Decider::Rule(_),
            ..
        } => Status::Approved { at, by: by.clone() },
        Event::Rejected {
            by: by @ Decider::Rule(_),
            reason,
            note,
            ..
        } => Status::Rejected {
            at,
            by: by.clone(),
            reason: reason.clone(),
            note: note.clone(),
        },
        _ => return Err(Impossible),
    };
    let due = due(&ruled.event);
    Ok(Application {
        format: Format,
        id: submitted.application,
        service: service.clone(),
        version: *version,
        status,
        revision: ruled.sequence,
        head: ruled.hash,
        visit: Visit {
            revision: ruled.sequence,
            at,
        },
        decisions: Vec::new(),
        submitted_at: submitted.at,
        sampled: false,
        appealed: false,
        office: office.clone(),
        answers: answers.clone(),
        due: due.map(|at| Due {
            visit: ruled.sequence,
            at,
        }),
        appeal_until: appeal_until(&ruled.event),
        permits: issued(ruled).into_iter().collect(),
        replaces: *replaces,
        begun_from: *begun_from,
        earlier: Vec::new(),
        access: Access::default(),
        replacements: Vec::new(),
        fee: fee.clone(),
        set_conditions: Vec::new(),
        consents: Vec::new(),
        opinions: Vec::new(),
        inspections: Vec::new(),
        permit_awaits: None,
        moved: None,
        newer: BTreeMap::new(),
    })
}

/// When the office's time at the step ends that an event leads to.
fn due(event: &Event) -> Option<Timestamp> {
    match event {
        Event::Queued { due, .. }
        | Event::Answered { due, .. }
        | Event::Advanced { due, .. }
        | Event::ConsentAwaited { due, .. }
        | Event::Appealed { due, .. }
        | Event::Escalated { due, .. }
        | Event::MovedToVersion { due, .. } => *due,
        _ => None,
    }
}

/// Until when a rejection may be appealed against.
fn appeal_until(event: &Event) -> Option<Timestamp> {
    match event {
        Event::Rejected { appeal_until, .. } | Event::SampleOverturned { appeal_until, .. } => *appeal_until,
        _ => None,
    }
}

/// The permit that an approval names.
fn issued(approved: &Recorded) -> Option<PermitLife> {
    let Event::Approved { permit, .. } = &approved.event else {
        return None;
    };
    permit.map(|id| PermitLife {
        id,
        status: PermitStatus::Active,
        revision: approved.sequence,
        by: approved.actor.into(),
    })
}

/// The permit that an event is about, and the status that it has then.
fn permit_status(event: &Event) -> Option<(PermitRef, PermitStatus)> {
    match event {
        Event::PermitSuspended { permit, .. } => Some((*permit, PermitStatus::Suspended)),
        Event::PermitReinstated { permit, .. } => Some((*permit, PermitStatus::Active)),
        Event::PermitRevoked { permit, .. } => Some((*permit, PermitStatus::Revoked)),
        Event::PermitReplaced { permit, .. } => Some((*permit, PermitStatus::Replaced)),
        _ => None,
    }
}

impl Application {
    /// Takes one more event in.
    pub(crate) fn apply(&mut self, recorded: &Recorded) -> Result<(), Impossible> {
        let status = self.status_after(recorded)?;
        self.take_facts(recorded);
        self.status = status;
        self.revision = recorded.sequence;
        self.head = recorded.hash;
        Ok(())
    }

    fn status_after(&self, recorded: &Recorded) -> Result<Status, Impossible> {
        use Status::{Approved, Claimed, Lapsed, Queued, Rejected, Waiting, Withdrawn};
        let at = recorded.at;
        let queued = |step: &StepId, since| Queued {
            step: step.clone(),
            since,
        };
        Ok(match (&self.status, &recorded.event) {
            (Queued { step, .. }, Event::Claimed { by: who })
            | (Queued { step, .. } | Claimed { step, .. }, Event::Assigned { to: who }) => Claimed {
                step: step.clone(),
                by: *who,
                since: at,
            },
            (Claimed { step, .. }, Event::Released) => queued(step, self.visit.at),
            (
                Claimed { step, .. },
                Event::Asked {
                    questions,
                    message,
                    until,
                },
            ) => Waiting {
                step: step.clone(),
                questions: questions.clone(),
                message: message.clone(),
                since: at,
                until: *until,
            },
            (Waiting { step, .. }, Event::Answered { .. }) => queued(step, at),
            (
                Claimed { step, by, .. },
                Event::StepApproved {
                    step: here, by: who, ..
                },
            ) if step == here && by == who => queued(step, self.visit.at),
            (
                Claimed { step, by, .. },
                Event::InspectionSet {
                    step: here, by: who, ..
                }
                | Event::InspectionReported {
                    step: here,
                    by: who,
                    outcome: InspectionOutcome::NobodyThere,
                    ..
                },
            ) if step == here && by == who => self.status.clone(),
            (
                Claimed { step, by, .. },
                Event::InspectionReported {
                    step: here, by: who, ..
                },
            ) if step == here && by == who => queued(step, self.visit.at),
            (
                Queued { step, .. },
                Event::Consented { step: here, .. }
                | Event::ConsentRefused { step: here, .. }
                | Event::ConsentUnanswered { step: here }
                | Event::OpinionsAsked { step: here, .. }
                | Event::OpinionGiven { step: here, .. }
                | Event::OpinionsClosed { step: here, .. },
            ) if step == here => self.status.clone(),
            (
                Queued { step, .. },
                Event::Advanced { from, to, .. } | Event::ConsentAwaited { from, to, .. },
            ) if step == from => queued(to, at),
            (Queued { .. } | Claimed { .. }, Event::Approved { by, .. }) => Approved { at, by: by.clone() },
            (Queued { .. } | Claimed { .. }, Event::Rejected { by, reason, note, .. }) => Rejected {
                at,
                by: by.clone(),
                reason: reason.clone(),
                note: note.clone(),
            },
            (Queued { step, .. } | Claimed { step, .. }, Event::Escalated { from, to, .. })
                if step == from =>
            {
                queued(to, at)
            }
            (
                Queued { step, .. } | Claimed { step, .. } | Waiting { step, .. },
                Event::MovedToVersion { from, to, .. },
            ) if step == from => self.status_on_version(to),
            (Queued { .. } | Claimed { .. } | Waiting { .. }, Event::Lapsed { .. }) => Lapsed { at },
            (Queued { .. } | Claimed { .. } | Waiting { .. }, Event::Withdrawn) => Withdrawn { at },
            (Approved { .. }, Event::Sampled { .. }) if !self.sampled => self.status.clone(),
            (Approved { .. }, Event::SampleUpheld { .. }) if self.sampled => self.status.clone(),
            (Approved { .. }, Event::SampleOverturned { by, reason, note, .. }) if self.sampled => Rejected {
                at,
                by: Decider::People(vec![*by]),
                reason: reason.clone(),
                note: note.clone(),
            },
            (Rejected { .. }, Event::Appealed { step, .. }) if !self.appealed => queued(step, at),
            (_, Event::PermitSignedAnew { .. } | Event::AccessChanged { .. }) => self.status.clone(),
            (_, event) if permit_status(event).is_some() => self.status.clone(),
            _ => return Err(Impossible),
        })
    }

    /// At a step of another version: whoever had it in hand puts it back, and it keeps its place. Whoever applied is asked as before.
    fn status_on_version(&self, to: &StepId) -> Status {
        match &self.status {
            Status::Waiting {
                questions,
                message,
                since,
                until,
                ..
            } => Status::Waiting {
                step: to.clone(),
                questions: questions.clone(),
                message: message.clone(),
                since: *since,
                until: *until,
            },
            _ => Status::Queued {
                step: to.clone(),
                since: self.visit.at,
            },
        }
    }

    fn take_facts(&mut self, recorded: &Recorded) {
        // An event of a release that did not keep these leaves what was there, as that release's row does.
        self.appeal_until = appeal_until(&recorded.event).or(self.appeal_until);
        match &recorded.event {
            Event::Answered {
                answers, office, fee, ..
            } => {
                if let (Some(_), Some(moved)) = (fee, &mut self.moved) {
                    moved.charged_by = None;
                }
                // A release that does not know fees leaves what was there.
                self.fee = fee.clone().or_else(|| self.fee.take());
                self.answered(self.answers_with(answers));
                self.office.clone_from(office);
                self.begin_visit(recorded);
            }
            Event::MovedToVersion { .. } => self.move_to_version(recorded),
            Event::AccessChanged { change } => {
                self.access.change(change);
                if let AccessChange::CorrectAddress { answers } = change {
                    let mut corrected = self.answers.clone();
                    corrected.0.extend(answers.0.clone());
                    self.answered(corrected);
                }
            }
            Event::Advanced { .. } | Event::Escalated { .. } => self.begin_visit(recorded),
            Event::ConsentAwaited { .. } => {
                self.begin_visit(recorded);
                self.permit_awaits = Some(recorded.sequence);
            }
            Event::Consented { step, to, .. } => self.consents.push(GivenConsent {
                step: step.clone(),
                to: Some(to.clone()),
            }),
            Event::ConsentUnanswered { step } => self.consents.push(GivenConsent {
                step: step.clone(),
                to: None,
            }),
            Event::OpinionsAsked { .. } | Event::OpinionGiven { .. } | Event::OpinionsClosed { .. } => {
                self.take_opinions(recorded);
            }
            Event::InspectionSet { .. } | Event::InspectionReported { .. } => self.take_inspection(recorded),
            Event::Appealed { .. } => {
                self.appealed = true;
                self.begin_visit(recorded);
            }
            Event::StepApproved {
                step, by, conditions, ..
            } => {
                self.decided(recorded, step.clone(), *by, true);
                let visit = self.visit.revision;
                let set = (!conditions.are_none()).then(|| SetConditions {
                    visit,
                    conditions: conditions.clone(),
                });
                self.set_conditions.extend(set);
            }
            Event::Rejected {
                by: Decider::People(people),
                ..
            } => {
                if let (Some(step), Some(person)) = (self.status.step().cloned(), people.last()) {
                    self.decided(recorded, step, *person, false);
                }
            }
            Event::Approved { .. } => self.permits.extend(issued(recorded)),
            Event::Sampled { .. } => self.sampled = true,
            Event::SampleUpheld { step, by, .. } => {
                self.sampled = false;
                self.decided(recorded, step.clone(), *by, true);
            }
            Event::SampleOverturned { step, by, .. } => {
                self.sampled = false;
                self.decided(recorded, step.clone(), *by, false);
            }
            event => {
                if let Some((permit, status)) = permit_status(event) {
                    self.stands(permit, status, recorded);
                }
            }
        }
    }

    /// A permit that was issued before its history named it is taken in with its first change.
    fn stands(&mut self, id: PermitRef, status: PermitStatus, recorded: &Recorded) {
        let life = PermitLife {
            id,
            status,
            revision: recorded.sequence,
            by: recorded.actor.into(),
        };
        match self.permits.iter_mut().find(|life| life.id == id) {
            Some(kept) => *kept = life,
            None => self.permits.push(life),
        }
    }

    /// The answers once these came back. What was asked and left blank is answered with nothing.
    pub fn answers_with(&self, given: &Answers) -> Answers {
        let mut answers = self.answers.clone();
        if let Status::Waiting { questions, .. } = &self.status {
            answers.0.retain(|question, _| !questions.contains(question));
        }
        answers.0.extend(given.0.clone());
        answers
    }

    /// Takes these answers in the place of those there were, and keeps what they replace.
    pub(crate) fn answered(&mut self, answers: Answers) {
        let mut before = std::mem::replace(&mut self.answers, answers);
        before
            .0
            .retain(|question, answer| self.answers.get(question) != Some(answer));
        if !before.is_empty() {
            self.earlier.push(before);
        }
    }

    pub(crate) fn begin_visit(&mut self, recorded: &Recorded) {
        self.visit = Visit {
            revision: recorded.sequence,
            at: recorded.at,
        };
        let due = due(&recorded.event).map(|at| Due {
            visit: recorded.sequence,
            at,
        });
        self.due = due.or(self.due);
    }

    fn decided(&mut self, recorded: &Recorded, step: StepId, person: PersonId, approved: bool) {
        let visit = self.visit.revision;
        self.decisions.push(Decision {
            step,
            visit,
            person,
            at: recorded.at,
            approved,
        });
    }
}
