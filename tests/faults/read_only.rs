//! A disk that cannot be written.

use crate::{
    disk::{self, Disk},
    town::Town,
};

#[test]
fn files_that_take_no_writing_are_told_plainly_and_mending_is_enough() {
    if !disk::inside("read_only::files_that_take_no_writing_are_told_plainly_and_mending_is_enough") {
        return;
    }
    let disk = Disk::ext4(96);
    let town = Town::with_database(&disk.sqlite());
    let mut server = town.terminal.serve().unwrap();
    let mut people = town.settle(&server);
    disk.seal("+i");
    people.find_their_draft(&server);
    town.endure(&mut server, &mut people);
    disk.seal("-i");
    town.recover(&server, &mut people);
    let log = server.stop();
    town.is_sound(&log, &people);
}

/// Linux lets nobody write to a failed file system again before it was unmounted, so the server must stop for
/// that; until then it lets people read.
#[test]
fn a_file_system_that_failed_is_repaired_and_nothing_is_lost() {
    if !disk::inside("read_only::a_file_system_that_failed_is_repaired_and_nothing_is_lost") {
        return;
    }
    let disk = Disk::ext4(96);
    let town = Town::with_database(&disk.sqlite());
    let mut server = town.terminal.serve().unwrap();
    let mut people = town.settle(&server);
    disk.fail();
    people.find_their_draft(&server);
    people.see_it_fail(&mut server);
    let mut log = server.stop();
    let said = town.terminal.serve().err().unwrap();
    assert!(
        said.contains("nothing can be written in") && said.contains("Read-only file system"),
        "{said}"
    );
    disk.repair();
    let server = town.terminal.serve().unwrap();
    people.type_again(&server.address);
    town.recover(&server, &mut people);
    log.push_str(&server.stop());
    town.is_sound(&log, &people);
}
