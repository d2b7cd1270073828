//! One scenario, played from the form to the permit.

use std::sync::Arc;

use anyhow::{Context, Result};
use engine::{
    applications::Case,
    authorise::{Action, Caller},
    engine::Engine,
    error::Error,
    jobs::timers::run_due,
    letters::{self, OutboxId},
    publishing::ServiceFile,
    services::Published,
};
use forms::{
    Answers, ConditionCode, InspectionOutcome, MessageEvent, OpinionId, OpinionOutcome, ReasonCode, Service,
    Step, StepId, Taker, Term,
    scenarios::{self, Act, Expected, Scenario, Standing},
};
use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use review::{Command, Conditions, MaybeNewer, Status};

use super::{
    clock::Set,
    permit,
    played::{Mismatch, Played},
    told,
};
use crate::{
    commands::{
        journey::{self, Applicant},
        scratch::{Scratch, person},
    },
    node, settings,
};

/// What the office writes to the applicant where a scenario does not say it.
const WORDS: &str = "Please answer this again.";

/// What came out otherwise than the scenario says.
pub(in crate::commands) async fn play(
    service: &Service,
    scenario: &Scenario,
    time_zone: &str,
) -> Result<Vec<Mismatch>> {
    let zone = settings::zone(time_zone)?;
    let sent = moment(scenario.sent, &zone)?;
    let begins = match &scenario.earlier {
        Some(earlier) => moment(earlier.sent, &zone)?,
        None => sent,
    };
    let mut played = Played::default();
    let mut scratch = Scratch::new()?;
    time_zone.clone_into(&mut scratch.settings.time_zone);
    let clock = Set::to(begins);
    let engine = node::assemble(&scratch.settings, true).await?;
    let engine = engine.with_clock(Arc::new(clock.clone()));
    let file = ServiceFile::from(service.clone());
    engine.publish(&Caller::operator(), &file).await?;
    let published = engine.services.current(service.id.as_str());
    let published = published.context("the service was not published")?;
    if let Some(answers) = played.form(&published, scenario, scenario.sent.date()) {
        let office = Office {
            engine: &engine,
            published: &published,
            clock: &clock,
        };
        match Box::pin(office.sent(scenario, answers, sent)).await {
            Ok(applicant) => {
                let table = Table { office, applicant };
                Box::pin(table.play(scenario, &zone, &mut played)).await?;
            }
            Err(error) => {
                let line = scenario.name.line;
                played.note(line, format!("it cannot be sent: {}", refused(error)?));
            }
        }
    }
    engine.close().await;
    Ok(played.0)
}

/// Why somebody was refused something; what is broken is no refusal.
fn refused(error: anyhow::Error) -> Result<String> {
    match error.downcast_ref::<Error>() {
        Some(Error::Refused(refusal)) => Ok(format!(
            "`{}` is not possible while it is {}",
            refusal.command,
            refusal.status.to_lowercase()
        )),
        Some(
            Error::UnfitDay
            | Error::CrossedDays
            | Error::AskedAlready
            | Error::EarlierPermitOver
            | Error::SameHolder
            | Error::NoPaper
            | Error::UnprintableConditions(_)
            | Error::Forbidden,
        ) => Ok(format!("{error:#}")),
        _ if error.is::<Impossible>() => Ok(format!("{error:#}")),
        _ => Err(error),
    }
}

/// What a scenario says cannot happen.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Impossible(String);

fn moment(local: DateTime, zone: &TimeZone) -> Result<Timestamp> {
    let moment = zone.to_ambiguous_timestamp(local).compatible();
    moment.with_context(|| format!("there is no {local}"))
}

/// Where applications are played.
#[derive(Clone, Copy)]
struct Office<'a> {
    engine: &'a Engine,
    published: &'a Published,
    clock: &'a Set,
}

