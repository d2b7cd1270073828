//! `keys`: a ceremony with an off-line root, and the hour after a signing key fell into wrong hands, with a real server, real
//! letters and the papers that came with them.

use std::fs;

use journeys::{
    browser::Browser,
    citizen::Citizen,
    post_office::PostOffice,
    program::{Said, Terminal},
    server::Server,
    wait::until,
};

const CITIZEN: &str = "ana@ejemplo.pe";

/// A ministry: a server, and a machine without a network that holds the root.
struct Ministry {
    server: Terminal,
    offline: Terminal,
    post: PostOffice,
    fingerprint: String,
}

/// What stands behind a word.
fn after<'a>(text: &'a str, word: &str) -> &'a str {
    let behind = text.split(word).nth(1).unwrap_or_default();
    behind.split_whitespace().next().unwrap_or_default()
}

impl Ministry {
    fn new() -> Self {
        let offline = Terminal::new();
        let created = offline
            .chasqui(["keys", "root", "create", "--out", "root"])
            .done();
        let fingerprint = after(&created, "CHASQUI_ROOT=").to_owned();
        let post = PostOffice::open();
        let server = Terminal::new();
        Citizen::publish_errand(&server.path("forms"));
        let server = server
            .with("CHASQUI_BASE_URL", "https://permisos.example")
            .with("CHASQUI_SMTP_URL", post.url())
            .with("CHASQUI_ROOT", &*fingerprint);
        Self {
            server,
            offline,
            post,
            fingerprint,
        }
    }

    /// The request goes to the root's machine, and is signed under this name.
    fn signs(&self, set: &str) -> String {
        let requested = self
            .server
            .chasqui(["keys", "request", "--out", "request.json"])
            .done();
        fs::copy(
            self.server.path("request.json"),
            self.offline.path("request.json"),
        )
        .unwrap();
        let words = [
            "keys",
            "root",
            "sign",
            "request.json",
            "--root",
            "root",
            "--out",
            set,
        ];
        let signed = self.offline.chasqui_asked(words, "yes").done();
        let code = requested
            .split("read out: ")
            .nth(1)
            .unwrap()
            .lines()
            .next()
            .unwrap();
        assert!(
            signed.contains(&format!("Code of the request: {code}")),
            "{signed}"
        );
        fs::copy(self.offline.path(set), self.server.path(set)).unwrap();
        signed
    }

    fn installs(&self, set: &str) -> Said {
        self.server.chasqui(["keys", "install", set])
    }

    /// The newest paper that came by mail, as a file; how many letters there are by then.
    fn paper(&self, letters: usize, file: &str) {
        let paper = until("the letter comes", || {
            let come = self.post.letters_to(CITIZEN);
            (come.len() == letters).then(|| come[letters - 1].pdf())
        });
        fs::write(self.server.path(file), paper).unwrap();
    }

    /// What a scanner that has just fetched everything says of a paper.
    fn verdict(&self, node: &Server, paper: &str) -> String {
        let mut anybody = Browser::new("es");
        let mut fetch = |path: &str, file: &str| {
            let page = anybody.get(&node.address, path);
            assert_eq!(page.status, 200, "{path}");
            fs::write(self.server.path(file), page.body).unwrap();
        };
        fetch("/.well-known/chasqui/keys.cose", "fetched.cose");
        fetch("/status", "index.json");
        let index = fs::read_to_string(self.server.path("index.json")).unwrap();
        let index: serde_json::Value = serde_json::from_str(&index).unwrap();
        let list = &index["lists"][0]["list"];
        fetch(&format!("/status/{list}"), "list.cwt");
        let words = ["verify", "--keys", "fetched.cose", "--status", "list.cwt", paper];
        let said = self.server.chasqui(words);
        said.out.lines().next().unwrap_or(&said.err).to_owned()
    }

    /// The key that signs permits.
    fn permit_key(&self) -> String {
        let listed = self.server.chasqui(["keys", "list"]).done();
        let line = listed
            .lines()
            .find(|line| line.contains("  permit  ") && line.ends_with("in use"));
        let kid = line.and_then(|line| line.split_whitespace().next());
        kid.unwrap_or_else(|| panic!("no permit key: {listed}"))
            .to_owned()
    }

    fn audited(&self) {
        assert!(self.server.chasqui(["audit"]).done().contains(" 0 faults"));
    }
}

