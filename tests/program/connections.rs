//! Sockets that say nothing, more than the system lets the server have.

use std::{fs, net::TcpStream, os::unix::fs::PermissionsExt as _};

use journeys::{browser::Browser, citizen::Citizen, program::Terminal};

/// How many files the server may open.
const FILES: usize = 160;
const SILENT: usize = 2 * FILES;

#[test]
fn silent_sockets_keep_nobody_out() {
    let mut terminal = Terminal::new();
    let script = terminal.path("few-files");
    let program = terminal.runs(script.clone());
    let lines = format!(
        "#!/bin/sh\nulimit -n {FILES}\nexec {} \"$@\"\n",
        program.display()
    );
    fs::write(&script, lines).unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o700)).unwrap();
    Citizen::publish_errand(&terminal.path("forms"));
    let server = terminal.serve().unwrap();
    let address = server.address.trim_start_matches("http://");
    let silent: Vec<_> = (0..SILENT)
        .map(|_| TcpStream::connect(address).unwrap())
        .collect();
    for path in ["/healthz", "/readyz", "/", "/v"] {
        let answer = Browser::new("es").get(&server.address, path);
        assert_eq!(answer.status, 200, "{path}");
    }
    server.says("every connection is taken");
    drop(silent);
    let log = server.stop();
    let told = log.matches("every connection is taken").count();
    assert_eq!(told, 1, "{log}");
}
