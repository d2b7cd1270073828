//! `check`, `schema`, `new`, `preview`.

use std::{
    fs,
    process::{Command, Stdio},
};

use journeys::program::{Terminal, built, shipped};

#[test]
fn the_shipped_services_check() {
    let said = Terminal::new().chasqui([
        "check",
        &shipped("transit-permit"),
        &shipped("market-stall-permit"),
    ]);
    assert!(said.good, "{}", said.err);
    assert_eq!(
        said.out
            .lines()
            .filter(|line| line.contains(" is good ("))
            .count(),
        2,
        "{}",
        said.out
    );
}

#[test]
fn a_mistake_is_shown_with_its_line_and_what_was_probably_meant() {
    let terminal = Terminal::new();
    let good = fs::read_to_string(shipped("transit-permit")).unwrap();
    fs::write(
        terminal.path("mine.yaml"),
        good.replace("type: vehicle-plate", "type: vehicle-plat"),
    )
    .unwrap();
    let said = terminal.chasqui(["check", "mine.yaml"]);
    assert!(!said.good);
    for part in ["mine.yaml:", "type: vehicle-plat", "^", "vehicle-plate"] {
        assert!(said.err.contains(part), "{part} in {}", said.err);
    }
}

#[test]
fn a_file_that_is_not_there_is_said_and_the_others_are_still_checked() {
    let said = Terminal::new().chasqui(["check", "nowhere.yaml", &shipped("transit-permit")]);
    assert!(!said.good);
    assert!(said.err.contains("cannot read nowhere.yaml"), "{}", said.err);
    assert!(said.out.contains("transit-permit is good"), "{}", said.out);
}

/// A group that the paper has no room for once it is full is told of, with how many entries have room.
#[test]
fn a_group_that_the_paper_has_no_room_for_is_advised_of() {
    let terminal = Terminal::new();
    terminal
        .chasqui(["new", "trees", "--from", "tree-removal"])
        .done();
    let said = terminal.chasqui(["check", "trees.yaml"]);
    assert!(said.good && said.err.is_empty(), "{}", said.err);
    let source = fs::read_to_string(terminal.path("trees.yaml")).unwrap();
    let many = source.replace("at_most: 5 ", "at_most: 50 ");
    assert_ne!(many, source);
    fs::write(terminal.path("trees.yaml"), many).unwrap();
    let said = terminal.chasqui(["check", "trees.yaml"]);
    let told = "which may have 50 entries, and its paper has room for some ";
    assert!(said.good && said.err.contains(told), "{}", said.err);
}

/// So is a text of which the form takes more than the paper has room for, and a scenario is refused as the form refuses it.
#[test]
fn a_text_that_the_paper_has_no_room_for_is_advised_of() {
    let terminal = Terminal::new();
    let source = fs::read_to_string(shipped("transit-permit")).unwrap();
    let printed = source
        .replacen(
            "      - {id: email,",
            "      - {id: story, type: long-text, label: {es: Motivo, en: Story}}\n      - {id: email,",
            1,
        )
        .replacen("  prints: [destination, route]", "  prints: [story]", 1);
    assert_ne!(printed, source);
    fs::write(terminal.path("long.yaml"), &printed).unwrap();
    let said = terminal.chasqui(["check", "long.yaml"]);
    let told = "the permit prints `story`, which may have 2000 letters, and its paper has room for some ";
    assert!(said.good && said.err.contains(told), "{}", said.err);
    let (_, room) = said.err.split_once(told).unwrap();
    let room: usize = room.split(':').next().unwrap().parse().unwrap();
    let limited = format!("type: long-text, max_length: {room},");
    let shorter = printed.replacen("type: long-text,", &limited, 1);
    fs::write(terminal.path("shorter.yaml"), shorter).unwrap();
    let said = terminal.chasqui(["check", "shorter.yaml"]);
    assert!(
        said.good && !said.err.contains("the permit prints"),
        "{}",
        said.err
    );
    let scenarios = format!(
        "- scenario: too long\n  sent: 2026-12-01 09:00\n  answers: {{story: {}}}\n  not_sent: [story]\n",
        "palabra ".repeat(240).trim_end()
    );
    fs::write(terminal.path("long.scenarios.yaml"), scenarios).unwrap();
    let said = terminal.chasqui(["test", "long.yaml"]);
    assert!(said.good, "{} {}", said.out, said.err);
}

