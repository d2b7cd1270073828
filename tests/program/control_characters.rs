//! U+0000 and its like in whatever is sent, on either database: PostgreSQL holds none, and answers an error where it meets
//! one. What becomes of each field is in the site's own tests.

use journeys::{
    browser::Browser,
    citizen::{Citizen, reference},
    office::Officer,
    postgres,
    program::Terminal,
};

const ROSA: &str = "rosa@ejemplo.gob.pe";
const SPOILT: &str = "\0\u{1b}";

#[test]
fn a_file_and_a_server_take_the_same() {
    passes(&Terminal::new());
    let database = postgres::Database::empty();
    passes(&postgres::reached_by(Terminal::new()).with("CHASQUI_DATABASE_URL", database.address()));
}

fn passes(terminal: &Terminal) {
    Citizen::publish_errand(&terminal.path("forms"));
    let name = format!("Rosa{}Flores", '\u{1b}');
    Officer::hire(
        terminal,
        &name,
        ROSA,
        &["officer@errand", "supervisor", "administrator"],
    );
    let listed = terminal.chasqui(["people", "list"]);
    assert!(listed.out.contains("Rosa Flores"), "{}", listed.out);
    let server = terminal.serve().unwrap();
    let node = server.address.as_str();

    let mut ana = Citizen::with_errand("ana@ejemplo.pe", "person");
    let mut path = ana.begin(node);
    while !path.ends_with("/check") {
        let mut fields = ana.filled(node, &path);
        for (name, value) in &mut fields {
            if name != "shown" {
                value.push_str(SPOILT);
            }
        }
        let page = ana.browser.post(node, &path, &fields);
        assert_eq!(page.status, 303, "{}", page.text());
        page.leads_to().clone_into(&mut path);
    }
    let sent = ana.send(node);
    let reference = reference(&sent);

    let mut rosa = Officer::log_in(node, ROSA);
    rosa.claim(node, &reference);
    let message = [("question", "what"), ("message", "¿Qué\0cosa?")];
    rosa.on_case(node, &reference, "ask", &message);
    for path in [
        "/o?q=a%00b&service=%00&step=%00",
        "/o?status=all&q=%00",
        "/o/permits?number=%00",
        "/o/incidents?service=%00",
        "/o/scans?service=%00&checkpoint=%00",
        "/admin/audit?by=%00",
        "/a?reference=%00",
    ] {
        assert_eq!(rosa.browser.get(node, path).status, 200, "{path}");
    }
    for path in [
        "/s/%00",
        "/s/errand/apply/%00",
        "/a/%00",
        "/o/cases/%00",
        "/o/permits/%00",
    ] {
        assert_eq!(rosa.browser.get(node, path).status, 404, "{path}");
    }
    let person = [
        ("name", "Olga\0Quispe"),
        ("email", "olga@ejemplo.gob.pe\0"),
        ("role", "officer\0"),
        ("service", "errand\0"),
        ("password", "tres\0llamas y un charango"),
    ];
    let added = rosa.send_form(node, "/admin/people", "/admin/people", &person);
    assert_eq!(added.status, 303, "{}", added.text());
    let phone = [
        ("name", "Garita\0uno"),
        ("checkpoint", "Ancón\0"),
        ("phrase", "cóndor\0puente 47"),
    ];
    let invited = rosa.send_form(node, "/admin/devices", "/admin/devices", &phone);
    assert_eq!(invited.status, 303, "{}", invited.text());

    let mut stranger = Browser::new("es");
    for (path, fields) in [
        ("/o/log-in", [("email", "a\0@b"), ("password", "\0")]),
        ("/a", [("reference", "\0"), ("document", "\0")]),
        ("/v/number", [("number", "\0"), ("document", "\0")]),
    ] {
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let page = stranger.post(node, path, &fields);
        assert!(page.status < 500, "{path}: {} {}", page.status, page.text());
    }
    drop(server);
    assert!(terminal.chasqui(["audit"]).good);
}
