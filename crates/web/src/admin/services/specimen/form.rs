//! The form of a specimen: the pages that citizens see, read as theirs are.

use axum::{
    extract::{Query, State},
    response::{IntoResponse as _, Redirect, Response},
};
use engine::error::Error;
use forms::{ContentHash, PageId};

use super::{leave, opened, told, walk};
use crate::{
    app::App,
    applications::{
        check::Checked,
        page::{Mode, Taken, View, onward},
        ready::ready,
    },
    error::WebError,
    form::Form,
    gate::By,
    language::Speaks,
    page::Page,
    path::Path,
    unsent::Unsent,
};

/// `GET /admin/services/{service}/specimen/{version}/form/{page}`
pub(crate) async fn show(
    State(app): State<App>,
    By(caller): By,
    Path((service, version, id)): Path<(String, ContentHash, PageId)>,
    Query(mode): Query<Mode>,
    unsent: Unsent,
    page: Page,
) -> Result<Response, WebError> {
    let specimen = opened(&app, &caller, &service, &version).await?;
    let asked = specimen.service().page(&id).ok_or(Error::NotFound)?;
    let page = page.of_specimen(leave(&app, &specimen.service().id));
    View::new(page, walk(&specimen), asked, &mode).shown(&app, &mode, &unsent)
}

/// `POST /admin/services/{service}/specimen/{version}/form/{page}`
pub(crate) async fn save(
    State(app): State<App>,
    By(caller): By,
    Path((service, version, id)): Path<(String, ContentHash, PageId)>,
    Query(mode): Query<Mode>,
    page: Page,
    form: Form,
) -> Result<Response, WebError> {
    let mut specimen = opened(&app, &caller, &service, &version).await?;
    let published = specimen.published().clone();
    let asked = published.service.page(&id).ok_or(Error::NotFound)?;
    let taken = View::new(page, walk(&specimen), asked, &mode).take(&app, form.into_raw());
    match taken {
        Taken::NotYet(again) => Ok(again.into_response()),
        Taken::Answers { answers, stops } => {
            app.answer_specimen(&mut specimen, answers).await?;
            let to = onward(&walk(&specimen), asked, &mode, stops);
            Ok(Redirect::to(&to).into_response())
        }
    }
}

/// `GET /admin/services/{service}/specimen/{version}/form/check`
pub(crate) async fn check(
    State(app): State<App>,
    By(caller): By,
    Path((service, version)): Path<(String, ContentHash)>,
    page: Page,
) -> Result<Response, WebError> {
    let specimen = opened(&app, &caller, &service, &version).await?;
    let page = page.of_specimen(leave(&app, &specimen.service().id));
    Checked::new(page, walk(&specimen)).shown(&app).await
}

/// `POST /admin/services/{service}/specimen/{version}/form/submit`: nothing is sent; from here on it shows what would follow.
pub(crate) async fn submit(
    State(app): State<App>,
    By(caller): By,
    Path((service, version)): Path<(String, ContentHash)>,
    Speaks(language): Speaks,
) -> Result<Response, WebError> {
    let mut specimen = opened(&app, &caller, &service, &version).await?;
    let (check, start) = (walk(&specimen).check(), walk(&specimen).start);
    let answers = match ready(&app, &walk(&specimen)).await? {
        Ok(answers) => answers,
        Err(elsewhere) => return Ok(Redirect::to(&elsewhere).into_response()),
    };
    let sent = app.send_specimen(&mut specimen, answers, language.code()).await;
    sent.map_err(|error| told(error).with_link(check))?;
    Ok(Redirect::to(&format!("{start}/outcome")).into_response())
}
