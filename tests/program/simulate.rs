//! `simulate`: what an owner reads, and what is refused.

use std::fs;

use journeys::program::{Terminal, shipped};

const FEW: [&str; 8] = [
    "--applications",
    "300",
    "--from",
    "2026-12-14",
    "--days",
    "2",
    "--minutes",
    "4",
];

fn simulate(terminal: &Terminal, service: &str, more: &[&str]) -> journeys::program::Said {
    let file = shipped(service);
    let words = ["simulate", &file]
        .into_iter()
        .chain(FEW)
        .chain(more.iter().copied());
    terminal.chasqui(words)
}

#[test]
fn it_says_whether_officers_are_enough_hour_by_hour_and_what_was_assumed() {
    let terminal = Terminal::new();
    let words = [
        "--officers",
        "check=2",
        "--officers",
        "2",
        "--people",
        "30%",
        "--every-day",
    ];
    let said = simulate(&terminal, "transit-permit", &words).done();
    assert!(
        said.starts_with("2 officers are enough: every case is decided by its deadline"),
        "{said}"
    );
    for told in [
        " 1 would do too.",
        "arrived  by rules by people   waiting         half  nine of ten      longest",
        "Monday 14 December\n   0:00– 8:00 closed",
        "\n  16:00–17:00 ",
        "\nIn all ",
        "Assumed: ",
        "(--seed 1)",
        "30 % as --people says",
        "4 min in the\nmean",
        "nobody appeals",
        "America/Lima",
    ] {
        assert!(
            said.replace('\n', " ").contains(&told.replace('\n', " ")),
            "{told} in {said}"
        );
    }
    let said = simulate(
        &terminal,
        "transit-permit",
        &["--officers", "1", "--minutes", "check=40", "--people", "90%"],
    );
    let said = said.done();
    assert!(
        said.starts_with("With 1 officer at `check` it breaks on "),
        "{said}"
    );
    assert!(
        said.replace('\n', " ")
            .contains("from then on cases wait beyond their deadline (24 hours at `check`)"),
        "{said}"
    );
}

#[test]
fn the_same_numbers_give_the_same_picture() {
    let terminal = Terminal::new();
    let draw = |picture: &str, seed: &str| {
        let words = [
            "--officers",
            "1",
            "--people",
            "50%",
            "--picture",
            picture,
            "--seed",
            seed,
        ];
        let said = simulate(&terminal, "transit-permit", &words).done();
        (said, fs::read_to_string(terminal.path(picture)).unwrap())
    };
    let (said, picture) = draw("first.svg", "7");
    assert_eq!(draw("again.svg", "7"), (said, picture.clone()));
    assert_ne!(draw("other.svg", "8").1, picture);
    for part in [
        "width=\"960\"",
        "<title id=\"title\">Personal transit permit: ",
        "<desc id=\"desc\">",
        "Cases that no officer has taken yet",
        "half waited no longer",
        "Monday 14 December",
    ] {
        assert!(picture.contains(part), "{part}");
    }
    assert!(!picture.contains("<script") && picture.ends_with("</svg>\n"));
}

#[test]
fn what_cannot_be_simulated_is_refused_in_a_sentence() {
    let terminal = Terminal::new();
    fs::write(terminal.path("wrong.yaml"), "service: wrong\n").unwrap();
    let wrong = [
        "simulate",
        "wrong.yaml",
        "--applications",
        "10",
        "--officers",
        "1",
    ];
    terminal.chasqui(wrong).refused("this file does not check");
    for (words, because) in [
        (
            "--officers 0",
            "0 officers decide nothing: give at least 1 with --officers",
        ),
        (
            "--officers none",
            "write a number, or a step and its number: inspection=3",
        ),
        (
            "--officers chekc=3",
            "there is no step `chekc` in market-stall-permit; there are: check, inspection, appeal",
        ),
        (
            "--officers check=3",
            "how many officers are there at `inspection`? Add --officers inspection=N",
        ),
        (
            "--officers 3 --officers 4",
            "--officers is given twice for every step: give it once",
        ),
        (
            "--officers 3 --minutes check=0",
            "a decision takes more than 0 and at most 10000 minutes: 0 is not possible",
        ),
        (
            "--officers 3 --hours 17:00-8:00",
            "hours must end after they begin, on the same day: 8:00-17:00",
        ),
        ("--officers 3 --hours all", "write the hours as 8:00-17:00"),
        (
            "--officers 3 --people 130%",
            "write a share from 0% to 100%, such as 30%",
        ),
        (
            "--officers 3 --people 30%",
            "the rules of market-stall-permit decide none of the answers that are tried",
        ),
    ] {
        let words: Vec<&str> = words.split(' ').collect();
        simulate(&terminal, "market-stall-permit", &words).refused(because);
    }
    let file = shipped("market-stall-permit");
    for (words, because) in [
        ("--applications 0", "without applications nothing happens"),
        (
            "--applications 1000001",
            "1000001 applications are too many to simulate: give at most 1000000",
        ),
        (
            "--applications 10 --days 61",
            "61 days are too many to simulate: give at most 60",
        ),
        ("--applications 10 --days 0", "without a day nothing happens"),
        (
            "--applications 10 --from yesterday",
            "write the day as 2026-12-07",
        ),
    ] {
        let words = ["simulate", &file, "--officers", "1"]
            .into_iter()
            .chain(words.split(' '));
        terminal.chasqui(words).refused(because);
    }
}

#[test]
fn what_rules_decide_needs_nobody() {
    let terminal = Terminal::new();
    let said = simulate(
        &terminal,
        "transit-permit",
        &["--officers", "1", "--people", "0%"],
    )
    .done();
    assert!(
        said.starts_with("Rules decide all ")
            && said.contains(" applications: no officer is needed for them."),
        "{said}"
    );
    assert!(
        said.replace('\n', " ")
            .contains("0 of them come to people, 0 % as --people says."),
        "{said}"
    );
}

/// The documentation shows what the program says, with less of its table.
#[test]
fn the_documentation_comes_out_as_it_says() {
    let docs = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs");
    let page = fs::read_to_string(format!("{docs}/simulate.md")).unwrap();
    let block = |opens: &str| {
        let (_, rest) = page.split_once(opens).unwrap();
        rest.split("```").next().unwrap().to_owned()
    };
    let typed = block("```sh\n").replace("\\\n", " ");
    let shown = block("```\n\n```\n");
    let words = typed.split_whitespace().skip(1).map(|word| match word {
        "forms/transit-permit.yaml" => shipped("transit-permit"),
        word => word.to_owned(),
    });
    let terminal = Terminal::new();
    let said = terminal.chasqui(words).done();
    let mut lines = said.lines();
    for line in shown.lines().filter(|line| *line != "…") {
        assert!(lines.any(|said| said == line), "{line} in {said}");
    }
    let drawn = fs::read_to_string(terminal.path("launch.svg")).unwrap();
    let kept = fs::read_to_string(format!("{docs}/pictures/simulate.svg")).unwrap();
    assert!(
        drawn == kept,
        "docs/pictures/simulate.svg is another picture than the program draws"
    );
}
