//! The folder of keys: signing keys as PEM files of mode 0600, and the secret that all nodes share.
//!
//! `permit-KID.pem`, `status-KID.pem`; a retired key's file name ends in `.retired`; of a voided one only the public half is left,
//! in `permit-KID.void`. `keys.cose` is the set that an off-line root has signed, where there is one. Several nodes may share the folder, or
//! have copies of it: each publishes a new key at once and signs with it some minutes later, when all of them publish it.

mod in_force;
mod signing;
mod voided;

use std::{
    fs::{self, File, OpenOptions},
    io::Write,
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
    time::SystemTime,
};

use anyhow::{Context, Result, bail, ensure};
use engine::{clock::Random, secret::Secret};
use jiff::Timestamp;
use permit::key::{KeySet, Purpose, Signer, SigningKey, TrustedKey};

use crate::at_rest;

pub(crate) use in_force::{Expected, InForce};
pub(crate) use signing::{Nobody, OfflineFor};

const PURPOSES: [Purpose; 2] = [Purpose::Permit, Purpose::Status];

/// A folder of keys.
pub(crate) struct Keyring {
    folder: PathBuf,
}

/// One key of the folder.
pub(crate) struct Kept {
    pub(crate) key: SigningKey,
    pub(crate) purpose: Purpose,
    pub(crate) created_at: SystemTime,
    pub(crate) retired_at: Option<SystemTime>,
    path: PathBuf,
}

impl Keyring {
    /// Opens the folder, making it where it is missing.
    pub(crate) fn open(folder: &Path) -> Result<Self> {
        at_rest::make_folder(folder).context("the folder of keys cannot be used")?;
        Ok(Self {
            folder: folder.to_owned(),
        })
    }

    /// The secret, made at the first start.
    pub(crate) fn secret(&self, random: &dyn Random) -> Result<Secret> {
        let path = self.folder.join("secret");
        let _alone = self.alone()?;
        if !path.exists() {
            write_private(&path, hex::encode(random.token()).as_bytes())?;
        }
        let text = read_private(&path)?;
        let mut bytes = [0; 32];
        hex::decode_to_slice(text.trim(), &mut bytes)
            .with_context(|| format!("{} does not hold 64 hexadecimal digits", path.display()))?;
        Ok(Secret::new(bytes))
    }

    /// Makes a first key for each purpose that has none in use.
    pub(crate) fn begin(&self) -> Result<()> {
        let _alone = self.alone()?;
        let kept = self.list()?;
        for purpose in PURPOSES {
            if !kept
                .iter()
                .any(|key| key.purpose == purpose && key.retired_at.is_none())
            {
                self.create(purpose)?;
            }
        }
        Ok(())
    }

    /// Makes a key, which signs when verifiers know it.
    pub(crate) fn create(&self, purpose: Purpose) -> Result<SigningKey> {
        let key = SigningKey::generate()?;
        let path = self
            .folder
            .join(format!("{}-{}.pem", name(purpose), key.key_id()));
        write_private(&path, key.to_pem()?.as_bytes())?;
        Ok(key)
    }

    /// Two nodes that start on an empty folder at the same time must not make two secrets: held until dropped.
    fn alone(&self) -> Result<File> {
        let path = self.folder.join(".lock");
        let file = OpenOptions::new()
            .create(true)
            .append(true)
            .mode(0o600)
            .open(&path);
        let file = file.with_context(|| format!("cannot write {}", path.display()))?;
        file.lock()
            .with_context(|| format!("cannot lock {}", path.display()))?;
        Ok(file)
    }

    /// What is published: every key of the folder, retired ones too, since what they signed still holds.
    pub(crate) fn published(&self, issuer: &str, address: &str) -> Result<KeySet> {
        let trusted = |kept: Kept| -> Result<TrustedKey> {
            let mut trusted = TrustedKey::new(kept.key.public_key().clone(), kept.purpose);
            trusted.retired_at = kept.retired_at.map(Timestamp::try_from).transpose()?;
            Ok(trusted)
        };
        let keys = self.list()?.into_iter().map(trusted).collect::<Result<_>>()?;
        Ok(KeySet::new(issuer, address, keys))
    }

    /// Every key that was not voided, oldest first.
    pub(crate) fn list(&self) -> Result<Vec<Kept>> {
        // A copy of the folder may bring the voided file and leave the private half beside it.
        let voided = self.voided()?;
        let mut keys = self.list_all()?;
        keys.retain(|kept| voided.iter().all(|voided| voided.id != kept.key.key_id()));
        Ok(keys)
    }

    fn list_all(&self) -> Result<Vec<Kept>> {
        let mut keys = Vec::<Kept>::new();
        for entry in
            fs::read_dir(&self.folder).with_context(|| format!("cannot read {}", self.folder.display()))?
        {
            keys.extend(kept(entry?.path())?);
        }
        // Copies of the folder may bring the retired file and leave the old one beside it.
        let retired: Vec<_> = keys
            .iter()
            .filter(|kept| kept.retired_at.is_some())
            .map(|kept| kept.key.key_id())
            .collect();
        keys.retain(|kept| kept.retired_at.is_some() || !retired.contains(&kept.key.key_id()));
        keys.sort_by(|a, b| a.created_at.cmp(&b.created_at).then_with(|| a.path.cmp(&b.path)));
        Ok(keys)
    }

    /// A retired key signs nothing any more; what it signed still verifies.
    pub(crate) fn retire(&self, kid: &str) -> Result<()> {
        let kept = self
            .list()?
            .into_iter()
            .find(|kept| kept.key.key_id().to_string() == kid);
        let kept = kept.with_context(|| format!("there is no key {kid} in {}", self.folder.display()))?;
        ensure!(kept.retired_at.is_none(), "the key {kid} is retired already");
        let retired = kept.path.with_extension("pem.retired");
        // The time of retirement is the file's: written anew, then the old name goes.
        write_private(&retired, read_private(&kept.path)?.as_bytes())?;
        fs::remove_file(&kept.path).with_context(|| format!("cannot remove {}", kept.path.display()))
    }
}

fn kept(path: PathBuf) -> Result<Option<Kept>> {
    let file = path
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    let (stem, retired) = match file.strip_suffix(".retired") {
        Some(stem) => (stem, true),
        None => (file, false),
    };
    let purpose = PURPOSES
        .into_iter()
        .find(|purpose| stem.starts_with(name(*purpose)) && stem.strip_suffix(".pem").is_some());
    let Some(purpose) = purpose else {
        return Ok(None);
    };
    let key = SigningKey::from_pem(&read_private(&path)?)
        .with_context(|| format!("cannot use {}", path.display()))?;
    let written = fs::metadata(&path)?.modified()?;
    Ok(Some(Kept {
        key,
        purpose,
        created_at: written,
        retired_at: retired.then_some(written),
        path,
    }))
}

/// The purpose's word in file names and on the command line.
pub(crate) fn name(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Permit => "permit",
        Purpose::Status => "status",
    }
}

fn write_private(path: &Path, content: &[u8]) -> Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .with_context(|| format!("cannot write {}", path.display()))?;
    file.write_all(content)?;
    file.sync_all()?;
    Ok(())
}

pub(crate) fn read_private(path: &Path) -> Result<String> {
    let mode = fs::metadata(path)
        .with_context(|| format!("cannot read {}", path.display()))?
        .permissions()
        .mode();
    if mode & 0o077 != 0 {
        bail!(
            "{} can be read by others: chmod 600 {}",
            path.display(),
            path.display()
        );
    }
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

#[cfg(test)]
mod tests;
