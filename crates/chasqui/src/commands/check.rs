//! `chasqui check`

use std::{path::PathBuf, process::ExitCode};

/// Tells of each file; fails if any does not check.
pub(crate) fn run(files: &[PathBuf]) -> ExitCode {
    let mut all_good = true;
    for path in files {
        let name = path.display().to_string();
        match std::fs::read_to_string(path) {
            Err(error) => {
                eprintln!("chasqui: cannot read {name}: {error}");
                all_good = false;
            }
            Ok(source) => match forms::read(&name, &source) {
                Ok(service) => println!("{name}: {} is good ({})", service.id, service.hash()),
                Err(diagnostics) => {
                    eprintln!("{diagnostics}");
                    all_good = false;
                }
            },
        }
    }
    if all_good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
