//! Setting one's password by a link that an administrator handed over.

use askama::Template;
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{Html, IntoResponse, Redirect, Response},
};
use engine::people::{accounts::AccountError, password_links::Linked};

use super::{account::password::weakness, entry::know, visitor::Visitor};
use crate::{
    app::App,
    error::WebError,
    form::{Form, Query, Wrong},
    headers::says_where_from,
    page::Page,
    unsent::{Again, Unsent},
};

#[derive(Template)]
#[template(path = "account/password_link.html")]
struct LinkPage {
    page: Page,
    link: String,
    /// Whose it is; nobody's where it is good no more.
    whose: Option<Whose>,
    wrong: Option<Wrong>,
}

struct Whose {
    name: String,
    email: String,
}

/// `GET /o/password`
pub(crate) async fn show(
    State(app): State<App>,
    Query(query): Query,
    unsent: Unsent,
    page: Page,
) -> Result<Response, WebError> {
    let typed = unsent.typed();
    let link = typed.first("link").or_else(|| query.first("link"));
    let link = link.unwrap_or_default();
    let linked = app.by_password_link(link).await?;
    let status = match linked {
        Some(_) => StatusCode::OK,
        None => StatusCode::GONE,
    };
    answer(&app, page, link, linked.as_ref(), unsent.first_wrong(), status)
}

/// `POST /o/password`
pub(crate) async fn set(
    State(app): State<App>,
    headers: HeaderMap,
    Visitor(visitor): Visitor,
    form: Form,
) -> Result<Response, WebError> {
    let link = form.first("link").unwrap_or_default();
    let Some(linked) = app.by_password_link(link).await? else {
        return Ok(Again::sent(form).into_response());
    };
    let form_token = form.first("form_token").unwrap_or_default();
    if !says_where_from(&headers) && !app.is_form_token(link, form_token) {
        return Err(WebError::ForeignForm.with_link("/o/log-in"));
    }
    let set = app.set_password_by_link(linked, &visitor, form.password().to_owned());
    match set.await {
        Ok(browser) => {
            let mut response = Redirect::to("/o/log-in?notice=password").into_response();
            know(&app, &browser, &mut response);
            Ok(response)
        }
        Err(AccountError::WeakPassword(weak)) => {
            let wrong = Wrong::new("password", weakness(weak));
            Ok(Again::sent(form).because([wrong]).into_response())
        }
        Err(AccountError::Engine(error)) => Err(error.into()),
        Err(other) => Err(engine::error::Error::broken(format!("a password was not set: {other}")).into()),
    }
}

fn answer(
    app: &App,
    page: Page,
    link: &str,
    linked: Option<&Linked>,
    wrong: Option<Wrong>,
    status: StatusCode,
) -> Result<Response, WebError> {
    let view = LinkPage {
        page: Page {
            form_token: app.form_token(link),
            ..page
        },
        link: link.to_owned(),
        whose: linked.map(Whose::of),
        wrong,
    };
    Ok((status, Html(view.render()?)).into_response())
}

impl Whose {
    /// Whom the page speaks to, and what they will log in with.
    fn told(&self, page: &Page) -> String {
        page.t2("account-link-lead", ("name", &self.name), ("email", &self.email))
    }

    fn of(linked: &Linked) -> Self {
        Self {
            name: linked.name().to_owned(),
            email: linked.email().to_owned(),
        }
    }
}
