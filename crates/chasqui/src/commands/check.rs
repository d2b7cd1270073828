//! `chasqui check`

use std::{path::PathBuf, process::ExitCode};

use engine::{clock::Clock as _, permits::code, publishing};
use forms::Service;
use jiff::tz::TimeZone;
use permit::{key::SigningKey, qr::modules};

use crate::{machine::Machine, terminal::Shown};

/// The paper must have room for an address as long as official ones are.
const LONG_ADDRESS: &str = "https://tramites.municipalidad.ejemplo.gob.pe";

/// Where a permit's code is measured: as long as hosts of governments usually are.
const USUAL_HOST: &str = "permisos.gob.pe";

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
                    advise_smaller_code(&name, &service);
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

/// Says where a permit's code has more modules than phones read well from paper: most of it is the claims.
fn advise_smaller_code(name: &str, service: &Service) {
    let Ok(key) = SigningKey::generate() else { return };
    let today = Machine::new().now().to_zoned(TimeZone::UTC).date();
    let Ok(version) = code::version(service, USUAL_HOST, &format!("https://{USUAL_HOST}"), today, &key)
    else {
        return;
    };
    if version > code::LARGEST_VERSION {
        eprintln!(
            "{name}: a permit's code becomes version {version}, {} modules wide; phones read at most {} ({}) well from paper. Leave \
             out claims that a verifier does not need, or show less of them (`as: last-four`, `as: initials`).",
            modules(version),
            code::LARGEST_VERSION,
            modules(code::LARGEST_VERSION),
        );
    }
}
