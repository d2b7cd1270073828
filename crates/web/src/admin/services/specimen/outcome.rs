//! What would follow from a specimen that was sent, and what may happen to it next.

use askama::Template;
use axum::{
    extract::State,
    response::{Html, IntoResponse as _, Redirect, Response},
};
use engine::{
    lengths,
    specimens::{Outcome, Specimen, StepAhead},
};
use forms::ContentHash;
use locale::dates;

use super::{
    happened::{Line, Teller},
    leave,
    offered::Offered,
    opened, played, walk,
};
use crate::{
    app::App,
    applications::fee::FeeBox,
    error::WebError,
    form::{Form, Wrong},
    gate::By,
    officers::roles::role,
    page::Page,
    path::Path,
    said::{Said, Voice},
    unsent::Unsent,
};

#[derive(Template)]
#[template(path = "admin/service/specimen/outcome.html")]
struct OutcomePage {
    page: Page,
    name: Said,
    start: String,
    check: String,
    happened: Vec<Line>,
    fee: Option<FeeBox>,
    /// How it stands: the end of the key of the text that says so.
    status: &'static str,
    expected: Option<String>,
    ahead: Vec<Ahead>,
    offered: Offered,
    /// How much was chosen so far.
    seen: usize,
    /// From when to when the permit would hold, in a sentence.
    permit: Option<String>,
    /// Whether no letter would go out, for want of an address.
    has_no_address: bool,
    typed: Form,
    wrong: Vec<Wrong>,
}

/// A step that it comes to.
struct Ahead {
    name: Said,
    who: String,
    /// By when, or within what time.
    when: String,
    is_now: bool,
}

/// `GET /admin/services/{service}/specimen/{version}/outcome`
pub(crate) async fn show(
    State(app): State<App>,
    By(caller): By,
    Path((service, version)): Path<(String, ContentHash)>,
    unsent: Unsent,
    page: Page,
) -> Result<Response, WebError> {
    let specimen = opened(&app, &caller, &service, &version).await?;
    // Another release may decide otherwise what was chosen under the one before: then it is begun anew.
    let Some(outcome) = played(&app, &specimen)? else {
        return Ok(Redirect::to(&walk(&specimen).check()).into_response());
    };
    let page = page.of_specimen(leave(&app, &specimen.service().id));
    let view = OutcomePage {
        typed: unsent.typed(),
        wrong: unsent.wrong().to_vec(),
        ..OutcomePage::of(&app, page, &specimen, outcome)
    };
    Ok(Html(view.render()?).into_response())
}

impl OutcomePage {
    fn of(app: &App, page: Page, specimen: &Specimen, outcome: Outcome) -> Self {
        let (service, walk) = (specimen.service(), walk(specimen));
        let voice = Voice::of(service, page.language);
        let application = outcome.application();
        let zone = &app.settings.time_zone;
        let teller = Teller {
            app,
            page: &page,
            service,
        };
        let steps = outcome.ahead(service, app.engine());
        Self {
            name: voice.say(&service.about.name),
            check: walk.check(),
            start: walk.start,
            fee: FeeBox::of(service, application.fee.as_ref(), page.language),
            status: status(application.status.name()),
            expected: outcome.expected(app.engine(), service, page.language),
            ahead: steps
                .iter()
                .map(|step| ahead(app, &page, &voice, &outcome, *step))
                .collect(),
            offered: Offered::of(app, &page, service, &outcome),
            seen: outcome.happened.len() - 1,
            permit: outcome.permit.as_ref().map(|permit| {
                let from = dates::beginning(permit.holds.not_before, zone, page.language);
                let until = dates::end(permit.holds.expires_at, zone, page.language);
                page.t2("specimen-permit-holds", ("from", &from), ("until", &until))
            }),
            has_no_address: outcome.has_no_address(),
            happened: outcome
                .happened
                .into_iter()
                .map(|happened| teller.line(happened))
                .collect(),
            typed: Form::default(),
            wrong: Vec::new(),
            page,
        }
    }

    fn is_wrong(&self, field: &str) -> Option<&str> {
        Wrong::of(&self.wrong, field)
    }

    fn typed(&self, field: &str) -> &str {
        self.typed.first(field).unwrap_or_default()
    }

    fn chose(&self, field: &str, value: &str) -> bool {
        let chosen = self.typed.raw().get(field);
        chosen.is_some_and(|chosen| chosen.iter().any(|chosen| chosen == value))
    }

    fn errors(&self) -> Vec<(String, String)> {
        let said = |wrong: &Wrong| (wrong.field().to_owned(), self.page.t(wrong.text()).into_owned());
        self.wrong.iter().map(said).collect()
    }
}

fn status(name: &str) -> &'static str {
    match name {
        "Approved" => "specimen-status-approved",
        "Rejected" => "specimen-status-rejected",
        "Waiting" => "specimen-status-waiting",
        "Withdrawn" => "specimen-status-withdrawn",
        "Lapsed" => "specimen-status-lapsed",
        _ => "specimen-status-queued",
    }
}

fn ahead(app: &App, page: &Page, voice: &Voice, outcome: &Outcome, ahead: StepAhead<'_>) -> Ahead {
    let step = ahead.step;
    let who = match step.role() {
        Some(of) if step.people() > 1 => {
            let people = page.tn("workflow-people", u64::from(step.people()));
            format!("{} · {people}", role(of.as_str(), page))
        }
        Some(of) => role(of.as_str(), page),
        None if step.consent().is_some() => page.t("specimen-other-person").into_owned(),
        None => {
            let bodies = step
                .opinions()
                .iter()
                .map(|asked| voice.say(&asked.name).text().to_owned());
            bodies.collect::<Vec<_>>().join(", ")
        }
    };
    let due = outcome.application().due_at().filter(|_| ahead.is_now);
    let due = due.map(|at| dates::end(at, &app.settings.time_zone, page.language));
    let within = || {
        let deadline = step.deadline.as_ref()?;
        let time = lengths::term(deadline.after, page.language);
        Some(page.t1("specimen-within", "time", time))
    };
    Ahead {
        name: voice.say(&step.name),
        who,
        when: due
            .or_else(within)
            .unwrap_or_else(|| page.t("specimen-no-deadline").into_owned()),
        is_now: ahead.is_now,
    }
}
