//! The folder of keys: signing keys as PEM files of mode 0600, and the secret that all nodes share.
//!
//! `permit-KID.pem`, `status-KID.pem`; a retired key's file name ends in `.retired`. Several nodes may share the folder, or
//! have copies of it: each publishes a new key at once and signs with it some minutes later, when all of them publish it.

use std::{
    fs::{self, File, OpenOptions},
    io::Write,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use anyhow::{Context, Result, bail, ensure};
use jiff::Timestamp;
use permit::key::{KeySet, Purpose, Signer, SigningKey, TrustedKey};
use web::Secret;

/// How long a key is published before it signs, where another can sign meanwhile: nodes look at the folder every minute.
const PUBLISHED_BEFORE: Duration = Duration::from_mins(10);

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

    /// Makes a key that signs from now on.
    pub(crate) fn create(&self, purpose: Purpose) -> Result<SigningKey> {
        let key = SigningKey::generate()?;
        let path = self
            .folder
            .join(format!("{}-{}.pem", name(purpose), key.key_id()));
        write_private(&path, key.to_pem()?.as_bytes())?;
        Ok(key)
    }

    /// The key that signs for a purpose: the newest that every node has had the time to publish. The first one is made when
    /// it is first needed.
    pub(crate) fn signer(&self, purpose: Purpose, now: SystemTime) -> Result<SigningKey> {
        let _alone = self.alone()?;
        let mut keys = self.list()?;
        keys.retain(|kept| kept.purpose == purpose && kept.retired_at.is_none());
        let published = |kept: &Kept| {
            let age = now.duration_since(kept.created_at).unwrap_or_default();
            age >= PUBLISHED_BEFORE
        };
        let signs = keys.iter().rposition(published).unwrap_or_default();
        match keys.into_iter().nth(signs) {
            Some(kept) => Ok(kept.key),
            None => self.create(purpose),
        }
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

    /// Every key, oldest first.
    pub(crate) fn list(&self) -> Result<Vec<Kept>> {
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
    fn a_new_key_is_published_before_it_signs_and_a_retired_one_ever_after() {
        let folder = tempfile::tempdir().unwrap();
        let ring = Keyring::open(folder.path()).unwrap();
        let made = SystemTime::from(web::Clock::now(&crate::machine::Machine::new()));
        let signs = |purpose, now| ring.signer(purpose, now).unwrap().key_id();
        let first = signs(Purpose::Permit, made);
        assert_eq!(signs(Purpose::Permit, made), first, "made once");
        assert_ne!(signs(Purpose::Status, made), first, "a key for one purpose alone");

        let second = ring.create(Purpose::Permit).unwrap().key_id();
        let later = made + PUBLISHED_BEFORE + Duration::from_secs(5);
        assert_eq!(
            signs(Purpose::Permit, made),
            first,
            "not every node publishes the other yet"
        );
        assert_eq!(signs(Purpose::Permit, later), second);

        ring.retire(&first.to_string()).unwrap();
        assert_eq!(signs(Purpose::Permit, made), second, "a retired key never signs");
        let published = ring.published("demo.invalid", "http://127.0.0.1:8080").unwrap();
        let found = published.find(first, Purpose::Permit, Timestamp::UNIX_EPOCH);
        assert!(found.is_some(), "what the retired key signed still verifies");
        assert!(ring.retire(&first.to_string()).is_err());
    }

    #[test]
    fn a_key_that_others_can_read_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let ring = Keyring::open(folder.path()).unwrap();
        let key = ring.create(Purpose::Status).unwrap().key_id();
        let path = folder.path().join(format!("status-{key}.pem"));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        let error = format!("{:#}", ring.list().err().unwrap());
        assert!(error.contains("chmod 600"), "{error}");
    }
}
