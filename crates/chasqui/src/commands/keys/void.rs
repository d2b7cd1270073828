//! `chasqui keys void`: a key is in wrong hands.

use anyhow::Result;
use permit::key::{Purpose, SignedKeySet};

use super::confirm::confirmed;
use crate::{
    keyring::{Keyring, name},
    settings::Settings,
};

pub(super) fn run(keyring: &Keyring, settings: &Settings, kid: &str, yes: bool) -> Result<()> {
    if !yes {
        confirmed(&format!(
            "Void {kid}? Its private half is destroyed, and what it signed is from nobody."
        ))?;
    }
    let listed = keyring
        .installed()?
        .and_then(|bytes| SignedKeySet::read(&bytes).ok());
    let listed = listed.map(|set| set.keys).unwrap_or_default();
    let purpose = keyring.void(kid, &listed)?;
    println!(
        "{kid} is voided. Running servers sign nothing with it within a minute, and leave it out of keys.json."
    );
    let word = name(purpose);
    println!("Next:");
    println!("  chasqui keys create {word}");
    if settings.root.is_some() {
        println!(
            "  chasqui keys request --out request.json      # phones believe {kid} until they have the next set:"
        );
        println!("  chasqui keys install keys.cose               # have the root sign it now");
    }
    if purpose == Purpose::Permit {
        println!("  chasqui keys resign                          # signs anew and mails what it had signed");
    }
    Ok(())
}
