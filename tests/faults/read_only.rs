//! A disk that cannot be written.

use crate::{
    disk::{self, Disk},
    installation::Installation,
};

#[test]
fn files_that_take_no_writing_are_told_plainly_and_mending_is_enough() {
    if !disk::inside("read_only::files_that_take_no_writing_are_told_plainly_and_mending_is_enough") {
        return;
    }
    let disk = Disk::ext4(96);
    let installation = Installation::with_database(&disk.sqlite());
    let mut server = installation.terminal.serve().unwrap();
    let mut people = installation.settle(&server);
    disk.seal("+i");
    people.find_their_draft(&server);
    installation.endure(&mut server, &mut people);
    disk.seal("-i");
    installation.recover(&server, &mut people);
    let log = server.stop();
    installation.is_sound(&log, &people);
}

/// Linux lets nobody write to a failed file system again before it was unmounted, so the server must stop for
/// that; until then it lets people read.
#[test]
fn a_file_system_that_failed_is_repaired_and_nothing_is_lost() {
    if !disk::inside("read_only::a_file_system_that_failed_is_repaired_and_nothing_is_lost") {
        return;
    }
    let disk = Disk::ext4(96);
    let installation = Installation::with_database(&disk.sqlite());
    let mut server = installation.terminal.serve().unwrap();
    let mut people = installation.settle(&server);
    disk.fail();
    people.find_their_draft(&server);
    people.see_it_fail(&mut server);
    let mut log = server.stop();
    let said = installation.terminal.serve().err().unwrap();
    assert!(
        said.contains("nothing can be written in") && said.contains("Read-only file system"),
        "{said}"
    );
    disk.repair();
    let server = installation.terminal.serve().unwrap();
    people.type_again(&server.address);
    installation.recover(&server, &mut people);
    log.push_str(&server.stop());
    installation.is_sound(&log, &people);
}
