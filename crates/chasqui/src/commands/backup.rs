//! `chasqui backup`: a copy of a SQLite database, made while it is served, verified before it counts.

use std::fs;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result};
use engine::clock::Clock;
use store_sqlite::backup;

use crate::cli::Backup;
use crate::keeping::backups::{self, Backups};
use crate::keeping::manifest::{Manifest, Part};
use crate::keeping::staging::Staging;
use crate::keeping::{KEYS, MAIN, megabytes, soundness};
use crate::machine::Machine;
use crate::settings::Settings;

pub(crate) async fn run(settings: &Settings, options: &Backup) -> Result<()> {
    let database = settings.database.file()?;
    settings.database.is_there()?;
    let backups = Backups::open(&options.to)?;
    let staging = Staging::beside(database, "backup")?;
    let (begun, taken_at) = (Instant::now(), Machine::new().now());
    backup::copy(database, &staging.path().join(MAIN))
        .await
        .with_context(|| format!("cannot copy {}", database.display()))?;
    let heads = soundness::of_copy(&staging.path().join(MAIN))
        .await
        .context("no backup was kept: the copy is not sound")?;
    let keys = options.with_keys.then_some(settings.keys.as_path());
    let manifest = Manifest::new(taken_at, &heads, parts(staging.path(), keys)?);
    let name = backups::name_at(taken_at);
    backups
        .keep(&name, staging.path(), &manifest)
        .await
        .context("no backup was kept")?;
    println!(
        "{name} in {}: {} applications, every chain verified, {} in {:.1} s",
        options.to,
        manifest.applications,
        megabytes(manifest.bytes()),
        begun.elapsed().as_secs_f64()
    );
    if !options.with_keys {
        println!(
            "The keys in {} are not in it: keep a copy of that folder elsewhere",
            settings.keys.display()
        );
    }
    if let Some(keep) = options.keep {
        for gone in backups.trim(keep.into()).await? {
            println!("{gone} was removed");
        }
    }
    Ok(())
}

/// The files of a backup, measured. Keys are copied beside the rest first, so that what is measured is what is kept.
fn parts(staging: &Path, keys: Option<&Path>) -> Result<Vec<Part>> {
    let mut parts = Vec::new();
    for path in backup::files_of(&staging.join(MAIN)) {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        parts.push(Part::of(name, &path)?);
    }
    let Some(keys) = keys else { return Ok(parts) };
    fs::create_dir(staging.join(KEYS))?;
    for entry in fs::read_dir(keys).with_context(|| format!("cannot read {}", keys.display()))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') || !entry.file_type()?.is_file() {
            continue;
        }
        let copied = staging.join(KEYS).join(&name);
        fs::copy(entry.path(), &copied).with_context(|| format!("cannot copy the key {name}"))?;
        let part = Part::of(format!("{KEYS}/{name}"), &copied)?;
        parts.push(part.modified(entry.metadata()?.modified()?)?);
    }
    Ok(parts)
}
