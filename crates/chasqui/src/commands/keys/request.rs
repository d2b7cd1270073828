//! `chasqui keys request`: what goes to the root's machine.

use std::path::Path;

use anyhow::Result;

use crate::{
    keyring::{Keyring, name},
    node,
    root::Request,
    settings::Settings,
};

pub(super) fn run(keyring: &Keyring, settings: &Settings, out: &Path) -> Result<()> {
    // A server that never ran has no keys yet.
    keyring.begin()?;
    let keys = keyring.published(&settings.issuer, &node::base_url(settings))?;
    let code = Request::write(out, &keys, keyring.installed()?.as_deref())?;
    println!("Keys of {} ({}):", settings.issuer, node::base_url(settings));
    for key in &keys.keys {
        let retired = if key.retired_at.is_some() { "  retired" } else { "" };
        println!("  {}  {}{retired}", key.key.id(), name(key.purpose));
    }
    println!("Code of this request, to be read out: {code}");
    println!(
        "Nothing in {} is secret. Take it to the root's machine:",
        out.display()
    );
    println!("  chasqui keys root sign request.json --root FOLDER --valid 90d --out keys.cose");
    Ok(())
}
