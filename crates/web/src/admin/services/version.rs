//! A version of a service: its file, what differs from what is current, and the way back to it.

use askama::Template;
use axum::{
    extract::State,
    response::{Html, IntoResponse as _, Redirect, Response},
};
use engine::{
    error::Error,
    publishing::{PublishError, Seen, ServiceFile, planned::JobId},
};
use forms::{ContentHash, ServiceId};

use super::{
    address,
    differences::{self, Row},
    planned,
    publishers::{may_publish, try_at},
};
use crate::{
    app::App, error::WebError, form::Form, gate::By, officers::service_name::service_name, page::Page,
    path::Path,
};

#[derive(Template)]
#[template(path = "admin/service/version.html")]
struct VersionPage {
    page: Page,
    id: ServiceId,
    name: String,
    hash: ContentHash,
    /// The version that is current, by which going back is asked for.
    current: ContentHash,
    /// From what is current to this one; for the current one, from the one before it.
    differences: Vec<Row>,
    has_before: bool,
    source: String,
    may_publish: bool,
    /// Where it is tried.
    try_at: Option<String>,
    /// Whether another person must confirm it.
    takes_two: bool,
    /// By what it would be known then.
    plan: JobId,
}

/// `GET /admin/services/{service}/versions/{version}`
pub(crate) async fn show(
    State(app): State<App>,
    By(caller): By,
    Path((id, hash)): Path<(String, ContentHash)>,
    page: Page,
) -> Result<Html<String>, WebError> {
    let current = app.services.current(&id).ok_or(Error::NotFound)?;
    let id = current.service.id.clone();
    let source = app.source(&caller, &id, &hash).await?;
    let version = app.version_of(&id, &hash).await?;
    let is_current = hash == current.hash;
    let before = if is_current {
        app.version_before(&caller, &id).await?
    } else {
        Some(current.clone())
    };
    let view = VersionPage {
        name: service_name(&app, &page, &id),
        differences: before
            .as_ref()
            .map(|before| differences::rows(&before.service, &version.service))
            .unwrap_or_default(),
        has_before: before.is_some(),
        try_at: try_at(&caller, &id, &hash),
        may_publish: !is_current && may_publish(&caller, &id),
        takes_two: app.takes_two_to_go_back(&caller, &id, &hash).await?,
        plan: JobId(app.new_id()),
        current: current.hash,
        source,
        hash,
        id,
        page,
    };
    Ok(Html(view.render()?))
}

/// `POST /admin/services/{service}/versions/{version}`
pub(crate) async fn go_back(
    State(app): State<App>,
    By(caller): By,
    Path((id, hash)): Path<(String, ContentHash)>,
    form: Form,
) -> Result<Response, WebError> {
    let current = app.services.current(&id).ok_or(Error::NotFound)?;
    let id = current.service.id.clone();
    let seen = form.first("seen").and_then(|seen| seen.parse().ok());
    let seen = seen.ok_or(Error::BadRequest("which version is current is not said"))?;
    match app.go_back(&caller, &id, &hash, Seen::Version(seen)).await {
        Ok(_) => {
            let page = address::of_service(&id);
            Ok(Redirect::to(&format!("{page}?notice=published")).into_response())
        }
        Err(PublishError::TakesTwo(_)) => {
            let file = ServiceFile {
                service: app.version_of(&id, &hash).await?.service.clone(),
                source: Some(app.source(&caller, &id, &hash).await?),
                seen: Seen::Version(seen),
            };
            let drawn = planned::drawn(&app, &form);
            match app.plan_publication(&caller, drawn, &file, None).await {
                Ok(plan) => {
                    let page = plan.map_or_else(|| address::of_service(&id), address::of_planned);
                    Ok(Redirect::to(&page).into_response())
                }
                Err(PublishError::Kept(error)) => Err(error.into()),
                Err(PublishError::Store(error)) => Err(Error::from(error).into()),
                Err(_) => Err(WebError::from(Error::Conflict).with_link(address::of_service(&id))),
            }
        }
        Err(PublishError::Kept(error)) => Err(error.into()),
        Err(PublishError::Store(error)) => Err(Error::from(error).into()),
        // What is in the way shows where its file is checked.
        Err(_) => Err(WebError::from(Error::Conflict).with_link(address::of_service(&id))),
    }
}

impl VersionPage {
    fn short(&self) -> String {
        address::short(&self.hash)
    }

    fn is_current(&self) -> bool {
        self.hash == self.current
    }
}
