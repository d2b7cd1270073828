//! An officer at work.

use crate::{
    browser::{Browser, Page, until_served},
    program::Terminal,
};

/// The password of every officer here.
pub const PASSWORD: &str = "tres-llamas-y-un-charango";

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
        self.on_case(node, reference, "claim", &[]);
    }

    /// Asks once to take a case; what came back.
    pub fn try_claim(&mut self, node: &str, reference: &str) -> Page {
        let button = Button::of_case(reference, "claim", &[]);
        let shown = self.browser.get(node, &button.page);
        self.send(node, &button, &shown)
    }

    /// Approves a case at a node.
    pub fn approve(&mut self, node: &str, reference: &str) {
        self.on_case(node, reference, "decide", &[]);
    }

    /// Revokes a permit at a node, for a reason.
    pub fn revoke(&mut self, node: &str, number: &str) {
        self.change_permit(node, number, "revoke", "Se perdió");
    }

    /// Does one of the things that a case's page offers: `claim`, `decide`, `ask`, `assign` …
    #[track_caller]
    pub fn on_case(&mut self, node: &str, reference: &str, what: &str, typed: &[(&str, &str)]) {
        self.press(node, &Button::of_case(reference, what, typed));
    }

    /// Changes a permit for a reason: `suspend`, `reinstate`, `revoke`.
    #[track_caller]
    pub fn change_permit(&mut self, node: &str, number: &str, change: &str, reason: &str) {
        let permit = format!("/o/permits/{number}");
        let action = format!("{permit}/status");
        self.press(
            node,
            &Button::to(permit, action, &[("change", change), ("reason", reason)]),
        );
    }

    /// Sends the first form of a page that does not say where it goes; what came back.
    pub fn fill_in(&mut self, node: &str, page: &str, typed: &[(&str, &str)]) -> Page {
        let shown = self.browser.get(node, page);
        let button = Button {
            form: "<form method=\"post\" novalidate".to_owned(),
            ..Button::to(page.to_owned(), page.to_owned(), typed)
        };
        self.send(node, &button, &shown)
    }

    /// Sends a page's form that goes to this address; what came back.
    pub fn send_form(&mut self, node: &str, page: &str, action: &str, typed: &[(&str, &str)]) -> Page {
        let shown = self.browser.get(node, page);
        self.send(
            node,
            &Button::to(page.to_owned(), action.to_owned(), typed),
            &shown,
        )
    }

    /// Presses a button until it is done. Who was told to try again later opens the page again, since nobody knew whether
    /// it was done: if it was, the button is there no more.
    #[track_caller]
    fn press(&mut self, node: &str, button: &Button) {
        let (mut pressed, mut was_done) = (false, false);
        let page = until_served(|| {
            let shown = self.browser.get(node, &button.page);
            was_done = pressed && !shown.text().contains(&button.form);
            if was_done {
                return shown;
            }
            pressed = true;
            self.send(node, button, &shown)
        });
        assert!(was_done || page.status == 303, "{}: {}", page.status, page.text());
    }

    /// What is typed goes in the place of what the form would send by itself.
    fn send(&mut self, node: &str, button: &Button, shown: &Page) -> Page {
        let typed = &button.typed;
        let mut fields = shown.hidden(&button.form);
        fields.retain(|(hidden, _)| typed.iter().all(|(name, _)| name != hidden));
        fields.extend(typed.iter().cloned());
        self.browser
            .try_post(node, &button.action, &fields)
            .expect("it answers")
    }
}

/// A button on a page.
struct Button {
    page: String,
    /// How its form begins.
    form: String,
    /// Where its form goes.
    action: String,
    /// What is typed into the form.
    typed: Vec<(String, String)>,
}

impl Button {
    fn to(page: String, action: String, typed: &[(&str, &str)]) -> Self {
        let typed = typed.iter();
        Self {
            page,
            form: format!("<form method=\"post\" action=\"{action}\""),
            action,
            typed: typed
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
        }
    }

    fn of_case(reference: &str, what: &str, typed: &[(&str, &str)]) -> Self {
        let page = format!("/o/cases/{reference}");
        let action = format!("{page}/{what}");
        Self::to(page, action, typed)
    }
}
