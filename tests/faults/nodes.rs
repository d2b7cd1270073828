//! Three nodes on one database are one site.

use std::{path::Path, thread};

use journeys::{
    browser::{Browser, Page},
    citizen::{Citizen, reference},
    office::Officer,
    server::{Server, errors},
    wait::until,
};

use crate::{
    installation::{Installation, OFFICER},
    server::Server as Database,
};

/// A supervisor of the errand.
const SUPERVISOR: &str = "elena@ejemplo.pe";

struct Site {
    installation: Installation,
    database: Database,
    _folder: tempfile::TempDir,
}

/// A database, people, and three nodes that start at once on it before anybody has made its tables.
fn site() -> (Site, Vec<Server>) {
    let folder = tempfile::tempdir().unwrap();
    let mut database = Database::new(folder.path());
    database.start();
    database.ready();
    let installation = Installation::with_settings(&database.url());
    let nodes = thread::scope(|scope| {
        let starting: Vec<_> = (0..3)
            .map(|_| scope.spawn(|| installation.terminal.serve()))
            .collect();
        starting
            .into_iter()
            .map(|node| node.join().unwrap().unwrap())
            .collect()
    });
    installation.hire();
    Officer::hire(&installation.terminal, "Elena Ccori", SUPERVISOR, &["supervisor"]);
    let site = Site {
        installation,
        database,
        _folder: folder,
    };
    (site, nodes)
}

impl Site {
    fn count(&self, what: &str) -> u64 {
        self.database
            .sql(&format!("SELECT count(*) FROM {what}"))
            .parse()
            .unwrap()
    }
}

#[test]
fn any_request_may_go_to_any_of_three_nodes() {
    let (site, nodes) = site();
    let [a, b, c] = [&nodes[0], &nodes[1], &nodes[2]].map(|node| node.address.as_str());
    let mut patient = Citizen::with_errand("patient@ejemplo.pe", "deadline");
    patient.apply(&[b]);

    // Begun on one, continued on another, sent from the third.
    let mut asks = Citizen::with_errand("asks@ejemplo.pe", "person");
    asks.to_check(&[a, b]);
    let case = reference(&asks.send(c));
    let mut rosa = Officer::log_in(a, OFFICER);
    rosa.claim(b, &case);
    rosa.approve(c, &case);
    assert_eq!(asks.browser.get(a, &format!("/a/{case}/permit.pdf")).status, 200);

    sent_twice_at_once(&site, [a, b, c]);
    tries_count_everywhere([a, b, c]);
    revoked_everywhere(&site, [a, b, c]);
    known_everywhere(&site, [a, b, c]);

    // Three workers, and each letter left once; three looked after the deadline, and it passed once.
    site.installation.wait_for_letters("patient@ejemplo.pe", 2);
    let letters = site.installation.letters();
    let mut ids: Vec<_> = letters.iter().map(|letter| &letter.id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), letters.len(), "a letter left twice");
    assert_eq!(site.count("outbox WHERE sent_at IS NULL"), 0);
    assert_eq!(site.count("outbox"), letters.len() as u64);
    let by_deadline = "events WHERE kind = 'approved' AND application =
        (SELECT id FROM applications WHERE email = 'patient@ejemplo.pe')";
    assert_eq!(site.count(by_deadline), 1);
    assert!(site.installation.terminal.chasqui(["audit"]).good);
    for node in nodes {
        let log = node.stop();
        assert!(errors(&log).is_empty(), "{log}");
    }
}

/// Two clicks that meet two nodes are one application.
fn sent_twice_at_once(site: &Site, [a, b, c]: [&str; 3]) {
    let mut typist = Citizen::with_errand("typist@ejemplo.pe", "rule");
    typist.to_check(&[c]);
    let (path, fields) = typist.sending(a);
    let click = |node: &str| typist.browser.clone().post(node, &path, &fields);
    let sent: Vec<Page> = thread::scope(|scope| {
        let clicks = [a, b, c, a].map(|node| scope.spawn(move || click(node)));
        clicks.map(|click| click.join().unwrap()).into()
    });
    let first = reference(&sent[0]);
    assert!(sent.iter().all(|page| reference(page) == first));
    assert_eq!(site.count("applications WHERE email = 'typist@ejemplo.pe'"), 1);
    assert_eq!(
        site.count(&format!(
            "permits WHERE application = (SELECT id FROM applications WHERE reference = '{first}')"
        )),
        1
    );
    site.installation.wait_for_letters("typist@ejemplo.pe", 1);
}

