//! `chasqui preview`: what a service file makes, written out by the real thing on a throw-away store.

mod pages;
mod workflow;

use std::{path::Path, sync::Arc};

use anyhow::{Context, Result, bail, ensure};
use forms::{Role, Service, samples};
use permit::issue::SignedPermit;
use review::{Actor, ApplicationId, Command};
use store::PermitRow;
use web::{
    App, LetterBox, Published,
    desk::{self, SubmitRequest},
};

use super::people::{add_person, new_person};
use crate::{database::Database, machine::Machine, node, settings::Settings, smtp};

pub(crate) async fn run(file: &Path, out: &Path) -> Result<()> {
    let source = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let service = match forms::read(&file.display().to_string(), &source) {
        Ok(service) => service,
        Err(diagnostics) => bail!("this file does not check\n{diagnostics}"),
    };
    std::fs::create_dir_all(out).with_context(|| format!("cannot make {}", out.display()))?;
    let scratch = tempfile::tempdir().context("cannot make a temporary folder")?;
    let services = scratch.path().join("forms");
    std::fs::create_dir(&services)?;
    std::fs::write(services.join("service.yaml"), &source)?;
    let settings = settings(scratch.path(), &services)?;
    let app = node::open(&settings, true).await?;
    ensure!(
        app.services.current(service.id.as_str()).is_some(),
        "the service was not published"
    );
    let written = write(&app, &service, &settings, out).await;
    app.store.close().await;
    written
}

async fn write(app: &App, service: &Service, settings: &Settings, out: &Path) -> Result<()> {
    pages::write(app, service, out).await?;
    let permit = issue(app, service).await?;
    let published = app
        .services
        .current(service.id.as_str())
        .context("it was published")?;
    let put = |name: &str, content: &[u8]| {
        std::fs::write(out.join(name), content).with_context(|| format!("cannot write {name}"))
    };
    put("permit.pdf", &web::issuing::pdf(app, &permit, &published)?)?;
    let text = SignedPermit::from_kept(permit.signed.clone()).qr_text(&app.settings.base_url);
    put("permit.txt", format!("{text}\n").as_bytes())?;
    put("keys.json", app.issuer().keys.to_json().as_bytes())?;
    put(
        "statuslist.cwt",
        &web::verify::status_list(app, permit.list).await?,
    )?;
    put("description.cose", &web::verify::description(app, service)?)?;
    put("workflow.svg", workflow::draw(service).as_bytes())?;
    mails(app, settings, out).await?;
    println!("{} is ready in {}", service.id, out.display());
    Ok(())
}

fn settings(scratch: &Path, services: &Path) -> Result<Settings> {
    Ok(Settings {
        listen: ([127, 0, 0, 1], 0).into(),
        database: Database::Sqlite(scratch.join("preview.db")),
        files_url: scratch.join("files").display().to_string(),
        base_url: "https://preview.invalid".parse()?,
        issuer: "preview.invalid".into(),
        smtp_url: None,
        smtp_ca: None,
        mail_from: "Permisos <permisos@preview.invalid>".into(),
        keys: scratch.join("keys"),
        root: None,
        services: services.to_owned(),
        behind_proxy: false,
        time_zone: "America/Lima".into(),
    })
}

/// A sample application, approved by as many made-up people as it takes.
async fn issue(app: &App, service: &Service) -> Result<PermitRow> {
    let published = app
        .services
        .current(service.id.as_str())
        .context("it was published")?;
    let answers = service
        .complete(samples::sample(service, app.today()), app.today())
        .map_err(|gaps| anyhow::anyhow!("no sample answers were found for {} questions", gaps.len()))?;
    let request = SubmitRequest {
        version: published.hash,
        answers,
        language: service.languages[0].clone(),
        id: desk::application_id(&app.random.token()),
    };
    let submitted = desk::submit(app, request).await?;
    approve(app, &published, submitted.id).await?;
    let permits = app.store.permits_of(submitted.id).await?;
    permits
        .into_iter()
        .next()
        .context("the sample application was not approved: see the rules that reject it")
}

/// Each step by new people, as many as it takes: nobody decides twice.
async fn approve(app: &App, published: &Published, id: ApplicationId) -> Result<()> {
    loop {
        let status = app.store.case(id).await?.application.status;
        let Some(step) = status.step().and_then(|step| published.service.review.step(step)) else {
            return Ok(());
        };
        let officer = officer(app, &step.role).await?;
        desk::act(app, id, Command::Claim, &officer).await?;
        desk::act(app, id, Command::Approve { note: None }, &officer).await?;
    }
}

async fn officer(app: &App, role: &Role) -> Result<Actor> {
    let machine = Machine::new();
    let email = format!("{}@preview.invalid", machine.new_id());
    let person = new_person(
        &machine,
        "Preview".into(),
        &email,
        "no-one-logs-in-here",
        Vec::new(),
    )?;
    add_person(&*app.store, &person).await?;
    Ok(Actor::Officer {
        person: person.id,
        roles: vec![role.clone()],
    })
}

/// Each letter as the file that a mail program opens.
async fn mails(app: &App, settings: &Settings, out: &Path) -> Result<()> {
    let letters = Arc::new(LetterBox::default());
    while web::workers::deliver(app, &*letters).await? > 0 {}
    let from = smtp::sender(&settings.mail_from)?;
    for (number, letter) in letters.all().iter().rev().enumerate() {
        let message = smtp::message(letter, &from)?;
        let path = out.join(format!("mail-{}.eml", number + 1));
        std::fs::write(&path, message.formatted())
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}
