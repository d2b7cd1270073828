//! A service of one's own, tried before anybody sees it.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::service_file;

/// A folder of services with a link to the file alone, so that the demo offers it anew whenever it is saved. What does not check is
/// told at once.
pub(super) fn link(file: &Path, data: &Path) -> Result<PathBuf> {
    service_file::read(file)?;
    let folder = data.join("own-forms");
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let target = file
        .canonicalize()
        .with_context(|| format!("cannot find {}", file.display()))?;
    let link = folder.join("service.yaml");
    // A demo that keeps its data may have tried another file before.
    if link.symlink_metadata().is_ok() {
        std::fs::remove_file(&link).with_context(|| format!("cannot replace {}", link.display()))?;
    }
    std::os::unix::fs::symlink(target, &link).with_context(|| format!("cannot make {}", link.display()))?;
    Ok(folder)
}