#[test]
fn a_ceremony_a_compromise_and_the_papers_that_come_after_it() {
    let ministry = Ministry::new();
    let refusal = ministry.server.serve().err().unwrap();
    assert!(refusal.contains("no key set is installed"), "{refusal}");

    let signed = ministry.signs("keys-1.cose");
    assert_eq!(signed.matches("+ add").count(), 2, "{signed}");
    ministry.installs("keys-1.cose").done();
    let node = ministry.server.serve().unwrap();
    Citizen::with_errand(CITIZEN, "rule").apply(&[&node.address]);
    ministry.paper(1, "old.pdf");
    assert_eq!(ministry.verdict(&node, "old.pdf"), "valid");

    let kid = ministry.permit_key();
    let asked = ministry.server.chasqui_asked(["keys", "void", &kid], "not yet");
    asked.refused("nothing was done");
    ministry.server.chasqui(["keys", "void", &kid, "--yes"]).done();
    ministry
        .server
        .chasqui(["keys", "resign"])
        .refused("there is no key to sign with");
    ministry
        .installs("keys-1.cose")
        .refused("still lists the voided key");
    ministry.server.chasqui(["keys", "create", "permit"]).done();
    let signed = ministry.signs("keys-2.cose");
    assert!(signed.contains(&format!("- take out {kid}")), "{signed}");
    ministry.installs("keys-2.cose").done();
    // While the server runs: it mails what another process puts into the outbox.
    let resigned = ministry.server.chasqui(["keys", "resign"]).done();
    assert!(resigned.starts_with("1 permits signed anew"), "{resigned}");
    ministry.paper(2, "new.pdf");
    let again = ministry.server.chasqui(["keys", "resign"]).done();
    assert!(again.starts_with("0 permits signed anew"), "{again}");
    ministry.audited();

    node.stop();
    let node = ministry.server.serve().unwrap();
    assert_eq!(ministry.verdict(&node, "new.pdf"), "valid");
    assert_eq!(ministry.verdict(&node, "old.pdf"), "unknown-issuer");
    assert_eq!(ministry.post.letters_to(CITIZEN).len(), 2, "nobody is told twice");
    node.stop();

    let old = ministry.installs("keys-1.cose");
    old.refused("there is no way back");
    fs::copy(
        ministry.server.path("keys-1.cose"),
        ministry.server.path("data/keys/keys.cose"),
    )
    .unwrap();
    let refusal = ministry.server.serve().err().unwrap();
    assert!(refusal.contains("there is no way back"), "{refusal}");
}

#[test]
fn a_server_starts_with_its_own_roots_set_alone() {
    let ministry = Ministry::new();
    ministry.signs("keys-1.cose");
    ministry.installs("keys-1.cose").done();

    let half = &ministry.fingerprint[..32];
    for (root, says) in [
        (half.to_owned(), "the setting root is wrong"),
        (half.repeat(2), "is signed by the root"),
    ] {
        let refused = ministry
            .server
            .command(["serve"])
            .env("CHASQUI_ROOT", root)
            .output();
        let said = Said::from(refused.unwrap());
        assert!(!said.good && said.err.contains(says), "{}", said.err);
    }

    let words = [
        "keys",
        "root",
        "sign",
        "request.json",
        "--root",
        "root",
        "--out",
        "short.cose",
    ];
    let short = [&words[..], &["--valid", "1s", "--yes"]].concat();
    ministry.offline.chasqui(short).done();
    fs::copy(
        ministry.offline.path("short.cose"),
        ministry.server.path("data/keys/keys.cose"),
    )
    .unwrap();
    until("the set has run out", || {
        let said = ministry.server.chasqui(["keys", "list"]);
        said.out.contains("ran out at").then_some(())
    });
    let refusal = ministry.server.serve().err().unwrap();
    assert!(refusal.contains("the key set ran out at"), "{refusal}");
}

#[test]
fn a_root_signs_only_what_those_in_the_room_agree_to() {
    let ministry = Ministry::new();
    ministry
        .server
        .chasqui(["keys", "request", "--out", "request.json"])
        .done();
    let request = fs::read_to_string(ministry.server.path("request.json")).unwrap();
    fs::write(ministry.offline.path("request.json"), &request).unwrap();
    let words = [
        "keys",
        "root",
        "sign",
        "request.json",
        "--root",
        "root",
        "--out",
        "keys.cose",
    ];
    ministry
        .offline
        .chasqui_asked(words, "no")
        .refused("nothing was done");
    assert!(!ministry.offline.path("keys.cose").exists());

    let leaked = request.replacen("\"kty\"", "\"d\": \"AA\", \"kty\"", 1);
    fs::write(ministry.offline.path("request.json"), leaked).unwrap();
    ministry.offline.chasqui(words).refused("is a private key");
    ministry
        .offline
        .chasqui(["keys", "root", "create", "--out", "root"])
        .refused("there is a root already");
    let shown = ministry
        .offline
        .chasqui(["keys", "root", "show", "--root", "root"])
        .done();
    assert!(shown.contains(&ministry.fingerprint), "{shown}");
}
