//! A disk that is full.

use std::{fs::OpenOptions, net::TcpListener, process::Stdio};

use journeys::{browser::Browser, citizen::Citizen, wait::until};

use crate::{
    disk::{self, Disk},
    installation::Installation,
};

#[test]
fn a_full_disk_is_told_plainly_and_room_is_enough() {
    if !disk::inside("full::a_full_disk_is_told_plainly_and_room_is_enough") {
        return;
    }
    let disk = Disk::in_memory(48);
    let installation = Installation::with_database(&disk.sqlite());
    let mut server = installation.terminal.serve().unwrap();
    let mut people = installation.settle(&server);
    disk.fill();
    people.find_their_draft(&server);
    installation.endure(&mut server, &mut people);
    disk.free();
    installation.recover(&server, &mut people);
    let log = server.stop();
    installation.is_sound(&log, &people);
}

#[test]
fn a_server_does_not_start_on_a_full_disk_and_says_why() {
    if !disk::inside("full::a_server_does_not_start_on_a_full_disk_and_says_why") {
        return;
    }
    let disk = Disk::in_memory(16);
    let installation = Installation::with_database(&disk.sqlite());
    disk.fill();
    let said = installation.terminal.serve().err().unwrap();
    assert!(
        said.contains("nothing can be written in") && said.contains("No space left on device"),
        "{said}"
    );
    disk.free();
    assert_eq!(
        installation
            .terminal
            .serve()
            .unwrap()
            .stop()
            .matches("ERROR")
            .count(),
        0
    );
}

/// The log is often on the disk that is full.
#[test]
fn a_log_that_takes_no_more_lines_stops_nothing() {
    let installation = Installation::with_database("sqlite://chasqui.db");
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = listener.local_addr().unwrap().to_string();
    drop(listener);
    let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut server = installation.terminal.serve_unheard(&listen, Stdio::from(full));
    let mut anybody = Browser::new("es");
    until("it is ready", || {
        let ready = anybody.try_get(&server.address, "/readyz");
        ready.is_ok_and(|page| page.status == 200).then_some(())
    });
    Citizen::with_errand("holder@ejemplo.pe", "rule").apply(&[&server.address]);
    installation.wait_for_letters("holder@ejemplo.pe", 1);
    assert!(server.is_alive());
}
