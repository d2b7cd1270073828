//! Putting a newer permit in the place of one.

use askama::Template;
use axum::{
    extract::State,
    response::{Html, IntoResponse, Redirect, Response},
};
use engine::{
    authorise::{Action, Caller},
    error::Error,
    permits::{PermitStatus, issued::IssuedPermit, replacement::Replacement},
};
use locale::dates;
use permit::PermitNumber;

use super::{number, seen};
use crate::{
    app::App,
    codes,
    error::WebError,
    form::{Form, Wrong},
    gate::By,
    officers::service_name::service_name,
    page::Page,
    path::Path,
    unsent::{Again, Unsent},
};

#[derive(Template)]
#[template(path = "permits/replace.html")]
struct ReplacePage {
    page: Page,
    number: String,
    /// As the form shows it, so that a change made meanwhile is noticed.
    status: &'static str,
    typed: String,
    holder: String,
    /// The permit that was typed, to be looked at before anything is done.
    newer: Option<Newer>,
    errors: Vec<(&'static str, String)>,
}

/// The permit that would stand in the place of the other.
struct Newer {
    number: String,
    holder: String,
    service: String,
    until: String,
}

/// `GET /o/permits/{number}/replace`
pub(crate) async fn show(
    State(app): State<App>,
    Path(typed): Path<String>,
    By(caller): By,
    unsent: Unsent,
    page: Page,
) -> Result<Response, WebError> {
    let number = number::read(&typed)?;
    let issued = app.permit(&caller, Action::ChangePermit, &number).await?;
    let status = issued.permit.status;
    if !status.may_become(PermitStatus::Replaced) {
        // Its page says what became of it.
        return Ok(Redirect::to(&format!("/o/permits/{number}")).into_response());
    }
    let typed = unsent.typed();
    let wrong = unsent.first_wrong();
    let wrong = wrong.map(|wrong| ("by", page.t(&*wrong.text).into_owned()));
    let newer = match unsent.sent().filter(|_| wrong.is_none()) {
        Some(form) => found(&app, &caller, form, &page).await?,
        None => None,
    };
    let view = ReplacePage {
        number: number.to_string(),
        status: status.name(),
        typed: typed.first("by").unwrap_or_default().to_owned(),
        holder: issued.case.contact.holder.clone(),
        newer,
        errors: wrong.into_iter().collect(),
        page: page.with_answers(),
    };
    Ok(Html(view.render()?).into_response())
}

/// The permit that was typed, to be looked at.
async fn found(app: &App, caller: &Caller, form: &Form, page: &Page) -> Result<Option<Newer>, WebError> {
    let Some(Ok(number)) = form.first("by").map(str::parse::<PermitNumber>) else {
        return Ok(None);
    };
    match app.permit(caller, Action::SeePermit, &number).await {
        Ok(newer) => Ok(Some(Newer::of(app, &newer, page))),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// `POST /o/permits/{number}/replace`
pub(crate) async fn replace(
    State(app): State<App>,
    Path(typed): Path<String>,
    By(caller): By,
    form: Form,
) -> Result<Response, WebError> {
    let number = number::read(&typed)?;
    let issued = app.permit(&caller, Action::ChangePermit, &number).await?;
    let back = format!("/o/permits/{number}");
    let Some(seen) = seen::unchanged(&issued, &form) else {
        return Err(WebError::from(Error::Conflict).with_link(back));
    };
    let typed = form.first("by").unwrap_or_default();
    let wrong = match typed.parse::<PermitNumber>() {
        Err(_) => Some(codes::no_permit_number(typed)),
        Ok(newer) if newer == number => Some("permits-replace-no-other"),
        Ok(newer) if !form.has("confirmed") => match app.permit(&caller, Action::SeePermit, &newer).await {
            Ok(_) => return Ok(Again::sent(form).at("main").into_response()),
            Err(Error::NotFound) => Some("permits-replace-no-other"),
            Err(error) => return Err(error.into()),
        },
        Ok(newer) => {
            let replaced = app.replace_permit(issued, seen, &newer).await;
            match replaced.map_err(|error| WebError::from(error).with_link(back.clone()))? {
                Replacement::Done => None,
                Replacement::NoOther => Some("permits-replace-no-other"),
                Replacement::OtherService => Some("permits-replace-other-service"),
                Replacement::NotInForce => Some("permits-replace-not-in-force"),
                Replacement::Older => Some("permits-replace-older"),
            }
        }
    };
    let Some(wrong) = wrong else {
        return Ok(Redirect::to(&back).into_response());
    };
    let wrong = Wrong::new("by", wrong);
    Ok(Again::sent(form).because([wrong]).into_response())
}

impl Newer {
    fn of(app: &App, issued: &IssuedPermit, page: &Page) -> Self {
        let permit = &issued.permit;
        Self {
            number: permit.number.to_string(),
            holder: issued.case.contact.holder.clone(),
            service: service_name(app, page, &permit.service),
            until: dates::end(permit.expires_at, &app.settings.time_zone, page.language),
        }
    }
}
