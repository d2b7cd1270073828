//! Moving an open application to another version of its service: an act of the office, apart from publishing.

mod apply;
mod hindrance;
#[cfg(test)]
mod tests;
mod time;
mod way;

use std::collections::{BTreeMap, BTreeSet};

use forms::changed::{Misfit, fitted};
use forms::{Answer, Answers, ContentHash, Language, QuestionId, Service, Step, StepId, Workflow};
use jiff::{Zoned, civil::Date};
use serde::{Deserialize, Serialize};

pub use hindrance::MoveHindrance;

use crate::commands::deadline;
use crate::office::office_of;
use crate::turn::Turn;
use crate::{Application, Author, Cause, Effect, Event, GivenConsent, Officer, Outcome, Random, Status};

/// Where cases go whose step has no other of the same name in the version that they are moved to, or which are to go elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StepMap(pub BTreeMap<StepId, StepId>);

impl StepMap {
    /// Where a case at that step goes: where it is said, or to the step of the same name.
    pub fn target<'w>(&self, from: &StepId, to: &'w Workflow) -> Option<&'w Step> {
        to.step(self.0.get(from).unwrap_or(from))
    }
}

/// A move from one version of a service to another.
#[derive(Clone, Copy, Debug)]
pub struct VersionMove<'a> {
    /// What the version says that the application is on.
    pub from: &'a Service,
    /// What the version says that it is moved to.
    pub to: &'a Service,
    /// The content hash of that version.
    pub version: ContentHash,
    /// Where cases go at each step.
    pub steps: &'a StepMap,
    /// The applicant's language, in which they swore what they swore.
    pub language: &'a Language,
}

/// Moves an application, or says what is in the way. Its answers are judged as on the day on which they were sent. `by` is who moves
/// it, as they stand to it; nobody, if it is whoever holds the machine.
///
/// The step begins anew by the rules of the new version: an approval given there counts no more, whoever has the case in hand puts
/// it back, and whoever was asked to consent is asked again. So does its time, but for two: whoever applied and is asked keeps the
/// time that they were given, and where the same happens at the end of the office's time, it does so no later than it was to.
pub fn move_to_version(
    application: Application,
    asked: &VersionMove<'_>,
    by: Option<&Officer>,
    now: &Zoned,
    random: Random<'_>,
) -> Result<Outcome, MoveHindrance> {
    may_be_moved(&application, asked, by)?;
    let (from, sent_to) = asked.steps_of(&application)?;
    time::is_left(&application, asked, from, now.timestamp(), now.time_zone())?;
    let answers = asked.answers_of(&application, now)?;
    questions_stay(&application, asked.to, &answers)?;
    let conditions = application.conditions(&asked.from.review);
    let fit = conditions.fit(&asked.to.review.conditions);
    fit.map_err(|_| MoveHindrance::ConditionGone)?;
    let author = by.map_or(Author::System, |officer| Author::Officer(officer.person));
    let mut turn = Turn::on(application, &asked.to.review, author, now, random);
    let event = asked.event(&turn, now, [from, sent_to], &answers)?;
    keeps_its_appointment(&turn.application, &event, asked.to)?;
    begin_anew(&mut turn, event).map_err(|_| MoveHindrance::NoStep(from.id.clone()))?;
    Ok(turn.finish())
}

/// What is in the way whatever its step and its answers are.
fn may_be_moved(
    application: &Application,
    asked: &VersionMove<'_>,
    by: Option<&Officer>,
) -> Result<(), MoveHindrance> {
    let is_party = |officer: &Officer| {
        [asked.from, asked.to]
            .iter()
            .any(|version| officer.is_party(&version.review, application))
    };
    if application.status.is_final() {
        Err(MoveHindrance::Finished)
    } else if application.version == asked.version {
        Err(MoveHindrance::AlreadyThere)
    } else if !application.newer.is_empty() {
        Err(MoveHindrance::NewerRelease)
    } else if by.is_some_and(is_party) {
        Err(MoveHindrance::OwnAffair)
    } else if application.permit_awaits == Some(application.visit.revision) {
        Err(MoveHindrance::PermitAwaitsConsent)
    } else {
        Ok(())
    }
}

/// Whoever applied can still answer what they are asked.
fn questions_stay(application: &Application, to: &Service, answers: &Answers) -> Result<(), MoveHindrance> {
    let Status::Waiting { questions, .. } = &application.status else {
        return Ok(());
    };
    let pages = to.journey(answers).into_iter();
    let shown = pages.flat_map(|page| to.visible(page, answers));
    let shown: BTreeSet<&QuestionId> = shown.map(|question| &question.id).collect();
    match questions.iter().find(|asked| !shown.contains(asked)) {
        Some(gone) => Err(MoveHindrance::AskedGone(gone.clone())),
        None => Ok(()),
    }
}

