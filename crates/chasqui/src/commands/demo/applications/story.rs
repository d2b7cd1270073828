//! One application from submission to where its story ends, through the same operations as everybody's.

use anyhow::{Context, Result};
use engine::{
    applications::Case,
    authorise::{Action, Caller},
    engine::Engine,
    jobs::timers,
    services::Published,
};
use forms::{Answers, OpinionOutcome, Ruling, Taker};
use review::{Command, Conditions, Inspection};

use super::variants::{Person, variants};
use crate::commands::{
    demo::people::has_role,
    journey::{self, Applicant},
};

/// Where a story ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    Queued,
    Claimed,
    Waiting,
    Approved,
    /// Decided by a rule at once; where no rule does, it waits like the others.
    ByRule,
    Rejected,
    Withdrawn,
    Lapsed,
}

/// Tells it at `then`; what takes until now is done at `now`.
pub(super) async fn tell(
    then: &Engine,
    now: &Engine,
    published: &Published,
    people: &[Caller],
    person: &Person,
    ending: Ending,
) -> Result<()> {
    let applicant = hand_in(then, published, person, ending == Ending::ByRule).await?;
    let mut case = applicant.case(then).await?;
    // One that waits shows what is asked for first, be it of somebody else.
    if !matches!(ending, Ending::ByRule | Ending::Withdrawn) {
        case = others_heard(then, published, people, &applicant, case).await?;
    }
    match ending {
        Ending::Queued | Ending::ByRule => {}
        Ending::Withdrawn => {
            let own = applicant.open(then, Action::Withdraw).await?;
            then.withdraw(own).await?;
        }
        Ending::Approved => approve(then, published, people, &applicant, case).await?,
        Ending::Claimed | Ending::Waiting | Ending::Rejected | Ending::Lapsed => {
            let officer = officer(published, people, &case)?;
            let case = journey::act(then, officer, &case, Action::Claim, Command::Claim).await?;
            match ending {
                Ending::Rejected => {
                    journey::act(then, officer, &case, Action::Decide, reject(published)?).await?;
                }
                Ending::Waiting | Ending::Lapsed => {
                    journey::act(then, officer, &case, Action::AskBack, ask(published)?).await?;
                }
                _ => {}
            }
        }
    }
    if ending == Ending::Lapsed {
        // The answer never came: its timer goes off now.
        timers::run_due(now).await?;
    }
    Ok(())
}

async fn hand_in(
    engine: &Engine,
    published: &Published,
    person: &Person,
    by_rule: bool,
) -> Result<Applicant> {
    let number = engine.random.token()[0].into();
    let variants = variants(&published.service, person, number, engine.today());
    let fitting = variants
        .iter()
        .find(|answers| is_decided_at_once(engine, published, answers) == by_rule);
    let answers = fitting
        .or(variants.first())
        .context("the sample answers are not complete")?;
    Applicant::apply(engine, published, answers.clone(), "es").await
}

/// Whether a rule of the service says yes or no to these answers.
fn is_decided_at_once(engine: &Engine, published: &Published, answers: &Answers) -> bool {
    let mut rules = published.service.review.rules.iter();
    let rule = rules.find(|rule| rule.when.holds_on(answers, engine.today()));
    rule.is_some_and(|rule| !matches!(rule.then, Ruling::Refer { .. }))
}

/// Each step by somebody who may and has not decided before.
async fn approve(
    engine: &Engine,
    published: &Published,
    people: &[Caller],
    applicant: &Applicant,
    mut case: Case,
) -> Result<()> {
    while !case.application.status.is_final() {
        let officer = officer(published, people, &case)?;
        case = journey::approve(engine, officer, &case, Conditions::default()).await?;
        case = others_heard(engine, published, people, applicant, case).await?;
    }
    Ok(())
}

/// The case once whoever is asked to consent where it stands has done so, all opinions are there, and it was inspected.
async fn others_heard(
    engine: &Engine,
    published: &Published,
    people: &[Caller],
    applicant: &Applicant,
    mut case: Case,
) -> Result<Case> {
    let taker = |case: &Case| {
        let step = case.application.status.step()?;
        Some(&published.service.review.step(step)?.taker)
    };
    loop {
        match taker(&case) {
            None | Some(Taker::Office { .. }) => return Ok(case),
            Some(Taker::Consent(_)) => journey::answer_consent(engine, &case, true).await?,
            Some(Taker::Opinions(_)) => give_opinions(engine, people, &case).await?,
            Some(Taker::Inspection(_)) => {
                let inspector = officer(published, people, &case)?;
                Box::pin(journey::inspect(engine, inspector, &case)).await?;
            }
        }
        case = applicant.case(engine).await?;
    }
}

async fn give_opinions(engine: &Engine, people: &[Caller], case: &Case) -> Result<()> {
    for (number, asked) in case.application.awaited_opinions().enumerate() {
        let mut people = people.iter();
        let consultee = people.find(|caller| has_role(caller, asked.role.as_str()));
        let consultee = consultee.with_context(|| format!("nobody of the demo is {}", asked.role))?;
        let outcome = match number {
            0 => OpinionOutcome::WithConditions,
            _ => OpinionOutcome::Favourable,
        };
        journey::give_opinion(engine, consultee, case, &asked.opinion, outcome).await?;
    }
    Ok(())
}

fn officer<'a>(published: &Published, people: &'a [Caller], case: &Case) -> Result<&'a Caller> {
    let status = &case.application.status;
    let step = status
        .step()
        .and_then(|step| published.service.review.step(step))
        .context("it is at no step")?;
    let role = step.role().context("somebody outside the office decides there")?;
    let decided = |caller: &Caller| {
        let decisions = case.application.decisions.iter();
        let inspections = case.application.inspections.iter();
        let mut busy = decisions
            .map(|decision| decision.person)
            .chain(inspections.filter_map(Inspection::reported_by));
        busy.any(|busy| caller.person().is_some_and(|person| person.id == busy))
    };
    people
        .iter()
        .find(|caller| has_role(caller, role.as_str()) && !decided(caller))
        .with_context(|| format!("nobody of the demo is {role} and has not decided yet"))
}

fn ask(published: &Published) -> Result<Command> {
    let workflow = &published.service.review;
    let page = published
        .service
        .form
        .pages
        .first()
        .context("a form has a page")?;
    let question = workflow
        .may_ask
        .first()
        .or(page.questions.first().map(|question| &question.id));
    Ok(Command::Ask {
        questions: vec![question.context("a page has a question")?.clone()],
        message: "No se lee bien este dato. Por favor, escríbelo de nuevo.".into(),
    })
}

fn reject(published: &Published) -> Result<Command> {
    let reason = published
        .service
        .review
        .reasons
        .last()
        .context("a service has reasons")?;
    Ok(Command::Reject {
        reason: reason.code.clone(),
        note: None,
    })
}
