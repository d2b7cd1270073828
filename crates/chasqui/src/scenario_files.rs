//! Where scenarios lie: those of `permit.yaml` beside it, in `permit.scenarios.yaml`.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use forms::{
    Service,
    scenarios::{self, Scenario},
};

use crate::{regular_file, terminal::Shown, text_file::LARGEST_SERVICE};

/// What must come of a service.
pub(crate) struct Beside {
    /// The name of the file that says it.
    pub(crate) name: String,
    /// Each of them.
    pub(crate) scenarios: Vec<Scenario>,
}

/// Whether the file says what must come of a service, and is none itself.
pub(crate) fn is_of_scenarios(path: &Path) -> bool {
    let stem = path.file_stem().map(Path::new);
    let inner = stem.and_then(Path::extension);
    is_yaml(path) && inner.is_some_and(|extension| extension == "scenarios")
}

pub(crate) fn is_yaml(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension == "yaml" || extension == "yml")
}

/// The service file whose scenarios these are.
pub(crate) fn service_of(scenarios: &Path) -> PathBuf {
    let stem = scenarios.with_extension("");
    let mut paths = ["yaml", "yml"].map(|end| stem.with_extension(end)).into_iter();
    let own = stem.with_extension(scenarios.extension().unwrap_or_default());
    paths.find(|path| path.exists()).unwrap_or(own)
}

/// The file beside a service file, whichever way its extension is spelled; nothing where there is none.
pub(crate) fn beside(file: &Path) -> Option<PathBuf> {
    let mut paths = ["yaml", "yml"]
        .map(|end| file.with_extension(format!("scenarios.{end}")))
        .into_iter();
    paths.find(|path| path.symlink_metadata().is_ok())
}

/// Reads the scenarios beside the file of this service; nothing where there are none.
pub(crate) fn read(file: &Path, service: &Service) -> Result<Option<Beside>> {
    let Some(path) = beside(file) else {
        return Ok(None);
    };
    let name = Shown(path.display()).to_string();
    let source = regular_file::text(&path, LARGEST_SERVICE).with_context(|| format!("cannot read {name}"))?;
    match scenarios::read(&name, &source, service) {
        Ok(scenarios) => Ok(Some(Beside { name, scenarios })),
        Err(diagnostics) => bail!("these scenarios cannot be played\n{diagnostics}"),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that has no folder should stop")]
mod tests {
    use super::*;

    #[test]
    fn scenarios_lie_beside_their_service() {
        let folder = tempfile::tempdir().unwrap();
        for (service, scenarios) in [
            ("permit.yaml", "permit.scenarios.yaml"),
            ("a.b.yml", "a.b.scenarios.yml"),
            ("mixed.yaml", "mixed.scenarios.yml"),
        ] {
            let [service, scenarios] = [service, scenarios].map(|name| folder.path().join(name));
            std::fs::write(&service, "").unwrap();
            assert_eq!(beside(&service), None);
            std::fs::write(&scenarios, "").unwrap();
            assert_eq!(beside(&service).as_ref(), Some(&scenarios));
            assert_eq!(service_of(&scenarios), service);
            assert!(is_of_scenarios(&scenarios) && !is_of_scenarios(&service));
        }
        assert!(
            !is_of_scenarios(Path::new("scenarios.yaml")),
            "a service of that name"
        );
    }
}
