//! The key to one's own application: in the mailed link, and in the browser that applied; and what goes with its forms.
//!
//! The key is an HMAC over the application's id, so nothing is kept and nothing can be guessed.

use permit::Reference;
use review::ApplicationId;
use store::{Submitted, if_there};
use uuid::Uuid;

use crate::{authorise::Caller, engine::Engine, error::Error, secret::Purpose};

/// The key of an application.
pub(crate) fn key(engine: &Engine, id: ApplicationId) -> String {
    engine.secret.code_text(Purpose::Access, &[id.0.as_bytes()])
}

/// The link that is mailed.
pub(crate) fn link(engine: &Engine, reference: Reference, id: ApplicationId) -> String {
    format!(
        "{}/a/{reference}?key={}",
        engine.settings.base_url,
        key(engine, id)
    )
}

impl Engine {
    /// What the key in a mailed link is worth: the `<id>.<key>` that a browser keeps. A wrong key and an unknown reference look
    /// alike.
    pub async fn access_by_link(&self, reference: &Reference, key: &str) -> Result<Option<String>, Error> {
        let case = if_there(self.store.case_by_reference(reference).await)?;
        let case = case.filter(|case| self.is_access_key(case.application.id, key));
        Ok(case.map(|case| self.access_token(case.application.id)))
    }

    /// What the browser that sent an application keeps.
    pub fn access_of(&self, submitted: &Submitted) -> String {
        self.access_token(submitted.id)
    }

    /// What a browser that may open an application keeps, so that its requests are recognised without asking the store:
    /// `<id>.<key>`.
    pub fn access_token(&self, id: ApplicationId) -> String {
        format!("{}.{}", id.0.simple(), key(self, id))
    }

    /// Whose a kept `<id>.<key>` is; a stranger's where the key is wrong.
    pub fn caller_by_access_token(&self, token: &str) -> Caller {
        let opens = || {
            let (id, key) = token.split_once('.')?;
            let id = ApplicationId(Uuid::parse_str(id).ok()?);
            self.is_access_key(id, key).then_some(id)
        };
        opens().map_or(Caller::stranger(), Caller::applicant)
    }

    fn is_access_key(&self, id: ApplicationId, key: &str) -> bool {
        self.secret.made(Purpose::Access, &[id.0.as_bytes()], key)
    }

    /// What goes with every form of whoever showed this proof (a session's token, an access key, a draft's secret), so that no
    /// other site can send one for them.
    pub fn form_token(&self, proof: &str) -> String {
        self.secret.code_text(Purpose::Form, &[proof.as_bytes()])
    }

    /// Whether a form's token is the one that goes with a proof.
    pub fn is_form_token(&self, proof: &str, token: &str) -> bool {
        self.secret.made(Purpose::Form, &[proof.as_bytes()], token)
    }
}
