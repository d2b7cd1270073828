//! Keys that fell into wrong hands: only their public halves stay, so that it is known what they signed.

use std::{fs, path::PathBuf, time::SystemTime};

use anyhow::{Context, Result, bail, ensure};
use permit::key::{Jwk, KeyId, PublicKey, Purpose, Signer, SigningKey};

use super::{Keyring, PURPOSES, name};
use crate::whole_file;

/// No key's file is longer, in bytes.
const LONGEST_PEM: u64 = 64 << 10;

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

    /// Voids a key: its private half is gone from this folder, whatever its files are called, and it is published no longer. Doing
    /// it again finishes what was interrupted.
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
            let mut voided = self.voided()?.into_iter();
            let Some(voided) = voided.find(|voided| voided.id.to_string() == kid) else {
                bail!("there is no key {kid} in {}", self.folder.display());
            };
            ensure!(self.destroy(kid)? > 0, "the key {kid} is voided already");
            return Ok(voided);
        };
        let path = self.folder.join(format!("{}-{kid}.void", name(purpose)));
        if !path.exists() {
            whole_file::write(&path, &serde_json::to_vec_pretty(&key.to_jwk())?, 0o644)?;
        }
        self.destroy(kid)?;
        let at = fs::metadata(&path)?.modified()?;
        Ok(Voided {
            id: key.id(),
            purpose,
            at,
        })
    }

    /// Removes every file that holds the private half; answers how many. It is an error if one stays.
    fn destroy(&self, kid: &str) -> Result<usize> {
        let holding = self.holding(kid)?;
        let mut left = Vec::new();
        for path in &holding {
            let target = fs::canonicalize(path);
            let is_link = fs::symlink_metadata(path).is_ok_and(|file| file.is_symlink());
            if let Err(error) = fs::remove_file(path) {
                left.push(format!("{} ({error})", path.display()));
            } else if let (true, Ok(target)) = (is_link, target) {
                left.push(format!("{} (it was linked to)", target.display()));
            }
        }
        ensure!(
            left.is_empty(),
            "the key {kid} is voided, but its private half is still in {}: remove it there by hand",
            left.join(", ")
        );
        Ok(holding.len())
    }

    /// The folder's files with the private half of a key, by whatever name: what somebody copied aside is as good as the key.
    fn holding(&self, kid: &str) -> Result<Vec<PathBuf>> {
        let mut holding = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            let file = fs::metadata(&path);
            if !file.is_ok_and(|file| file.is_file() && file.len() <= LONGEST_PEM) {
                continue;
            }
            let text = fs::read(&path).with_context(|| {
                let path = path.display();
                format!("cannot see whether {path} holds the private half of {kid}: let this user read it, or remove it")
            })?;
            let key = SigningKey::from_pem(&String::from_utf8_lossy(&text));
            if key.is_ok_and(|key| key.key_id().to_string() == kid) {
                holding.push(path);
            }
        }
        Ok(holding)
    }
}
