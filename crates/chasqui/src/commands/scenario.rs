//! `chasqui scenario`: what became of an application, as a scenario about nobody.

mod history;

use std::{process::ExitCode, sync::Arc};

use anyhow::{Context, Result, bail};
use engine::{
    applications::Case, authorise::Caller, engine::Engine, error::Error, letters, services::Published,
};
use forms::{
    Answers, ApplicationPurpose, MessageEvent,
    scenarios::{self, WrittenEarlier, WrittenScenario, anonymised, anonymised_anew},
};
use jiff::{Timestamp, tz::TimeZone};
use permit::Reference;
use review::MaybeNewer;

use self::history::{Told, tell};
use super::test::{play::play, told};
use crate::{
    keyless,
    settings::{self, Settings},
    terminal::Shown,
};

/// The letters that come of what a scenario can say.
const LETTERS: [MessageEvent; 7] = [
    MessageEvent::Received,
    MessageEvent::Advanced,
    MessageEvent::Asked,
    MessageEvent::Approved,
    MessageEvent::Rejected,
    MessageEvent::Lapsed,
    MessageEvent::Withdrawn,
];

/// Prints it, plays it under the version that the application was sent under, and says where that comes out otherwise.
pub(crate) async fn run(settings: &Settings, reference: &str, name: Option<String>) -> Result<ExitCode> {
    let reference: Reference = reference
        .parse()
        .map_err(|error| anyhow::anyhow!("{} is no application’s number: {error}", Shown(reference)))?;
    let zone = settings::zone(&settings.time_zone)?;
    let engine = keyless::engine(settings.database.open().await?);
    let told = scenario_of(&engine, reference, name, &zone).await;
    engine.close().await;
    let (published, scenario, unsaid) = told?;
    let (text, service) = (scenario.to_string(), &published.service);
    let read = scenarios::read("scenario", &text, service).context("the scenario cannot be read")?;
    print!("{text}");
    if let Some(unsaid) = unsaid {
        eprintln!("The scenario ends there, since it cannot say that {unsaid}.");
    }
    let mut is_so = true;
    for scenario in &read {
        for mismatch in Box::pin(play(service, scenario, &settings.time_zone)).await? {
            is_so = false;
            let (line, what) = (mismatch.line, Shown(&mismatch.told));
            eprintln!("played, it comes out otherwise: line {line}: {what}");
        }
    }
    if is_so {
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!(
        "A rule may look at an answer that was left out, since it is of a person: give an invented one."
    );
    Ok(ExitCode::FAILURE)
}

/// The scenario with the version that it is about, and what it could not say.
async fn scenario_of(
    engine: &Engine,
    reference: Reference,
    name: Option<String>,
    zone: &TimeZone,
) -> Result<(Arc<Published>, WrittenScenario, Option<&'static str>)> {
    let case = engine
        .read_case(&Caller::operator(), &reference.to_string())
        .await;
    let case = match case {
        Err(Error::NotFound) => bail!("there is no application {reference}"),
        case => case.with_context(|| format!("{reference} cannot be read"))?,
    };
    if case.is_erased() {
        bail!("{reference} was erased: what it told is gone");
    }
    let application = &case.application;
    let published = engine.version(&application.version).await?;
    let service = &published.service;
    let sent = application.submitted_at.to_zoned(zone.clone()).datetime();
    let history = engine.case_history(&case).await?;
    let Told {
        answers,
        cents,
        comes_to,
        then,
        ends,
        unsaid,
    } = tell(&history, service, sent.date())
        .with_context(|| format!("the history of {reference} cannot be told"))?;
    let is_whole = unsaid.is_none();
    let mut records = engine.case_letters(&case).await?;
    // Their ids begin with when they were written.
    records.sort_by_key(|record| record.entry.id);
    let letters = records.iter().filter_map(|record| match record.entry.message {
        MaybeNewer::Known(message) => letters::event(message).filter(|event| LETTERS.contains(event)),
        MaybeNewer::Newer(_) => None,
    });
    let earlier = earlier_of(engine, &case).await?;
    let staying = earlier
        .as_ref()
        .map(|(_, known)| service.staying(known, &answers, sent.date()));
    let staying = staying.unwrap_or_default();
    let mut journey = service.journey(&answers);
    journey.retain(|page| service.asks_something(page, &answers, &staying));
    let given = match &earlier {
        None => anonymised(service, &answers, sent.date()),
        Some((_, known)) => {
            let mut given = anonymised_anew(service, known, &answers, sent.date());
            given.retain(|question, _| staying.get(&question.as_str().into()).is_none());
            given
        }
    };
    let earlier = earlier.map(|(at, known)| {
        let sent = at.to_zoned(zone.clone()).datetime();
        let answers = anonymised(service, &known, sent.date());
        WrittenEarlier { sent, answers }
    });
    let reason = told::reason(&application.status).filter(|_| is_whole);
    let scenario = WrittenScenario {
        name: name.unwrap_or_else(|| format!("An application that ends {ends}")),
        sent,
        purpose: answers.purpose(),
        earlier,
        answers: given,
        pages: journey.iter().map(|page| page.id.clone()).collect(),
        cents,
        comes_to,
        then,
        because: reason.cloned(),
        letters: is_whole.then(|| letters.collect()),
        ends,
    };
    Ok((published, scenario, unsaid))
}

/// When the permit was granted of which something was asked, and by which answers; nothing where a new one was. It is told as one that was
/// asked for anew: what it had been itself is another story.
async fn earlier_of(engine: &Engine, case: &Case) -> Result<Option<(Timestamp, Answers)>> {
    let application = &case.application;
    let is_new = application.answers.purpose() == ApplicationPurpose::New;
    let Some(earlier) = application.begun_from.filter(|_| !is_new) else {
        return Ok(None);
    };
    let earlier = engine.read_case(&Caller::operator(), &earlier.to_string()).await;
    let earlier = earlier.context("the earlier application cannot be read")?;
    if earlier.is_erased() {
        bail!("the earlier application was erased: what it told is gone");
    }
    let permits = engine.case_permits(&earlier).await?;
    let granted = permits.last().map(|permit| permit.issued_at);
    let known = earlier.application.answers.clone();
    Ok(Some((
        granted.unwrap_or(earlier.application.submitted_at),
        known.with_purpose(ApplicationPurpose::New),
    )))
}
