//! `verify`: exit 0 for valid and for nothing else.

mod batches;
mod hostile;
mod papers;
mod trust;

use std::{fs, process::Command};

use journeys::program::{Said, Terminal, shipped};

struct Issued(Terminal);

/// A permit with all that a verifier needs beside it, as `preview` writes it.
fn issued() -> Issued {
    let terminal = Terminal::new();
    let said = terminal.chasqui(["preview", &shipped("transit-permit"), "--out", "."]);
    assert!(said.good, "{}", said.err);
    Issued(terminal)
}

impl Issued {
    fn verify(&self, permit: &str, more: &[&str]) -> Said {
        self.0
            .chasqui([&["verify", "--keys", "keys.json"], more, &[permit]].concat())
    }

    fn code(&self) -> String {
        fs::read_to_string(self.0.path("permit.txt"))
            .unwrap()
            .trim()
            .to_owned()
    }
}

const LIST: [&str; 2] = ["--status", "statuslist.cwt"];

#[test]
fn the_text_the_pdf_and_a_picture_of_it_are_valid() {
    let issued = issued();
    let picture = Command::new("pdftoppm")
        .args(["-png", "-r", "200", "-singlefile", "permit.pdf", "picture"])
        .current_dir(issued.0.path(""))
        .status()
        .expect("pdftoppm of poppler-utils");
    assert!(picture.success());
    for permit in [&*issued.code(), "permit.pdf", "picture.png"] {
        let said = issued.verify(permit, &LIST);
        assert!(
            said.good && said.out.starts_with("valid\n"),
            "{permit}: {}{}",
            said.out,
            said.err
        );
        assert!(said.out.contains("status list: fresh"), "{}", said.out);
    }
}

#[test]
fn whatever_is_wrong_is_named_and_is_never_a_success() {
    let issued = issued();
    let code = issued.code();
    let last = if code.ends_with('9') { '8' } else { '9' };
    let forged = format!("{}{last}", &code[..code.len() - 1]);
    let cut = &code[..code.len() - 40];
    let elsewhere = code.replace("preview.invalid", "preview.example");
    for (permit, verdict) in [
        (&*forged, "forged"),
        (cut, "not-a-permit"),
        ("https://example.org/v#123", "not-a-permit"),
        ("hola", "not-a-permit"),
        (&*elsewhere, "unknown-issuer"),
    ] {
        let said = issued.verify(permit, &LIST);
        assert!(!said.good, "{verdict}");
        assert_eq!(said.out.lines().next(), Some(verdict), "{permit}: {}", said.err);
    }
    assert!(
        issued
            .verify(&elsewhere, &LIST)
            .out
            .contains("sends phones to https://preview.example")
    );
}

#[test]
fn without_its_list_a_permit_is_not_called_good() {
    let issued = issued();
    let said = issued.verify(&issued.code(), &[]);
    assert!(!said.good);
    assert!(said.out.contains("status list: absent"), "{}", said.out);
    assert!(
        !issued.verify(&issued.code(), &["--offline-ok"]).good,
        "a list that was never there is not an old one"
    );
}

#[test]
fn another_issuers_keys_do_not_vouch_for_it() {
    let (one, other) = (issued(), issued());
    let keys = other.0.path("keys.json").display().to_string();
    let said = one.0.chasqui(["verify", "--keys", &keys, &one.code()]);
    assert!(!said.good);
    assert_eq!(said.out.lines().next(), Some("unknown-issuer"), "{}", said.err);
}

#[test]
fn a_list_that_was_changed_is_not_used() {
    let issued = issued();
    let path = issued.0.path("statuslist.cwt");
    let mut list = fs::read(&path).unwrap();
    let middle = list.len() / 2;
    list[middle] ^= 1;
    fs::write(path, list).unwrap();
    let said = issued.verify(&issued.code(), &LIST);
    assert!(
        !said.good && said.err.contains("statuslist.cwt is not used"),
        "{}",
        said.err
    );
}
