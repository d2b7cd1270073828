//! People who were there before their server's disk failed, what they see while it does, and what they have
//! afterwards.

use std::time::Instant;

use journeys::{
    browser::{Browser, Page},
    citizen::{Citizen, reference},
    office::Officer,
    post_office::{Letter, PostOffice},
    program::Terminal,
    server::Server,
    wait::until,
};

/// What no citizen understands, and what tells strangers how we are built.
const INTERNAL: [&str; 9] = [
    "sqlite",
    "postgres",
    "sql",
    "disk",
    "disco",
    "database",
    "base de datos",
    "/tmp/",
    "errno",
];
/// Who decides.
pub(crate) const OFFICER: &str = "rosa@ejemplo.pe";

pub(crate) struct Installation {
    pub(crate) terminal: Terminal,
    post: PostOffice,
}

/// Everybody, with what they are about to do.
pub(crate) struct People {
    /// Has a permit.
    holder: Citizen,
    permit: String,
    /// Waits for a deadline.
    patient: Citizen,
    /// Has answered everything and not sent it yet.
    typist: Citizen,
    unsent: (String, Vec<(String, String)>),
    officer: Officer,
    /// The case that she has before her.
    case: String,
    asks: Citizen,
}

impl Installation {
    /// A server's settings and folder; its database is what this address says.
    pub(crate) fn with_database(url: &str) -> Self {
        let installation = Self::with_settings(url);
        installation.hire();
        installation
    }

    /// The same before anybody has opened the database.
    pub(crate) fn with_settings(url: &str) -> Self {
        let post = PostOffice::open();
        let terminal = Terminal::new();
        let path = |name| terminal.path(name).display().to_string();
        Citizen::publish_errand(&terminal.path("forms"));
        let (keys, services) = (path("keys"), path("forms"));
        let terminal = terminal
            .with("CHASQUI_DATABASE_URL", url)
            .with("CHASQUI_BASE_URL", "http://permisos.example")
            .with("CHASQUI_SMTP_URL", post.url())
            .with("CHASQUI_KEYS", keys)
            .with("CHASQUI_SERVICES", services);
        for purpose in ["permit", "status"] {
            assert!(terminal.chasqui(["keys", "create", purpose]).good);
        }
        Self { terminal, post }
    }

    /// Writes the officer into the database.
    pub(crate) fn hire(&self) {
        Officer::hire(&self.terminal, "Rosa Mamani", OFFICER, &["officer"]);
    }

    /// Everybody comes.
    pub(crate) fn settle(&self, server: &Server) -> People {
        let node = [server.address.as_str()];
        let mut holder = Citizen::with_errand("holder@ejemplo.pe", "rule");
        let permit = holder.apply(&node);
        self.wait_for_letters("holder@ejemplo.pe", 1);
        let mut asks = Citizen::with_errand("asks@ejemplo.pe", "person");
        let case = asks.apply(&node);
        let mut typist = Citizen::with_errand("typist@ejemplo.pe", "rule");
        typist.to_check(&node);
        let unsent = typist.sending(node[0]);
        let mut patient = Citizen::with_errand("patient@ejemplo.pe", "deadline");
        patient.apply(&node);
        self.wait_for_letters("patient@ejemplo.pe", 1);
        self.wait_for_letters("asks@ejemplo.pe", 1);
        People {
            officer: Officer::log_in(node[0], OFFICER),
            holder,
            permit,
            patient,
            typist,
            unsent,
            case,
            asks,
        }
    }

    /// Nothing can be written: everybody is told so plainly, what can be read can be read, and the server lives on
    /// past a deadline that it cannot keep.
    pub(crate) fn endure(&self, server: &mut Server, people: &mut People) {
        people.see_it_fail(server);
        // The workers try, fail and try again; the deadline passes meanwhile.
        server.says("a worker's round failed what=\"timers\"");
        people.are_told(&server.address);
        assert!(self.post.letters_to("patient@ejemplo.pe").len() == 1);
        assert!(server.is_alive());
    }

    /// It can be written again, and nobody touches the server.
    pub(crate) fn recover(&self, server: &Server, people: &mut People) {
        let begun = Instant::now();
        let node = server.address.as_str();
        let mut anybody = Browser::new("es");
        until("it is ready", || {
            (once(&mut anybody, node, "/readyz").status == 200).then_some(())
        });
        eprintln!("ready again after {:?}", begun.elapsed());
        let (path, fields) = &people.unsent;
        let mut second_click = people.typist.browser.clone();
        let sent = people.typist.browser.post(node, path, fields);
        let again = second_click.post(node, path, fields);
        assert_eq!(reference(&sent), reference(&again));
        people.officer.claim(node, &people.case);
        people.officer.approve(node, &people.case);
        self.wait_for_letters("typist@ejemplo.pe", 1);
        self.wait_for_letters("asks@ejemplo.pe", 2);
        // The deadline's permit, at the latest a minute after the application.
        self.wait_for_letters("patient@ejemplo.pe", 2);
    }