/// Whoever applied was told that somebody comes, so somebody must be able to.
fn keeps_its_appointment(
    application: &Application,
    event: &Event,
    to: &Service,
) -> Result<(), MoveHindrance> {
    let (Some(appointment), Event::MovedToVersion { to: step, .. }) = (application.appointment(), event)
    else {
        return Ok(());
    };
    match to.review.step(step).and_then(Step::inspection) {
        Some(_) => Ok(()),
        None => Err(MoveHindrance::OtherPurpose(appointment.step.clone())),
    }
}

/// Records it, and starts the clock of whoever has the word.
fn begin_anew(turn: &mut Turn<'_>, event: Event) -> Result<(), Cause> {
    turn.record(event)?;
    turn.effect(Effect::CancelTimers);
    match &turn.application.status {
        Status::Waiting { step, until, .. } => {
            let (step, until) = (step.clone(), *until);
            turn.effect(deadline::answer_timer(&turn.application, step, until));
        }
        _ => turn.begin_step()?,
    }
    Ok(())
}

impl<'a> VersionMove<'a> {
    /// The step that it is at, and the step that is to have it. An appeal is heard where appeals are, and nothing else is.
    fn steps_of(&self, application: &Application) -> Result<(&'a Step, &'a Step), MoveHindrance> {
        let (from, to) = (&self.from.review, &self.to.review);
        let at = application.status.step().ok_or(MoveHindrance::Finished)?;
        let no_step = || MoveHindrance::NoStep(at.clone());
        let left = from.step(at).ok_or_else(no_step)?;
        let target = self.steps.target(at, to).ok_or_else(no_step)?;
        if purpose(from, at) == purpose(to, &target.id) {
            Ok((left, target))
        } else {
            Err(MoveHindrance::OtherPurpose(at.clone()))
        }
    }

    /// Its answers as the new version takes them.
    fn answers_of(&self, application: &Application, now: &Zoned) -> Result<Answers, MoveHindrance> {
        let (answers, day) = (&application.answers, sent_on(application, now));
        fitted(self.from, self.to, answers, self.language, day).map_err(|misfit| match misfit {
            Misfit::NotOffered(_) => MoveHindrance::NotOffered,
            Misfit::Missing(question) => MoveHindrance::AnswerMissing(question),
            Misfit::Wrong(question) => match &application.office {
                Some(office) if self.to.review.office.as_ref() == Some(&question) => {
                    MoveHindrance::OfficeGone(office.clone())
                }
                _ => MoveHindrance::AnswerWrong(question),
            },
        })
    }

    fn event(
        &self,
        turn: &Turn<'_>,
        now: &Zoned,
        [from, sent_to]: [&'a Step; 2],
        answers: &Answers,
    ) -> Result<Event, MoveHindrance> {
        let application = &turn.application;
        let gone = way::consents_gone(application, self);
        let day = sent_on(application, now);
        let ways = [
            way::Way::new(&self.from.review, &application.answers, day),
            way::Way::new(&self.to.review, answers, day),
        ];
        let counted = Application {
            consents: kept(&application.consents, &gone),
            answers: answers.clone(),
            ..application.clone()
        };
        let to = way::step(self, &counted, sent_to, ways, turn.today())?;
        let office = office_of(&self.to.review, answers);
        let ends = time::ends(turn, self, now.time_zone(), [from, to], office.as_ref());
        let before = &application.answers;
        let differs = |(question, answer): &(&QuestionId, &Answer)| before.get(question) != Some(answer);
        let new = answers.0.iter().filter(differs);
        let dropped = before.0.keys().filter(|question| answers.get(question).is_none());
        Ok(Event::MovedToVersion {
            version: self.version,
            from: from.id.clone(),
            to: to.id.clone(),
            due: ends.due,
            silence: ends.silence,
            office,
            answers: Answers(
                new.map(|(question, answer)| (question.clone(), answer.clone()))
                    .collect(),
            ),
            dropped: dropped.cloned().collect(),
            passed: way::passed(application, &self.from.review).into_iter().collect(),
            opinions_gone: way::opinions_gone(application, self, [&from.id, &to.id])
                .into_iter()
                .collect(),
            consents_gone: gone.into_iter().collect(),
        })
    }
}

/// The day on which it was sent, on the clock of the place.
fn sent_on(application: &Application, now: &Zoned) -> Date {
    application.submitted_at.to_zoned(now.time_zone().clone()).date()
}

/// The consents that still count.
fn kept(consents: &[GivenConsent], gone: &BTreeSet<StepId>) -> Vec<GivenConsent> {
    let kept = consents.iter().filter(|given| !gone.contains(&given.step));
    kept.cloned().collect()
}

/// Whether a step hears appeals, and whether it looks at samples.
fn purpose(workflow: &Workflow, step: &StepId) -> (bool, bool) {
    let appeals = workflow.appeal.as_ref().map(|appeal| &appeal.step);
    (appeals == Some(step), workflow.sample_step.as_ref() == Some(step))
}
