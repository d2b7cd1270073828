//! Yesterday's program and today's serve one database side by side; then nothing of yesterday's is left.
//!
//! `./just test-upgrade` builds yesterday's from its commit. It needs PostgreSQL's programs.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail the test")]

#[allow(dead_code, reason = "the faults use the rest of it")]
#[path = "../faults/installation.rs"]
mod installation;
#[allow(dead_code, reason = "the kills use the rest of it")]
#[path = "../../crates/store-postgres/tests/kill/server.rs"]
mod server;

use std::path::{Path, PathBuf};

use installation::{Installation, OFFICER};
use journeys::{
    citizen::{Citizen, reference},
    office::Officer,
    server::{Server, errors},
};
use server::Server as Database;

const SUPERVISOR: &str = "sara@ejemplo.pe";

/// Steps that wait until no program of the release before is left.
const LATER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../migrations/postgres/later");

#[test]
fn two_releases_serve_one_database() {
    let folder = tempfile::tempdir().unwrap();
    let mut database = Database::new(folder.path());
    database.start();
    database.ready();
    let mut installation = Installation::with_settings(&database.url());
    // A length of time as both releases write it.
    let errand = installation.terminal.path("forms/errand.yaml");
    let source = std::fs::read_to_string(&errand).unwrap();
    std::fs::write(&errand, source.replace("after: 1 minute", "after: 1h")).unwrap();
    let today = installation.terminal.runs(previous());
    let old = installation.terminal.serve().unwrap();
    installation.hire();
    let migrations = |database: &Database| database.sql("SELECT count(*) FROM _sqlx_migrations");
    let before = migrations(&database);
    let mut early = Citizen::with_errand("early@ejemplo.pe", "person");
    let case = early.apply(&[&old.address]);

    installation.terminal.runs(today);
    let new = installation.terminal.serve().unwrap();
    assert_ne!(
        migrations(&database),
        before,
        "the new one has brought the tables up to date"
    );
    side_by_side(&installation, [&old, &new], &case);
    suspended_on_the_new_one(&installation, &database, [&old, &new], &mut early, &case);

    // A machine of yesterday fails, and its program starts again.
    old.kill();
    let today = installation.terminal.runs(previous());
    let old = installation.terminal.serve().unwrap();
    let mut third = Citizen::with_errand("third@ejemplo.pe", "rule");
    third.apply(&[&old.address, &new.address]);
    let log = old.stop();
    assert!(errors(&log).is_empty(), "{log}");

    installation.terminal.runs(today);
    contract(&database);
    let mut late = Citizen::with_errand("late@ejemplo.pe", "person");
    let case = late.apply(&[&new.address]);
    decide(&new, &new, &new, &case);
    installation.wait_for_letters("late@ejemplo.pe", 2);
    assert!(installation.terminal.chasqui(["audit"]).good);
    let log = new.stop();
    assert!(errors(&log).is_empty(), "{log}");
    assert_eq!(installation.letters().len(), 7, "each letter left once");
}

/// Any request may go to either: drafts, log-ins and cases of one are the other's.
fn side_by_side(installation: &Installation, [old, new]: [&Server; 2], case: &str) {
    decide(old, new, old, case);
    let mut second = Citizen::with_errand("second@ejemplo.pe", "person");
    second.to_check(&[&new.address, &old.address]);
    let case = reference(&second.send(&old.address));
    decide(new, old, new, &case);
    for citizen in ["early@ejemplo.pe", "second@ejemplo.pe"] {
        installation.wait_for_letters(citizen, 2);
    }
}

/// What only the new one writes, the old one keeps as it is and shows as a newer release's: a permit's suspension in the history of
/// its case. The letters go on leaving.
fn suspended_on_the_new_one(
    installation: &Installation,
    database: &Database,
    [old, new]: [&Server; 2],
    applicant: &mut Citizen,
    case: &str,
) {
    Officer::hire(&installation.terminal, "Sara Quispe", SUPERVISOR, &["supervisor"]);
    let number = database.sql(&format!(
        "SELECT number FROM permits JOIN applications ON applications.id = permits.application \
         WHERE replace(reference, '-', '') = replace('{case}', '-', '')"
    ));
    let mut supervisor = Officer::log_in(&old.address, SUPERVISOR);
    supervisor.change_permit(&new.address, number.trim(), "suspend", "Denuncia");
    for node in [old, new] {
        let page = supervisor.browser.get(&node.address, &format!("/o/cases/{case}"));
        assert_eq!(page.status, 200, "{}", page.text());
        let own = applicant.browser.get(&node.address, &format!("/a/{case}"));
        assert!(
            own.status == 200 && own.text().contains("Suspendido"),
            "{}",
            own.text()
        );
    }
    let told = supervisor.browser.get(&old.address, &format!("/o/cases/{case}"));
    let told = told.text();
    assert!(
        told.contains("versión más nueva del programa (permit-suspended)"),
        "{told}"
    );
    let told = supervisor.browser.get(&new.address, &format!("/o/cases/{case}"));
    let told = told.text();
    assert!(
        told.contains("suspendió el permiso") && told.contains("Denuncia"),
        "{told}"
    );
}

/// Logs in at one, claims at another, approves at a third.
fn decide(log_in: &Server, claim: &Server, approve: &Server, case: &str) {
    let mut officer = Officer::log_in(&log_in.address, OFFICER);
    officer.claim(&claim.address, case);
    officer.approve(&approve.address, case);
}

/// Nobody of yesterday is left: what only they needed goes.
fn contract(database: &Database) {
    let mut steps: Vec<PathBuf> = std::fs::read_dir(LATER)
        .unwrap()
        .map(|step| step.unwrap().path())
        .collect();
    steps.sort();
    for step in steps {
        database.sql(&std::fs::read_to_string(step).unwrap());
    }
}

fn previous() -> PathBuf {
    let own = std::env::current_exe().unwrap();
    let target = own.ancestors().nth(3).expect("target/debug/deps");
    let program = target.join("previous/chasqui");
    assert!(
        program.exists(),
        "run this by ./just test-upgrade: {} is missing",
        Path::display(&program)
    );
    program
}
