//! Many permits at once: each gets its line, and a bad one stops nobody.

use std::{fs, process::Command};

use journeys::program::Said;

use super::{Issued, LIST, issued};

/// A folder with a good permit as PDF and as pictures, and with what else lies in such folders.
fn folder(issued: &Issued) {
    let path = |name: &str| issued.0.path(name);
    fs::create_dir_all(path("box/scans")).unwrap();
    fs::copy(path("permit.pdf"), path("box/a.pdf")).unwrap();
    for (kind, file) in [("-png", "box/scans/b"), ("-jpeg", "box/scans/c")] {
        let drawn = Command::new("pdftoppm")
            .args([kind, "-r", "150", "-singlefile", "permit.pdf", file])
            .current_dir(path(""))
            .status();
        assert!(drawn.expect("pdftoppm of poppler-utils").success());
    }
    let pdf = fs::read(path("permit.pdf")).unwrap();
    fs::write(path("box/d.pdf"), &pdf[..pdf.len() / 3]).unwrap();
    fs::write(path("box/e.PDF"), "").unwrap();
    fs::write(path("box/f.png"), "no picture").unwrap();
    fs::write(path("box/notes.txt"), "").unwrap();
}

fn lines(said: &Said) -> Vec<&str> {
    said.out.lines().collect()
}

#[test]
fn a_folder_is_read_with_all_that_is_in_it() {
    let issued = issued();
    folder(&issued);
    let said = issued.verify("box", &LIST);
    assert!(!said.good, "some could not be read");
    let expected = [
        ("valid", "box/a.pdf"),
        ("unread", "box/d.pdf  is not a PDF that can be read"),
        ("unread", "box/e.PDF  is an empty file"),
        ("unread", "box/f.png  is neither a PDF nor a PNG or JPEG picture"),
        ("valid", "box/scans/b.png"),
        ("valid", "box/scans/c.jpg"),
    ];
    for (line, (verdict, rest)) in lines(&said).iter().zip(expected) {
        assert!(line.starts_with(verdict) && line.contains(rest), "{line}");
    }
    let summary = lines(&said)[6];
    assert!(
        summary.starts_with("6 checked in ")
            && summary.ends_with(": 3 valid, 3 unread; 1 file is neither a PDF nor a picture"),
        "{summary}"
    );
    for bad in ["box/d.pdf", "box/e.PDF", "box/f.png"] {
        fs::remove_file(issued.0.path(bad)).unwrap();
    }
    assert!(issued.verify("box", &LIST).good, "what is left is good");
}

#[test]
fn a_table_as_excel_writes_it_is_judged_row_by_row() {
    let issued = issued();
    let code = issued.code();
    let forged = format!(
        "{}{}",
        &code[..code.len() - 1],
        if code.ends_with('9') { '8' } else { '9' }
    );
    let table =
        format!("\u{feff}DNI;Código\r\n01234567;{code}\r\n7;\"{forged}\"\r\n8;WIFI:S:casa;;\r\n9;\r\n");
    fs::write(issued.0.path("permisos.csv"), table).unwrap();
    for more in [
        LIST.as_slice(),
        &["--status", "statuslist.cwt", "--column", "código"],
    ] {
        let said = issued.verify("permisos.csv", more);
        assert!(!said.good);
        let verdicts: Vec<_> = lines(&said)[..4]
            .iter()
            .map(|line| line.split_whitespace().next().unwrap())
            .collect();
        assert_eq!(
            verdicts,
            ["valid", "forged", "not-a-permit", "unread"],
            "{}",
            said.out
        );
        assert!(
            said.out.contains("permisos.csv:3") && said.out.contains("Wi-Fi"),
            "{}",
            said.out
        );
    }
    let said = issued.verify("permisos.csv", &["--column", "QR"]);
    assert!(
        !said.good && said.err.contains(r#"there are "DNI", "Código""#),
        "{}",
        said.err
    );
}

#[test]
fn lines_come_by_standard_input_and_results_in_their_order() {
    let issued = issued();
    let code = issued.code();
    let typed = format!("{code}\n\nhola\n{}", format!("{code}\n").repeat(300));
    let said = issued.0.chasqui_asked(
        ["verify", "--keys", "keys.json", "--status", "statuslist.cwt", "-"],
        &typed,
    );
    let said_lines = lines(&said);
    assert!(
        said_lines[0].contains("line 1 ") && said_lines[1].contains("line 3  this is not the text"),
        "{:?}",
        &said_lines[..2]
    );
    assert!(said_lines[301].contains("line 303"), "{}", said_lines[301]);
    assert!(
        said_lines[302].ends_with(": 301 valid, 1 not-a-permit"),
        "{}",
        said_lines[302]
    );
}

#[test]
fn programs_read_the_results_too() {
    let issued = issued();
    folder(&issued);
    let said = issued.verify("box", &["--status", "statuslist.cwt", "--output", "json"]);
    let results: Vec<serde_json::Value> = said
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(
        (results.len(), &results[0]["verdict"], &results[0]["good"]),
        (6, &"valid".into(), &true.into())
    );
    assert_eq!(
        (&results[1]["verdict"], &results[1]["status"]),
        (&"unread".into(), &serde_json::Value::Null)
    );
    assert!(said.err.contains("6 checked"), "{}", said.err);

    let said = issued.verify("box", &["--status", "statuslist.cwt", "--output", "csv"]);
    assert!(
        lines(&said)[0].starts_with("item,verdict,good,status,"),
        "{}",
        said.out
    );
    assert!(
        lines(&said)[1].starts_with("box/a.pdf,valid,true,fresh,"),
        "{}",
        said.out
    );
    assert_eq!(lines(&said).len(), 7);
}

#[test]
fn what_people_give_by_mistake_is_named() {
    let issued = issued();
    for (given, sentence) in [
        ("BEGIN:VCARD\nEND:VCARD", "a contact card"),
        ("HC1:6BFOXN", "a health certificate"),
        ("https://example.org/menu", "a web address (https://example.org)"),
        (
            "M1QUISPE/ROSA         EABC123 LIMCUZLA 2042 081Y014A0012 100",
            "a boarding pass",
        ),
    ] {
        let said = issued.verify(given, &LIST);
        assert!(!said.good && said.out.contains(sentence), "{}", said.out);
    }
    two_codes(&issued);
    for (given, sentence) in [
        ("missing.pdf", "there is no such file"),
        ("two.pdf", "2 different QRs"),
    ] {
        let said = issued.verify(given, &LIST);
        assert!(!said.good && said.err.contains(sentence), "{}", said.err);
    }
    fs::create_dir(issued.0.path("empty")).unwrap();
    let said = issued.verify("empty", &LIST);
    assert!(
        !said.good && said.err.contains("there is nothing to check in empty"),
        "{}",
        said.err
    );
}

/// Two permits in one file.
fn two_codes(issued: &Issued) {
    let issued_again = super::issued();
    let other = issued_again.0.path("permit.pdf");
    let united = Command::new("pdfunite")
        .arg("permit.pdf")
        .args([other.as_os_str(), "two.pdf".as_ref()])
        .current_dir(issued.0.path(""))
        .status();
    assert!(united.expect("pdfunite of poppler-utils").success());
}
