//! `chasqui demo`: everything on this machine alone, with made-up people and permits that are trusted nowhere else.

mod applications;
mod checkpoints;
mod guard;
mod people;
mod root;
mod shipped;

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context, Result};
use web::{Clock, LetterBox, mail::Post};

use crate::{database::Database, machine::Machine, node, server, settings::Settings};

/// Runs until it is asked to stop. Without a folder of its own, nothing of it stays.
pub(crate) async fn run(port: u16, data: Option<PathBuf>) -> Result<()> {
    let listener = server::listen(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await?;
    let temporary = tempfile::tempdir().context("cannot make a temporary folder")?;
    let folder = data.unwrap_or_else(|| temporary.path().to_owned());
    let address = listener.local_addr()?;
    let letters = Arc::new(LetterBox::default());
    let mut settings = settings(&folder, address)?;
    settings.root = Some(root::vouching(&folder, &settings, Machine::new().now())?);
    let mut app = node::open(&settings, true).await?;
    app.letters = Some(letters.clone());
    let seeded = !app.store.people().await?.is_empty();
    if !seeded {
        let people = people::add(&*app.store).await?;
        applications::add(&app, &people).await?;
        checkpoints::add(&app, people::administrator(&people)?).await?;
    }
    announce(address);
    let router =
        web::router(app.clone()).layer(axum::middleware::from_fn_with_state(address, guard::local_only));
    let keys = tokio::spawn(node::follow_keys(app.clone(), settings));
    let ended = server::run(app, router, listener, Some(letters as Arc<dyn Post>)).await;
    keys.abort();
    ended
}

fn settings(folder: &Path, address: SocketAddr) -> Result<Settings> {
    let services = folder.join("forms");
    shipped::write(&services)?;
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
        behind_proxy: false,
        time_zone: "America/Lima".into(),
    })
}

fn announce(address: SocketAddr) {
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
    for person in &people::PEOPLE {
        println!(
            "  {:<28}{:<24}{}",
            person.email(),
            person.password,
            person.grants.join(" ")
        );
    }
    println!("\nNothing here counts. Stop it with Ctrl-C.");
}
