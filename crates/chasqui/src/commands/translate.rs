//! `chasqui translate`

use std::path::Path;

use anyhow::{Context as _, Result, bail, ensure};

use crate::{
    language_files, regular_file, service_file, terminal::Shown, text_file::LARGEST_SERVICE, whole_file,
};

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
    if lacking.is_empty() {
        println!(
            "{name} has words in {language} for all of its {} texts",
            texts.len()
        );
        return Ok(());
    }
    let path = language_files::of(file, language)?;
    let shown = Shown(path.display()).to_string();
    let existing = if path.exists() {
        let text = regular_file::text(&path, LARGEST_SERVICE);
        Some(text.with_context(|| format!("cannot read {shown}"))?)
    } else {
        None
    };
    let Some(written) = forms::with_untranslated(existing.as_deref(), language, &lacking) else {
        bail!(
            "{shown} has `{language}` not last, or not with a text a line, so that nothing can be added at its end; these have no \
             words in it:\n{}",
            lacking.join("\n")
        );
    };
    whole_file::write(&path, written.as_bytes(), 0o644)?;
    println!(
        "{shown}: {} of the {} texts of {name} have no words in {language} yet, and are added: write the words between the quotes",
        lacking.len(),
        texts.len()
    );
    Ok(())
}
