//! Having a service take no new applications for some time, and take them again.

use axum::{
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
};
use engine::error::Error;
use forms::{Service, ServiceId, outside::one_line};

use super::address;
use crate::{
    admin::moment,
    app::App,
    error::WebError,
    form::{Form, Wrong},
    gate::By,
    path::Path,
    unsent::Again,
};

/// So many letters tell the public why.
const LONGEST: usize = 500;

/// `POST /admin/services/{service}/pause`
pub(crate) async fn pause(
    State(app): State<App>,
    By(caller): By,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, WebError> {
    let current = app.services.current(&id).ok_or(Error::NotFound)?;
    let service = &current.service;
    let (said, until) = (said(service, &form), moment::to_come(&app, &form, "until"));
    match (said, until) {
        (Ok(said), Ok(until)) => {
            app.pause(&caller, &service.id, said.into_iter().collect(), until)
                .await?;
            Ok(back(&service.id, "paused"))
        }
        (said, until) => {
            let wrong = said.err().into_iter().flatten().chain(until.err());
            Ok(Again::sent(form).because(wrong).into_response())
        }
    }
}

/// `POST /admin/services/{service}/resume`
pub(crate) async fn resume(
    State(app): State<App>,
    By(caller): By,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    let current = app.services.current(&id).ok_or(Error::NotFound)?;
    app.resume(&caller, &current.service.id).await?;
    Ok(back(&current.service.id, "resumed"))
}

fn back(service: &ServiceId, notice: &str) -> Response {
    let page = address::of_service(service);
    Redirect::to(&format!("{page}?notice={notice}")).into_response()
}

/// What the public is told, in each language of the service.
fn said(service: &Service, form: &Form) -> Result<Vec<(String, String)>, Vec<Wrong>> {
    let (mut said, mut wrong) = (Vec::new(), Vec::new());
    for language in &service.languages {
        let field = format!("say-{language}");
        // It is shown to everybody, so nothing in it turns the writing around it.
        let text = form.first(&field).map(one_line).filter(|text| !text.is_empty());
        match text {
            Some(text) if text.chars().count() <= LONGEST => {
                said.push((language.to_string(), text));
            }
            Some(_) => wrong.push(Wrong::new(field, "publish-say-too-long")),
            None => wrong.push(Wrong::new(field, "publish-no-say")),
        }
    }
    if wrong.is_empty() { Ok(said) } else { Err(wrong) }
}