/// `chasqui … | head` ends when `head` does.
#[test]
fn whoever_stops_reading_is_told_of_no_panic() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let ended = Command::new(built())
        .arg("schema")
        .stdout(writer)
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    assert!(!ended.status.success());
    assert_eq!(String::from_utf8_lossy(&ended.stderr), "");
}

/// What does not go on paper is shown where it stands, with what takes its room.
#[test]
fn what_the_paper_has_no_room_for_is_shown_in_the_file() {
    let terminal = Terminal::new();
    let good = fs::read_to_string(shipped("transit-permit")).unwrap();
    let condition = "    - {es: \"Es personal: no lo prestes\", en: \"It is personal: don’t lend it\"}\n";
    for (change, at, words) in [
        (
            good.replace(condition, &condition.repeat(40)),
            "  conditions:",
            "say it in fewer or shorter conditions",
        ),
        (
            good.replace("Es personal: no lo prestes", "No lo prestes ☂"),
            "No lo prestes ☂",
            "leave the sign out",
        ),
    ] {
        fs::write(terminal.path("mine.yaml"), change).unwrap();
        let said = terminal.chasqui(["check", "mine.yaml"]);
        assert!(!said.good);
        let (_, shown) = said.err.split_once("cannot be put on paper").expect(&said.err);
        for part in ["mine.yaml:", at, "^", words] {
            assert!(shown.contains(part), "{part} in {}", said.err);
        }
    }
}

/// Phones would take the one's permits for the other's.
#[test]
fn two_services_with_permits_of_one_type_are_told_apart_from_two_versions_of_one() {
    let terminal = Terminal::new();
    let source = fs::read_to_string(shipped("transit-permit")).unwrap();
    fs::write(terminal.path("newer.yaml"), source.replace("Gratis", "S/ 5")).unwrap();
    let other = source.replacen("service: transit-permit", "service: other", 1);
    fs::write(terminal.path("other.yaml"), other).unwrap();
    let said = terminal.chasqui(["check", &shipped("transit-permit"), "newer.yaml"]);
    assert!(said.good, "{}", said.err);
    let told = "warning: newer.yaml: the service `transit-permit` is that of ";
    assert!(said.err.contains(told), "{}", said.err);
    let said = terminal.chasqui(["check", &shipped("transit-permit"), "other.yaml"]);
    assert!(!said.good);
    assert!(
        said.err
            .contains("other.yaml: permit type 1 is that of transit-permit"),
        "{}",
        said.err
    );
}

#[test]
fn the_schema_is_the_one_that_ships() {
    let said = Terminal::new().chasqui(["schema"]);
    assert!(said.good, "{}", said.err);
    let printed: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let kept = fs::read_to_string(shipped("service").replace(".yaml", ".schema.json")).unwrap();
    assert!(
        printed == serde_json::from_str::<serde_json::Value>(&kept).unwrap(),
        "just schema writes it anew"
    );
}

#[test]
fn the_page_of_all_keys_is_the_one_in_the_docs() {
    let said = Terminal::new().chasqui(["schema", "--page"]);
    assert!(said.good, "{}", said.err);
    let kept = include_str!("../../docs/service-file.md");
    assert!(said.out == kept, "just schema writes it anew");
}

