//! The services that ship, inside the program.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

const FILES: [(&str, &str); 3] = [
    (
        "driver-licence-revalidation.yaml",
        include_str!("../../../../../forms/driver-licence-revalidation.yaml"),
    ),
    (
        "market-stall-permit.yaml",
        include_str!("../../../../../forms/market-stall-permit.yaml"),
    ),
    (
        "transit-permit.yaml",
        include_str!("../../../../../forms/transit-permit.yaml"),
    ),
];

/// Writes them where they can be changed, and answers where; one that was changed is left alone.
pub(super) fn write(data: &Path) -> Result<PathBuf> {
    let folder = data.join("forms");
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for (name, text) in FILES {
        let path = folder.join(name);
        if !path.exists() {
            std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        }
    }
    Ok(folder)
}
