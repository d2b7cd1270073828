//! `chasqui preview`: what a service file makes, written out by the real thing on a throw-away store.

mod drawing;
mod pages;
mod workflow;

use std::{path::Path, process::ExitCode};

use anyhow::{Context, Result};
use engine::{
    applications::Case,
    authorise::{Action, Caller},
    engine::Engine,
    letters::delivery,
    permits::PermitRow,
    publishing::ServiceFile,
    services::Published,
};
use forms::{
    Language, OpinionOutcome, Service,
    samples::{self, Found, Unmet},
};
use review::Conditions;
use web::App;

use super::{
    journey::{self, Applicant},
    scratch::{Scratch, person},
};
use crate::{node, service_file, settings::Settings, smtp};

/// Writes all that it can; what needs a permit is not written where the samples lead to none, which it then says, and fails.
pub(crate) async fn run(file: &Path, out: &Path, language: Option<&str>) -> Result<ExitCode> {
    let (source, service) = service_file::read(file)?;
    let language = spoken(&service, language)?;
    std::fs::create_dir_all(out).with_context(|| format!("cannot make {}", out.display()))?;
    let scratch = Scratch::new()?;
    let settings = &scratch.settings;
    let engine = node::assemble(settings, true).await?;
    let file = ServiceFile {
        source: Some(source),
        ..ServiceFile::from(service.clone())
    };
    engine.publish(&Caller::operator(), &file).await?;
    let published = engine.services.current(service.id.as_str());
    let published = published.context("the service was not published")?;
    let app = node::site(engine.clone(), settings);
    let written = write(&app, &published, settings, &language, out).await;
    engine.close().await;
    written
}

/// The language asked for, if the service speaks it; else its first.
fn spoken(service: &Service, wanted: Option<&str>) -> Result<Language> {
    let Some(wanted) = wanted else {
        return Ok(service.default_language().clone());
    };
    let mut languages = service.languages.iter();
    let found = languages.find(|language| language.as_str() == wanted);
    let spoken: Vec<&str> = service.languages.iter().map(Language::as_str).collect();
    found.cloned().with_context(|| {
        format!(
            "this service does not speak `{wanted}`: it speaks {}",
            spoken.join(", ")
        )
    })
}

async fn write(
    app: &App,
    published: &Published,
    settings: &Settings,
    language: &Language,
    out: &Path,
) -> Result<ExitCode> {
    let (engine, service) = (app.engine(), &published.service);
    let found = samples::search(service, engine.today());
    pages::write(app, published, &found.answers, language, out).await?;
    let put = |name: &str, content: &[u8]| {
        std::fs::write(out.join(name), content).with_context(|| format!("cannot write {name}"))
    };
    put("keys.json", engine.issuer().keys.to_json().as_bytes())?;
    put("description.cose", &engine.sign_description(service)?)?;
    put("workflow.svg", workflow::draw(service, language).as_bytes())?;
    let issued = issue(engine, published, &found, language).await;
    if let Ok(permit) = &issued {
        put("permit.pdf", &engine.paper(permit, published)?)?;
        put("permit.txt", format!("{}\n", engine.code_text(permit)).as_bytes())?;
        put("statuslist.cwt", &engine.status_list(permit.list).await?.bytes)?;
    }
    mails(app, settings, out).await?;
    match issued {
        Ok(_) => {
            println!("{} is ready in {}", service.id, out.display());
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => {
            eprintln!("no permit was issued for the sample answers: {error:#}");
            for unmet in &found.unmet {
                eprintln!("  {}", told(unmet));
            }
            eprintln!("everything else of {} is in {}", service.id, out.display());
            Ok(ExitCode::FAILURE)
        }
    }
}

/// What no sample answers were found for, for whoever wrote the file.
fn told(unmet: &Unmet) -> String {
    match unmet {
        Unmet::Question(id) => {
            format!("no sample meets the rules of the question `{id}`: see its `rules`, `min` and `max`")
        }
        Unmet::Stop { page, when } => {
            format!("the page `{page}` ends the form for every sample: `stop_if: {when}`")
        }
        Unmet::Rejection { when } => format!("a rule of `review` rejects every sample: `when: {when}`"),
    }
}

/// A sample application, approved by as many made-up people as it takes.
async fn issue(
    engine: &Engine,
    published: &Published,
    found: &Found,
    language: &Language,
) -> Result<PermitRow> {
    let service = &published.service;
    let answers = service
        .complete(found.answers.clone(), engine.today())
        .map_err(|gaps| {
            let missing: Vec<String> = gaps.iter().map(|gap| format!("`{}`", gap.question)).collect();
            anyhow::anyhow!("they do not answer {}", missing.join(", "))
        })?;
    let applicant = Applicant::apply(engine, published, answers, language.as_str()).await?;
    approve(engine, service, &applicant).await?;
    let own = applicant.open(engine, Action::FetchOwnPermit).await?;
    let permits = engine.own_permits(&own).await?;
    permits
        .into_iter()
        .next()
        .context("the application was not approved")
}

/// Each step by new people, as many as it takes: nobody decides twice.
async fn approve(engine: &Engine, service: &Service, applicant: &Applicant) -> Result<()> {
    let mut case = applicant.case(engine).await?;
    while let Some(step) = case.application.status.step() {
        let Some(step) = service.review.step(step) else {
            return Ok(());
        };
        let Some(role) = step.role() else {
            others(engine, &case).await?;
            case = applicant.case(engine).await?;
            continue;
        };
        let officer = person(engine, role).await?;
        if step.inspection().is_some() {
            case = Box::pin(journey::inspect(engine, &officer, &case)).await?;
            continue;
        }
        // All that may be chosen: the paper shows how much room that takes.
        let offered = service.review.conditions.choose.iter();
        let all = Conditions {
            chosen: offered.map(|option| option.code.clone()).collect(),
            written: Vec::new(),
        };
        case = journey::approve(engine, &officer, &case, all).await?;
    }
    Ok(())
}

/// What somebody else than those who decide has to say: a consent, or all opinions.
async fn others(engine: &Engine, case: &Case) -> Result<()> {
    let mut awaited = case.application.awaited_opinions().peekable();
    if awaited.peek().is_none() {
        return journey::answer_consent(engine, case, true).await;
    }
    for asked in awaited {
        let consultee = person(engine, &asked.role).await?;
        let outcome = OpinionOutcome::Favourable;
        journey::give_opinion(engine, &consultee, case, &asked.opinion, outcome).await?;
    }
    Ok(())
}

/// Each letter as the file that a mail program opens.
async fn mails(app: &App, settings: &Settings, out: &Path) -> Result<()> {
    let letters = app.letters().context("a preview has a letter box")?;
    while delivery::deliver(app.engine(), &**letters).await? > 0 {}
    let from = smtp::sender(&settings.mail_from)?;
    let mut letters = letters.all();
    // Letters that are due at one time leave side by side, and their identities follow the time.
    letters.sort_by_key(|letter| letter.id);
    for (number, letter) in letters.iter().enumerate() {
        let message = smtp::message(letter, &from)?;
        let path = out.join(format!("mail-{}.eml", number + 1));
        std::fs::write(&path, message.formatted())
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}
