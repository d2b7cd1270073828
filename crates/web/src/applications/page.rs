//! One page of the form.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::{Html, IntoResponse, Redirect, Response},
};
use engine::{
    applications::drafts::{DraftState, OpenDraft},
    error::Error,
};
use forms::{
    Answers, PageId, Question, Service, Stop,
    answers::{AnswerError, ParsedPage, Raw},
};
use serde::Deserialize;

use super::{
    device::remember_draft,
    draft,
    fields::{
        self,
        field::{Field, Filled, linked},
    },
    groups,
    outline::Outline,
    printable,
    since::{self, Notice},
    stop::stopped,
};
use locale::Language;

use crate::{
    app::App,
    error::WebError,
    form::Form,
    page::Page,
    path::Path,
    said::{Said, Voice},
    unsent::{Again, Unsent},
};

#[derive(Template)]
#[template(path = "applications/page.html")]
struct FormPage {
    page: Page,
    name: Said,
    title: Said,
    back: String,
    outline: Outline,
    fields: Vec<Field>,
    /// The only question is the page's heading.
    heading: bool,
    errors: Vec<(String, Said)>,
    /// Questions that apply by what was answered, so that they were on the screen that is sent.
    shown: Vec<String>,
    /// What changed since the application was begun.
    since: Option<Notice>,
}

/// Whether the page was opened from the check of the answers, and leads back there.
#[derive(Deserialize, Default)]
pub(crate) struct Mode {
    change: Option<String>,
    /// Whether its answers stop the journey here.
    stop: Option<String>,
    /// Whether somebody came back to it.
    since: Option<String>,
}

/// `GET /s/{service}/apply/{page}`
pub(crate) async fn show(
    State(app): State<App>,
    Path((service, id)): Path<(String, PageId)>,
    Query(mode): Query<Mode>,
    unsent: Unsent,
    page: Page,
    secret: draft::Secret,
) -> Result<Response, WebError> {
    let open = match draft::open(&app, &secret, &service).await? {
        Ok(open) => open,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let Some(asked) = open.service().page(&id) else {
        return not_there(&app, &open);
    };
    let notice =
        Notice::of(&app, &open, &page).filter(|notice| notice.told.is_some() || mode.since.is_some());
    let mut view = View {
        change: mode.change.is_some(),
        since: notice,
        ..View::new(page, asked)
    };
    let stop = asked
        .stop_if
        .iter()
        .find(|stop| mode.stop.is_some() && stop.when.holds_on(open.answers(), app.today()));
    if let Some(stop) = stop {
        return view.stop(&open, stop);
    }
    let (raw, answers) = match unsent.form() {
        Some(form) => {
            let parsed = view.parse(&app, &open, form.raw());
            if unsent.sent().is_some() {
                view.errors = parsed.errors;
            }
            // The right answers decide which questions apply.
            let answers = asked.answered(open.answers(), parsed.answers);
            (form.raw().clone(), answers)
        }
        None => (typed(asked, open.answers()), open.answers().clone()),
    };
    match view.html(open.service(), &answers, &raw)? {
        Some(html) => Ok(Html(html).into_response()),
        None => Ok(Redirect::to(&draft::next(&open, app.today())).into_response()),
    }
}

/// `POST /s/{service}/apply/{page}`
pub(crate) async fn save(
    State(app): State<App>,
    Path((service, id)): Path<(String, PageId)>,
    Query(mode): Query<Mode>,
    page: Page,
    secret: draft::Secret,
    form: Form,
) -> Result<Response, WebError> {
    let mut raw = form.into_raw();
    let remember = raw.remove("remember").is_some();
    let told = since::told(&mut raw);
    let mut open = match app.draft(secret.get(), &service).await? {
        DraftState::Outdated(mut open) => {
            let wrong = since::keep_typed(&app, &mut open, &id, &raw, &page).await?;
            return Ok(wrong.map_or_else(|| draft::outdated(&service), IntoResponse::into_response));
        }
        state => match draft::opened(&app, &service, state)? {
            Ok(open) => open,
            Err(elsewhere) => return Ok(elsewhere),
        },
    };
    if !since::was_told(&mut open, told.as_deref()) {
        since::keep_typed(&app, &mut open, &id, &raw, &page).await?;
    }
    let published = open.published().clone();
    let Some(asked) = published.service.page(&id) else {
        return not_there(&app, &open);
    };
    let view = View {
        change: mode.change.is_some(),
        ..View::new(page, asked)
    };
    let mut response = view.take(&app, &mut open, raw).await?;
    if let Some(secret) = secret.get().filter(|_| remember) {
        remember_draft(&app, &mut response, &service, secret);
    }
    Ok(response)
}

/// A page that the version of before had leads to where one goes on.
fn not_there(app: &App, open: &OpenDraft) -> Result<Response, WebError> {
    match open.since() {
        Some(_) => Ok(Redirect::to(&draft::next(open, app.today())).into_response()),
        None => Err(Error::NotFound.into()),
    }
}

struct View<'a> {
    page: Page,
    asked: &'a forms::Page,
    errors: Vec<AnswerError>,
    change: bool,
    since: Option<Notice>,
}

impl<'a> View<'a> {
    fn new(page: Page, asked: &'a forms::Page) -> Self {
        Self {
            page,
            asked,
            errors: Vec::new(),
            change: false,
            since: None,
        }
    }

