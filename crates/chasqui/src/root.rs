//! The off-line root: a folder with its private key and every set that it has signed. Neither is ever on a server.

mod request;

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail, ensure};
use jiff::{SignedDuration, Timestamp};
use permit::key::{Fingerprint, SignedKeySet, SigningKey};

use crate::{at_rest, keyring, whole_file};
pub(crate) use request::Request;

const KEY: &str = "root.pem";

/// A root key and what it has signed.
pub(crate) struct Root {
    folder: PathBuf,
    key: SigningKey,
}

/// What the next set says beside its keys.
pub(crate) struct Terms {
    /// How long it is valid.
    pub(crate) valid: SignedDuration,
    /// Roots that readers pin from then on besides this one.
    pub(crate) hand_over_to: Vec<Fingerprint>,
    /// Readers let every root go but this one.
    pub(crate) let_go: bool,
}

impl Root {
    /// Makes a root in a folder of its own.
    pub(crate) fn create(folder: &Path) -> Result<Self> {
        at_rest::make_folder(folder)?;
        let path = folder.join(KEY);
        ensure!(!path.exists(), "there is a root already: {}", path.display());
        let key = SigningKey::generate()?;
        whole_file::write(&path, key.to_pem()?.as_bytes(), 0o600)?;
        Ok(Self {
            folder: folder.to_owned(),
            key,
        })
    }

    /// The root in this folder.
    pub(crate) fn open(folder: &Path) -> Result<Self> {
        let path = folder.join(KEY);
        let pem = keyring::read_private(&path)?;
        let key = SigningKey::from_pem(&pem).with_context(|| format!("cannot use {}", path.display()))?;
        Ok(Self {
            folder: folder.to_owned(),
            key,
        })
    }

    /// What servers and phones pin.
    pub(crate) fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(self.key.public_key())
    }

    /// The newest set known: of those signed here, one that is handed in, and the server's own. That last one comes from a machine
    /// that may have been broken into: it counts only if this root signed it, or a root that a set known here vouches for.
    pub(crate) fn last(&self, request: &Request, handed_in: Option<&Path>) -> Result<Option<SignedKeySet>> {
        let mut known = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|ending| ending == "cose") {
                known.push(read_set(&path)?);
            }
        }
        known.extend(handed_in.map(read_set).transpose()?);
        if let Some(claimed) = request.in_force()? {
            let signer = claimed.fingerprint();
            let vouches = |set: &SignedKeySet| {
                set.fingerprint() == signer || set.roots.as_ref().is_some_and(|roots| roots.contains(&signer))
            };
            ensure!(
                signer == self.fingerprint() || known.iter().any(vouches),
                "the set that the server says is in force is signed by the root {signer}, of which nothing is known here. If that root \
                 hands over to this one, bring its last set from its own folder and give it with --last; if not, the server lies"
            );
            known.push(claimed);
        }
        Ok(known.into_iter().max_by_key(|set| set.version))
    }

    /// The set that would follow, not signed yet.
    pub(crate) fn draft(
        &self,
        request: &Request,
        last: Option<&SignedKeySet>,
        terms: &Terms,
        now: Timestamp,
    ) -> Result<SignedKeySet> {
        let own = self.fingerprint();
        if let Some(last) = last {
            self.may_follow(last, request, now)?;
        }
        let issued_at = Timestamp::from_second(now.as_second())?;
        let roots = if terms.let_go || !terms.hand_over_to.is_empty() {
            let others = terms.hand_over_to.iter().copied().filter(|root| *root != own);
            Some(std::iter::once(own).chain(others).collect())
        } else {
            None
        };
        Ok(SignedKeySet {
            issuer: request.issuer.clone(),
            address: request.address.clone(),
            version: last.map_or(0, |last| last.version) + 1,
            issued_at,
            expires_at: issued_at.checked_add(terms.valid)?,
            root: self.key.public_key().clone(),
            roots,
            keys: request.keys.clone(),
        })
    }

    fn may_follow(&self, last: &SignedKeySet, request: &Request, now: Timestamp) -> Result<()> {
        let own = self.fingerprint();
        let pinned = last.roots.as_ref().is_some_and(|roots| roots.contains(&own));
        ensure!(
            last.fingerprint() == own || pinned,
            "set {} is signed by the root {} and does not hand over to this one ({own}): whoever holds it would refuse what this root \
             signs. Sign a set with that root first, with --hand-over-to {own}",
            last.version,
            last.fingerprint()
        );
        ensure!(
            last.issuer == request.issuer,
            "the last set speaks for {}, the request for {}",
            last.issuer,
            request.issuer
        );
        ensure!(
            last.issued_at <= now,
            "this machine's clock says {now:.0}, and the last set was signed at {}: set the clock",
            last.issued_at
        );
        Ok(())
    }

    /// Signs a set and keeps a copy, so that the next one follows it.
    pub(crate) fn sign(&self, set: &SignedKeySet) -> Result<Vec<u8>> {
        let copy = self.folder.join(format!("keys-{}.cose", set.version));
        if copy.exists() {
            bail!(
                "{} is there already: this version was signed before",
                copy.display()
            );
        }
        let bytes = set.sign(&self.key)?;
        whole_file::write(&copy, &bytes, 0o600)?;
        Ok(bytes)
    }
}

fn read_set(path: &Path) -> Result<SignedKeySet> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    SignedKeySet::read(&bytes).with_context(|| format!("{} is no key set", path.display()))
}
