//! A service in two languages, whose second lies in a file of its own.

use std::{fs, os::unix::fs::PermissionsExt as _};

use journeys::{browser::Browser, program::Terminal, wait::until};

const WALK: &str = r#"service: dog-walk
languages: [es, en]
name: Pasear un perro
summary: Para pasear perros grandes.
audience: Quien tiene un perro grande.
cost: Gratis
takes: Un día
authority: {name: Municipalidad}
contact: {phone: "555 0100"}
form:
  - page: you
    title: Tus datos
    questions:
      - {id: name, type: full-name, label: Nombres y apellidos}
      - {id: email, type: e-mail, label: Correo electrónico}
      - {id: document, type: identity-document, label: Documento de identidad}
review:
  steps:
    - {id: check, name: Revisión, role: officer}
  reasons: {too-many: "Son demasiados: elige uno."}
permit:
  type: 950
  title: Pasear un perro
  valid: 30 days
  claims:
    - {answer: name, role: holder}
    - {answer: document, role: document}
"#;

#[test]
fn what_has_no_words_is_listed_given_them_and_published() {
    let terminal = Terminal::new();
    fs::create_dir(terminal.path("forms")).unwrap();
    fs::write(terminal.path("forms/dog-walk.yaml"), WALK).unwrap();
    let wrong = terminal.chasqui(["check", "forms/dog-walk.yaml"]);
    assert!(
        !wrong.good && wrong.err.contains("chasqui translate"),
        "{}",
        wrong.err
    );

    let wrong = terminal.chasqui(["translate", "forms/dog-walk.yaml", "es"]);
    let told = "has no `es` among its other languages: name it under `languages`, after the first";
    assert!(!wrong.good && wrong.err.contains(told), "{}", wrong.err);

    let said = terminal
        .chasqui(["translate", "forms/dog-walk.yaml", "en"])
        .done();
    let told = "forms/dog-walk.en.yaml: 12 of the 12 texts of forms/dog-walk.yaml have no words in en yet, and are added";
    assert!(said.contains(told), "{said}");
    let file = terminal.path("forms/dog-walk.en.yaml");
    let listed = fs::read_to_string(&file).unwrap();
    assert!(listed.starts_with("en:\n  Pasear un perro: \"\"\n"), "{listed}");
    assert!(
        listed.contains("  \"Son demasiados: elige uno.\": \"\"\n"),
        "{listed}"
    );
    let wrong = terminal.chasqui(["check", "forms/dog-walk.yaml"]);
    let place = "forms/dog-walk.en.yaml:2:";
    assert!(
        !wrong.good && wrong.err.contains("this text is empty") && wrong.err.contains(place),
        "{}",
        wrong.err
    );

    let mode = fs::metadata(&file).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o644, "whoever serves reads it");
    let said = terminal
        .chasqui(["translate", "forms/dog-walk.yaml", "en"])
        .done();
    assert!(
        said.contains("12 of the 12 texts of forms/dog-walk.yaml are still empty in en"),
        "{said}"
    );

    let words = "# By hand\n".to_owned()
        + &listed
            .replace(": \"\"", ": Words in English")
            .replacen("Words in English", "Walk a dog", 1);
    fs::write(&file, &words).unwrap();
    for named in ["forms/dog-walk.yaml", "forms/dog-walk.en.yaml"] {
        let said = terminal.chasqui(["check", named]).done();
        assert!(said.contains("forms/dog-walk.yaml: dog-walk is good"), "{said}");
    }
    let said = terminal
        .chasqui(["translate", "forms/dog-walk.yaml", "en"])
        .done();
    assert!(said.contains("has words in en for all of its 12 texts"), "{said}");

    // What is added later stands at the end, and what was written stays.
    fs::write(
        terminal.path("forms/dog-walk.yaml"),
        WALK.replace("Gratis", "No cuesta nada"),
    )
    .unwrap();
    let wrong = terminal.chasqui(["check", "forms/dog-walk.yaml"]);
    assert!(
        !wrong.good && wrong.err.contains("the service says this nowhere"),
        "{}",
        wrong.err
    );
    terminal
        .chasqui(["translate", "forms/dog-walk.yaml", "en"])
        .done();
    assert_eq!(
        fs::read_to_string(&file).unwrap(),
        words.clone() + "  No cuesta nada: \"\"\n"
    );

    fs::write(terminal.path("forms/dog-walk.yaml"), WALK).unwrap();
    fs::write(&file, &words).unwrap();
    for purpose in ["permit", "status"] {
        terminal.chasqui(["keys", "create", purpose]).done();
    }
    let server = terminal.serve().unwrap();
    let page = |language| Browser::new(language).get(&server.address, "/s/dog-walk").text();
    assert!(page("en").contains("Walk a dog") && page("es").contains("Pasear un perro"));
    fs::write(&file, words.replace("Walk a dog", "Go out with a dog")).unwrap();
    until("the folder's texts are read", || {
        page("en").contains("Go out with a dog").then_some(())
    });
    server.stop();
}