    /// Keeps the answers and leads on, or back to what is wrong or wanted next.
    async fn take(&self, app: &App, open: &mut OpenDraft, mut raw: Raw) -> Result<Response, WebError> {
        let asked = self.asked;
        let rearranged =
            groups::rearrange(asked, &mut raw).or_else(|| fields::map::mark(&asked.questions, &mut raw));
        if let Some(place) = rearranged {
            return Ok(Again::unfinished(raw.into()).at(place).into_response());
        }
        let parsed = self.parse(app, open, &raw);
        if !parsed.errors.is_empty() {
            return Ok(Again::sent(raw.into()).into_response());
        }
        if let Some(next) = parsed.narrow.first() {
            let next = asked.questions.iter().find(|question| question.id == *next);
            let next = next.map_or_else(
                || "main".to_owned(),
                |question| fields::next_anchor(question, &raw),
            );
            return Ok(Again::unfinished(raw.into()).at(next).into_response());
        }
        let answers = asked.answered(open.answers(), parsed.answers);
        app.keep_draft(open, answers, self.page.language.code()).await?;
        let to = match parsed.stop {
            Some(_) => format!("/s/{}/apply/{}?stop=1", open.service().id, asked.id),
            None => self.onward(open),
        };
        Ok(Redirect::to(&to).into_response())
    }

    fn parse(&self, app: &App, open: &OpenDraft, raw: &Raw) -> ParsedPage {
        let service = open.service();
        let spoken = service.language_for(self.page.language.code());
        let mut parsed = service.parse_page(self.asked, raw, open.answers(), &spoken, app.today());
        hush(&mut parsed, self.asked, raw);
        let questions: Vec<&Question> = self.asked.questions.iter().collect();
        let known = self.asked.answered(open.answers(), parsed.answers.clone());
        parsed.errors.extend(printable::unprintable(
            open.published(),
            &questions,
            &known,
            Language::of(spoken.as_str()).unwrap_or(self.page.language),
        ));
        // The summary tells them from the top of the page down.
        parsed.errors.sort_by_key(|error| {
            let asked = error.field.split('.').next();
            questions
                .iter()
                .position(|question| Some(question.id.as_str()) == asked)
        });
        parsed
    }

    /// The page as HTML; nothing if it does not apply to who answered so.
    fn html(self, service: &Service, answers: &Answers, raw: &Raw) -> Result<Option<String>, WebError> {
        let Some(outline) = Outline::of(service, self.asked, answers) else {
            return Ok(None);
        };
        let voice = Voice::of(service, self.page.language);
        let own = fields::own(service);
        let filled = Filled {
            own: &own,
            raw,
            errors: &self.errors,
            language: self.page.language,
            voice: &voice,
        };
        let visible = service.visible(self.asked, answers);
        let mut fields: Vec<Field> = visible
            .iter()
            .map(|q| fields::field(q, q.id.as_str(), filled))
            .collect();
        let heading = matches!(fields.as_slice(), [only] if only.can_be_heading());
        if let [only] = fields.as_mut_slice() {
            only.heading = heading;
        }
        let view = FormPage {
            name: voice.say(&service.about.name),
            title: voice.say(&self.asked.title),
            back: back(service, &outline, self.change),
            shown: visible
                .iter()
                .filter(|q| q.when.is_some())
                .map(|q| q.id.to_string())
                .collect(),
            outline,
            fields,
            heading,
            errors: linked(&self.errors, &voice),
            since: self.since,
            page: self.page.with_answers(),
        };
        Ok(Some(view.render()?))
    }

    fn stop(self, open: &OpenDraft, stop: &Stop) -> Result<Response, WebError> {
        let service = open.service();
        let back = format!("/s/{}/apply/{}", service.id, self.asked.id);
        stopped(self.page, service, back, &stop.say, "stop-body")
    }

    fn onward(&self, open: &OpenDraft) -> String {
        let service = open.service();
        let after = Outline::of(service, self.asked, open.answers()).and_then(|outline| outline.after);
        match after {
            Some(after) if !self.change => format!("/s/{}/apply/{after}", service.id),
            _ => format!("/s/{}/apply/check", service.id),
        }
    }
}

impl FormPage {
    fn has_buttons(&self) -> bool {
        self.fields.iter().any(Field::has_buttons)
    }

    fn progress(&self) -> String {
        let (number, of) = (self.outline.number.to_string(), self.outline.of.to_string());
        self.page.t2("progress", ("number", &number), ("of", &of))
    }
}

fn back(service: &Service, outline: &Outline, change: bool) -> String {
    match &outline.before {
        _ if change => format!("/s/{}/apply/check", service.id),
        Some(before) => format!("/s/{}/apply/{before}", service.id),
        None => format!("/s/{}", service.id),
    }
}

/// What the browser would send for the answers given before.
fn typed(asked: &forms::Page, answers: &Answers) -> Raw {
    let answered = asked
        .questions
        .iter()
        .filter_map(|question| Some((question, answers.get(&question.id)?)));
    answered
        .flat_map(|(question, answer)| answer.to_raw(question))
        .collect()
}

/// A question that applies only by an answer on this very page was not on the screen yet: nothing is wrong with it.
fn hush(parsed: &mut ParsedPage, asked: &forms::Page, raw: &Raw) {
    let was_shown = |id: &str| {
        raw.get("shown")
            .is_some_and(|shown| shown.iter().any(|name| name == id))
    };
    let (told, new): (Vec<_>, Vec<_>) = std::mem::take(&mut parsed.errors).into_iter().partition(|error| {
        let question = asked
            .questions
            .iter()
            .find(|question| question.id == error.question);
        question.is_none_or(|question| question.when.is_none() || was_shown(question.id.as_str()))
    });
    parsed.errors = told;
    parsed.narrow.extend(new.into_iter().map(|error| error.question));
    // The reader is led to the first of them on the page.
    parsed
        .narrow
        .sort_by_key(|id| asked.questions.iter().position(|question| question.id == *id));
}
