//! Keys that fell into wrong hands: only their public halves stay, so that it is known what they signed.

use std::{fs, io::ErrorKind, path::PathBuf, time::SystemTime};

use anyhow::{Context, Result, bail};
use permit::key::{Jwk, KeyId, PublicKey, Purpose, Signer};

use super::{Keyring, PURPOSES, name};
use crate::whole_file;

/// A key that proves nothing any more.
pub(crate) struct Voided {
    pub(crate) id: KeyId,
    pub(crate) purpose: Purpose,
    pub(crate) at: SystemTime,
}

impl Keyring {
    /// Keys that were voided, in no order.
    pub(crate) fn voided(&self) -> Result<Vec<Voided>> {
        let mut voided = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            let file = path
                .file_name()
                .and_then(|name| name.to_str())
                .unwrap_or_default();
            let stem = file.strip_suffix(".void");
            let purpose = PURPOSES
                .into_iter()
                .find(|purpose| stem.is_some_and(|stem| stem.starts_with(&format!("{}-", name(*purpose)))));
            let Some(purpose) = purpose else { continue };
            let text = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
            let jwk: Jwk =
                serde_json::from_slice(&text).with_context(|| format!("{} is damaged", path.display()))?;
            voided.push(Voided {
                id: PublicKey::from_jwk(&jwk)?.id(),
                purpose,
                at: fs::metadata(&path)?.modified()?,
            });
        }
        Ok(voided)
    }

    /// Voids a key: its private half is gone from this folder, and it is published no longer. Doing it again finishes what was
    /// interrupted.
    pub(crate) fn void(&self, kid: &str, listed: &[permit::TrustedKey]) -> Result<Voided> {
        let _alone = self.alone()?;
        let own = self.list_all()?;
        let own = own.iter().find(|kept| kept.key.key_id().to_string() == kid);
        let own = own.map(|kept| (kept.key.public_key().clone(), kept.purpose));
        let elsewhere = || {
            let found = listed.iter().find(|key| key.key.id().to_string() == kid)?;
            Some((found.key.clone(), found.purpose))
        };
        let Some((key, purpose)) = own.or_else(elsewhere) else {
            if self.voided()?.iter().any(|voided| voided.id.to_string() == kid) {
                bail!("the key {kid} is voided already");
            }
            bail!("there is no key {kid} in {}", self.folder.display());
        };
        let path = self.file(purpose, kid, "void");
        if !path.exists() {
            whole_file::write(&path, &serde_json::to_vec_pretty(&key.to_jwk())?, 0o644)?;
        }
        for ending in ["pem", "pem.retired"] {
            match fs::remove_file(self.file(purpose, kid, ending)) {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    return Err(error).with_context(|| format!("the private half of {kid} is still there"));
                }
                _ => {}
            }
        }
        let at = fs::metadata(&path)?.modified()?;
        Ok(Voided {
            id: key.id(),
            purpose,
            at,
        })
    }

    fn file(&self, purpose: Purpose, kid: &str, ending: &str) -> PathBuf {
        self.folder.join(format!("{}-{kid}.{ending}", name(purpose)))
    }
}
