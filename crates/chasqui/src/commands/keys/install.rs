//! `chasqui keys install`: what comes back from the root's machine.

use std::path::Path;

use anyhow::{Context, Result};
use engine::clock::Clock;
use jiff::Timestamp;

use crate::{
    keyring::{Expected, Keyring, name},
    machine::Machine,
    node,
    settings::Settings,
};

pub(super) fn run(keyring: &Keyring, settings: &Settings, path: &Path) -> Result<()> {
    let root = settings.root.context(
        "the setting root is not set: give CHASQUI_ROOT the fingerprint that `chasqui keys root create` printed",
    )?;
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let address = node::base_url(settings);
    let expected = Expected {
        root,
        issuer: &settings.issuer,
        address: &address,
    };
    let now = Timestamp::from_second(Machine::new().now().as_second())?;
    let set = keyring
        .install(&bytes, expected, now)
        .with_context(|| format!("{} is not installed", path.display()))?;
    println!(
        "Key set {} is in force until {}. Running servers publish it within a minute.",
        set.version, set.expires_at
    );
    for key in &set.keys {
        println!("  {}  {}", key.key.id(), name(key.purpose));
    }
    if set.fingerprint() != root {
        println!(
            "It is signed by the root {}: give CHASQUI_ROOT this fingerprint when it suits you",
            set.fingerprint()
        );
    }
    Ok(())
}
