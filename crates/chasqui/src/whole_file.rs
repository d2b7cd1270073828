//! Writing a file so that a reader finds the old one or the new one, and never a part.

use std::{
    fs::{self, File, OpenOptions},
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

use anyhow::{Context, Result};

/// Writes beside the file and renames over it; both have reached the disk when this returns.
pub(crate) fn write(path: &Path, content: &[u8], mode: u32) -> Result<()> {
    let cannot = || format!("cannot write {}", path.display());
    let beside = path.with_added_extension("new");
    // What an interrupted attempt left has perhaps another mode.
    if beside.exists() {
        fs::remove_file(&beside).with_context(cannot)?;
    }
    let mut options = OpenOptions::new();
    let mut file = options
        .write(true)
        .create_new(true)
        .mode(mode)
        .open(&beside)
        .with_context(cannot)?;
    file.write_all(content).with_context(cannot)?;
    file.sync_all().with_context(cannot)?;
    fs::rename(&beside, path).with_context(cannot)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))
        .and_then(|folder| folder.sync_all())
        .with_context(cannot)
}
