//! Publishing while the server runs: by the command, by the folder, by a push.

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path, process::Command};

use journeys::{
    browser::Browser,
    clock,
    program::{Terminal, built, shipped},
    server::Server,
    wait::until,
};

fn transit() -> String {
    fs::read_to_string(shipped("transit-permit")).unwrap()
}

/// A server with one service, whose permits hold for so long.
fn served(terminal: &Terminal) -> Server {
    fs::create_dir_all(terminal.path("forms")).unwrap();
    fs::write(terminal.path("forms/transit-permit.yaml"), transit()).unwrap();
    for purpose in ["permit", "status"] {
        terminal.chasqui(["keys", "create", purpose]).done();
    }
    terminal.serve().unwrap()
}

/// A file that is in no folder that the server looks at.
fn write_newer(terminal: &Terminal, file: &str) {
    fs::write(terminal.path("newer.yaml"), file).unwrap();
}

fn says(server: &Server, words: &str) -> bool {
    let page = Browser::new("es").get(&server.address, "/s/transit-permit");
    assert_eq!(page.status, 200, "no request is refused");
    page.text().contains(words)
}

/// Waits until the server says it.
fn soon(server: &Server, words: &str) {
    until(words, || says(server, words).then_some(()));
}

#[test]
fn the_command_publishes_on_the_server_that_runs_and_takes_it_back() {
    let terminal = Terminal::new();
    let server = served(&terminal);
    assert!(says(&server, "36 horas"));
    write_newer(&terminal, &transit().replacen("valid: 36h", "valid: 48h", 1));
    let dry = terminal.chasqui(["publish", "--dry-run", "newer.yaml"]);
    assert!(dry.good, "{}", dry.err);
    for told in [
        "permit › valid: 36h → 48h",
        "of 0 applications of the last 30 days",
    ] {
        assert!(dry.out.contains(told), "{told} in {}", dry.out);
    }
    let said = terminal.chasqui(["publish", "newer.yaml"]).done();
    assert!(said.contains("transit-permit is published"), "{said}");
    soon(&server, "48 horas");
    let said = terminal.chasqui(["publish", "newer.yaml"]).done();
    assert!(said.contains("says nothing new"), "{said}");
    let said = terminal.chasqui(["publish", "--back", "transit-permit"]).done();
    assert!(said.contains("permit › valid: 48h → 36h"), "{said}");
    soon(&server, "36 horas");
    server.stop();
}

#[test]
fn of_several_files_all_are_published_or_none() {
    let terminal = Terminal::new();
    let server = served(&terminal);
    let folder = terminal.path("tonight");
    fs::create_dir(&folder).unwrap();
    fs::write(
        folder.join("a.yaml"),
        transit().replacen("valid: 36h", "valid: 48h", 1),
    )
    .unwrap();
    fs::write(folder.join("b.yaml"), "service: broken\n").unwrap();
    terminal
        .chasqui(["publish", "tonight"])
        .refused("nothing is published");
    fs::write(folder.join("b.yaml"), transit()).unwrap();
    terminal
        .chasqui(["publish", "tonight"])
        .refused("are both files of transit-permit");
    terminal
        .chasqui(["publish", "nothing-here"])
        .refused("cannot read nothing-here");
    terminal
        .chasqui(["publish", "--back", "transit-permit"])
        .refused("had no other version");
    terminal
        .chasqui(["publish", "--back", "nobody"])
        .refused("no service nobody");
    assert!(says(&server, "36 horas"));
    server.stop();
}

#[test]
fn a_file_of_the_folder_that_changes_is_published_and_a_broken_one_is_told() {
    let terminal = Terminal::new();
    let server = served(&terminal);
    let file = terminal.path("forms/transit-permit.yaml");
    fs::write(&file, transit().replacen("valid: 36h", "valid: 48h", 1)).unwrap();
    soon(&server, "48 horas");
    fs::write(&file, transit().replacen("valid: 36h", "valid: 48 parsecs", 1)).unwrap();
    server.says("not published; what ran before goes on");
    assert!(says(&server, "48 horas"));
    // The same file as before is a change while the server runs: that is how one goes back.
    fs::write(&file, transit()).unwrap();
    soon(&server, "36 horas");
    server.stop();
}

