//! What may be asked for.

use std::{convert::Infallible, path::PathBuf, str::FromStr, time::Duration};

use anyhow::{Context, Result};
use clap::Parser;

use crate::database::Kind;

/// Whole journeys over HTTP against a real server, then parts of them alone.
#[derive(Parser)]
pub(crate) struct Options {
    /// How long each number of connections is measured, in seconds.
    #[arg(long, default_value_t = 10)]
    pub(crate) seconds: usize,
    /// One database alone.
    #[arg(long)]
    only: Option<Kind>,
    /// How many connections at once; may be repeated.
    #[arg(long = "connections", value_name = "COUNT", default_values_t = [1, 16, 64, 256])]
    pub(crate) connections: Vec<usize>,
    /// Which program serves: NAME=PATH. Several are measured in turns.
    #[arg(long = "program", value_name = "NAME=PATH")]
    programs: Vec<Program>,
    /// Whole journeys alone, without letters and parts.
    #[arg(long)]
    pub(crate) whole: bool,
    /// Records the server's stacks with `perf` while whole journeys run, for a flame graph.
    #[arg(long, value_name = "FILE")]
    pub(crate) record: Option<PathBuf>,
}

/// A built program and what the tables call it.
#[derive(Clone)]
pub(crate) struct Program {
    pub(crate) name: String,
    pub(crate) path: PathBuf,
}

impl Options {
    pub(crate) fn time(&self) -> Duration {
        Duration::from_secs(self.seconds as u64)
    }

    pub(crate) fn kinds(&self) -> Vec<Kind> {
        self.only
            .map_or_else(|| vec![Kind::Sqlite, Kind::Postgres], |kind| vec![kind])
    }

    /// Those that were named, or the one beside this program. Servers run in folders of their own, so that paths are made
    /// whole here.
    pub(crate) fn programs(&self) -> Result<Vec<Program>> {
        let own = std::env::current_exe()?.with_file_name("chasqui");
        let beside = [Program {
            name: "today".to_owned(),
            path: own,
        }];
        let named = if self.programs.is_empty() {
            &beside
        } else {
            &self.programs[..]
        };
        let whole = |program: &Program| -> Result<Program> {
            let path = program.path.canonicalize();
            let path = path.with_context(|| format!("there is no program {}", program.path.display()))?;
            Ok(Program {
                name: program.name.clone(),
                path,
            })
        };
        named.iter().map(whole).collect()
    }
}

impl FromStr for Program {
    type Err = Infallible;

    fn from_str(text: &str) -> std::result::Result<Self, Infallible> {
        let (name, path) = text.split_once('=').unwrap_or(("today", text));
        Ok(Self {
            name: name.to_owned(),
            path: path.into(),
        })
    }
}
