//! `people` and `keys`.

use journeys::{
    citizen::Citizen,
    program::{Said, Terminal},
};

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
    let list = |terminal: &Terminal| terminal.chasqui(["people", "list"]).out;
    assert_eq!(list(&terminal).trim(), format!("{line}  (no document)"));
    documents_are_set(&terminal);
    assert_eq!(list(&terminal).trim(), line);
    assert!(
        terminal
            .chasqui(["people", "disable", "rosa@ejemplo.gob.pe"])
            .good
    );
    assert_eq!(list(&terminal).trim(), format!("{line}  (disabled)"));
    let enable = |email: &str| terminal.chasqui(["people", "enable", email]);
    assert!(enable("rosa@ejemplo.gob.pe").good);
    assert_eq!(list(&terminal).trim(), line);
    for (email, says) in [
        ("rosa@ejemplo.gob.pe", "is open"),
        ("nadie@ejemplo.gob.pe", "nobody logs in as"),
    ] {
        let said = enable(email);
        assert!(!said.good && said.err.contains(says), "{}", said.err);
    }
    assert!(
        !terminal
            .chasqui(["people", "disable", "nadie@ejemplo.gob.pe"])
            .good
    );
}

#[test]
fn a_link_is_printed_and_a_lost_factor_forgotten() {
    let terminal = Terminal::new();
    assert!(add(&terminal, "una frase que recuerdo").good);
    let link = terminal.chasqui(["people", "link", "rosa@ejemplo.gob.pe"]).done();
    assert!(
        link.starts_with("http://127.0.0.1:8080/o/password?link="),
        "{link}"
    );
    let forgotten = terminal.chasqui(["people", "forget-factor", "rosa@ejemplo.gob.pe"]);
    assert!(forgotten.done().contains("no second factor"));
    for what in ["link", "forget-factor"] {
        let nobody = terminal.chasqui(["people", what, "nadie@ejemplo.gob.pe"]);
        assert!(
            !nobody.good && nobody.err.contains("nobody logs in as"),
            "{}",
            nobody.err
        );
    }
}

#[test]
fn a_role_that_no_service_knows_is_told() {
    let terminal = Terminal::new()
        .with("CHASQUI_SERVICES", "forms")
        .with("CHASQUI_SECOND_FACTOR_ROLES", "administrator adminstrator");
    Citizen::publish_errand(&terminal.path("forms"));
    let hire = |email: &str, grant: &str, more: &[&str]| {
        let mut words = vec!["people", "add", "--name", "Rosa Flores", "--email", email];
        words.extend(["--grant", grant]);
        words.extend(more);
        terminal.chasqui_asked(words, "una frase que recuerdo")
    };
    let early = hire("a@ejemplo.gob.pe", "oficial@later", &[]);
    assert!(early.good, "no service is there yet: {}", early.err);
    let server = terminal.serve().unwrap();
    server.says("unknown=\"adminstrator\"");
    for (grant, says) in [
        ("oficial", "auditor"),
        ("officer@later", "no service later is published"),
    ] {
        let said = hire("b@ejemplo.gob.pe", grant, &[]);
        assert!(!said.good, "{grant}");
        for part in [says, "--unknown-role"] {
            assert!(said.err.contains(part), "{part} in {}", said.err);
        }
    }
    let sure = hire("b@ejemplo.gob.pe", "oficial@later", &["--unknown-role"]);
    assert!(sure.good, "{}", sure.err);
    let known = hire("c@ejemplo.gob.pe", "verifier", &[]);
    assert!(known.good, "{}", known.err);
}

/// One for Rosa, who was there before, and one that comes with a person.
fn documents_are_set(terminal: &Terminal) {
    let set = |email: &str, number: &str| terminal.chasqui(["people", "document", email, number]);
    for (email, number, says) in [
        ("rosa@ejemplo.gob.pe", "1234", "no number of an identity document"),
        ("nadie@ejemplo.gob.pe", "10117410", "nobody logs in as"),
    ] {
        let said = set(email, number);
        assert!(!said.good && said.err.contains(says), "{}", said.err);
    }
    let said = set("rosa@ejemplo.gob.pe", "DNI 10117410-2");
    assert!(said.good && !said.out.contains("10117410"), "{}", said.err);
    let words = "people add --name Ana --email ana@ejemplo.gob.pe --grant officer --document 10117410";
    let twin = terminal.chasqui_asked(words.split(' '), "una frase que recuerdo");
    assert!(
        !twin.good && twin.err.contains("this document is another account's"),
        "{}",
        twin.err
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
