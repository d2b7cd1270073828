//! What the log tells of a request that was refused.

use axum::{extract::Request, http::StatusCode, response::Response};
use engine::peer;

use super::Cause;
use crate::{app::App, peer::Peer};

/// What the log may tell of a request besides its span, which says the method, the route and its name.
pub(crate) struct Asked {
    peer: peer::Peer,
}

impl Asked {
    pub(crate) fn of(app: &App, request: &Request) -> Self {
        let Peer(peer) = Peer::read(request.headers(), request.extensions(), app.site().behind_proxy);
        Self { peer }
    }

    /// Tells of the answer if it is a refusal, and of those of the minute before that had no line of their own.
    pub(crate) fn tell(&self, app: &App, answer: &Response) {
        let refusals = app.refusals();
        for (cause, refused) in refusals.counted(app.now()) {
            // It is about no request.
            tracing::warn!(parent: None, cause, refused, "as many more were refused");
        }
        let Some(cause) = cause(answer) else { return };
        let network = self.peer.network();
        if refusals.take(cause.name, &network) {
            tracing::warn!(
                cause = cause.name,
                limit = cause.limit,
                status = answer.status().as_u16(),
                network,
                "refused"
            );
        }
    }
}

/// Why an answer is a refusal, if it is one that the log should tell of.
fn cause(answer: &Response) -> Option<Cause> {
    let told = answer.extensions().get::<Cause>().cloned();
    match answer.status() {
        // A phone whose nonce is old asks again at once.
        StatusCode::UNAUTHORIZED if told.as_ref().is_some_and(|cause| cause.name == "nonce") => None,
        StatusCode::UNAUTHORIZED => Some(told.unwrap_or(Cause::named("not-logged-in"))),
        // A layer below answers so where a browser says that a form comes from another site.
        StatusCode::FORBIDDEN => Some(told.unwrap_or(Cause::named("foreign-origin"))),
        // There is no room, the database does not answer, or the request took too long.
        StatusCode::SERVICE_UNAVAILABLE => Some(told.unwrap_or(Cause::named("slow"))),
        // A form that its page shows again.
        StatusCode::SEE_OTHER => told,
        StatusCode::TOO_MANY_REQUESTS => Some(told.unwrap_or(Cause::named("too-many"))),
        _ => None,
    }
}
