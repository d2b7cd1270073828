//! The folder of keys: signing keys as PEM files of mode 0600, and the secret that all nodes share.
//!
//! `permit-KID.pem`, `status-KID.pem`; a retired key's file name ends in `.retired`. The newest file of a purpose signs.

use std::{
    fs::{self, OpenOptions},
    io::Write,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
    time::SystemTime,
};

use anyhow::{Context, Result, bail, ensure};
use jiff::Timestamp;
use permit::key::{KeySet, Purpose, Signer, SigningKey, TrustedKey};
use web::Secret;

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
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .with_context(|| format!("cannot make the folder of keys {}", folder.display()))?;
        Ok(Self {
            folder: folder.to_owned(),
        })
    }

    /// The secret, made at the first start.
    pub(crate) fn secret(&self, random: &dyn web::Random) -> Result<Secret> {
        let path = self.folder.join("secret");
        if !path.exists() {
            write_private(&path, hex::encode(random.token()).as_bytes())?;
        }
        let text = read_private(&path)?;
        let mut bytes = [0; 32];
        hex::decode_to_slice(text.trim(), &mut bytes)
            .with_context(|| format!("{} does not hold 64 hexadecimal digits", path.display()))?;
        Ok(Secret::new(bytes))
    }

    /// Makes a key that signs from now on.
    pub(crate) fn create(&self, purpose: Purpose) -> Result<SigningKey> {
        let key = SigningKey::generate()?;
        let path = self
            .folder
            .join(format!("{}-{}.pem", name(purpose), key.key_id()));
        write_private(&path, key.to_pem()?.as_bytes())?;
        Ok(key)
    }

    /// The key that signs for a purpose; the first one is made when it is first needed.
    pub(crate) fn signer(&self, purpose: Purpose) -> Result<SigningKey> {
        let in_use = |kept: &Kept| kept.purpose == purpose && kept.retired_at.is_none();
        let newest = self.list()?.into_iter().rfind(in_use);
        newest.map_or_else(|| self.create(purpose), |kept| Ok(kept.key))
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

    /// Every key, oldest first.
    pub(crate) fn list(&self) -> Result<Vec<Kept>> {
        let mut keys = Vec::new();
        for entry in
            fs::read_dir(&self.folder).with_context(|| format!("cannot read {}", self.folder.display()))?
        {
            keys.extend(kept(entry?.path())?);
        }
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
    let purpose = [Purpose::Permit, Purpose::Status]
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

fn read_private(path: &Path) -> Result<String> {
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
mod tests {
    use super::*;

    #[test]
    fn the_newest_key_signs_and_a_retired_one_is_still_published() {
        let folder = tempfile::tempdir().unwrap();
        let ring = Keyring::open(folder.path()).unwrap();
        let first = ring.signer(Purpose::Permit).unwrap().key_id();
        assert_eq!(ring.signer(Purpose::Permit).unwrap().key_id(), first, "made once");
        assert_ne!(
            ring.signer(Purpose::Status).unwrap().key_id(),
            first,
            "a key for one purpose alone"
        );

        ring.retire(&first.to_string()).unwrap();
        let second = ring.signer(Purpose::Permit).unwrap().key_id();
        assert_ne!(second, first);
        let published = ring.published("demo.invalid", "http://127.0.0.1:8080").unwrap();
        let found = published.find(first, Purpose::Permit, Timestamp::UNIX_EPOCH);
        assert!(found.is_some(), "what the retired key signed still verifies");
        assert!(ring.retire(&first.to_string()).is_err());
    }

    #[test]
    fn a_key_that_others_can_read_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let ring = Keyring::open(folder.path()).unwrap();
        ring.create(Purpose::Status).unwrap();
        let path = fs::read_dir(folder.path())
            .unwrap()
            .next()
            .unwrap()
            .unwrap()
            .path();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        let error = format!("{:#}", ring.list().err().unwrap());
        assert!(error.contains("chmod 600"), "{error}");
    }
}
