//! `people` and `keys`.

use journeys::program::{Said, Terminal};

fn add(terminal: &Terminal, password: &str) -> Said {
    let words = [
        "people",
        "add",
        "--name",
        "Rosa Flores",
        "--email",
        "Rosa@ejemplo.gob.pe",
        "--grant",
        "officer@transit-permit",
    ];
    terminal.chasqui_asked(words, password)
}

#[test]
fn a_person_is_added_listed_and_shut_out() {
    let terminal = Terminal::new();
    let short = add(&terminal, "corta");
    assert!(!short.good && short.err.contains("too short"), "{}", short.err);
    let added = add(&terminal, "una frase que recuerdo");
    assert!(added.good, "{}", added.err);
    let twice = add(&terminal, "una frase que recuerdo");
    assert!(
        !twice.good && twice.err.contains("rosa@ejemplo.gob.pe"),
        "{}",
        twice.err
    );

    let line = "rosa@ejemplo.gob.pe  Rosa Flores  officer@transit-permit";
    assert_eq!(terminal.chasqui(["people", "list"]).out.trim(), line);
    assert!(
        terminal
            .chasqui(["people", "disable", "rosa@ejemplo.gob.pe"])
            .good
    );
    assert_eq!(
        terminal.chasqui(["people", "list"]).out.trim(),
        format!("{line}  (disabled)")
    );
    assert!(
        !terminal
            .chasqui(["people", "disable", "nadie@ejemplo.gob.pe"])
            .good
    );
}

#[test]
fn a_key_is_created_listed_and_retired() {
    let terminal = Terminal::new();
    let created = terminal.chasqui(["keys", "create", "permit"]);
    assert!(created.good, "{}", created.err);
    let kid = created.out.split_whitespace().next().unwrap().to_owned();
    let listed = || terminal.chasqui(["keys", "list"]).out;
    assert!(
        listed().starts_with(&kid) && listed().contains("in use"),
        "{}",
        listed()
    );
    assert!(terminal.chasqui(["keys", "retire", &kid]).good);
    assert!(listed().contains("retired"), "{}", listed());
    let unknown = terminal.chasqui(["keys", "retire", "0000000000000000"]);
    assert!(
        !unknown.good && unknown.err.contains("there is no key"),
        "{}",
        unknown.err
    );
}
