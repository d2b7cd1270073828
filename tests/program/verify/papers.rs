//! Permits as people have them: scanned, printed by a browser, passed through other programs, beside advertisements.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use image::{GenericImage, GrayAlphaImage, GrayImage, Luma, LumaA, imageops};
use journeys::program::{Said, Terminal, built};

use super::{Issued, LIST, issued};

/// When the permit of the scans held.
const THEN: &str = "2026-12-01T02:00:00Z";
const ADVERTISEMENT: &str = "https://wa.me/qr/ABCDEFGHIJKLM1";

fn scans() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("program/verify/papers")
}

/// Runs one of poppler's or qpdf's programs beside the permit.
fn run(issued: &Issued, program: &str, words: &[&str]) {
    let done = Command::new(program)
        .args(words)
        .current_dir(issued.0.path(""))
        .status();
    assert!(
        done.unwrap_or_else(|error| panic!("{program}: {error}"))
            .success()
    );
}

fn is_valid(said: &Said, what: &str) {
    assert!(
        said.good && said.out.starts_with("valid\n"),
        "{what}: {}{}",
        said.out,
        said.err
    );
}

#[test]
fn a_scan_is_read_however_its_pdf_packs_it() {
    let terminal = Terminal::new();
    let path = |name: &str| scans().join(name).display().to_string();
    for scan in ["g4.pdf", "flate.pdf", "jpx.pdf", "dct.pdf"] {
        let (keys, list, scan) = (path("keys.json"), path("statuslist.cwt"), path(scan));
        let said = terminal.chasqui(["verify", "--keys", &keys, "--status", &list, "--at", THEN, &scan]);
        is_valid(&said, &scan);
    }
}

#[test]
fn a_pdf_that_another_program_wrote_anew_is_read() {
    let issued = issued();
    run(&issued, "pdftocairo", &["-pdf", "permit.pdf", "cairo.pdf"]);
    is_valid(&issued.verify("cairo.pdf", &LIST), "cairo");
    // Nobody is asked for this password to open it.
    run(
        &issued,
        "qpdf",
        &["--encrypt", "", "owner", "256", "--", "permit.pdf", "owner.pdf"],
    );
    is_valid(&issued.verify("owner.pdf", &LIST), "an owner's password");
}

#[test]
fn a_password_is_said_to_be_one() {
    let issued = issued();
    run(
        &issued,
        "qpdf",
        &[
            "--encrypt",
            "secret",
            "secret",
            "256",
            "--",
            "permit.pdf",
            "locked.pdf",
        ],
    );
    let said = issued.verify("locked.pdf", &LIST);
    assert!(
        !said.good
            && said
                .err
                .contains("is protected by a password: save it without one"),
        "{}",
        said.err
    );
}

/// The permit's QR, four pixels a module, with its quiet zone.
fn code(text: &str) -> GrayImage {
    let code = permit::qr::encode(text).unwrap();
    let side = code.width();
    let pixels = u32::try_from(4 * (side + 8)).unwrap();
    GrayImage::from_fn(pixels, pixels, |x, y| {
        let at = |pixel: u32| {
            usize::try_from(pixel / 4)
                .unwrap()
                .checked_sub(4)
                .filter(|at| *at < side)
        };
        let is_dark = at(x).zip(at(y)).is_some_and(|(x, y)| code.is_dark(x, y));
        Luma([if is_dark { 0 } else { 255 }])
    })
}

fn beside(pictures: &[&GrayImage]) -> GrayImage {
    let width = pictures.iter().map(|picture| picture.width()).sum();
    let height = pictures.iter().map(|picture| picture.height()).max().unwrap();
    let mut all = GrayImage::from_pixel(width, height, Luma([255]));
    let mut x = 0;
    for picture in pictures {
        all.copy_from(*picture, x, 0).unwrap();
        x += picture.width();
    }
    all
}

#[test]
fn an_advertisement_beside_a_permit_does_not_win() {
    let issued = issued();
    let (own, other) = (code(&issued.code()), code(ADVERTISEMENT));
    for (name, pictures) in [("left.png", [&other, &own]), ("right.png", [&own, &other])] {
        beside(&pictures).save(issued.0.path(name)).unwrap();
        is_valid(&issued.verify(name, &LIST), name);
    }
    other.save(issued.0.path("alone.png")).unwrap();
    let said = issued.verify("alone.png", &LIST);
    assert!(
        !said.good && said.out.contains("a web address (https://wa.me)"),
        "{}",
        said.out
    );

    let elsewhere = code(&issued.code().replace("preview.invalid", "preview.example"));
    beside(&[&elsewhere, &own])
        .save(issued.0.path("copied.png"))
        .unwrap();
    is_valid(&issued.verify("copied.png", &LIST), "beside one that looks alike");
    let another = code(&super::issued().code());
    beside(&[&another, &own]).save(issued.0.path("two.png")).unwrap();
    let said = issued.verify("two.png", &LIST);
    assert!(!said.good && said.err.contains("2 different QRs"), "{}", said.err);
}

#[test]
fn light_on_dark_and_transparent_pictures_are_read() {
    let issued = issued();
    let own = code(&issued.code());
    let mut night = beside(&[&code(ADVERTISEMENT), &own]);
    imageops::invert(&mut night);
    night.save(issued.0.path("night.png")).unwrap();
    // Black ink, and nothing where the paper is: its shade without its cover is black all over.
    let clear = GrayAlphaImage::from_fn(own.width(), own.height(), |x, y| {
        LumaA([0, 255 - own.get_pixel(x, y).0[0]])
    });
    clear.save(issued.0.path("clear.png")).unwrap();
    for picture in ["night.png", "clear.png"] {
        is_valid(&issued.verify(picture, &LIST), picture);
    }
}

#[test]
fn a_pdf_that_would_be_drawn_for_ever_is_ended() {
    let issued = issued();
    let fills = "0 0 595 842 re f ".repeat(400_000);
    let page = "<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R>>";
    let pdf = format!(
        "%PDF-1.7\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj\n\
         3 0 obj {page} endobj\n4 0 obj <</Length {}>> stream\n{fills}\nendstream endobj\ntrailer <</Root 1 0 R>>\n%%EOF",
        fills.len() + 1
    );
    fs::write(issued.0.path("fills.pdf"), pdf).unwrap();
    let ended = Command::new(built())
        .args(["read-pdf", "--seconds", "1"])
        .stdin(fs::File::open(issued.0.path("fills.pdf")).unwrap())
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert_eq!(ended.code(), None, "the system ended it");
    let said = issued.verify("fills.pdf", &LIST);
    assert!(
        !said.good
            && said
                .err
                .contains("takes more time or memory to draw than a permit"),
        "{}",
        said.err
    );
}
