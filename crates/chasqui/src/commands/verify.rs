//! `chasqui verify`: a QR's text, a PDF or a picture; what it says, and the verdict.

mod input;
mod painted;

use std::{path::Path, process::ExitCode};

use anyhow::{Context, Result};
use jiff::{SignedDuration, Timestamp};
use permit::{
    key::KeySet,
    trust::Trust,
    verdict::{Checked, Freshness, Verdict},
};
use web::Clock;

use crate::{cli::Verify, keyring::Keyring, machine::Machine, settings::Settings};

/// Exits with 0 only for a permit that is valid and whose status is fresh (or old, where that is accepted).
pub(crate) fn run(verify: &Verify, settings: impl FnOnce() -> Result<Settings>) -> Result<ExitCode> {
    let now = Machine::new().now();
    let mut trust = Trust::new(vec![keys(verify.keys.as_deref(), settings)?]);
    for path in &verify.status {
        let list = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        trust
            .add_status_list(&list, now)
            .with_context(|| format!("{} is not used", path.display()))?;
    }
    let text = input::text(&verify.permit)?;
    let checked = permit::verify(&text, &trust, now);
    tell(&checked, now);
    let fresh_enough = match checked.freshness {
        Freshness::Fresh => true,
        Freshness::Old => verify.offline_ok,
        Freshness::Absent => false,
    };
    Ok(if checked.verdict == Verdict::Valid && fresh_enough {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn keys(file: Option<&Path>, settings: impl FnOnce() -> Result<Settings>) -> Result<KeySet> {
    let Some(path) = file else {
        let settings = settings()?;
        let address = settings.base_url.as_str().trim_end_matches('/').to_owned();
        return Keyring::open(&settings.keys)?.published(&settings.issuer, &address);
    };
    let json = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    KeySet::from_json(&json).with_context(|| format!("{} is no key set", path.display()))
}

fn tell(checked: &Checked, now: Timestamp) {
    println!("{}", checked.verdict.name());
    let age = checked
        .age
        .map(|age| format!(", {:#} old", SignedDuration::from_secs(age.as_secs())))
        .unwrap_or_default();
    println!("status list: {}{age}", checked.freshness.name());
    if let Some(fault) = &checked.fault {
        println!("because: {fault}");
    }
    if let Some(address) = &checked.foreign_address {
        println!("warning: this code sends phones to {address}, which is not its issuer's address");
    }
    if let Some(claims) = &checked.claims {
        println!("issuer: {}", claims.issuer);
        println!(
            "valid from {} until {} (now {now:.0})",
            claims.not_before, claims.expires_at
        );
        for field in &claims.fields {
            println!("  {}", input::show(field));
        }
    }
}
