//! The root's key set as it lies in the folder (`keys.cose`), and what is remembered of it (`pinned.json`).

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use anyhow::{Context, Result, anyhow, bail, ensure};
use jiff::{SignedDuration, Timestamp};
use permit::key::{Fingerprint, KeyId, Pinned, SignedKeySet, SignedKeySetError, Signer};
use serde::{Deserialize, Serialize};

use super::{Kept, Keyring, PURPOSES, name};
use crate::whole_file;

const SET: &str = "keys.cose";
const MEMORY: &str = "pinned.json";
/// How far the clock of the machine with the root may be ahead.
const AHEAD: SignedDuration = SignedDuration::from_mins(5);
const NEXT_STEPS: &str =
    "`chasqui keys request`, sign it with the root, `chasqui keys install` (docs/keys.md)";

/// Whose keys these are to be.
#[derive(Clone, Copy)]
pub(crate) struct Expected<'a> {
    /// The root's fingerprint, as it is set.
    pub(crate) root: Fingerprint,
    /// The host that permits name.
    pub(crate) issuer: &'a str,
    /// The address that their codes begin with.
    pub(crate) address: &'a str,
}

/// The set in force.
#[derive(Debug)]
pub(crate) struct InForce {
    pub(crate) set: SignedKeySet,
    pub(crate) bytes: Vec<u8>,
    /// Since when each key has been listed without a break, by its name.
    listed: BTreeMap<String, Timestamp>,
    installed_at: Timestamp,
}

/// What outlives each set, so that none of before comes back.
#[derive(Serialize, Deserialize)]
struct Memory {
    /// Every root that was ever pinned here, the first by hand.
    roots: Vec<Fingerprint>,
    pinned: Pinned,
    #[serde(default)]
    listed: BTreeMap<String, Timestamp>,
}

impl InForce {
    fn lists(&self, key: KeyId) -> bool {
        self.set.keys.iter().any(|listed| listed.key.id() == key)
    }

    /// Since when phones may know a key; nothing for one that is not listed.
    pub(crate) fn listed_since(&self, key: KeyId) -> Option<Timestamp> {
        let since = self.listed.get(&key.to_string());
        self.lists(key)
            .then(|| since.copied().unwrap_or(self.installed_at))
    }
}

impl Keyring {
    /// The set that lies in the folder, if it is to be relied on.
    pub(crate) fn in_force(&self, expected: Expected<'_>, now: Timestamp) -> Result<InForce> {
        let path = self.folder.join(SET);
        let Some(bytes) = self.installed()? else {
            bail!(
                "the setting root is set, and no key set is installed as {}: {NEXT_STEPS}",
                path.display()
            );
        };
        let mut memory = self.memory(expected.root)?;
        let set = accept(&mut memory.pinned, &bytes, expected, now)
            .with_context(|| format!("{} cannot be used", path.display()))?;
        let written: SystemTime = fs::metadata(&path)?.modified()?;
        Ok(InForce {
            set,
            bytes,
            listed: memory.listed,
            installed_at: written.try_into()?,
        })
    }

    /// The bytes of the set in force, whatever they are worth.
    pub(crate) fn installed(&self) -> Result<Option<Vec<u8>>> {
        let path = self.folder.join(SET);
        match fs::read(&path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
        }
    }

    /// Puts a set in force. It must be newer than every set before it, and list the keys that sign now.
    pub(crate) fn install(
        &self,
        bytes: &[u8],
        expected: Expected<'_>,
        now: Timestamp,
    ) -> Result<SignedKeySet> {
        let _alone = self.alone()?;
        let mut memory = self.memory(expected.root)?;
        let set = accept(&mut memory.pinned, bytes, expected, now)?;
        // Phones would take all other things for old, and this server's clock for wrong.
        ensure!(
            set.issued_at <= now + AHEAD,
            "the set was signed at {}, and it is {now:.0} here: one of the two clocks is wrong. Set it, and sign a set anew",
            set.issued_at
        );
        self.suits(&set, expected, now)?;
        let before = std::mem::take(&mut memory.listed);
        let since = |key: &permit::TrustedKey| {
            let name = key.key.id().to_string();
            let since = before.get(&name).copied().unwrap_or(now);
            (name, since)
        };
        memory.listed = set.keys.iter().map(since).collect();
        for root in &memory.pinned.roots {
            if !memory.roots.contains(root) {
                memory.roots.push(*root);
            }
        }
        // In this order: after a crash between the two, the newer set is accepted again.
        whole_file::write(&self.folder.join(SET), bytes, 0o644)?;
        whole_file::write(&self.memory_path(), &serde_json::to_vec_pretty(&memory)?, 0o600)?;
        Ok(set)
    }

    /// A set without a key in use would void what was signed a moment ago, one with a voided key would bring it back.
    fn suits(&self, set: &SignedKeySet, expected: Expected<'_>, now: Timestamp) -> Result<()> {
        let lists = |kid: KeyId| set.keys.iter().any(|listed| listed.key.id() == kid);
        for voided in self.voided()? {
            ensure!(
                !lists(voided.id),
                "the set still lists the voided key {}: sign a request of today",
                voided.id
            );
        }
        let in_force = self.in_force(expected, now).ok();
        let is_in_force = |kid: KeyId| in_force.as_ref().is_some_and(|before| before.lists(kid));
        let own = self.list()?;
        for purpose in PURPOSES {
            let word = name(purpose);
            let listed = |kept: &Kept| {
                kept.purpose == purpose && kept.retired_at.is_none() && lists(kept.key.key_id())
            };
            ensure!(
                own.iter().any(listed),
                "the set lists no {word} key of this server: sign a request of today"
            );
        }
        for kept in own.iter().filter(|kept| kept.retired_at.is_none()) {
            let kid = kept.key.key_id();
            ensure!(
                lists(kid) || !is_in_force(kid),
                "the set lacks the key {kid}, which is in use ({}): what it signed would be nobody's. Sign a request of today; if the \
                 key is in wrong hands, `chasqui keys void {kid}` first",
                name(kept.purpose)
            );
        }
        Ok(())
    }

    fn memory_path(&self) -> PathBuf {
        self.folder.join(MEMORY)
    }

    /// What is remembered; from the beginning, where the root that is set never was among those pinned here.
    fn memory(&self, root: Fingerprint) -> Result<Memory> {
        let fresh = Memory {
            roots: vec![root],
            pinned: Pinned::new(root),
            listed: BTreeMap::new(),
        };
        let path = self.memory_path();
        if !path.exists() {
            return Ok(fresh);
        }
        let kept: Memory = read_json(&path)?;
        Ok(if kept.roots.contains(&root) { kept } else { fresh })
    }
}

fn accept(pinned: &mut Pinned, bytes: &[u8], expected: Expected<'_>, now: Timestamp) -> Result<SignedKeySet> {
    let set = pinned.accept(bytes, expected.issuer, now).map_err(|error| match error {
        SignedKeySetError::ForeignRoot(found) => anyhow!(
            "the key set is signed by the root {found}, and the setting root names {}",
            expected.root
        ),
        SignedKeySetError::Expired(end) => {
            anyhow!("the key set ran out at {end}: nothing is signed and no phone believes anything until the next one: {NEXT_STEPS}")
        }
        other => other.into(),
    })?;
    ensure!(
        set.address == expected.address,
        "the key set speaks for {}, and base_url is {}: sign a request of this server",
        set.address,
        expected.address
    );
    Ok(set)
}

fn read_json<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T> {
    let text = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_slice(&text).with_context(|| format!("{} is damaged", path.display()))
}
