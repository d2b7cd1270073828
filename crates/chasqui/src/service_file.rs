//! A service file that must check.

use std::path::Path;

use anyhow::{Context, Result, bail};
use forms::Service;

use crate::{terminal::Shown, text_file};

/// Its text, and what it says; what is wrong with it is told at its place.
pub(crate) fn read(file: &Path) -> Result<(String, Service)> {
    let name = Shown(file.display()).to_string();
    let source = text_file::service(file).with_context(|| format!("cannot read {name}"))?;
    match forms::read(&name, &source) {
        Ok(service) => Ok((source, service)),
        Err(diagnostics) => bail!("this file does not check\n{diagnostics}"),
    }
}
