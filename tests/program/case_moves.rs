//! `move-cases`: what it would do, and what the server that runs then does.

use std::fs;

use journeys::{browser::Browser, citizen::Citizen, program::Terminal, wait::until};

#[test]
fn open_cases_go_to_the_current_version_as_was_told_before() {
    let terminal = Terminal::new();
    Citizen::publish_errand(&terminal.path("forms"));
    for purpose in ["permit", "status"] {
        terminal.chasqui(["keys", "create", purpose]).done();
    }
    let server = terminal.serve().unwrap();
    let mut ana = Citizen::with_errand("ana@ejemplo.pe", "person");
    let reference = ana.apply(&[&server.address]);
    let none = terminal.chasqui(["move-cases", "errand"]).done();
    assert!(
        none.contains("no open case of errand is on another version"),
        "{none}"
    );

    let file = fs::read_to_string(terminal.path("forms/errand.yaml")).unwrap();
    let newer = file.replacen(
        "{id: check, name: {es: Revisión,",
        "{id: counter, name: {es: Ventanilla,",
        1,
    );
    assert_ne!(newer, file);
    fs::write(terminal.path("newer.yaml"), newer).unwrap();
    terminal.chasqui(["publish", "newer.yaml"]).done();
    let told = terminal.chasqui(["move-cases", "errand"]).done();
    for line in [
        "0 would be moved",
        "check: 1",
        "1 stay: nothing says where cases at the step check go",
    ] {
        assert!(told.contains(line), "{line} in {told}");
    }
    let map = "check=counter";
    let dry = terminal
        .chasqui(["move-cases", "errand", "--map", map, "--dry-run"])
        .done();
    for line in ["1 would be moved", "1 go to counter"] {
        assert!(dry.contains(line), "{line} in {dry}");
    }
    assert!(!dry.contains("/admin/case-moves/"), "{dry}");
    let mistyped = map.replacen("check=", "chek=", 1);
    terminal
        .chasqui(["move-cases", "errand", "--map", &mistyped])
        .refused("no open case of errand on an earlier version is at a step chek: they are at check");
    let asked = terminal.chasqui(["move-cases", "errand", "--map", map]).done();
    assert!(
        asked.starts_with(&dry) && asked.contains("/admin/case-moves/"),
        "{asked}"
    );
    let path = format!("/a/{reference}");
    until("the case is moved", || {
        let page: &mut Browser = &mut ana.browser;
        let page = page.get(&server.address, &path);
        page.text()
            .contains("tu solicitud sigue con las nuevas")
            .then_some(())
    });
    for (arguments, why) in [
        (
            ["move-cases", "nobody", "--map", map],
            "there is no service nobody",
        ),
        (
            ["move-cases", "errand", "--map", "check=nowhere"],
            "errand has no step nowhere",
        ),
        (["move-cases", "errand", "--map", "check"], "write the old step"),
    ] {
        terminal.chasqui(arguments).refused(why);
    }
    server.stop();
    let audited = terminal.chasqui(["audit"]);
    assert!(audited.good, "{}{}", audited.out, audited.err);
}
