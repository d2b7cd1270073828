//! Revoking many permits by one action: everything that a person approved, or that a service issued in a time.

use askama::Template;
use axum::{
    extract::State,
    response::{Html, IntoResponse as _, Redirect, Response},
};
use engine::{
    authorise::{Action, Caller, Scope},
    permits::many::{JobId, MassRevocation, RevokedBy},
};
use forms::ServiceId;
use locale::collation::sort_by_name;
use review::PermitReason;

use super::{
    causes::causes,
    revocation::{self, Asked, describe},
    which,
};
use crate::{
    app::App,
    error::WebError,
    form::{Form, Wrong},
    gate::By,
    officers::names::Names,
    page::Page,
    unsent::{Again, Unsent},
};

#[derive(Template)]
#[template(path = "permits/revoke_many.html")]
struct RevokeMany {
    page: Page,
    typed: Form,
    people: Vec<Choice>,
    services: Vec<Choice>,
    asked: Vec<Asked>,
    notice: Option<&'static str>,
    wrong: Option<String>,
}

#[derive(Template)]
#[template(path = "permits/revoke_many_confirm.html")]
struct Confirm {
    page: Page,
    typed: Form,
    count: u64,
    what: String,
    /// Where those that would be revoked are listed.
    list: String,
    /// Whether another person must confirm it.
    takes_two: bool,
    job: JobId,
    cause: &'static str,
    reason: String,
}

struct Choice {
    value: String,
    text: String,
}

/// `GET /o/permits/revoke-all`: the form as it was filled in, or once it was sent, how many it concerns.
pub(crate) async fn show(
    State(app): State<App>,
    By(caller): By,
    unsent: Unsent,
    page: Page,
) -> Result<Html<String>, WebError> {
    let counted = unsent
        .sent()
        .and_then(|typed| Some((typed, read(&app, typed).ok()?)));
    if let Some((typed, asked)) = counted {
        return Ok(Html(confirm(&app, &caller, page, typed, asked).await?.render()?));
    }
    Ok(Html(form(&app, page, &caller, &unsent).await?.render()?))
}

async fn confirm(
    app: &App,
    caller: &Caller,
    page: Page,
    typed: &Form,
    (which, cause, reason): (RevokedBy, PermitReason, String),
) -> Result<Confirm, WebError> {
    let count = app.count_revocable(caller, &which).await?;
    let what = describe(app, &page, &Names::load(app).await?, &which);
    Ok(Confirm {
        page,
        list: format!("{}?{}", which::LIST, which::typed(typed)),
        takes_two: app.takes_two_people(&which),
        typed: typed.clone(),
        count,
        what,
        job: JobId(app.new_id()),
        cause: cause.code(),
        reason,
    })
}

/// `POST /o/permits/revoke-all`: first says how many, then has it done.
pub(crate) async fn revoke(
    State(app): State<App>,
    By(caller): By,
    typed: Form,
) -> Result<Response, WebError> {
    let (which, reason, note) = match read(&app, &typed) {
        Ok(read) => read,
        Err(wrong) => {
            let wrong = Wrong::new("which", wrong);
            return Ok(Again::sent(typed).because([wrong]).into_response());
        }
    };
    let Some(id) = typed.first("job").and_then(|id| id.parse().ok()) else {
        // Whoever goes back from the count, or from the list, finds the form as they filled it in.
        return Ok(Again::sent(typed).at("main").into_response());
    };
    let asked = MassRevocation {
        id,
        which,
        reason,
        note,
    };
    app.revoke_many(&caller, asked).await?;
    Ok(Redirect::to(&revocation::address(id)).into_response())
}

fn read(app: &App, form: &Form) -> Result<(RevokedBy, PermitReason, String), &'static str> {
    let which = which::read(app, form)?;
    let cause = form.first("cause").and_then(PermitReason::read);
    let cause = cause.filter(|cause| causes().any(|offered| offered == cause.code()));
    let reason = form.first("reason").ok_or("permits-no-reason")?;
    Ok((which, cause.unwrap_or(PermitReason::Other), reason.to_owned()))
}

async fn form(app: &App, page: Page, caller: &Caller, unsent: &Unsent) -> Result<RevokeMany, WebError> {
    let mut people = app.possible_approvers(caller).await?;
    sort_by_name(&mut people, page.language, |(_, name)| name);
    let services = app.services.all();
    let may = |id: &ServiceId| caller.may(Action::RevokeMany, &Scope::Service(id.clone()));
    let services = services
        .iter()
        .filter(|published| may(&published.service.id))
        .map(|published| Choice {
            value: published.service.id.to_string(),
            text: published
                .service
                .about
                .name
                .in_language(&published.service.language_for(page.language.code()))
                .to_owned(),
        });
    let names = Names::load(app).await?;
    let asked = app.revocations(caller).await?;
    Ok(RevokeMany {
        asked: asked
            .iter()
            .map(|job| Asked::of(app, &page, &names, job))
            .collect(),
        services: services.collect(),
        people: people
            .into_iter()
            .map(|(id, name)| Choice {
                value: id.to_string(),
                text: name,
            })
            .collect(),
        page: page.with_answers(),
        typed: unsent.typed(),
        notice: unsent.notice(),
        wrong: unsent.first_wrong().map(|wrong| wrong.text.into_owned()),
    })
}

impl RevokeMany {
    fn is_cause(&self, cause: &str) -> bool {
        self.typed.first("cause").unwrap_or("other") == cause
    }

    fn causes() -> impl Iterator<Item = &'static str> {
        causes()
    }

    fn typed(&self, field: &str) -> &str {
        self.typed.first(field).unwrap_or_default()
    }
}

impl Confirm {
    fn typed(&self, field: &str) -> &str {
        self.typed.first(field).unwrap_or_default()
    }
}
