//! A service of one's own, tried before anybody sees it.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::{language_files, scenario_files::is_yaml, service_file};

/// A folder of services with a link to the file alone, and to its texts in other languages, so that the demo offers it anew whenever one
/// of them is saved. What does not check is told at once.
pub(super) fn link(file: &Path, data: &Path) -> Result<PathBuf> {
    service_file::read(file)?;
    let folder = data.join("own-forms");
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    // A demo that keeps its data may have tried another file before. What is no link is somebody's own, and stays.
    for entry in std::fs::read_dir(&folder)? {
        let entry = entry?;
        if entry.file_type()?.is_symlink() {
            std::fs::remove_file(entry.path())
                .with_context(|| format!("cannot replace {}", entry.path().display()))?;
        }
    }
    for path in language_files::beside(file)?.iter().chain([&file.to_owned()]) {
        let target = path
            .canonicalize()
            .with_context(|| format!("cannot find {}", path.display()))?;
        let name = path.file_name().filter(|_| is_yaml(path));
        let link = folder.join(name.unwrap_or("service.yaml".as_ref()));
        std::os::unix::fs::symlink(target, &link)
            .with_context(|| format!("cannot make {}", link.display()))?;
    }
    Ok(folder)
}
