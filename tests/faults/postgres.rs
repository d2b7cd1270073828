//! A database server whose disk is full, or that takes no writing for a while: the nodes in front of it go on by
//! themselves when it does.

use crate::{
    disk::{self, Disk},
    installation::Installation,
    server::Server as Database,
};

/// `ALTER SYSTEM` and that every connection hears of it.
fn set(database: &Database, setting: &str) {
    database.sql(&format!("ALTER SYSTEM SET {setting}"));
    database.sql("SELECT pg_reload_conf()");
}

#[test]
fn a_server_that_takes_no_writing_is_told_plainly_and_goes_on_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let mut database = Database::new(folder.path());
    database.start();
    database.ready();
    let installation = Installation::with_database(&database.url());
    let mut server = installation.terminal.serve().unwrap();
    let mut people = installation.settle(&server);
    set(&database, "default_transaction_read_only = on");
    installation.endure(&mut server, &mut people);
    set(&database, "default_transaction_read_only = off");
    installation.recover(&server, &mut people);
    let log = server.stop();
    installation.is_sound(&log, &people);
}

/// Without room for its log, PostgreSQL stops at once, and does not start before there is some.
#[test]
fn a_full_disk_under_the_database_is_told_plainly_and_room_is_enough() {
    if !disk::inside("postgres::a_full_disk_under_the_database_is_told_plainly_and_room_is_enough") {
        return;
    }
    let disk = Disk::in_memory(256);
    let mut database = Database::new(disk.path());
    database.start();
    database.ready();
    let installation = Installation::with_database(&database.url());
    let mut server = installation.terminal.serve().unwrap();
    let mut people = installation.settle(&server);
    disk.fill();
    database.next_log_file();
    people.are_told(&server.address);
    people.are_told(&server.address);
    assert!(server.is_alive());
    disk.free();
    // Its supervisor's work, where it has given up meanwhile.
    database.start_if_ended();
    database.ready();
    installation.recover(&server, &mut people);
    let log = server.stop();
    installation.is_sound(&log, &people);
}
