//! What a backup says of itself.

use std::fs::{File, Metadata};
use std::io::Read;
use std::path::Path;
use std::time::SystemTime;

use anyhow::{Context, Result, ensure};
use aws_lc_rs::digest;
use jiff::Timestamp;
use review::chain::{Checkpoint, Hash, Head};
use serde::{Deserialize, Serialize};

/// The shape of a backup; another number is for another program.
const FORMAT: u32 = 1;
const PIECE: usize = 1 << 20;

/// What is in a backup, and of when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    format: u32,
    /// The version of the program that made it.
    program: String,
    /// When it was begun: what was acknowledged before then is in it.
    pub(crate) taken_at: Timestamp,
    /// How many applications it holds.
    pub(crate) applications: u64,
    /// SHA-256 over the ends of all chains, as a checkpoint's root.
    pub(crate) heads: Hash,
    /// Its files.
    pub(crate) files: Vec<Part>,
}

/// A file of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Part {
    /// Its name in the backup's folder.
    pub(crate) name: String,
    /// Its size.
    pub(crate) bytes: u64,
    sha256: String,
    /// When it was last written, which tells of a key when it was made or retired.
    pub(crate) modified_at: Timestamp,
}

impl Manifest {
    pub(crate) fn new(taken_at: Timestamp, heads: &[Head], files: Vec<Part>) -> Self {
        Self {
            format: FORMAT,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            taken_at,
            applications: heads.len() as u64,
            heads: Checkpoint::over(heads, taken_at).root,
            files,
        }
    }

    pub(crate) fn write(&self) -> Result<Vec<u8>> {
        Ok(serde_json::to_vec_pretty(self)?)
    }

    pub(crate) fn read(text: &[u8]) -> Result<Self> {
        #[derive(Deserialize)]
        struct Shape {
            format: u32,
        }
        let shape: Shape = serde_json::from_slice(text).context("its manifest cannot be read")?;
        ensure!(
            shape.format == FORMAT,
            "it is of format {}, which another version of this program reads",
            shape.format
        );
        serde_json::from_slice(text).context("its manifest cannot be read")
    }

    /// Whether these are the ends of the chains that were copied.
    pub(crate) fn covers(&self, heads: &[Head]) -> bool {
        self.applications == heads.len() as u64 && self.heads == Checkpoint::over(heads, self.taken_at).root
    }

    /// How large the whole is.
    pub(crate) fn bytes(&self) -> u64 {
        self.files.iter().map(|part| part.bytes).sum()
    }
}

impl Part {
    /// What a file is now.
    pub(crate) fn of(name: String, path: &Path) -> Result<Self> {
        let (metadata, sha256) = measure(path).with_context(|| format!("cannot read {}", path.display()))?;
        Ok(Self {
            name,
            bytes: metadata.len(),
            sha256,
            modified_at: metadata.modified()?.try_into()?,
        })
    }

    /// The same, written then.
    pub(crate) fn modified(self, at: SystemTime) -> Result<Self> {
        Ok(Self {
            modified_at: at.try_into()?,
            ..self
        })
    }

    /// Whether a file still is what was kept.
    pub(crate) fn check(&self, path: &Path) -> Result<()> {
        let now = Self::of(self.name.clone(), path)?;
        ensure!(
            (now.bytes, &now.sha256) == (self.bytes, &self.sha256),
            "{} of the backup is not what was kept ({} bytes then, {} now): it was changed or damaged",
            self.name,
            self.bytes,
            now.bytes
        );
        Ok(())
    }
}

fn measure(path: &Path) -> Result<(Metadata, String)> {
    let mut file = File::open(path)?;
    let mut sha256 = digest::Context::new(&digest::SHA256);
    let mut piece = vec![0; PIECE];
    loop {
        let read = file.read(&mut piece)?;
        if read == 0 {
            return Ok((file.metadata()?, hex::encode(sha256.finish())));
        }
        sha256.update(&piece[..read]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_file_is_found_whatever_its_size() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        std::fs::write(&path, "one").unwrap();
        let part = Part::of("a".into(), &path).unwrap();
        part.check(&path).unwrap();
        for changed in ["two", "", "one "] {
            std::fs::write(&path, changed).unwrap();
            assert!(part.check(&path).is_err(), "{changed:?}");
        }
    }

    #[test]
    fn another_programs_manifest_is_said_to_be_so() {
        let manifest = Manifest::new(Timestamp::UNIX_EPOCH, &[], Vec::new());
        let text = String::from_utf8(manifest.write().unwrap()).unwrap();
        assert_eq!(Manifest::read(text.as_bytes()).unwrap(), manifest);
        let later = text.replace("\"format\": 1", "\"format\": 2");
        let said = Manifest::read(later.as_bytes()).unwrap_err().to_string();
        assert!(said.contains("format 2"), "{said}");
        assert!(Manifest::read(b"{}").is_err());
    }
}