/// A service of two people: neither the folder nor the command is one of them.
#[test]
fn what_takes_two_people_waits_for_one_on_the_site() {
    let terminal = Terminal::new();
    let server = served(&terminal);
    let two = transit().replacen(
        "service: transit-permit\n",
        "service: transit-permit\npublish: two-people\n",
        1,
    );
    let file = terminal.path("forms/transit-permit.yaml");
    fs::write(&file, two.replacen("Gratis", "Gratis hoy", 1)).unwrap();
    soon(&server, "Gratis hoy");
    fs::write(&file, two.replacen("valid: 36h", "valid: 48h", 1)).unwrap();
    server.says("it takes two people to publish transit-permit");
    write_newer(&terminal, &two.replacen("valid: 36h", "valid: 60h", 1));
    let said = terminal.chasqui(["publish", "newer.yaml"]).done();
    assert!(
        said.contains("once another person confirms it, on the site at /admin/planned/"),
        "{said}"
    );
    assert!(says(&server, "36 horas"));
    server.stop();
}

#[test]
fn the_command_publishes_later() {
    let terminal = Terminal::new();
    let server = served(&terminal);
    write_newer(&terminal, &transit().replacen("valid: 36h", "valid: 48h", 1));
    terminal
        .chasqui(["publish", "--at", "2020-03-18T08:00", "newer.yaml"])
        .refused("is past");
    terminal
        .chasqui(["publish", "--at", "tonight", "newer.yaml"])
        .refused("invalid value 'tonight'");
    terminal
        .chasqui(["publish", "--at", "2099-12-07T08:00+01:00", "newer.yaml"])
        .refused("write it without an offset");
    // The server's zone is that of Lima, and has no daylight saving.
    let soon_at = clock::now() + jiff::SignedDuration::from_secs(4);
    let local = soon_at
        .to_zoned(jiff::tz::TimeZone::get("America/Lima").unwrap())
        .datetime();
    let local = local.to_string();
    let said = terminal.chasqui(["publish", "--at", &local, "newer.yaml"]).done();
    assert!(
        said.contains("unless it is called off") && said.contains("America/Lima"),
        "{said}"
    );
    soon(&server, "48 horas");
    server.stop();
}

/// What its owner wrote down that must come out is tried before, and stands in the folder as no service of its own.
#[test]
fn nothing_is_published_that_comes_out_otherwise_than_its_scenarios_say() {
    let terminal = Terminal::new();
    let server = served(&terminal);
    let scenarios = "- scenario: Who sells food goes out for 36 hours\n  sent: 2026-12-09 10:00\n  answers: {reason: food, boss_email: jefa@example.pe}\n  \
                     permit: {until: 2026-12-10 22:00}\n";
    fs::write(terminal.path("forms/transit-permit.scenarios.yaml"), scenarios).unwrap();
    fs::write(
        terminal.path("forms/transit-permit.yaml"),
        transit()
            .replacen("valid: 36h", "valid: 36 hours", 1)
            .replacen("Gratis", "Gratis hoy", 1),
    )
    .unwrap();
    // Its scenario is played first, and what follows must not be overtaken by it.
    soon(&server, "Gratis hoy");
    fs::create_dir(terminal.path("tonight")).unwrap();
    fs::write(terminal.path("tonight/transit-permit.scenarios.yaml"), scenarios).unwrap();
    fs::write(
        terminal.path("tonight/transit-permit.yaml"),
        transit().replacen("valid: 36h", "valid: 48h", 1),
    )
    .unwrap();
    let said = terminal.chasqui(["publish", "tonight"]);
    assert!(
        said.err.contains("nothing is published, since scenarios"),
        "{}",
        said.err
    );
    let told = "it holds until 2026-12-11 10:00, and 2026-12-10 22:00 is expected";
    assert!(said.out.contains(told), "{}", said.out);
    assert!(says(&server, "36 horas"));
    terminal.chasqui(["publish", "--untested", "tonight"]).done();
    soon(&server, "48 horas");
    server.stop();
}

/// A node that was away must not take back what was published meanwhile.
#[test]
fn a_restart_takes_nothing_back() {
    let terminal = Terminal::new();
    let server = served(&terminal);
    write_newer(&terminal, &transit().replacen("valid: 36h", "valid: 48h", 1));
    terminal.chasqui(["publish", "newer.yaml"]).done();
    soon(&server, "48 horas");
    server.stop();
    let server = terminal.serve().unwrap();
    assert!(says(&server, "48 horas"), "the folder says 36");
    server.says("it says what an earlier version of transit-permit said");
    server.stop();
}

