//! Where scenarios lie: those of `permit.yaml` beside it, in `permit.scenarios.yaml`.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use forms::{
    Service,
    scenarios::{self, Scenario},
};

use crate::{terminal::Shown, text_file};

/// A service file with what lies beside it.
pub(crate) struct Beside {
    /// The name of the file of scenarios.
    pub(crate) name: String,
    /// The service file, as it is written.
    pub(crate) source: String,
    /// What it says.
    pub(crate) service: Service,
    /// What must come of it.
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
    stem.with_extension(scenarios.extension().unwrap_or_default())
}

fn scenarios_of(file: &Path) -> PathBuf {
    let extension = file.extension().unwrap_or_default().to_string_lossy();
    file.with_extension(format!("scenarios.{extension}"))
}

/// Reads a service file and the scenarios beside it; nothing where there are none.
pub(crate) fn read(file: &Path) -> Result<Option<Beside>> {
    let path = scenarios_of(file);
    if !path.exists() {
        return Ok(None);
    }
    let (of, name) = (
        Shown(file.display()).to_string(),
        Shown(path.display()).to_string(),
    );
    let source = text_file::service(file).with_context(|| format!("cannot read {of}"))?;
    let service = match forms::read(&of, &source) {
        Ok(service) => service,
        Err(diagnostics) => bail!("this file does not check\n{diagnostics}"),
    };
    let said = text_file::service(&path).with_context(|| format!("cannot read {name}"))?;
    match scenarios::read(&name, &said, &service) {
        Ok(scenarios) => Ok(Some(Beside {
            name,
            source,
            service,
            scenarios,
        })),
        Err(diagnostics) => bail!("these scenarios cannot be played\n{diagnostics}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scenarios_lie_beside_their_service() {
        for (service, scenarios) in [
            ("forms/permit.yaml", "forms/permit.scenarios.yaml"),
            ("a.b.yml", "a.b.scenarios.yml"),
        ] {
            let (service, scenarios) = (Path::new(service), Path::new(scenarios));
            assert_eq!(scenarios_of(service), scenarios);
            assert_eq!(service_of(scenarios), service);
            assert!(is_of_scenarios(scenarios) && !is_of_scenarios(service));
        }
        assert!(
            !is_of_scenarios(Path::new("scenarios.yaml")),
            "a service of that name"
        );
    }
}
