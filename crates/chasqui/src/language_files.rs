//! Where a service's texts in other languages lie: those of `permit.yaml` in English beside it, in `permit.en.yaml`.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, ensure};
use forms::Language;

use crate::{
    regular_file,
    scenario_files::{is_yaml, service_of},
    terminal::Shown,
    text_file::LARGEST_SERVICE,
};

/// Whether the file has a service's texts in another language, and is none itself. One of such a name without a service beside it is
/// a service.
pub(crate) fn is_of_texts(path: &Path) -> bool {
    tag(path).is_some() && service_of(path).exists()
}

/// The language that the file's name says.
fn tag(path: &Path) -> Option<&str> {
    let inner = path.file_stem().map(Path::new).and_then(Path::extension);
    let tag = inner.and_then(|tag| tag.to_str());
    tag.filter(|tag| is_yaml(path) && Language::is_tag(tag))
}

/// Of the files of a folder those of services, each with those of its texts in other languages, all by name.
pub(crate) fn by_service(files: impl IntoIterator<Item = PathBuf>) -> BTreeMap<PathBuf, Vec<PathBuf>> {
    let mut services: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
    for path in files {
        if is_of_texts(&path) {
            services.entry(service_of(&path)).or_default().push(path);
        } else {
            services.entry(path).or_default();
        }
    }
    for texts in services.values_mut() {
        texts.sort();
    }
    services
}

/// The files beside that of a service, by name.
pub(crate) fn beside(file: &Path) -> io::Result<Vec<PathBuf>> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let entries = match fs::read_dir(folder.unwrap_or(Path::new("."))) {
        // Whoever may read a file in a folder may not always look around in it.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut files = Vec::new();
    for entry in entries {
        // Named as the service's file is: without a folder where that has none.
        let path = file.with_file_name(entry?.file_name());
        if tag(&path).is_some() && service_of(&path) == file {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// The file for a language: the one that is there, or where it is to be.
pub(crate) fn of(file: &Path, language: &str) -> Result<PathBuf> {
    let mut files = beside(file)?.into_iter();
    let found = files.find(|path| tag(path) == Some(language));
    let path = found.unwrap_or_else(|| file.with_extension(format!("{language}.yaml")));
    let other = service_of(&path);
    ensure!(
        other == file,
        "{} is the file of the texts of {}: give {} another name",
        Shown(path.display()),
        Shown(other.display()),
        Shown(file.display())
    );
    Ok(path)
}

/// The text of a service's file, followed by those of the files beside it.
pub(crate) fn joined(file: &Path, mut source: String) -> Result<String> {
    for path in beside(file).context("the folder cannot be read")? {
        let shown = Shown(path.display());
        let texts =
            regular_file::text(&path, LARGEST_SERVICE).with_context(|| format!("cannot read {shown}"))?;
        if !source.ends_with('\n') {
            source.push('\n');
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        ensure!(
            !name.contains(char::is_control),
            "the name of {shown} has a control character: give it another"
        );
        source.extend(["--- # ", &name, "\n", &texts]);
    }
    let is_held = u64::try_from(source.len()).is_ok_and(|length| length <= LARGEST_SERVICE);
    ensure!(
        is_held,
        "with its texts in other languages it is larger than {} MB, and service files have some kilobytes",
        LARGEST_SERVICE >> 20
    );
    Ok(source)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that has no folder should stop")]
mod tests {
    use super::*;

    #[test]
    fn texts_lie_beside_their_service() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let service = path("a.permit.yml");
        for (name, text) in [
            ("a.permit.yml", "service: a"),
            ("a.permit.qu.yaml", "qu: {a: b}"),
            ("a.permit.en.yml", "en: {a: b}\n"),
            ("a.permit.scenarios.yaml", ""),
            ("a.permit.en.txt", ""),
            ("b.en.yaml", "service: b"),
        ] {
            fs::write(path(name), text).unwrap();
        }
        assert_eq!(
            beside(&service).unwrap(),
            [path("a.permit.en.yml"), path("a.permit.qu.yaml")]
        );
        let files = fs::read_dir(folder.path()).unwrap();
        let services = by_service(
            files
                .map(|entry| entry.unwrap().path())
                .filter(|path| is_yaml(path)),
        );
        assert_eq!(
            services[&service],
            [path("a.permit.en.yml"), path("a.permit.qu.yaml")]
        );
        assert!(services[&path("b.en.yaml")].is_empty() && services.len() == 3);
        assert!(is_of_texts(&path("a.permit.en.yml")) && is_of_texts(&path("a.permit.qu.yaml")));
        for service in ["a.permit.yml", "b.en.yaml", "a.permit.scenarios.yaml"] {
            assert!(!is_of_texts(&path(service)), "{service}");
        }
        assert_eq!(
            joined(&service, "service: a".to_owned()).unwrap(),
            "service: a\n--- # a.permit.en.yml\nen: {a: b}\n--- # a.permit.qu.yaml\nqu: {a: b}"
        );
    }
}
