//! A folder of what an issuer publishes, which remembers how far its keys have come: there is no way back.

use std::{io::ErrorKind, path::Path};

use anyhow::{Context, Result, bail, ensure};
use jiff::Timestamp;
use permit::key::{Fingerprint, KeySet, Pinned};
use serde::{Deserialize, Serialize};

use crate::{commands::verify::input::MOST_BYTES, regular_file};

/// What the folder remembers, beside what was fetched.
const MEMORY: &str = "pinned.json";

#[derive(Serialize, Deserialize)]
struct Memory {
    /// The root that was given first; it may be given again after it handed over to another.
    first: Fingerprint,
    issuer: Option<String>,
    #[serde(flatten)]
    pinned: Pinned,
}

/// The keys of the folder's `keys.cose`, if they go on from those of before.
pub(super) fn keys(folder: &Path, root: Option<Fingerprint>, now: Timestamp) -> Result<KeySet> {
    let mut memory = remembered(folder, root)?;
    let path = folder.join("keys.cose");
    let bytes =
        regular_file::read(&path, MOST_BYTES).with_context(|| format!("cannot read {}", path.display()))?;
    let keys = super::accept(&mut memory.pinned, &bytes, memory.issuer.as_deref(), now)
        .with_context(|| format!("{} is not believed", path.display()))?;
    memory.issuer.clone_from(&keys.issuer);
    remember(folder, &memory)?;
    Ok(keys)
}

fn remembered(folder: &Path, root: Option<Fingerprint>) -> Result<Memory> {
    let path = folder.join(MEMORY);
    let json = match regular_file::text(&path, MOST_BYTES) {
        Ok(json) => json,
        Err(error) if error.kind() == ErrorKind::NotFound => return first(folder, root),
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
    };
    let memory: Memory =
        serde_json::from_str(&json).with_context(|| format!("{} is damaged", path.display()))?;
    if let Some(root) = root {
        ensure!(
            root == memory.first || memory.pinned.roots.contains(&root),
            "{} belongs to the issuer whose root is {}, not {root}: take another folder for another issuer",
            folder.display(),
            memory.first
        );
    }
    Ok(memory)
}

fn first(folder: &Path, root: Option<Fingerprint>) -> Result<Memory> {
    let Some(first) = root else {
        bail!(
            "{} believes nobody yet: say with --root whose keys these are (the issuer publishes its root's fingerprint)",
            folder.display()
        )
    };
    Ok(Memory {
        first,
        issuer: None,
        pinned: Pinned::new(first),
    })
}

/// In one step, so that a crash leaves the memory of before.
fn remember(folder: &Path, memory: &Memory) -> Result<()> {
    let path = folder.join(MEMORY);
    let json = serde_json::to_string_pretty(memory).context("texts and numbers are JSON")?;
    let write = || {
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        std::io::Write::write_all(&mut file, json.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist(&path).map_err(|error| error.error)
    };
    write().with_context(|| format!("cannot write {}", path.display()))?;
    Ok(())
}