/// Ten wrong passwords in all, wherever they were tried.
fn tries_count_everywhere(nodes: [&str; 3]) {
    let mut stranger = Browser::new("es");
    let fields = [("email", "nobody@ejemplo.pe"), ("password", "guess")];
    let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let mut tried = (0..10).map(|n| stranger.post(nodes[n % 3], "/o/log-in", &fields));
    assert!(tried.all(|page| page.leads_to() == "/o/log-in"));
    for node in nodes {
        assert_eq!(Browser::new("es").post(node, "/o/log-in", &fields).status, 429);
    }
}

/// A permit that is revoked at one node is revoked on the list that another serves.
fn revoked_everywhere(site: &Site, [a, b, c]: [&str; 3]) {
    let mut holder = Citizen::with_errand("holder@ejemplo.pe", "rule");
    let reference = holder.apply(&[a]);
    let paper = site.installation.terminal.path("permit.pdf");
    let keys = site.installation.terminal.path("keys.json");
    let list = site.installation.terminal.path("list.cwt");
    let fetch = |browser: &mut Browser, node: &str, address: &str, file: &Path| {
        let page = browser.get(node, address);
        assert_eq!(page.status, 200, "{address}");
        std::fs::write(file, page.body).unwrap();
    };
    fetch(
        &mut holder.browser,
        c,
        &format!("/a/{reference}/permit.pdf"),
        &paper,
    );
    fetch(&mut holder.browser, c, "/.well-known/chasqui/keys.json", &keys);
    let mut verdict = || {
        fetch(&mut holder.browser, b, "/status/1", &list);
        let words = [
            "verify",
            "--keys",
            "keys.json",
            "--status",
            "list.cwt",
            "permit.pdf",
        ];
        site.installation.terminal.chasqui(words).out
    };
    assert!(verdict().starts_with("valid\n"), "{}", verdict());
    let number = site.database.sql(&format!(
        "SELECT number FROM permits WHERE application = (SELECT id FROM applications WHERE reference = '{reference}')"
    ));
    let mut elena = Officer::log_in(c, SUPERVISOR);
    elena.revoke(a, &number);
    until("the other node's list says so", || {
        verdict().starts_with("revoked\n").then_some(())
    });
    site.installation.wait_for_letters("holder@ejemplo.pe", 2);
}

/// A service that a fourth node publishes is known to the others without their starting anew.
fn known_everywhere(site: &Site, [a, b, c]: [&str; 3]) {
    let errand = site.installation.terminal.path("forms/errand.yaml");
    let source = std::fs::read_to_string(errand).unwrap();
    let other = source
        .replace("service: errand", "service: other")
        .replace("type: 7", "type: 8");
    std::fs::write(site.installation.terminal.path("forms/other.yaml"), &other).unwrap();
    let publisher = site.installation.terminal.serve().unwrap();
    // Who begins there may go on anywhere at once.
    let mut early = Citizen::with_errand_of(&other, "early@ejemplo.pe", "rule");
    let first = early.begin(&publisher.address);
    assert_eq!(early.fill(b, &first).status, 303);
    publisher.stop();
    for node in [a, b, c] {
        until("the new service is known", || {
            (Browser::new("es").get(node, "/s/other").status == 200).then_some(())
        });
    }
}

/// A letter that a node had in hand when it was killed leaves from another once the lease has run out.
#[test]
fn what_a_killed_node_had_in_hand_is_not_lost() {
    let (site, mut nodes) = site();
    let last = nodes.pop().unwrap();
    for node in nodes {
        node.stop();
    }
    site.installation.close_post(true);
    let mut holder = Citizen::with_errand("holder@ejemplo.pe", "rule");
    holder.apply(&[&last.address]);
    let leased = "outbox WHERE leased_until > now() AND sent_at IS NULL";
    until("the node has it in hand", || {
        (site.count(leased) == 1).then_some(())
    });
    last.kill();
    site.installation.close_post(false);
    let next = site.installation.terminal.serve().unwrap();
    // Five minutes pass.
    site.database.sql("UPDATE outbox SET leased_until = now()");
    site.installation.wait_for_letters("holder@ejemplo.pe", 1);
    until("it is known to have left", || {
        (site.count(leased) == 0).then_some(())
    });
    assert_eq!(site.installation.letters().len(), 1);
    next.stop();
}
