//! `chasqui keys void`: a key is in wrong hands.

use anyhow::Result;
use engine::authorise::Caller;
use permit::key::{KeyId, Purpose, SignedKeySet};

use super::confirm::confirmed;
use crate::{
    keyless,
    keyring::{Keyring, name},
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
    if let Err(error) = record(settings, voided.id).await {
        eprintln!("the log says nothing of it: {error:#}");
    }
    next_steps(settings, kid, voided.purpose);
    Ok(())
}

async fn record(settings: &Settings, key: KeyId) -> Result<()> {
    let engine = keyless::engine(settings.database.open().await?);
    let recorded = engine.record_void_key(&Caller::operator(), key).await;
    engine.close().await;
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