#[test]
fn a_new_service_checks_and_is_not_overwritten() {
    let terminal = Terminal::new();
    assert!(terminal.chasqui(["new", "fishing-permit"]).good);
    assert!(terminal.chasqui(["check", "fishing-permit.yaml"]).good);
    let again = terminal.chasqui(["new", "fishing-permit"]);
    assert!(
        !again.good && again.err.contains("exists already"),
        "{}",
        again.err
    );
    let wrong = terminal.chasqui(["new", "Fishing Permit"]);
    assert!(
        !wrong.good && wrong.err.contains("such as fishing-permit"),
        "{}",
        wrong.err
    );
}

#[test]
fn a_preview_writes_pages_permit_code_keys_list_letters_and_workflow() {
    for service in [
        "transit-permit",
        "driver-licence-revalidation",
        "market-stall-permit",
    ] {
        let terminal = Terminal::new();
        let said = terminal.chasqui(["preview", &shipped(service), "--out", "out"]);
        assert!(said.good, "{service}: {}", said.err);
        let starts = |name: &str, with: &[u8]| {
            let written = fs::read(terminal.path("out").join(name))
                .unwrap_or_else(|error| panic!("{service}/{name}: {error}"));
            assert!(written.starts_with(with), "{service}/{name}");
        };
        starts("permit.pdf", b"%PDF-");
        starts("permit.txt", b"https://preview.invalid/v#");
        starts("keys.json", b"{");
        starts("statuslist.cwt", &[0xd2, 0x84]);
        starts("workflow.svg", b"<?xml");
        starts("check-your-answers.html", b"<!doctype html>");
        let mails = (1..).map(|number| terminal.path("out").join(format!("mail-{number}.eml")));
        let mails: Vec<String> = mails.map_while(|mail| fs::read_to_string(mail).ok()).collect();
        let with_permit = mails.iter().position(|mail| mail.contains("application/pdf"));
        assert_eq!(
            with_permit,
            mails.len().checked_sub(1),
            "{service}: the permit comes with the last of its letters"
        );
        let pages = fs::read_dir(terminal.path("out")).unwrap().filter(|entry| {
            entry
                .as_ref()
                .unwrap()
                .path()
                .extension()
                .is_some_and(|kind| kind == "html")
        });
        assert!(pages.count() >= 6, "{service}: a page each");
    }
}

/// Services whose rules few answers meet, each with a permit all the same; and in a language of their own.
#[test]
fn a_preview_finishes_whatever_the_rules_say() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/forms/tests/awkward");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert_eq!(files.len(), 9);
    for file in files {
        let terminal = Terminal::new();
        let file = file.display().to_string();
        let said = terminal.chasqui(["preview", &file, "--out", "out"]);
        assert!(said.good, "{file}: {}", said.err);
        for name in ["permit.pdf", "check-your-answers.html", "mail-1.eml"] {
            assert!(terminal.path("out").join(name).exists(), "{file}: {name}");
        }
        let page = fs::read_to_string(terminal.path("out/00-service.html")).unwrap();
        assert!(
            page.contains("<html lang=\"en\""),
            "{file} speaks English: {page}"
        );
    }
}

#[test]
fn a_preview_says_which_rule_no_sample_meets_and_writes_the_rest() {
    let terminal = Terminal::new();
    let source = include_str!("../../crates/forms/tests/awkward/young-guides.yaml");
    for (was, is, told) in [
        (
            "age(birth) < 14 || age(birth) > 17",
            "\"age(birth) < 14 || age(birth) > 13\"",
            "a rule of `review` rejects every sample: `when: age(birth) < 14 || age(birth) > 13`",
        ),
        (
            "age(answer) >= 21 && answer < birth",
            "answer > today && answer < today",
            "no sample meets the rules of the question `tutor_birth`",
        ),
    ] {
        fs::write(terminal.path("mine.yaml"), source.replace(was, is)).unwrap();
        let out = format!("out-{}", told.len());
        let said = terminal.chasqui(["preview", "mine.yaml", "--out", &out]);
        assert!(!said.good && said.err.contains(told), "{}", said.err);
        assert!(said.err.contains("no permit was issued"), "{}", said.err);
        for (name, is_there) in [
            ("00-service.html", true),
            ("01-you.html", true),
            ("workflow.svg", true),
            ("permit.pdf", false),
        ] {
            assert_eq!(terminal.path(&out).join(name).exists(), is_there, "{name}");
        }
    }
}

