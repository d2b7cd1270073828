//! The PostgreSQL server that the tests are given.

use std::process::Command;

use journeys::program::Terminal;

/// A terminal whose programs find the server.
pub(crate) fn reached_by(mut terminal: Terminal) -> Terminal {
    assert!(
        std::env::var_os("PGHOST").is_some(),
        "this test needs a PostgreSQL server: ./just postgres cargo nextest run -p journeys"
    );
    for name in ["PGHOST", "PGPORT", "PGUSER", "PGPASSWORD"] {
        if let Ok(value) = std::env::var(name) {
            terminal = terminal.with(name, value);
        }
    }
    terminal
}

/// One of PostgreSQL's own programs, which must go well.
pub(crate) fn run(program: &str, words: &[&str]) {
    let done = Command::new(program).args(words).status();
    assert!(done.unwrap().success(), "{program} {words:?}");
}
