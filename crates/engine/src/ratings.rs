//! What applicants thought of a service.

use forms::ServiceId;
use jiff::SignedDuration;

use crate::{
    authorise::{Action, Caller, Scope, authorise},
    engine::Engine,
    error::Error,
};

pub use store::{Comment, Scores};

/// How far back ratings count, and how many comments are shown.
pub(crate) const SINCE: SignedDuration = SignedDuration::from_hours(24 * 30);
const COMMENTS: u32 = 10;

impl Engine {
    /// A service's ratings of the last thirty days, with the latest comments.
    pub async fn ratings(&self, caller: &Caller, service: &ServiceId) -> Result<Scores, Error> {
        let scope = Scope::Service(service.clone());
        authorise(caller, Action::SeeFigures, &scope).map_err(|_| Error::Forbidden)?;
        Ok(self.store.scores(service, self.now() - SINCE, COMMENTS).await?)
    }
}
