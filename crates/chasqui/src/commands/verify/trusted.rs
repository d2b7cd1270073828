//! Whom to believe: the files that were named, a folder of what was fetched, or the server's own keys.

mod folder;

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use jiff::Timestamp;
use permit::{
    Trust,
    key::{Fingerprint, KeySet, Pinned, SignedKeySet},
};

use super::input::MOST_BYTES;
use crate::{
    cli::Verify,
    keyring::{Expected, Keyring},
    regular_file,
    settings::Settings,
    terminal::Lines,
    text_file,
};

/// Keys first, since lists and descriptions are believed by them.
pub(super) fn read(
    verify: &Verify,
    settings: impl FnOnce() -> Result<Settings>,
    now: Timestamp,
) -> Result<Trust> {
    let keys = match (&verify.trust, &verify.keys) {
        (Some(folder), _) => folder::keys(folder, verify.root, now)?,
        (None, Some(file)) => keys(file, verify.root, now)?,
        (None, None) => own(settings, now)?,
    };
    let mut trust = Trust::new(vec![keys]);
    let fetched = |name: &str| {
        verify
            .trust
            .as_ref()
            .map(|folder| folder.join(name))
            .filter(|path| path.is_dir())
    };
    for path in verify.status.iter().cloned().chain(fetched("status")) {
        take(&path, |bytes| {
            trust.add_status_list(bytes, now).map(|_| ()).map_err(Into::into)
        })?;
    }
    for path in verify.descriptions.iter().cloned().chain(fetched("permits")) {
        take(&path, |bytes| {
            trust.add_description(bytes, now).map(|_| ()).map_err(Into::into)
        })?;
    }
    Ok(trust)
}

/// The server's own keys; where a root vouches for them, those that it does.
fn own(settings: impl FnOnce() -> Result<Settings>, now: Timestamp) -> Result<KeySet> {
    let settings = settings()?;
    let address = settings.base_url.as_str().trim_end_matches('/');
    let keyring = Keyring::open(&settings.keys)?;
    let Some(root) = settings.root else {
        return keyring.published(&settings.issuer, address);
    };
    let issuer = &settings.issuer;
    let expected = Expected {
        root,
        issuer,
        address,
    };
    Ok(keyring.in_force(expected, now)?.set.key_set())
}

/// A key set by itself: signed, where a root is pinned; else a plain JWK Set.
fn keys(file: &Path, root: Option<Fingerprint>, now: Timestamp) -> Result<KeySet> {
    let name = file.display();
    let bytes = regular_file::read(file, MOST_BYTES).with_context(|| format!("cannot read {name}"))?;
    let Some(root) = root else {
        let Ok(json) = text_file::decode(bytes) else {
            bail!("{name} is no keys.json; for a signed key set, say with --root who may have signed it")
        };
        return KeySet::from_json(&json).with_context(|| format!("{name} is no key set"));
    };
    accept(&mut Pinned::new(root), &bytes, None, now).with_context(|| format!("{name} is not believed"))
}

/// A set that a pinned root signed; of this issuer, where one is remembered.
fn accept(pinned: &mut Pinned, bytes: &[u8], issuer: Option<&str>, now: Timestamp) -> Result<KeySet> {
    let named = SignedKeySet::read(bytes)?.issuer;
    let set = pinned.accept(bytes, issuer.unwrap_or(&named), now)?;
    Ok(set.key_set())
}

/// A file that was named must be good; in a folder, what is not is left aside and said.
fn take(path: &PathBuf, mut add: impl FnMut(&[u8]) -> Result<()>) -> Result<()> {
    let mut read = |path: &Path| {
        let bytes = regular_file::read(path, MOST_BYTES)
            .with_context(|| format!("cannot read {}", path.display()))?;
        add(&bytes).with_context(|| format!("{} is not used", path.display()))
    };
    if !path.is_dir() {
        return read(path);
    }
    let entries = fs::read_dir(path).with_context(|| format!("cannot read {}", path.display()))?;
    for entry in entries {
        let file = entry
            .with_context(|| format!("cannot read {}", path.display()))?
            .path();
        if let (true, Err(error)) = (file.is_file(), read(&file)) {
            eprintln!("chasqui: {:#}", Lines(error));
        }
    }
    Ok(())
}
