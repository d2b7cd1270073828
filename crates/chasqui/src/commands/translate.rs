//! `chasqui translate`

use std::{
    fs::{OpenOptions, Permissions},
    io::{self, Write as _},
    os::unix::fs::PermissionsExt as _,
    path::Path,
};

use anyhow::{Context as _, Result, bail, ensure};

use crate::{language_files, regular_file, service_file, terminal::Shown, text_file::LARGEST_SERVICE};

/// Adds what has no words in that language yet to the file beside the service's, and says how much that is.
pub(crate) fn run(file: &Path, language: &str) -> Result<()> {
    let name = Shown(file.display());
    let source = service_file::source(file)?;
    let translated = match forms::translated(&name.to_string(), &source, language) {
        Ok(translated) => translated,
        Err(diagnostics) => bail!("this file cannot be read\n{diagnostics}"),
    };
    let forms::Translated { languages, texts } = translated;
    ensure!(
        languages.iter().any(|spoken| spoken == language),
        "{name} has no `{}` among its other languages: name it under `languages`, after the first",
        Shown(language)
    );
    let lacking: Vec<&str> = texts
        .iter()
        .filter(|(_, words)| words.is_none())
        .map(|(text, _)| text.as_str())
        .collect();
    let path = language_files::of(file, language)?;
    let shown = Shown(path.display()).to_string();
    let unsaid = |words: &Option<String>| words.as_ref().is_some_and(|words| words.trim().is_empty());
    let waiting = texts.iter().filter(|(_, words)| unsaid(words)).count();
    if lacking.is_empty() && waiting > 0 {
        println!(
            "{waiting} of the {} texts of {name} are still empty in {language}: write their words between the quotes",
            texts.len()
        );
        return Ok(());
    }
    if lacking.is_empty() {
        println!(
            "{name} has words in {language} for all of its {} texts",
            texts.len()
        );
        return Ok(());
    }
    let existing = existing(&path)?;
    let Some(added) = forms::untranslated(&existing, language, &lacking) else {
        bail!(
            "{shown} has `{language}` not last, or not with a text a line, so that nothing can be added at its end; these have no \
             words in it:\n{}",
            Shown(lacking.join("\n"))
        );
    };
    append(&path, &added).with_context(|| format!("cannot write {shown}"))?;
    println!(
        "{shown}: {} of the {} texts of {name} have no words in {language} yet, and are added: write the words between the quotes",
        lacking.len(),
        texts.len()
    );
    Ok(())
}

/// What is in the file, to which UTF-8 can be added.
fn existing(path: &Path) -> Result<String> {
    let shown = Shown(path.display()).to_string();
    if !path.exists() {
        return Ok(String::new());
    }
    let bytes = regular_file::read(path, LARGEST_SERVICE).with_context(|| format!("cannot read {shown}"))?;
    let text = String::from_utf8(bytes).ok();
    text.with_context(|| format!("{shown} is not UTF-8: save it as that, so that texts can be added"))
}

/// Adds to its end, so that nothing of it can be lost. A new one may be read by whoever serves.
fn append(path: &Path, added: &str) -> io::Result<()> {
    let is_new = !path.exists();
    let mut file = OpenOptions::new().append(true).create(true).open(path)?;
    file.write_all(added.as_bytes())?;
    if is_new {
        file.set_permissions(Permissions::from_mode(0o644))?;
    }
    file.sync_all()
}
