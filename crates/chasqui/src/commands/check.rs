//! `chasqui check`

use std::{path::PathBuf, process::ExitCode};

use engine::publishing;

use crate::terminal::Shown;

/// The paper must have room for an address as long as official ones are.
const LONG_ADDRESS: &str = "https://tramites.municipalidad.ejemplo.gob.pe";

/// Tells of each file; fails if any does not check.
pub(crate) fn run(files: &[PathBuf]) -> ExitCode {
    let mut all_good = true;
    for path in files {
        let name = Shown(path.display()).to_string();
        match std::fs::read_to_string(path) {
            Err(error) => {
                eprintln!("chasqui: cannot read {name}: {error}");
                all_good = false;
            }
            Ok(source) => match forms::read(&name, &source) {
                Ok(service) => {
                    let advice = forms::advice(&name, &source);
                    if !advice.is_empty() {
                        eprintln!("{advice}");
                    }
                    match publishing::papers(&service, LONG_ADDRESS, true) {
                        Ok(_) => println!("{name}: {} is good ({})", service.id, service.hash()),
                        Err(error) => {
                            eprintln!("{name}: the permit cannot be put on paper: {error}");
                            all_good = false;
                        }
                    }
                }
                Err(diagnostics) => {
                    eprintln!("{diagnostics}");
                    all_good = false;
                }
            },
        }
    }
    if all_good {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
