//! "Next case": the oldest that waits for this person and that nobody else has.

use axum::{extract::State, response::Redirect};
use forms::ServiceId;
use review::Command;
use store::Case;

use super::{
    hand::{Hand, address},
    scopes,
};
use crate::{
    app::App,
    authorise::{Action, Scope, Visitor, authorise},
    error::WebError,
    form::Form,
};

/// Among so many of the oldest there is one that is free, unless the rest are this person's to leave alone.
const CANDIDATES: u32 = 200;

/// `POST /o/next`
pub(crate) async fn take(State(app): State<App>, visitor: Visitor, form: Form) -> Result<Redirect, WebError> {
    let service = form.first("service").map(ServiceId::new);
    let next = claim(&app, &visitor, service.as_ref()).await?;
    Ok(Redirect::to(&next.map_or_else(
        || "/o?notice=empty".to_owned(),
        |case| address(&case),
    )))
}

/// Where to go after something was done with a case: on to the next, or back to the queue.
pub(crate) async fn after(
    app: &App,
    visitor: &Visitor,
    form: &Form,
    done: &Case,
) -> Result<Redirect, WebError> {
    let reference = done.reference;
    if form.first("then") != Some("next") {
        return Ok(Redirect::to(&format!("/o?notice=done&case={reference}")));
    }
    let next = claim(app, visitor, None).await?;
    Ok(Redirect::to(&match next {
        Some(case) => format!("{}?notice=done&case={reference}", address(&case)),
        None => format!("/o?notice=last&case={reference}"),
    }))
}

/// Claims the first that lets itself be claimed. A colleague may be faster, and a case may want other eyes: then the
/// next one.
async fn claim(app: &App, visitor: &Visitor, service: Option<&ServiceId>) -> Result<Option<Case>, WebError> {
    let person = visitor.person().ok_or(WebError::Forbidden)?;
    let scopes = service.map_or_else(
        || scopes::turn(person),
        |service| scopes::turn_in(person, service),
    );
    for id in app.store.claim_candidates(&scopes, CANDIDATES).await? {
        let case = app.store.case(id).await?;
        if authorise(visitor, Action::Claim, &Scope::of(&case.application)).is_err() {
            continue;
        }
        let Ok(hand) = Hand::of(visitor, case) else {
            continue;
        };
        match hand.act(app, Command::Claim).await {
            Ok(case) => return Ok(Some(case)),
            Err(error) if error.is_settled_by_another() => {}
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}