impl Office<'_> {
    /// Whoever sends the scenario's application, then; after the earlier permit was granted of which they ask something.
    async fn sent(self, scenario: &Scenario, answers: Answers, then: Timestamp) -> Result<Applicant> {
        let service = &self.published.service;
        let language = service.default_language().as_str();
        let (engine, published) = (self.engine, self.published);
        let Some(earlier) = &scenario.earlier else {
            return Applicant::apply(engine, published, answers, language).await;
        };
        let known = earlier.answers(service);
        let wrong = known.gaps.iter().map(|gap| &gap.question);
        let wrong: Vec<_> = wrong.chain(&known.not_asked).collect();
        if !wrong.is_empty() {
            let wrong = told::list(wrong);
            let told = format!("the earlier application cannot be sent: {wrong} is wrong, or was not asked");
            return Err(Impossible(told).into());
        }
        let applicant = Applicant::apply(engine, published, known.answers, language).await?;
        let table = Table {
            office: self,
            applicant,
        };
        Box::pin(table.grant()).await?;
        self.clock.set(then);
        let asked = table.applicant.ask(engine, published, answers, language).await;
        asked.map_err(|error| match error.downcast_ref::<Error>() {
            Some(Error::Conflict) => {
                let told = format!(
                    "nobody may ask for a {} of that permit then",
                    scenario.purpose.code()
                );
                Impossible(told).into()
            }
            _ => error,
        })
    }
}

/// Where one application is played.
struct Table<'a> {
    office: Office<'a>,
    applicant: Applicant,
}

