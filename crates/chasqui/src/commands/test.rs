//! `chasqui test`: the scenarios beside service files, played by the real thing on a throw-away store.

mod clock;
mod form;
mod permit;
pub(super) mod play;
mod played;
pub(super) mod told;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, Result, ensure};
use forms::Service;

use crate::{
    folder,
    scenario_files::{self, is_of_scenarios, service_of},
    service_file,
    terminal::Shown,
};

/// Plays all of them; fails if anything came out otherwise.
pub(crate) async fn run(paths: &[PathBuf], time_zone: &str) -> Result<ExitCode> {
    let mut all = Count::default();
    for path in services(paths)? {
        let (_, service) = service_file::read(&path)?;
        match Box::pin(play_beside(&path, &service, time_zone)).await? {
            Some(count) => all = all.and(count),
            None => println!("{} has no scenarios", Shown(path.display())),
        }
    }
    ensure!(
        all.played > 0,
        "there are no scenarios there: those of `permit.yaml` lie beside it, in `permit.scenarios.yaml`"
    );
    if all.failed > 0 {
        eprintln!(
            "{} of {} scenarios came out otherwise than they say",
            all.failed, all.played
        );
        return Ok(ExitCode::FAILURE);
    }
    println!("{} scenarios came out as they say", all.played);
    Ok(ExitCode::SUCCESS)
}

/// The service files that are meant, each once.
fn services(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            files.extend(folder::service_files(path)?);
        } else if is_of_scenarios(path) {
            files.push(service_of(path));
        } else {
            files.push(path.clone());
        }
    }
    Ok(service_file::with_services(files))
}

/// How many scenarios were played, and how many of them came out otherwise.
#[derive(Clone, Copy, Default)]
pub(crate) struct Count {
    played: usize,
    /// Those that came out otherwise than they say.
    pub(crate) failed: usize,
}

impl Count {
    fn and(self, other: Self) -> Self {
        Self {
            played: self.played + other.played,
            failed: self.failed + other.failed,
        }
    }
}

/// Plays the scenarios beside the file of this service, and tells of each; nothing where there are none.
pub(crate) async fn play_beside(file: &Path, service: &Service, time_zone: &str) -> Result<Option<Count>> {
    let Some(beside) = scenario_files::read(file, service)? else {
        return Ok(None);
    };
    let name = &beside.name;
    println!("{name}");
    let mut count = Count::default();
    for scenario in &beside.scenarios {
        let mismatches = Box::pin(play::play(service, scenario, time_zone))
            .await
            .with_context(|| format!("{name}:{}: {}", scenario.name.line, scenario.name.value))?;
        let word = if mismatches.is_empty() { "ok" } else { "NOT SO" };
        println!("  {word:6}  {}", Shown(&scenario.name.value));
        for mismatch in &mismatches {
            println!("          {name}:{}: {}", mismatch.line, Shown(&mismatch.told));
        }
        count = count.and(Count {
            played: 1,
            failed: usize::from(!mismatches.is_empty()),
        });
    }
    Ok(Some(count))
}
