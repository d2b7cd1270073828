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

/// Who runs the demo's site: a town that does not exist.
const SITE: [(&str, &str); 2] = [
    ("site.yaml", include_str!("../../../../../forms/site/site.yaml")),
    ("crest.svg", include_str!("../../../../../forms/site/crest.svg")),
];

/// Writes them where they can be changed, and answers where; one that was changed is left alone.
pub(super) fn write(data: &Path) -> Result<PathBuf> {
    let folder = data.join("forms");
    write_into(&folder, &FILES)?;
    Ok(folder)
}

/// Writes the site file, with its crest beside it, and answers where it is.
pub(super) fn write_site(data: &Path) -> Result<PathBuf> {
    let folder = data.join("site");
    write_into(&folder, &SITE)?;
    Ok(folder.join(SITE[0].0))
}

fn write_into(folder: &Path, files: &[(&str, &str)]) -> Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for (name, text) in files {
        let path = folder.join(name);
        if !path.exists() {
            std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        }
    }
    Ok(())
}
