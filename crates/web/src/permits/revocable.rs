//! What a mass revocation would revoke: to be read before it is asked for, or confirmed.

use askama::Template;
use axum::{
    extract::State,
    response::{Html, Response},
};
use engine::{error::Error, permits::many::RevokedBy};

use super::{
    permit_list::{self, Listed, ON_A_PAGE, PermitList},
    revocation::describe,
    which::{self, LIST},
};
use crate::{
    app::App,
    error::WebError,
    form::{Form, Query},
    gate::By,
    officers::names::Names,
    page::Page,
};

fn read(app: &App, query: &Form) -> Result<RevokedBy, Error> {
    which::read(app, query).map_err(|_| Error::NotFound)
}

/// `GET /o/permits/revoke-all/list`
pub(crate) async fn show(
    State(app): State<App>,
    By(caller): By,
    Query(query): Query,
    page: Page,
) -> Result<Html<String>, WebError> {
    let which = read(&app, &query)?;
    let after = query.first("after").and_then(|number| number.parse().ok());
    let permits = app.revocable(&caller, &which, after.as_ref(), ON_A_PAGE).await?;
    let typed = which::query(&app, &which);
    let is_full = permits.len() == usize::try_from(ON_A_PAGE).unwrap_or(usize::MAX);
    let last = permits.last().filter(|_| is_full);
    let listed = Listed {
        title: "permits-list-before",
        what: describe(&app, &page, &Names::load(&app).await?, &which),
        csv: format!("{LIST}.csv?{typed}"),
        next: last.map(|permit| format!("{LIST}?{typed}&after={}", permit.number)),
        back: "/o/permits/revoke-all".into(),
    };
    Ok(Html(PermitList::new(&app, page, listed, &permits).render()?))
}

/// `GET /o/permits/revoke-all/list.csv`
pub(crate) async fn csv(
    State(app): State<App>,
    By(caller): By,
    Query(query): Query,
) -> Result<Response, WebError> {
    let which = read(&app, &query)?;
    // Asked before the first line leaves: whoever may not read it is told so.
    app.count_revocable(&caller, &which).await?;
    Ok(permit_list::csv("to-revoke", move |after, limit| {
        let (app, caller, which) = (app.clone(), caller.clone(), which.clone());
        async move {
            let permits = app.revocable(&caller, &which, after.as_ref(), limit).await?;
            let last = permits.last().map(|permit| permit.number);
            Ok((permits, last))
        }
    }))
}
