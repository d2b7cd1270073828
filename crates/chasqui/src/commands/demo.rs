//! `chasqui demo`: everything on this machine alone, with made-up people and permits that are trusted nowhere else.

mod applications;
mod checkpoints;
mod earlier;
mod guard;
mod own;
mod people;
mod phone;
mod root;
mod shipped;

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context, Result};
use engine::{authorise::Caller, clock::Clock, letters::MailTransport, peer::Networks};

use people::DemoPerson;

use crate::{database::Database, folder, machine::Machine, node, server, settings::Settings};

/// Loopback, which is all that a demo listens on.
const THIS_MACHINE: &str = "127.0.0.0/8, ::1";

/// Runs until it is asked to stop. Without a folder of its own, nothing of it stays.
pub(crate) async fn run(port: u16, service: Option<PathBuf>, data: Option<PathBuf>) -> Result<()> {
    let listener = server::listen(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await?;
    let temporary = tempfile::tempdir().context("cannot make a temporary folder")?;
    let folder = data.unwrap_or_else(|| temporary.path().to_owned());
    let address = listener.local_addr()?;
    let services = match &service {
        Some(file) => own::link(file, &folder)?,
        None => shipped::write(&folder)?,
    };
    let mut settings = settings(&folder, services, address)?;
    settings.site = Some(shipped::write_site(&folder)?);
    settings.root = Some(root::vouching(&folder, &settings, Machine::new().now())?);
    let (engine, followed) = node::open(&settings, true).await?;
    let seeded = !engine.accounts(&Caller::operator()).await?.is_empty();
    let everybody = match &service {
        Some(_) => people::for_services(&engine),
        None => people::known(),
    };
    if !seeded {
        let people = people::add(&engine, &everybody).await?;
        let told = Box::pin(applications::add(&engine, &people)).await;
        match (told, &service) {
            // Made-up answers do not fit every service; its pages are tried all the same.
            (Err(error), Some(_)) => eprintln!("chasqui: there are no sample applications: {error:#}"),
            (told, _) => told?,
        }
        checkpoints::add(&engine, people::administrator(&people)?).await?;
    }
    announce(address, &everybody);
    let app = node::site(engine.clone(), &settings);
    let letters = app.letters().cloned();
    let transport = letters.map(|letters| letters as Arc<dyn MailTransport>);
    let router = web::router(app).layer(axum::middleware::from_fn_with_state(address, guard::local_only));
    let folder = tokio::spawn(folder::follow(
        engine.clone(),
        settings.services.clone(),
        followed,
    ));
    let keys = tokio::spawn(node::follow_keys(engine.clone(), settings));
    let ended = server::run(engine, router, listener, transport).await;
    folder.abort();
    keys.abort();
    ended
}

fn settings(folder: &Path, services: PathBuf, address: SocketAddr) -> Result<Settings> {
    Ok(Settings {
        listen: address,
        database: Database::Sqlite(folder.join("demo.db")),
        files_url: folder.join("files").display().to_string(),
        base_url: format!("http://{address}").parse()?,
        issuer: "demo.invalid".into(),
        smtp_url: None,
        smtp_ca: None,
        mail_from: "Permisos <permisos@demo.invalid>".into(),
        keys: folder.join("keys"),
        root: None,
        services,
        site: None,
        behind_proxy: false,
        time_zone: "America/Lima".into(),
        officers_need_documents: false,
        // Everybody who looks at a demo looks from here.
        exempt_networks: THIS_MACHINE.parse::<Networks>()?,
        second_factor_roles: Vec::new(),
    })
}

fn announce(address: SocketAddr, everybody: &[DemoPerson]) {
    println!("Chasqui demo: http://{address}\n");
    for (who, path) in [
        ("Citizens", "/"),
        ("Officers", "/o"),
        ("Scanner", "/v"),
        ("Letters", "/demo/mail"),
        ("Administration", "/admin"),
    ] {
        println!("  {who:<16}http://{address}{path}");
    }
    println!("\nPeople, who log in at http://{address}/o\n");
    for person in everybody {
        println!(
            "  {:<28} {:<24} {}",
            person.email(),
            person.password,
            person.grants.join(" ")
        );
    }
    println!("\nNothing here counts. Stop it with Ctrl-C.");
}
