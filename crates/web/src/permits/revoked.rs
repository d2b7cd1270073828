//! What a mass revocation has revoked.

use askama::Template;
use axum::{
    extract::State,
    response::{Html, Response},
};
use engine::permits::many::{Instruction, JobId};

use super::{
    permit_list::{self, Listed, ON_A_PAGE, PermitList},
    revocation::{self, describe},
};
use crate::{
    app::App, error::WebError, form::Query, gate::By, officers::names::Names, page::Page, path::Path,
};

/// `GET /o/permits/revoke-all/{job}/list`
pub(crate) async fn show(
    State(app): State<App>,
    By(caller): By,
    Path(id): Path<JobId>,
    Query(query): Query,
    page: Page,
) -> Result<Html<String>, WebError> {
    let job = app.revocation(&caller, id).await?;
    let after = query.first("after").and_then(|number| number.parse().ok());
    let (permits, last) = app.revoked_by(&caller, &job, after.as_ref(), ON_A_PAGE).await?;
    let back = revocation::address(job.id);
    let what = match job.instruction.known() {
        Some(Instruction::RevokePermits { which, .. }) => {
            describe(&app, &page, &Names::load(&app).await?, which)
        }
        _ => String::new(),
    };
    let listed = Listed {
        title: "permits-list-after",
        what,
        csv: format!("{back}/list.csv"),
        next: last.map(|number| format!("{back}/list?after={number}")),
        back,
    };
    Ok(Html(PermitList::new(&app, page, listed, &permits).render()?))
}

/// `GET /o/permits/revoke-all/{job}/list.csv`
pub(crate) async fn csv(
    State(app): State<App>,
    By(caller): By,
    Path(id): Path<JobId>,
) -> Result<Response, WebError> {
    let job = app.revocation(&caller, id).await?;
    // Asked before the first line leaves: of what was only asked for there is no such list.
    app.revoked_by(&caller, &job, None, 1).await?;
    Ok(permit_list::csv("revoked", move |after, limit| {
        let (app, caller, job) = (app.clone(), caller.clone(), job.clone());
        async move { Ok(app.revoked_by(&caller, &job, after.as_ref(), limit).await?) }
    }))
}
