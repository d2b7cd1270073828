//! An officer at work.

use crate::{
    browser::{Browser, Page},
    program::Terminal,
};

/// The password of every officer here.
const PASSWORD: &str = "tres-llamas-y-un-charango";

/// An officer with a browser.
pub struct Officer {
    /// Their browser.
    pub browser: Browser,
}

impl Officer {
    /// Writes a person into the server's database, as the administrator does.
    pub fn hire(terminal: &Terminal, name: &str, email: &str, grants: &[&str]) {
        let mut words = vec!["people", "add", "--name", name, "--email", email];
        words.extend(grants.iter().flat_map(|grant| ["--grant", grant]));
        let said = terminal.chasqui_asked(words, PASSWORD);
        assert!(said.good, "{}", said.err);
    }

    /// Logs in at a node.
    pub fn log_in(node: &str, email: &str) -> Self {
        let mut browser = Browser::new("es");
        let fields = [("email", email), ("password", PASSWORD)];
        let page = browser.post(
            node,
            "/o/log-in",
            &fields.map(|(n, v)| (n.to_owned(), v.to_owned())),
        );
        assert_eq!(page.status, 303, "{}", page.text());
        Self { browser }
    }

    /// Takes a case at a node.
    pub fn claim(&mut self, node: &str, reference: &str) -> Page {
        self.press(node, reference, "claim")
    }

    /// Approves a case at a node.
    pub fn approve(&mut self, node: &str, reference: &str) -> Page {
        self.press(node, reference, "decide")
    }

    /// Revokes a permit at a node, for a reason.
    pub fn revoke(&mut self, node: &str, number: &str) -> Page {
        let permit = format!("/o/permits/{number}");
        let shown = self.browser.get(node, &permit);
        let path = format!("{permit}/status");
        let mut fields = shown.hidden(&format!("<form method=\"post\" action=\"{path}\""));
        for (name, value) in [("change", "revoke"), ("reason", "Se perdió")] {
            fields.push((name.to_owned(), value.to_owned()));
        }
        self.browser.post(node, &path, &fields)
    }

    fn press(&mut self, node: &str, reference: &str, what: &str) -> Page {
        let case = self.browser.get(node, &format!("/o/cases/{reference}"));
        let path = format!("/o/cases/{reference}/{what}");
        let fields = case.hidden(&format!("<form method=\"post\" action=\"{path}\""));
        self.browser.post(node, &path, &fields)
    }
}
