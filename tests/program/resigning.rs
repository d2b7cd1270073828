//! `keys resign`, killed in the middle: everybody gets the new paper, and nobody gets it twice.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader},
    process::{Command, Stdio},
    thread,
};

use journeys::{
    browser::Browser,
    citizen::Citizen,
    post_office::PostOffice,
    postgres,
    program::{Said, Terminal},
    wait::until,
};

/// More than a page of them, so that it can be stopped between two.
const CITIZENS: usize = 150;
const AT_ONCE: usize = 4;

#[test]
fn on_a_file_everybody_gets_the_new_paper_once() {
    signs_anew(Terminal::new());
}

#[test]
fn on_a_server_everybody_gets_the_new_paper_once() {
    let database = format!("chasqui_resign_{}", std::process::id());
    postgres::run("createdb", &[&database]);
    let url = format!("postgres:///{database}");
    signs_anew(postgres::reached_by(Terminal::new()).with("CHASQUI_DATABASE_URL", url));
    postgres::run("dropdb", &["--force", &database]);
}

fn signs_anew(terminal: Terminal) {
    let post = PostOffice::open();
    Citizen::publish_errand(&terminal.path("forms"));
    // Each person comes from an address of their own: the test says which, as a proxy would.
    let terminal = terminal
        .with("CHASQUI_SMTP_URL", post.url())
        .with("CHASQUI_BEHIND_PROXY", "yes");
    let node = terminal.serve().unwrap();
    thread::scope(|everybody| {
        for group in 0..AT_ONCE {
            let address = &node.address;
            everybody.spawn(move || {
                for number in (group..CITIZENS).step_by(AT_ONCE) {
                    let mut citizen = Citizen::with_errand(&format!("ana{number}@ejemplo.pe"), "rule");
                    citizen.browser = Browser::new("es").behind_proxy(format!("203.0.113.{number}"));
                    citizen.apply(&[address]);
                }
            });
        }
    });
    post_has(&post, CITIZENS);
    node.stop();

    let mut papers = 2;
    change_key(&terminal);
    let signed = loop {
        if let Some(signed) = killed_after_a_page(terminal.command(["keys", "resign"])) {
            break signed;
        }
        // It was through before it could be killed: once more, with another key.
        let node = terminal.serve().unwrap();
        post_has(&post, papers * CITIZENS);
        node.stop();
        papers += 1;
        change_key(&terminal);
    };
    // What was under way when it was killed may have been kept.
    let rest = signed_by(terminal.chasqui(["keys", "resign"]));
    assert!((1..=CITIZENS - signed).contains(&rest), "{signed} and {rest}");
    assert_eq!(signed_by(terminal.chasqui(["keys", "resign"])), 0);

    let node = terminal.serve().unwrap();
    post_has(&post, papers * CITIZENS);
    node.stop();
    let mut letters = BTreeMap::<String, usize>::new();
    for letter in post.letters() {
        *letters.entry(letter.to).or_default() += 1;
    }
    assert_eq!(letters.len(), CITIZENS);
    assert!(letters.values().all(|count| *count == papers), "{letters:?}");
    assert!(terminal.chasqui(["audit"]).done().contains(" 0 faults"));
}

/// The key that signs permits is voided, and another made.
fn change_key(terminal: &Terminal) {
    let listed = terminal.chasqui(["keys", "list"]).done();
    let mut permits = listed.lines().filter(|line| line.contains("  permit  "));
    let used = permits.find(|line| line.ends_with("in use"));
    let kid = used.unwrap().split_whitespace().next().unwrap();
    terminal.chasqui(["keys", "void", kid, "--yes"]).done();
    terminal.chasqui(["keys", "create", "permit"]).done();
}

/// Answers how many it had said were signed by then; nothing where it had ended well.
fn killed_after_a_page(mut resign: Command) -> Option<usize> {
    let mut child = resign
        .stderr(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(child.stderr.take().unwrap())
        .lines()
        .map(Result::unwrap);
    let line = said.find(|line| line.starts_with("signing anew permits: "));
    child.kill().unwrap();
    let status = child.wait().unwrap();
    if status.success() {
        return None;
    }
    let rest: Vec<_> = said.collect();
    assert!(status.code().is_none(), "it was killed, not ended: {rest:?}");
    Some(line?.split_whitespace().nth(3)?.parse().unwrap())
}

/// How many it says that it signed anew.
fn signed_by(said: Said) -> usize {
    said.done().split_whitespace().next().unwrap().parse().unwrap()
}

fn post_has(post: &PostOffice, letters: usize) {
    until("the letters come", || {
        (post.letters().len() == letters).then_some(())
    });
}
