//! A server that is killed once it was asked to revoke many permits: the next start does it, and each holder is told once.

use journeys::{citizen::Citizen, office::Officer, wait::until};

use crate::installation::Installation;

const SUPERVISOR: &str = "sara@ejemplo.pe";
const PERMITS: usize = 24;

#[test]
fn a_mass_revocation_that_was_asked_for_outlives_a_kill() {
    let installation = Installation::with_database("sqlite://chasqui.db");
    Officer::hire(&installation.terminal, "Sara Quispe", SUPERVISOR, &["supervisor"]);
    let server = installation.terminal.serve().unwrap();
    let holders: Vec<String> = (0..PERMITS)
        .map(|number| format!("h{number}@ejemplo.pe"))
        .collect();
    let mut service = String::new();
    for email in &holders {
        let mut holder = Citizen::with_errand(email, "rule");
        holder.apply(&[&server.address]);
        service = holder.service().id.to_string();
    }
    let mut sara = Officer::log_in(&server.address, SUPERVISOR);
    let path = "/o/permits/revoke-all";
    let asked = sara.send_form(
        &server.address,
        path,
        path,
        &[
            ("which", "service"),
            ("service", &service),
            ("from", "2020-01-01T00:00"),
            ("until", "2099-01-01T00:00"),
            ("reason", "Una regla equivocada"),
        ],
    );
    let asked = sara.browser.follow(&server.address, &asked);
    assert_eq!(asked.status, 200, "{}", asked.text());
    let confirmed = asked.hidden(&format!("<form method=\"post\" action=\"{path}\""));
    let begun = sara.browser.post(&server.address, path, &confirmed);
    assert_eq!(begun.status, 303, "{}", begun.text());
    server.kill();

    let server = installation.terminal.serve().unwrap();
    let progress = begun.leads_to().to_owned();
    until("what the killed server was asked for is done", || {
        let page = sara.browser.get(&server.address, &progress);
        page.text().contains("Se anularon los permisos").then_some(())
    });
    for email in &holders {
        installation.wait_for_letters(email, 2);
    }
    assert_eq!(
        installation.letters().len(),
        2 * PERMITS,
        "each holder has the permit and its revocation"
    );
    let audit = installation.terminal.chasqui(["audit"]);
    assert!(audit.good, "{}", audit.err);
    server.stop();
}
