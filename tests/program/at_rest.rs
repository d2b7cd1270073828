//! What lies on the disk: modes of files, and whose folders they are in.

use std::{
    fs::{self, Permissions},
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::Path,
};

use journeys::{citizen::Citizen, office::Officer, program::Terminal};

/// Every file and folder beneath, that others may read or enter.
fn open_to_others(folder: &Path) -> Vec<String> {
    let mut open = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let (path, entry) = entry
            .map(|entry| (entry.path(), entry.metadata().unwrap()))
            .unwrap();
        let mode = entry.permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            open.push(format!("{mode:o} {}", path.display()));
        }
        if entry.is_dir() {
            open.extend(open_to_others(&path));
        }
    }
    open
}

fn allow(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

/// A folder that is there already, as `mkdir` makes it.
fn with_folder() -> Terminal {
    let terminal = Terminal::new();
    fs::create_dir(terminal.path("data")).unwrap();
    allow(&terminal.path("data"), 0o755);
    terminal
}

#[test]
fn nothing_that_the_program_makes_is_for_others() {
    let terminal = with_folder();
    Citizen::publish_errand(&terminal.path("forms"));
    Officer::hire(
        &terminal,
        "Rosa Flores",
        "rosa@ejemplo.gob.pe",
        &["officer@errand"],
    );
    let server = terminal.serve().unwrap();
    let mut ana = Citizen::with_errand("ana@ejemplo.pe", "rule");
    ana.apply(&[&server.address]);
    assert_eq!(
        open_to_others(&terminal.path("data")),
        Vec::<String>::new(),
        "while it serves"
    );
    assert!(
        terminal
            .chasqui(["backup", "--to", "backups", "--with-keys"])
            .good
    );
    drop(server);
    assert!(
        terminal
            .chasqui(["audit", "--checkpoint", "checkpoint.json"])
            .good
    );
    let moved = [
        "move",
        "--from",
        "sqlite://data/chasqui.db",
        "--to",
        "sqlite://moved.db",
    ];
    assert!(terminal.chasqui(moved).good);
    assert!(
        terminal
            .chasqui(["preview", "forms/errand.yaml", "--out", "preview"])
            .good
    );
    allow(&terminal.path("data"), 0o700);
    allow(&terminal.path("forms"), 0o700);
    allow(&terminal.path("forms/errand.yaml"), 0o600);
    assert_eq!(
        open_to_others(&terminal.path("")),
        Vec::<String>::new(),
        "afterwards"
    );
}

#[test]
fn a_demo_is_nobody_elses_either() {
    let terminal = with_folder();
    let demo = terminal.demo();
    assert_eq!(open_to_others(&terminal.path("data")), Vec::<String>::new());
    drop(demo);
}

#[test]
fn a_folder_that_others_may_write_stops_the_start() {
    let terminal = with_folder().with("CHASQUI_LISTEN", "127.0.0.1:0");
    Citizen::publish_errand(&terminal.path("forms"));
    drop(terminal.serve().unwrap());
    for path in ["data", "data/keys", "data/chasqui.db", "data/files"] {
        let path = terminal.path(path);
        let before = fs::metadata(&path).unwrap().permissions();
        for mode in [0o770, 0o777, 0o702] {
            allow(&path, mode);
            terminal
                .chasqui(["serve"])
                .refused("may be written by others on this machine");
        }
        fs::set_permissions(&path, before).unwrap();
    }
    allow(&terminal.path("data"), 0o777);
    terminal.chasqui(["people", "list"]).refused("chmod go-w data");
    allow(&terminal.path("data/keys"), 0o770);
    terminal
        .chasqui(["keys", "list"])
        .refused("may be written by others");
}

#[test]
fn the_start_says_what_others_may_read_and_what_goes_in_clear() {
    let mut terminal = with_folder();
    Citizen::publish_errand(&terminal.path("forms"));
    terminal.set("CHASQUI_SMTP_URL", "smtp://mail.example.invalid:25");
    let server = terminal.serve().unwrap();
    server.says("data may be read by others on this machine: chmod -R go-rwx data");
    server.says("sends letters to mail.example.invalid in clear");
    if fs::metadata("/proc/self").unwrap().uid() == 0 {
        server.says("runs as root");
    }
    drop(server);
    allow(&terminal.path("data"), 0o700);
    terminal.set("CHASQUI_SMTP_URL", "smtp://127.0.0.1:25");
    let log = terminal.serve().unwrap().log();
    assert!(
        !log.contains("read by others") && !log.contains("in clear"),
        "{log}"
    );
}
