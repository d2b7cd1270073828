//! Other people's libraries, from `PyPI` and npm, judge what the program makes, and what somebody made of it who holds
//! its keys. Needs both registries: `./just others`.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail the test")]

#[path = "installation.rs"]
mod installation;
#[path = "page.rs"]
mod page;

use std::{path::Path, process::Command};

use installation::Installation;

#[test]
fn python_and_javascript_come_to_the_verdicts_that_we_come_to() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("others");
    // Beside the libraries, where both languages find them.
    let pages = here.join("node_modules/.page");
    page::take_out(&pages);
    let installation = Installation::settle();

    let run = |program: &Path, words: &[&str]| {
        let ran = Command::new(program)
            .args(words)
            .current_dir(&here)
            .env("INSTALLATION", installation.told())
            .env("PAGE", &pages)
            .env("PYTHONPATH", &pages)
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .status();
        let ran = ran.unwrap_or_else(|error| panic!("{}: {error}; run ./just others", program.display()));
        assert!(ran.success(), "{} {words:?}", program.display());
    };
    run(
        &here.join(".venv/bin/python"),
        &["-m", "unittest", "-v", "test_python"],
    );
    run(Path::new("node"), &["--test", "javascript.test.js"]);
}

#[test]
fn editors_find_nothing_red_in_files_that_check() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("others");
    let node = Command::new("node")
        .args(["--test", "schema.test.js"])
        .current_dir(&here)
        .status();
    let node = node.unwrap_or_else(|error| panic!("node: {error}; run ./just others"));
    assert!(node.success(), "schema.test.js");
}
