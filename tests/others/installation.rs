//! A server as an administrator runs it, with two permits on paper, one of which was revoked.

use std::{fs, net::TcpListener, process::Command, process::Stdio};

use jiff::{SignedDuration, Timestamp};
use journeys::{
    browser::{Browser, Page},
    citizen::Citizen,
    office::Officer,
    program::{Terminal, shipped},
    server::Server,
    wait::until,
};
use permit::{
    KeySet, SigningKey,
    key::{Fingerprint, SignedKeySet},
};

const SUPERVISOR: &str = "elena@ejemplo.pe";

pub(crate) struct Installation {
    terminal: Terminal,
    server: Server,
}

impl Installation {
    /// Everything that the tests in other languages need, told in `installation.json`.
    pub(crate) fn settle() -> Self {
        let installation = Self::open();
        let node = installation.server.address.clone();
        let valid = installation.permit("holder");
        let revoked = installation.permit("loser");
        let mut supervisor = Officer::log_in(&node, SUPERVISOR);
        supervisor.revoke(&node, &revoked.number);
        for file in ["keys.json", "list.cwt"] {
            fs::write(installation.terminal.path(file), "").unwrap();
        }
        until("its list says that it is revoked", || {
            (installation.verdict(&revoked.code) == "revoked").then_some(())
        });
        assert_eq!(installation.verdict(&valid.code), "valid");
        installation.tell(&valid, &revoked);
        installation
    }

    /// Where all is told.
    pub(crate) fn told(&self) -> String {
        self.terminal.path("installation.json").display().to_string()
    }

    fn open() -> Self {
        // Whoever prints an address into permits must know it before it serves.
        let listen = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .to_string();
        let terminal = Terminal::new();
        let path = |name| terminal.path(name).display().to_string();
        Citizen::publish_errand(&terminal.path("forms"));
        let (keys, services) = (path("keys"), path("forms"));
        let database = format!("sqlite://{}", path("chasqui.db"));
        let terminal = terminal
            .with("CHASQUI_DATABASE_URL", database)
            .with("CHASQUI_BASE_URL", format!("http://{listen}"))
            .with("CHASQUI_KEYS", keys)
            .with("CHASQUI_SERVICES", services);
        for purpose in ["permit", "status"] {
            assert!(terminal.chasqui(["keys", "create", purpose]).good);
        }
        Officer::hire(&terminal, "Elena Ccori", SUPERVISOR, &["supervisor"]);
        let server = terminal.serve_unheard(&listen, Stdio::null());
        until("it serves", || {
            Browser::new("es")
                .try_get(&server.address, "/healthz")
                .ok()
                .map(drop)
        });
        Self { terminal, server }
    }

    /// Somebody applies, a rule approves, and the code is read off the paper by a program that is not ours.
    fn permit(&self, whose: &str) -> Paper {
        let node = &*self.server.address;
        let mut citizen = Citizen::with_errand(&format!("{whose}@ejemplo.pe"), "rule");
        let reference = citizen.apply(&[node]);
        let status = citizen.browser.get(node, &format!("/a/{reference}"));
        let paper = citizen.browser.get(node, &format!("/a/{reference}/permit.pdf"));
        let file = format!("{whose}.pdf");
        fs::write(self.terminal.path(&file), &paper.body).unwrap();
        let read = "pdftoppm -png -r 200 -singlefile \"$0\" page && zbarimg --quiet --raw page.png";
        let read = Command::new("sh")
            .args(["-c", read, &file])
            .current_dir(self.terminal.path(""))
            .output()
            .unwrap();
        let code = String::from_utf8(read.stdout).unwrap().trim().to_owned();
        assert!(
            code.starts_with(node),
            "{code}{}",
            String::from_utf8_lossy(&read.stderr)
        );
        Paper {
            number: number(&status),
            code,
        }
    }

    /// What our own program says, with what is published now.
    fn verdict(&self, code: &str) -> String {
        for (file, path) in [
            ("keys.json", "/.well-known/chasqui/keys.json"),
            ("list.cwt", "/status/1"),
        ] {
            let got = Browser::new("es").get(&self.server.address, path);
            fs::write(self.terminal.path(file), got.body).unwrap();
        }
        let words = ["verify", "--keys", "keys.json", "--status", "list.cwt", code];
        let said = self.terminal.chasqui(words);
        said.out.lines().next().unwrap_or(&said.err).to_owned()
    }

    fn tell(&self, valid: &Paper, revoked: &Paper) {
        let stranger = Terminal::new();
        let previewed = stranger.chasqui(["preview", &shipped("transit-permit"), "--out", "."]);
        assert!(previewed.good, "{}", previewed.err);
        let foreign = fs::read_to_string(stranger.path("permit.txt")).unwrap();
        let (root, signed) = self.root_signed();
        let told = serde_json::json!({
            "issuer": self.server.address,
            "valid": valid.code,
            "revoked": revoked.code,
            "foreign": foreign.trim(),
            "keys_folder": self.terminal.path("keys"),
            "key_set": hex::encode(signed),
            "root": root,
        });
        fs::write(self.told(), told.to_string()).unwrap();
    }

    /// The server's keys as an off-line root signs them, and the root's fingerprint.
    fn root_signed(&self) -> (String, Vec<u8>) {
        let json = fs::read_to_string(self.terminal.path("keys.json")).unwrap();
        let keys = KeySet::from_json(&json).unwrap();
        let root = SigningKey::generate().unwrap();
        let now = now();
        let set = SignedKeySet {
            issuer: keys.issuer.unwrap(),
            address: keys.address.unwrap(),
            version: 7,
            issued_at: now,
            expires_at: now + SignedDuration::from_hours(24),
            root: root.public_key().clone(),
            roots: None,
            keys: keys.keys,
        };
        let fingerprint = Fingerprint::of(root.public_key()).to_string();
        (fingerprint, set.sign(&root).unwrap())
    }
}

struct Paper {
    number: String,
    code: String,
}

/// The permit's number on its holder's page.
fn number(page: &Page) -> String {
    let text = page.text();
    let after = text.split("<dd class=\"reference\">").last().unwrap_or_default();
    after.split('<').next().unwrap_or_default().trim().to_owned()
}

#[expect(
    clippy::disallowed_methods,
    reason = "the libraries that are tested ask the machine too"
)]
fn now() -> Timestamp {
    Timestamp::from_second(Timestamp::now().as_second()).unwrap()
}
