//! What is laid in a verifier's way: what never ends, what a terminal obeys, what is not read.

use std::{fs, os::unix::fs::symlink, path::Path, process::Command};

use super::{LIST, issued};

fn pipe(path: &Path) {
    let made = Command::new("mkfifo").arg(path).status().unwrap();
    assert!(made.success());
}

#[test]
fn what_never_ends_is_named_and_not_read() {
    let issued = issued();
    let path = |name: &str| issued.0.path(name);
    fs::create_dir(path("papers")).unwrap();
    for name in ["papers/permit.pdf", "papers/keys"] {
        pipe(&path(name));
    }
    symlink("/dev/zero", path("papers/zero.png")).unwrap();
    symlink("/dev/zero", path("papers/zero")).unwrap();
    fs::copy(path("permit.pdf"), path("papers/good.pdf")).unwrap();
    let said = issued.verify("papers", &LIST);
    assert!(
        !said.good && said.out.contains("1 valid, 4 unread"),
        "{}{}",
        said.out,
        said.err
    );
    for name in ["permit.pdf", "keys", "zero.png", "zero"] {
        let line = said
            .out
            .lines()
            .find(|line| line.contains(&format!("papers/{name} ")));
        assert!(
            line.is_some_and(|line| line.contains("it is no file")),
            "{name}: {}",
            said.out
        );
    }
    for name in ["papers/permit.pdf", "papers/zero.png", "papers/keys"] {
        issued.verify(name, &LIST).refused("it is no file");
    }
    pipe(&path("table.csv"));
    assert!(!issued.verify("table.csv", &LIST).good);
    pipe(&path("list.cwt"));
    issued
        .verify("permit.pdf", &["--status", "list.cwt"])
        .refused("it is no file");
    issued
        .0
        .chasqui(["verify", "--keys", "list.cwt", "permit.pdf"])
        .refused("it is no file");
}

#[test]
fn pictures_of_other_kinds_beside_good_ones_are_no_success() {
    for (name, content) in [
        ("photo.heic", &b"\0\0\0\x18ftypheic\0\0\0\0"[..]),
        ("photo.webp", b"RIFF\x10\0\0\0WEBPVP8 "),
        ("photo.tiff", b"II*\0\x08\0\0\0"),
        ("photo.HEIF", b"cut off"),
        ("photo", b"\0\0\0\x18ftypheic\0\0\0\0"),
        ("photo.jpg", b"\0\0\0\x18ftypheic\0\0\0\0"),
    ] {
        let issued = issued();
        fs::create_dir(issued.0.path("papers")).unwrap();
        fs::copy(issued.0.path("permit.pdf"), issued.0.path("papers/good.pdf")).unwrap();
        fs::write(issued.0.path("papers/notes.docx"), "PK").unwrap();
        let said = issued.verify("papers", &LIST);
        assert!(
            said.good && said.out.contains("1 valid; 1 file is"),
            "{}{}",
            said.out,
            said.err
        );
        fs::write(issued.0.path("papers").join(name), content).unwrap();
        let said = issued.verify("papers", &LIST);
        assert!(!said.good, "{name}: {}", said.out);
        assert!(
            said.out.contains("is a picture of a kind that is not read")
                && said.out.contains("1 valid, 1 unread"),
            "{name}: {}",
            said.out
        );
    }
}

#[test]
fn a_picture_without_its_ending_is_read() {
    let issued = issued();
    fs::create_dir(issued.0.path("papers")).unwrap();
    fs::copy(issued.0.path("permit.pdf"), issued.0.path("papers/permiso")).unwrap();
    let said = issued.verify("papers", &LIST);
    assert!(
        said.good && said.out.contains("1 checked"),
        "{}{}",
        said.out,
        said.err
    );
}

#[test]
fn a_terminal_obeys_no_name() {
    let issued = issued();
    let name = "papers/\u{1b}[2J\u{1b}]0;valid\u{7}\r\u{9b}31m.pdf";
    fs::create_dir(issued.0.path("papers")).unwrap();
    fs::copy(issued.0.path("permit.pdf"), issued.0.path(name)).unwrap();
    fs::write(issued.0.path("papers/\u{1b}[8m.png"), "no picture").unwrap();
    for more in [
        &["papers"][..],
        &["--output", "csv", "papers"],
        &["--output", "json", "papers"],
        &[name],
        &["papers/\u{1b}[8m.png"],
        &["\u{1b}[31m.pdf"],
        &["--status", "\u{1b}[2Jno.cwt", "permit.pdf"],
    ] {
        let words = [&["verify", "--keys", "keys.json"], &LIST[..], more].concat();
        let said = issued.0.chasqui(words);
        for text in [&said.out, &said.err] {
            let obeyed = text.chars().find(|c| c.is_control() && *c != '\n');
            assert_eq!(obeyed, None, "{more:?}: {text:?}");
        }
    }
    let json = issued
        .verify("papers", &[&LIST[..], &["--output", "json"]].concat())
        .out;
    let names = json
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    assert!(names.into_iter().any(|object| object["item"] == name), "{json}");
}