    /// Waits until so many letters have come to an address.
    pub(crate) fn wait_for_letters(&self, address: &str, count: usize) {
        until(&format!("{count} letters to {address}"), || {
            (self.post.letters_to(address).len() >= count).then_some(())
        });
    }

    /// Every letter that has come.
    pub(crate) fn letters(&self) -> Vec<Letter> {
        self.post.letters()
    }

    /// Closes or opens the post office.
    pub(crate) fn close_post(&self, closed: bool) {
        self.post.close(closed);
    }

    /// Every chain holds, every letter came once, and the log names nobody.
    pub(crate) fn is_sound(&self, log: &str, people: &People) {
        let said = self.terminal.chasqui(["audit"]);
        assert!(said.good, "{}{}", said.out, said.err);
        let letters = self.post.letters();
        assert_eq!(letters.len(), 6, "{letters:?}");
        for citizen in [&people.holder, &people.patient, &people.typist, &people.asks] {
            // Names, numbers, addresses of mail: not the short codes of a choice.
            let personal = citizen.raw().into_iter().filter(|(name, _)| name != "decided");
            for (name, value) in personal.filter(|(_, value)| value.len() > 6) {
                assert!(!log.contains(&value), "the log tells the {name}: {log}");
            }
        }
        for reference in [&people.permit, &people.case] {
            assert!(!log.contains(reference.as_str()), "the log tells {reference}");
        }
    }
}

impl People {
    /// What everybody sees at once.
    pub(crate) fn see_it_fail(&mut self, server: &mut Server) {
        self.are_told(&server.address);
        let claimed = self.officer.try_claim(&server.address, &self.case);
        is_plain(&claimed, "No podemos atenderte", "no se perdió");
        self.read_on(&server.address);
        assert!(server.is_alive());
    }

    /// The last seconds of typing do not wait for the disk: a machine that fails may lose them.
    pub(crate) fn type_again(&mut self, node: &str) {
        self.typist.to_check(&[node]);
        self.unsent = self.typist.sending(node);
    }

    /// Everybody who would change something is told plainly that it cannot be done now.
    pub(crate) fn are_told(&mut self, node: &str) {
        let (path, fields) = &self.unsent;
        let sent = self.typist.browser.try_post(node, path, fields).unwrap();
        is_plain(&sent, "No podemos atenderte", "no se perdió");
        assert!(sent.text().contains("no se enviará dos veces"));
        assert!(sent.text().contains("/s/errand/apply/check"), "the way back");
        let begun = Browser::new("en").try_post(node, "/s/errand/apply", &[]).unwrap();
        is_plain(&begun, "We cannot serve you", "is not lost");
        let ready = once(&mut Browser::new("es"), node, "/readyz");
        assert_eq!(ready.status, 503);
        assert_eq!(Browser::new("es").get(node, "/healthz").status, 200);
    }

    /// What was typed can be read, and waits to be sent.
    pub(crate) fn find_their_draft(&mut self, server: &Server) {
        opens(&mut self.typist.browser, &server.address, "/s/errand/apply/check");
    }

    fn read_on(&mut self, node: &str) {
        let own = format!("/a/{}", self.permit);
        let public = [
            "/",
            "/s/errand",
            "/.well-known/chasqui/keys.json",
            "/status",
            "/status/1",
        ];
        let pages = [own.as_str()].into_iter().chain(public);
        pages.for_each(|path| opens(&mut self.holder.browser, node, path));
        opens(&mut self.officer.browser, node, "/o");
        opens(
            &mut self.officer.browser,
            node,
            &format!("/o/cases/{}", self.case),
        );
        let paper = self.holder.browser.get(node, &format!("{own}/permit.pdf"));
        assert!(paper.status == 200 && paper.body.starts_with(b"%PDF"));
    }
}

/// Asks once, and takes what comes.
fn once(browser: &mut Browser, node: &str, path: &str) -> Page {
    browser.try_get(node, path).unwrap()
}

fn opens(browser: &mut Browser, node: &str, path: &str) {
    let page = browser.get(node, path);
    assert_eq!(page.status, 200, "{path}: {}", page.text());
}

/// An answer for people: when to come back, in their language, and nothing of ours.
fn is_plain(page: &Page, title: &str, body: &str) {
    let text = page.text();
    assert_eq!(page.status, 503, "{text}");
    assert!(page.retry_after.is_some_and(|seconds| seconds > 0));
    assert!(text.contains(title) && text.contains(body), "{text}");
    let small = text.to_lowercase();
    let told: Vec<_> = INTERNAL.iter().filter(|word| small.contains(**word)).collect();
    assert!(told.is_empty(), "it tells of {told:?}: {text}");
}