fn git(folder: &Path, terminal: &Terminal, words: &[&str]) -> std::process::Output {
    let program = built();
    let path = format!(
        "{}:{}",
        program.parent().unwrap().display(),
        std::env::var("PATH").unwrap()
    );
    let settings = terminal.command(["--version"]);
    let settings = settings
        .get_envs()
        .filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned())));
    Command::new("git")
        .args(["-c", "user.name=Olga", "-c", "user.email=olga@oficina.test"])
        .args(words)
        .current_dir(folder)
        .envs(settings)
        .envs([
            ("PATH", path.as_str()),
            ("GIT_CONFIG_GLOBAL", "/dev/null"),
            ("GIT_CONFIG_NOSYSTEM", "1"),
        ])
        .output()
        .unwrap()
}

/// The hooks of docs/publishing.md, as they stand there.
#[test]
fn a_push_is_enough_and_a_broken_one_is_not_taken_in() {
    let terminal = Terminal::new();
    let server = served(&terminal);
    let absolute = |name: &str| format!("sqlite://{}", terminal.path(name).display());
    let mut terminal_of_git = Terminal::new();
    terminal_of_git.set("CHASQUI_DATABASE_URL", absolute("data/chasqui.db"));
    let (bare, work) = (terminal.path("forms.git"), terminal.path("work"));
    fs::create_dir(&bare).unwrap();
    fs::create_dir(&work).unwrap();
    let done = |folder: &Path, words: &[&str]| {
        let output = git(folder, &terminal_of_git, words);
        assert!(
            output.status.success(),
            "{words:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    };
    done(&bare, &["init", "--quiet", "--bare", "--initial-branch=main"]);
    let docs = include_str!("../../docs/publishing.md");
    for hook in ["pre-receive", "post-receive"] {
        let (_, rest) = docs.split_once(&format!("#!/bin/sh\n# hooks/{hook}:")).unwrap();
        let (script, _) = rest.split_once("```").unwrap();
        let forms = terminal.path("forms").display().to_string();
        let script = format!("#!/bin/sh\n# {}", script.replace("/etc/chasqui/forms", &forms));
        let path = bare.join("hooks").join(hook);
        fs::write(&path, script).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }
    done(&work, &["init", "--quiet", "--initial-branch=main"]);
    done(&work, &["remote", "add", "origin", bare.to_str().unwrap()]);
    let file = work.join("transit-permit.yaml");
    let commit = |source: String| {
        fs::write(&file, source).unwrap();
        done(&work, &["add", "transit-permit.yaml"]);
        done(&work, &["commit", "--quiet", "-m", "Change the permit"]);
        git(&work, &terminal_of_git, &["push", "--quiet", "origin", "main"])
    };
    let pushed = commit(transit().replacen("valid: 36h", "valid: 48h", 1));
    assert!(
        pushed.status.success(),
        "{}",
        String::from_utf8_lossy(&pushed.stderr)
    );
    soon(&server, "48 horas");
    let refused = commit(transit().replacen("valid: 36h", "valid: 48 parsecs", 1));
    let told = String::from_utf8_lossy(&refused.stderr);
    assert!(!refused.status.success() && told.contains("48 parsecs"), "{told}");
    assert!(says(&server, "48 horas"));
    server.stop();
}

/// An empty mount, or a checkout that removes before it writes, is no wish to go back.
#[test]
fn files_that_were_away_take_nothing_back() {
    let terminal = Terminal::new();
    let server = served(&terminal);
    let file = terminal.path("forms/transit-permit.yaml");
    let newer = transit().replacen("valid: 36h", "valid: 48h", 1);
    fs::write(terminal.path("newer.yaml"), newer).unwrap();
    terminal.chasqui(["publish", "newer.yaml"]).done();
    soon(&server, "48 horas");
    fs::rename(&file, terminal.path("away.yaml")).unwrap();
    // The next file is read two looks later: by then the other one is known to be away.
    let probe = terminal.path("forms/probe.yaml");
    fs::write(&probe, "service: broken\n").unwrap();
    server.says("probe.yaml");
    fs::rename(terminal.path("away.yaml"), &file).unwrap();
    fs::write(terminal.path("forms/second.yaml"), "service: broken\n").unwrap();
    server.says("second.yaml");
    assert!(says(&server, "48 horas"), "the file says 36, as it did before");
    server.stop();
}

/// A folder's file that would end the server's stack is told of like any other.
#[test]
fn a_deep_file_in_the_folder_is_told_and_the_server_goes_on() {
    let terminal = Terminal::new();
    let server = served(&terminal);
    let deep = format!("{}1{}", "{a: ".repeat(60), "}".repeat(60));
    fs::write(terminal.path("forms/deep.yaml"), deep).unwrap();
    server.says("deep.yaml");
    assert!(says(&server, "36 horas"));
    server.stop();
}
