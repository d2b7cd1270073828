//! A service file that must check.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use forms::Service;

use crate::{
    language_files::{self, is_of_texts},
    scenario_files::service_of,
    terminal::Shown,
    text_file,
};

/// Its text, followed by its texts in other languages that lie beside it.
pub(crate) fn source(file: &Path) -> Result<String> {
    let text = text_file::service(file).map_err(anyhow::Error::from);
    text.and_then(|text| language_files::joined(file, text))
        .with_context(|| format!("cannot read {}", Shown(file.display())))
}

/// Its text, and what it says; what is wrong with it is told at its place.
pub(crate) fn read(file: &Path) -> Result<(String, Service)> {
    let name = Shown(file.display()).to_string();
    let source = source(file)?;
    match forms::read(&name, &source) {
        Ok(service) => Ok((source, service)),
        Err(diagnostics) => bail!("this file does not check\n{diagnostics}"),
    }
}

/// The files with those of the service in the place of its texts in other languages, each once.
pub(crate) fn with_services(files: Vec<PathBuf>) -> Vec<PathBuf> {
    let mut seen = BTreeSet::new();
    files
        .into_iter()
        .map(|file| {
            if is_of_texts(&file) {
                service_of(&file)
            } else {
                file
            }
        })
        .filter(|file| seen.insert(file.clone()))
        .collect()
}
