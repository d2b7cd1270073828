//! One application from submission to where its story ends, through the same desk as everybody's.

use anyhow::{Context, Result, bail};
use forms::{Language, Role};
use jiff::SignedDuration;
use review::{Actor, ApplicationId, Command, NewApplication, Status, TimerKind, TimerName};
use store::{Case, Person};
use web::{
    App, Published,
    desk::{self, SubmitRequest},
};

use super::variants::{Applicant, variants};

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
    then: &App,
    now: &App,
    published: &Published,
    people: &[Person],
    applicant: &Applicant,
    ending: Ending,
) -> Result<()> {
    let id = hand_in(then, published, applicant, ending == Ending::ByRule).await?;
    let act = async |command, actor: &Actor| desk::act(then, id, command, actor).await;
    let case = then.store.case(id).await?;
    match ending {
        Ending::Queued | Ending::ByRule => {}
        Ending::Withdrawn => drop(act(Command::Withdraw, &Actor::Applicant).await?),
        Ending::Approved => approve(then, published, people, case).await?,
        Ending::Claimed | Ending::Waiting | Ending::Rejected | Ending::Lapsed => {
            let officer = officer(published, people, &case)?;
            act(Command::Claim, &officer).await?;
            match ending {
                Ending::Rejected => drop(act(reject(published)?, &officer).await?),
                Ending::Waiting | Ending::Lapsed => {
                    let asked = act(ask(published)?, &officer).await?;
                    if ending == Ending::Lapsed {
                        lapse(now, &asked).await?;
                    }
                }
                _ => {}
            }
        }
    }
    Ok(())
}

async fn hand_in(
    app: &App,
    published: &Published,
    applicant: &Applicant,
    by_rule: bool,
) -> Result<ApplicationId> {
    let variants = variants(
        &published.service,
        applicant,
        app.random.token()[0].into(),
        app.today(),
    );
    let decided_at_once = |answers: &&forms::Answers| {
        let new = NewApplication {
            id: ApplicationId(desk::new_id(app)),
            service: published.service.id.clone(),
            version: published.hash,
            answers: (*answers).clone(),
            today: app.today(),
        };
        let outcome = review::submit(new, &published.service.review, app.now(), &mut || {
            app.random.salt()
        });
        outcome.is_ok_and(|outcome| outcome.application.status.is_final())
    };
    let fitting = variants
        .iter()
        .find(|answers| decided_at_once(answers) == by_rule);
    let answers = fitting
        .or(variants.first())
        .context("the sample answers are not complete")?
        .clone();
    let request = SubmitRequest {
        version: published.hash,
        answers,
        language: Language::new("es"),
        id: desk::application_id(&app.random.token()),
    };
    Ok(desk::submit(app, request).await?.id)
}

/// Each step by somebody who may and has not decided before.
pub(super) async fn approve(
    app: &App,
    published: &Published,
    people: &[Person],
    mut case: Case,
) -> Result<()> {
    while !case.application.status.is_final() {
        let officer = officer(published, people, &case)?;
        case = desk::act(app, case.application.id, Command::Claim, &officer).await?;
        case = desk::act(
            app,
            case.application.id,
            Command::Approve { note: None },
            &officer,
        )
        .await?;
    }
    Ok(())
}

fn officer(published: &Published, people: &[Person], case: &Case) -> Result<Actor> {
    let status = &case.application.status;
    let step = status
        .step()
        .and_then(|step| published.service.review.step(step))
        .context("it is at no step")?;
    let decided = |person: &Person| {
        case.application
            .decisions
            .iter()
            .any(|decision| decision.person == person.id)
    };
    let holds = |person: &Person, role: &Role| person.grants.iter().any(|grant| grant.role == *role);
    let person = people
        .iter()
        .find(|person| holds(person, &step.role) && !decided(person));
    let person =
        person.with_context(|| format!("nobody of the demo is {} and has not decided yet", step.role))?;
    Ok(Actor::Officer {
        person: person.id,
        roles: vec![step.role.clone()],
    })
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

/// The answer never came: its timer goes off now.
async fn lapse(now: &App, case: &Case) -> Result<()> {
    let Status::Waiting { step, until, .. } = &case.application.status else {
        bail!("it is not waiting")
    };
    if *until > now.now() + SignedDuration::ZERO {
        return Ok(());
    }
    let timer = TimerName {
        kind: TimerKind::Answer,
        step: step.clone(),
        visit: case.application.visit.revision,
    };
    desk::act(now, case.application.id, Command::Lapse, &Actor::System { timer }).await?;
    Ok(())
}
