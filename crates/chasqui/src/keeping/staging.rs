//! A folder beside the database for what is not finished: on the same disk, so that a file can be put in place by its name alone.

use std::fs::{self, File};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::at_rest::{folder_of, make_folder};

/// A private folder that is gone when this is dropped; what a killed process left in it is removed by the next.
pub(crate) struct Staging {
    folder: PathBuf,
    _alone: File,
}

impl Staging {
    /// `.{name}` beside the database, for one process at a time.
    pub(crate) fn beside(database: &Path, name: &str) -> Result<Self> {
        let parent = folder_of(database);
        make_folder(parent)?;
        let lock = parent.join(format!(".{name}.lock"));
        let alone = File::options().create(true).append(true).mode(0o600).open(&lock);
        let alone = alone.with_context(|| format!("cannot write {}", lock.display()))?;
        ensure!(
            alone.try_lock().is_ok(),
            "another {name} of this database is under way"
        );
        let folder = parent.join(format!(".{name}"));
        if folder.exists() {
            fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()))?;
        }
        make_folder(&folder)?;
        Ok(Self {
            folder,
            _alone: alone,
        })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // What stays is removed by the next.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_at_a_time_and_nothing_stays() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("chasqui.db");
        let staging = Staging::beside(&database, "backup").unwrap();
        let path = staging.path().to_owned();
        fs::write(path.join("half"), "").unwrap();
        assert!(Staging::beside(&database, "backup").is_err());
        std::mem::forget(staging);
        assert!(path.join("half").exists(), "as after a kill, but for the lock");
        drop(Staging::beside(&folder.path().join("other/chasqui.db"), "backup").unwrap());
        assert!(!folder.path().join("other/.backup").exists());
    }
}