#[test]
fn a_preview_speaks_the_language_that_is_asked_for() {
    let terminal = Terminal::new();
    let transit = shipped("transit-permit");
    for (language, title, box_of) in [
        ("es", "Pase personal", "Solicitud"),
        ("en", "Personal transit", "Application"),
    ] {
        let said = terminal.chasqui(["preview", &transit, "--out", language, "--language", language]);
        assert!(said.good, "{}", said.err);
        let page = fs::read_to_string(terminal.path(language).join("00-service.html")).unwrap();
        assert!(
            page.contains(title) && page.contains(&format!("<html lang=\"{language}")),
            "{page}"
        );
        let workflow = fs::read_to_string(terminal.path(language).join("workflow.svg")).unwrap();
        assert!(workflow.contains(box_of), "{workflow}");
    }
    // What rules and deadlines say stands on the arrows.
    let workflow = fs::read_to_string(terminal.path("es").join("workflow.svg")).unwrap();
    for words in [
        "same_person(boss_email, email)",
        "ninguna regla decide",
        "pasan 24 horas",
        "actividad esencial",
    ] {
        assert!(workflow.contains(words), "{words}: {workflow}");
    }
    let said = terminal.chasqui(["preview", &transit, "--out", "qu", "--language", "qu"]);
    assert!(
        !said.good && said.err.contains("it speaks es, en"),
        "{}",
        said.err
    );
}

#[test]
fn a_preview_of_a_file_that_does_not_check_writes_nothing() {
    let terminal = Terminal::new();
    fs::write(terminal.path("mine.yaml"), "service: mine\n").unwrap();
    let said = terminal.chasqui(["preview", "mine.yaml", "--out", "out"]);
    assert!(!said.good && said.err.contains("does not check"), "{}", said.err);
    assert!(!terminal.path("out").exists());
}

/// A page half in one language and half in another helps nobody.
#[test]
fn a_language_that_the_pages_do_not_speak_is_refused() {
    let terminal = Terminal::new();
    let source = include_str!("../../crates/forms/tests/good/smallest.yaml").replace("[en]", "[fr]");
    fs::write(terminal.path("carte.yaml"), source).unwrap();
    let said = terminal.chasqui(["check", "carte.yaml"]);
    assert!(!said.good);
    assert!(said.err.contains("is in `fr`"), "{}", said.err);
    assert!(said.err.contains("they speak es, en"), "{}", said.err);
}

#[test]
fn a_file_that_an_older_editor_saved_is_told_what_to_do() {
    let terminal = Terminal::new();
    let good = fs::read_to_string(shipped("transit-permit")).unwrap();
    let marked: Vec<u8> = format!("\u{feff}{good}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    fs::write(terminal.path("utf16.yaml"), marked).unwrap();
    let said = terminal.chasqui(["check", "utf16.yaml", &shipped("transit-permit")]);
    let hashes: Vec<_> = said
        .out
        .lines()
        .filter_map(|line| Some(line.rsplit_once('(')?.1))
        .collect();
    assert!(
        hashes.len() == 2 && hashes[0] == hashes[1],
        "{}{}",
        said.out,
        said.err
    );

    let latin: Vec<u8> = good
        .chars()
        .map(|letter| u8::try_from(letter).unwrap_or(b'?'))
        .collect();
    fs::write(terminal.path("latin.yaml"), latin).unwrap();
    for words in [
        &["check", "latin.yaml"][..],
        &["preview", "latin.yaml", "--out", "made"],
        &["--config", "latin.yaml", "serve"],
    ] {
        let said = terminal.chasqui(words);
        assert!(
            !said.good && said.err.contains("is not UTF-8") && said.err.contains("save the file as UTF-8"),
            "{words:?}: {}",
            said.err
        );
    }
}
