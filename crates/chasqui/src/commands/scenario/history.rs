//! A history, as what happens in a scenario.

use anyhow::{Context, Result, bail};
use forms::{
    Answers, Charge, Service, StepId,
    scenarios::{Standing, WrittenAct, anonymised_anew},
};
use jiff::civil::Date;
use review::{Author, Decider, Event, Link};

/// What the applicant wrote is of a person.
const APPEAL: &str = "Please look at it again.";

/// What happened to an application, as far as a scenario can say it.
pub(super) struct Told {
    /// What was sent.
    pub(super) answers: Answers,
    /// What it cost, in hundredths.
    pub(super) cents: Option<i64>,
    /// Where it stood when it was sent.
    pub(super) comes_to: Standing,
    /// What happened then.
    pub(super) then: Vec<WrittenAct>,
    /// Where it stood after that.
    pub(super) ends: Standing,
    /// What happened next, if a scenario cannot say it.
    pub(super) unsaid: Option<&'static str>,
}

/// Tells the history of an application that was sent on that day.
pub(super) fn tell(history: &[Link], service: &Service, sent: Date) -> Result<Told> {
    let mut events = history.iter().map(|link| match link {
        Link::Whole(recorded) => Ok((recorded.actor, &recorded.event)),
        Link::Erased(_) => bail!("a part of it was erased"),
        Link::Newer(_) => bail!("a newer release wrote a part of it"),
    });
    let (_, submitted) = events.next().context("it is empty")??;
    let Event::Submitted { answers, fee, .. } = submitted else {
        bail!("it does not begin with what was sent");
    };
    let (_, ruled) = events.next().context("it ends where it begins")??;
    let comes_to = standing_after(ruled).context("nobody knows where it came to")?;
    let mut teller = Teller {
        service,
        sent,
        told: Told {
            answers: answers.clone(),
            cents: fee.as_ref().map(Charge::total),
            ends: comes_to.clone(),
            comes_to,
            then: Vec::new(),
            unsaid: None,
        },
    };
    for event in events {
        let (author, event) = event?;
        if let Some(unsaid) = unsayable(author, event) {
            teller.told.unsaid = Some(unsaid);
            break;
        }
        teller.tell(event)?;
    }
    Ok(teller.told)
}

/// What a scenario has no words for.
fn unsayable(author: Author, event: &Event) -> Option<&'static str> {
    match event {
        Event::Escalated { .. } if author != Author::System => {
            Some("somebody passed it on without a decision")
        }
        Event::MovedToVersion { .. } => Some("it was moved to another version of its service"),
        Event::SampleOverturned { .. } => Some("somebody who looked at a sample revoked its permit"),
        _ => None,
    }
}

struct Teller<'a> {
    service: &'a Service,
    sent: Date,
    told: Told,
}

impl Teller<'_> {
    fn tell(&mut self, event: &Event) -> Result<()> {
        let act = match event {
            Event::Asked { questions, .. } => Some(WrittenAct::Ask(questions.clone(), None)),
            Event::Answered { answers, .. } => {
                self.answered(answers);
                None
            }
            Event::StepApproved { step, conditions, .. } => {
                Some(WrittenAct::Approve(step.clone(), conditions.chosen.clone()))
            }
            Event::Consented { step, .. } => Some(WrittenAct::Consent(step.clone())),
            Event::ConsentRefused { step, .. } => Some(WrittenAct::RefuseConsent(step.clone())),
            Event::OpinionGiven { opinion, outcome, .. } => {
                Some(WrittenAct::Opinion(opinion.clone(), *outcome))
            }
            Event::InspectionReported { step, outcome, .. } => {
                Some(WrittenAct::Inspect(step.clone(), *outcome))
            }
            Event::Rejected {
                by: Decider::People(_),
                reason,
                ..
            } => Some(WrittenAct::Reject(self.step()?, reason.clone())),
            Event::Approved {
                by: Decider::Deadline { .. },
                ..
            }
            | Event::Rejected {
                by: Decider::Deadline { .. },
                ..
            }
            | Event::OpinionsClosed { .. }
            | Event::Escalated { .. } => Some(self.deadline_passed()?),
            Event::Lapsed { .. } => Some(match self.told.then.last() {
                Some(WrittenAct::Ask(_, None)) => {
                    WrittenAct::Wait(self.service.review.answer_within.to_string())
                }
                _ => self.deadline_passed()?,
            }),
            Event::Withdrawn => Some(WrittenAct::Withdraw),
            Event::Appealed { .. } => Some(WrittenAct::Appeal(APPEAL.to_owned())),
            _ => None,
        };
        self.told.then.extend(act);
        if let Some(standing) = standing_after(event) {
            self.told.ends = standing;
        }
        Ok(())
    }

    fn answered(&mut self, anew: &Answers) {
        if let Some(WrittenAct::Ask(_, answer)) = self.told.then.last_mut() {
            let before = &self.told.answers;
            *answer = Some(anonymised_anew(self.service, before, anew, self.sent));
        }
    }

    fn step(&self) -> Result<StepId> {
        match &self.told.ends {
            Standing::At(step) => Ok(step.clone()),
            other => bail!("something is decided after it was {other}"),
        }
    }

    /// The office's time at the step ended.
    fn deadline_passed(&self) -> Result<WrittenAct> {
        let step = self.service.review.step(&self.step()?);
        let deadline = step.and_then(|step| step.deadline.as_ref());
        let deadline = deadline.context("a deadline ended that its version does not have")?;
        Ok(WrittenAct::Wait(deadline.after.to_string()))
    }
}

/// Where an application stands after what moves it.
fn standing_after(event: &Event) -> Option<Standing> {
    Some(match event {
        Event::Queued { step, .. } | Event::Appealed { step, .. } => Standing::At(step.clone()),
        Event::Advanced { to, .. } | Event::Escalated { to, .. } | Event::ConsentAwaited { to, .. } => {
            Standing::At(to.clone())
        }
        Event::Approved { .. } => Standing::Approved,
        Event::Rejected { .. } => Standing::Rejected,
        Event::Lapsed { .. } => Standing::Lapsed,
        Event::Withdrawn => Standing::Withdrawn,
        _ => return None,
    })
}
