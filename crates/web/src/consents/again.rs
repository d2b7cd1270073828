//! Having whoever is to consent asked once more, by whoever applied.

use axum::{extract::State, response::Redirect};

use crate::{app::App, applications::own::Own, error::WebError, peer::Peer};

/// `POST /a/{reference}/consent`
pub(crate) async fn ask(State(app): State<App>, Peer(peer): Peer, own: Own) -> Result<Redirect, WebError> {
    let back = own.address();
    let asked = app.ask_consent_again(peer, own.0).await;
    asked.map_err(|error| WebError::from(error).with_link(&back))?;
    Ok(Redirect::to(&format!("{back}?asked=1")))
}