impl Table<'_> {
    /// Everybody says yes, as far as it takes.
    async fn grant(&self) -> Result<()> {
        loop {
            let case = self.case().await?;
            let here = match told::standing(&case.application.status) {
                Standing::At(here) => here,
                Standing::Approved => return Ok(()),
                other => {
                    let told = format!("the earlier application is {other}: there is no permit");
                    return Err(Impossible(told).into());
                }
            };
            let step = self
                .service()
                .review
                .step(&here)
                .context("a step that is not there")?;
            match &step.taker {
                Taker::Consent(_) => self.consent(&here, true).await?,
                Taker::Opinions(_) => {
                    for asked in case.application.awaited_opinions() {
                        self.opinion(&asked.opinion, OpinionOutcome::Favourable).await?;
                    }
                }
                Taker::Inspection(_) => self.act(&Act::Inspect(here, InspectionOutcome::InOrder)).await?,
                Taker::Office { .. } => self.act(&Act::Approve(here, Vec::new())).await?,
            }
        }
    }

    async fn play(&self, scenario: &Scenario, zone: &TimeZone, played: &mut Played) -> Result<()> {
        let expected = &scenario.expected;
        let case = self.case().await?;
        if let Some(comes_to) = &expected.comes_to {
            let found = told::standing(&case.application.status);
            played.same(
                comes_to.line,
                "it comes to",
                &found.to_string(),
                &comes_to.value.to_string(),
            );
        }
        let mut letters = self.letters_after(Vec::new()).await?;
        for act in &scenario.then {
            if let Err(error) = self.act(&act.value).await {
                played.note(act.line, refused(error)?);
                return Ok(());
            }
            letters = self.letters_after(letters).await?;
        }
        self.compare(expected, &letters, zone, played).await
    }

    async fn case(&self) -> Result<Case> {
        Ok(self.applicant.read(self.office.engine).await?.into_inner())
    }

    fn service(&self) -> &Service {
        &self.office.published.service
    }

    async fn act(&self, act: &Act) -> Result<()> {
        match act {
            Act::Approve(step, chosen) => {
                let (officer, case) = self.at(Some(step)).await?;
                let conditions = Conditions {
                    chosen: chosen.clone(),
                    written: Vec::new(),
                };
                journey::approve(self.office.engine, &officer, &case, conditions).await?;
            }
            Act::Reject(step, reason) => {
                let (officer, case) = self.at(Some(step)).await?;
                let no = Command::Reject {
                    reason: reason.clone(),
                    note: None,
                };
                self.decide(&officer, &case, Action::Decide, no).await?;
            }
            Act::Consent(step) => self.consent(step, true).await?,
            Act::RefuseConsent(step) => self.consent(step, false).await?,
            Act::Opinion(opinion, outcome) => self.opinion(opinion, *outcome).await?,
            Act::Inspect(step, outcome) => Box::pin(self.inspect(step, *outcome)).await?,
            Act::Ask(questions, given) => {
                let (officer, case) = self.at(None).await?;
                let ask = Command::Ask {
                    questions: questions.clone(),
                    message: WORDS.to_owned(),
                };
                self.decide(&officer, &case, Action::AskBack, ask).await?;
                if let Some(given) = given {
                    let known = &case.application.answers;
                    let today = self.office.engine.today();
                    let anew = scenarios::answer_anew(self.service(), known, questions, given, today);
                    if !anew.refused.is_empty() {
                        let refused = told::list(&anew.refused);
                        let told = format!("the answer cannot be sent: {refused} is wrong, or was not asked");
                        return Err(Impossible(told).into());
                    }
                    let own = self
                        .applicant
                        .open(self.office.engine, Action::AnswerQuestions)
                        .await?;
                    self.office.engine.answer(own, anew.answers, anew.further).await?;
                }
            }
            Act::Wait(term) => self.wait(*term).await?,
            Act::Withdraw => {
                let own = self.applicant.open(self.office.engine, Action::Withdraw).await?;
                self.office.engine.withdraw(own).await?;
            }
            Act::Appeal(words) => {
                let own = self.applicant.open(self.office.engine, Action::Appeal).await?;
                self.office.engine.appeal(own, words.clone()).await?;
            }
        }
        Ok(())
    }

    /// Whoever is asked to consent at that step, which the case must be at, does or refuses.
    async fn consent(&self, step: &StepId, consents: bool) -> Result<()> {
        let (_, case) = self.standing_at(Some(step)).await?;
        journey::answer_consent(self.office.engine, &case, consents).await
    }

    /// Whoever is asked for that opinion gives it, which the case must wait for.
    async fn opinion(&self, opinion: &OpinionId, outcome: OpinionOutcome) -> Result<()> {
        let case = self.case().await?;
        let mut awaited = case.application.awaited_opinions();
        let Some(asked) = awaited.find(|asked| asked.opinion == *opinion) else {
            let standing = told::standing(&case.application.status);
            let told = format!("the opinion {opinion} is not awaited: it is at {standing}");
            return Err(Impossible(told).into());
        };
        let consultee = person(self.office.engine, &asked.role).await?;
        journey::give_opinion(self.office.engine, &consultee, &case, opinion, outcome).await
    }

    /// Somebody sets a day for the inspection of that step, and reports at that hour.
    async fn inspect(&self, step: &StepId, outcome: InspectionOutcome) -> Result<()> {
        let (inspector, case) = self.at(Some(step)).await?;
        let case = journey::set_inspection(self.office.engine, &inspector, &case).await?;
        if let Some(appointment) = case.application.appointment() {
            self.office.clock.set(appointment.at);
        }
        journey::report_inspection(self.office.engine, &inspector, &case, outcome).await?;
        Ok(())
    }

    /// Somebody who decides at that step, which the case must be at; or at whichever it is.
    async fn at(&self, step: Option<&StepId>) -> Result<(Caller, Case)> {
        let (step, case) = self.standing_at(step).await?;
        let Some(role) = step.role() else {
            let instead = match step.opinions() {
                [] => "somebody consents there",
                _ => "others give their opinions there",
            };
            let told = format!("nobody of the office decides at {}: {instead}", step.id);
            return Err(Impossible(told).into());
        };
        Ok((person(self.office.engine, role).await?, case))
    }

    /// The step at which the case is, and which it must be where one is named.
    async fn standing_at(&self, step: Option<&StepId>) -> Result<(&Step, Case)> {
        let case = self.case().await?;
        let standing = told::standing(&case.application.status);
        let here = match (&standing, step) {
            (Standing::At(here), None) => here,
            (Standing::At(here), Some(step)) if here == step => here,
            _ => {
                let told = format!("nobody decides there: it is at {standing}");
                return Err(Impossible(told).into());
            }
        };
        let step = self
            .service()
            .review
            .step(here)
            .context("a step that is not there")?;
        Ok((step, case))
    }

    async fn decide(&self, officer: &Caller, case: &Case, action: Action, command: Command) -> Result<()> {
        let case = journey::act(self.office.engine, officer, case, Action::Claim, Command::Claim).await?;
        journey::act(self.office.engine, officer, &case, action, command).await?;
        Ok(())
    }

    /// Lets time pass; whatever falls due meanwhile happens when it does.
    async fn wait(&self, term: Term) -> Result<()> {
        let case = self.case().await?;
        let start = self.office.engine.local(self.office.engine.now());
        let calendar = &self.service().review.calendar;
        let end = term.after(&start, calendar, case.application.office.as_ref());
        while let Some(due) = self.due().await?.filter(|due| *due <= end) {
            self.office.clock.set(due.max(self.office.engine.now()));
            if run_due(self.office.engine).await? == 0 {
                break;
            }
        }
        self.office.clock.set(end);
        run_due(self.office.engine).await?;
        Ok(())
    }

    /// When something happens to the application by itself.
    async fn due(&self) -> Result<Option<Timestamp>> {
        let application = self.case().await?.application;
        Ok(match &application.status {
            Status::Queued { step, .. } | Status::Claimed { step, .. } => {
                let workflow = &self.service().review;
                let step = workflow.step(step).context("a step that is not there")?;
                let (office, since) = (application.office.as_ref(), application.visit.at);
                self.office
                    .engine
                    .due_at(workflow, step, office, application.due_at(), since)
            }
            Status::Waiting { until, .. } => Some(*until),
            _ => None,
        })
    }

    async fn compare(
        &self,
        expected: &Expected,
        written: &[(OutboxId, MessageEvent)],
        zone: &TimeZone,
        played: &mut Played,
    ) -> Result<()> {
        let case = self.applicant.read(self.office.engine).await?;
        let status = &case.application.status;
        if let Some(ends) = &expected.ends {
            let found = told::standing(status);
            played.same(ends.line, "it ends", &found.to_string(), &ends.value.to_string());
        }
        if let Some(because) = &expected.because {
            let found = told::reason(status);
            let found = found.map_or("none", ReasonCode::as_str);
            played.same(because.line, "the reason is", found, because.value.as_str());
        }
        if let Some(letters) = &expected.letters {
            let written = written.iter().map(|(_, event)| event.name());
            let expected = letters.value.iter().map(|event| event.name());
            played.same(
                letters.line,
                "the letters are",
                &told::list(written),
                &told::list(expected),
            );
        }
        if let Some(permit) = &expected.permit {
            let permits = self.office.engine.case_permits(&case).await?;
            match permits.first() {
                Some(issued) => {
                    if let Some(wanted) = &permit.value.conditions {
                        let set = case.application.conditions(&self.service().review);
                        let (found, listed) = (in_order(&set.chosen), in_order(&wanted.value));
                        played.same(wanted.line, "the conditions set are", &found, &listed);
                    }
                    permit::compare(self.service(), &permit.value, issued, zone, played)?;
                }
                None => played.note(permit.line, "there is no permit".to_owned()),
            }
        }
        Ok(())
    }

    /// These letters, and those that were written after them: what was written at the same time has no order of its own.
    async fn letters_after(
        &self,
        mut before: Vec<(OutboxId, MessageEvent)>,
    ) -> Result<Vec<(OutboxId, MessageEvent)>> {
        let case = self.applicant.read(self.office.engine).await?;
        let mut records = self.office.engine.case_letters(&case).await?;
        records.retain(|record| !before.iter().any(|(id, _)| *id == record.entry.id));
        records.sort_by_key(|record| record.entry.due_at);
        for record in records {
            let MaybeNewer::Known(message) = record.entry.message else {
                continue;
            };
            before.extend(letters::event(message).map(|event| (record.entry.id, event)));
        }
        Ok(before)
    }
}

/// In whichever order they were set.
fn in_order(codes: &[ConditionCode]) -> String {
    let mut codes = codes.to_vec();
    codes.sort_unstable();
    told::list(codes)
}
