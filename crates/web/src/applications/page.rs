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
    Answers, PageId, Question,
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
    staying::{self, StayingRow},
    stop::stopped,
    walk::Walk,
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
    /// What stays as it was, and is not asked.
    staying: Vec<StayingRow>,
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
    let view = View {
        since: notice,
        ..View::new(page, Walk::of_draft(&open), asked, &mode)
    };
    view.shown(&app, &mode, &unsent)
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
    let language = page.language.code();
    let taken = View::new(page, Walk::of_draft(&open), asked, &mode).take(&app, raw);
    let mut response = match taken {
        Taken::NotYet(again) => again.into_response(),
        Taken::Answers { answers, stops } => {
            app.keep_draft(&mut open, answers, language).await?;
            let to = onward(&Walk::of_draft(&open), asked, &mode, stops);
            Redirect::to(&to).into_response()
        }
    };
    if let Some(secret) = secret.get().filter(|_| remember) {
        remember_draft(&app, &mut response, &service, secret);
    }
    Ok(response)
}

/// A page that the version of before had leads to where one goes on.
fn not_there(app: &App, open: &OpenDraft) -> Result<Response, WebError> {
    match open.since() {
        Some(_) => Ok(Redirect::to(&Walk::of_draft(open).next(app.today())).into_response()),
        None => Err(Error::NotFound.into()),
    }
}

/// What became of what was sent.
pub(crate) enum Taken {
    /// Something is wrong with it, or it is not finished.
    NotYet(Again),
    /// It may be kept.
    Answers {
        /// All answers, with the new ones.
        answers: Answers,
        /// Whether they stop the journey here.
        stops: bool,
    },
}

/// Where somebody goes on whose answers to a page were kept.
pub(crate) fn onward(walk: &Walk<'_>, asked: &forms::Page, mode: &Mode, stops: bool) -> String {
    if stops {
        return format!("{}?stop=1", walk.page(&asked.id));
    }
    let outline = Outline::of(walk.service(), asked, walk.answers, &walk.staying());
    let after = outline.and_then(|outline| outline.after);
    match after {
        Some(after) if mode.change.is_none() => walk.page(&after),
        _ => walk.check(),
    }
}

/// A page of a form that somebody walks through.
pub(crate) struct View<'a> {
    page: Page,
    walk: Walk<'a>,
    asked: &'a forms::Page,
    errors: Vec<AnswerError>,
    change: bool,
    since: Option<Notice>,
}

impl<'a> View<'a> {
    pub(crate) fn new(page: Page, walk: Walk<'a>, asked: &'a forms::Page, mode: &Mode) -> Self {
        Self {
            page,
            walk,
            asked,
            errors: Vec::new(),
            change: mode.change.is_some(),
            since: None,
        }
    }

    /// The page as it is shown, with what was typed and not taken.
    pub(crate) fn shown(mut self, app: &App, mode: &Mode, unsent: &Unsent) -> Result<Response, WebError> {
        let (asked, answers) = (self.asked, self.walk.answers);
        let stop = asked
            .stop_if
            .iter()
            .find(|stop| mode.stop.is_some() && stop.when.holds_on(answers, app.today()));
        if let Some(stop) = stop {
            let back = self.walk.page(&asked.id);
            let (service, start) = (self.walk.service(), self.walk.start);
            return stopped(self.page, service, start, back, &stop.say, "stop-body");
        }
        let (raw, answers) = match unsent.form() {
            Some(form) => {
                let parsed = self.parse(app, form.raw());
                if unsent.sent().is_some() {
                    self.errors = parsed.errors;
                }
                // The right answers decide which questions apply.
                (form.raw().clone(), asked.answered(answers, parsed.answers))
            }
            None => (typed(asked, answers), answers.clone()),
        };
        let next = self.walk.next(app.today());
        let staying = self.walk.staying_beside(&answers, app.today());
        match self.html(&answers, &staying, &raw)? {
            Some(html) => Ok(Html(html).into_response()),
            None => Ok(Redirect::to(&next).into_response()),
        }
    }

