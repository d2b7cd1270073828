//! `chasqui keys void`: a key is in wrong hands.

use anyhow::Result;
use permit::key::{Purpose, SignedKeySet};
use store::{AuditActor, AuditEntry, Deed};
use web::Clock;

use super::confirm::confirmed;
use crate::{
    keyring::{Keyring, name},
    machine::Machine,
    settings::Settings,
};

pub(super) async fn run(keyring: &Keyring, settings: &Settings, kid: &str, yes: bool) -> Result<()> {
    if !yes {
        confirmed(&format!(
            "Void {kid}? Its private half is destroyed, and what it signed is from nobody."
        ))?;
    }
    let listed = keyring
        .installed()?
        .and_then(|bytes| SignedKeySet::read(&bytes).ok());
    let listed = listed.map(|set| set.keys).unwrap_or_default();
    let voided = keyring.void(kid, &listed)?;
    println!(
        "{kid} is voided. Running servers sign nothing with it within a minute, and leave it out of keys.json."
    );
    // The key is void whether or not the log can be written.
    if let Err(error) = record(settings, hex::encode(voided.id.as_bytes())).await {
        eprintln!("the log says nothing of it: {error:#}");
    }
    next_steps(settings, kid, voided.purpose);
    Ok(())
}

async fn record(settings: &Settings, key: String) -> Result<()> {
    let store = settings.database.open().await?;
    let entry = AuditEntry {
        at: Machine::new().now(),
        actor: AuditActor::System,
        deed: Deed::KeyVoided(key),
    };
    let recorded = store.record(&entry).await;
    store.close().await;
    Ok(recorded?)
}

fn next_steps(settings: &Settings, kid: &str, purpose: Purpose) {
    println!("Next:");
    println!("  chasqui keys create {}", name(purpose));
    if settings.root.is_some() {
        println!(
            "  chasqui keys request --out request.json   phones believe {kid} until they have the next set:"
        );
        println!("  chasqui keys install keys.cose            have the root sign it now");
    }
    if purpose == Purpose::Permit {
        println!("  chasqui keys resign                       signs anew and mails what it had signed");
    }
}
