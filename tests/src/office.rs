//! An officer at work.

use crate::{
    browser::{Browser, Page, until_served},
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
    pub fn claim(&mut self, node: &str, reference: &str) {
        self.press(node, &of_case(reference, "claim"));
    }

    /// Asks once to take a case; what came back.
    pub fn try_claim(&mut self, node: &str, reference: &str) -> Page {
        let button = of_case(reference, "claim");
        let shown = self.browser.get(node, &button.page);
        self.send(node, &button, &shown)
    }

    /// Approves a case at a node.
    pub fn approve(&mut self, node: &str, reference: &str) {
        self.press(node, &of_case(reference, "decide"));
    }

    /// Revokes a permit at a node, for a reason.
    pub fn revoke(&mut self, node: &str, number: &str) {
        let permit = format!("/o/permits/{number}");
        let button = Button {
            action: format!("{permit}/status"),
            page: permit,
            typed: &[("change", "revoke"), ("reason", "Se perdió")],
        };
        self.press(node, &button);
    }

    /// Presses a button until it is done. Who was told to try again later opens the page again, since nobody knew whether
    /// it was done: if it was, the button is there no more.
    #[track_caller]
    fn press(&mut self, node: &str, button: &Button) {
        let (mut pressed, mut was_done) = (false, false);
        let page = until_served(|| {
            let shown = self.browser.get(node, &button.page);
            was_done = pressed && !shown.text().contains(&button.form());
            if was_done {
                return shown;
            }
            pressed = true;
            self.send(node, button, &shown)
        });
        assert!(was_done || page.status == 303, "{}: {}", page.status, page.text());
    }

    fn send(&mut self, node: &str, button: &Button, shown: &Page) -> Page {
        let mut fields = shown.hidden(&button.form());
        let typed = button.typed.iter();
        fields.extend(typed.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        self.browser
            .try_post(node, &button.action, &fields)
            .expect("it answers")
    }
}

/// A button on a page.
struct Button {
    page: String,
    /// Where its form goes.
    action: String,
    /// What is typed into the form.
    typed: &'static [(&'static str, &'static str)],
}

impl Button {
    fn form(&self) -> String {
        format!("<form method=\"post\" action=\"{}\"", self.action)
    }
}

fn of_case(reference: &str, what: &str) -> Button {
    let page = format!("/o/cases/{reference}");
    Button {
        action: format!("{page}/{what}"),
        page,
        typed: &[],
    }
}