    /// Reads what was sent.
    pub(crate) fn take(&self, app: &App, mut raw: Raw) -> Taken {
        let asked = self.asked;
        let rearranged =
            groups::rearrange(asked, &mut raw).or_else(|| fields::map::mark(&asked.questions, &mut raw));
        if let Some(place) = rearranged {
            return Taken::NotYet(Again::unfinished(raw.into()).at(place));
        }
        let parsed = self.parse(app, &raw);
        if !parsed.errors.is_empty() {
            return Taken::NotYet(Again::sent(raw.into()));
        }
        if let Some(next) = parsed.narrow.first() {
            let next = asked.questions.iter().find(|question| question.id == *next);
            let next = next.map_or_else(
                || "main".to_owned(),
                |question| fields::next_anchor(question, &raw),
            );
            return Taken::NotYet(Again::unfinished(raw.into()).at(next));
        }
        Taken::Answers {
            answers: asked.answered(self.walk.answers, parsed.answers),
            stops: parsed.stop.is_some(),
        }
    }

    /// Reads what was sent, but for what stays as it was. By what was sent, less may stay.
    fn parse(&self, app: &App, raw: &Raw) -> ParsedPage {
        let stays = self.walk.staying();
        let parsed = self.parse_beside(&stays, app, raw);
        if stays.is_empty() {
            return parsed;
        }
        let answers = self.asked.answered(self.walk.answers, parsed.answers.clone());
        let staying = self.walk.staying_beside(&answers, app.today());
        if staying == stays {
            return parsed;
        }
        self.parse_beside(&staying, app, raw)
    }

    fn parse_beside(&self, staying: &Answers, app: &App, sent: &Raw) -> ParsedPage {
        let mut raw = sent.clone();
        staying::keep(self.asked, &mut raw, staying);
        let raw = &raw;
        let (service, answers) = (self.walk.service(), self.walk.answers);
        let spoken = service.language_for(self.page.language.code());
        let mut parsed = service.parse_page(self.asked, raw, answers, &spoken, app.today());
        hush(&mut parsed, self.asked, raw);
        let questions: Vec<&Question> = self.asked.questions.iter().collect();
        let known = self.asked.answered(answers, parsed.answers.clone());
        parsed.errors.extend(printable::unprintable(
            self.walk.published,
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
    fn html(self, answers: &Answers, staying: &Answers, raw: &Raw) -> Result<Option<String>, WebError> {
        let service = self.walk.service();
        let Some(outline) = Outline::of(service, self.asked, answers, staying) else {
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
        let mut visible = service.visible(self.asked, answers);
        let stays = staying::rows(&visible, staying, &voice);
        visible.retain(|question| staying.get(&question.id).is_none());
        let mut fields: Vec<Field> = visible
            .iter()
            .map(|q| fields::field(q, q.id.as_str(), filled))
            .collect();
        let heading = stays.is_empty() && matches!(fields.as_slice(), [only] if only.can_be_heading());
        if let [only] = fields.as_mut_slice() {
            only.heading = heading;
        }
        let view = FormPage {
            name: voice.say(&service.about.name),
            title: voice.say(&self.asked.title),
            back: back(&self.walk, &outline, self.change),
            shown: visible
                .iter()
                .filter(|q| q.when.is_some())
                .map(|q| q.id.to_string())
                .collect(),
            outline,
            staying: stays,
            fields,
            heading,
            errors: linked(&self.errors, &voice),
            since: self.since,
            page: self.page.with_answers(),
        };
        Ok(Some(view.render()?))
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

fn back(walk: &Walk<'_>, outline: &Outline, change: bool) -> String {
    match &outline.before {
        _ if change => walk.check(),
        Some(before) => walk.page(before),
        None => walk.start.clone(),
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
