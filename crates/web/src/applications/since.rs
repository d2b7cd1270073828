//! What became of a service since a draft of it was begun: told to its applicant before they go on, or begin again.

use askama::Template;
use axum::response::{Html, IntoResponse as _, Response};
use engine::applications::drafts::{OpenDraft, Since};
use forms::{DraftPolicy, PageId, Question, QuestionId, Service, Text, answers::Raw, changed::Fact};
use locale::dates;

use crate::{
    app::App,
    catalogue::service::lasts,
    error::WebError,
    form::Form,
    page::Page,
    said::{Said, Voice},
    unsent::Again,
};

/// The field by which a form says that its page told what changed, and up to which version.
const TOLD: &str = "told";

/// What a page tells of it.
pub(crate) struct Notice {
    pub(super) service: String,
    pub(super) title: String,
    /// The key of what becomes of the draft.
    pub(super) lead: &'static str,
    pub(super) differences: Vec<Difference>,
    /// Keys of sentences on what differs besides.
    pub(super) besides: Vec<&'static str>,
    pub(super) lists: Vec<List>,
    /// The version that is told of, where sending the page's form goes on under it.
    pub(super) told: Option<String>,
    /// Whether one may begin again under the newer version.
    pub(super) may_restart: bool,
}

/// Something of the service's own words that differs.
pub(super) struct Difference {
    pub(super) name: &'static str,
    pub(super) was: Said,
    pub(super) is: Said,
}

/// Questions, and the key of what there is to say of them.
pub(super) struct List {
    pub(super) lead: &'static str,
    pub(super) questions: Vec<Said>,
}

#[derive(Template)]
#[template(path = "applications/outdated.html")]
struct OutdatedPage {
    page: Page,
    name: Said,
    since: Option<Notice>,
}

impl Notice {
    /// What there is to tell of a draft, if anything.
    pub(super) fn of(app: &App, open: &OpenDraft, page: &Page) -> Option<Self> {
        open.since().map(|since| Self::from(app, since, page))
    }

    fn from(app: &App, since: &Since, page: &Page) -> Self {
        let language = page.language;
        let (older, newer) = (&since.older.service, &since.newer.service);
        let changed = &since.changed;
        let voice = Voice::of(newer, language);
        let words = |was: &Text, is: &Text| (voice.say(was), voice.say(is));
        let lasting = || {
            let [was, is] = [older, newer].map(|service| lasts(&service.permit.valid, language));
            let both = was.zip(is).filter(|(was, is)| was != is);
            both.map(|(was, is)| (Said::from(was), Said::from(is)))
        };
        let (mut differences, mut besides) = (Vec::new(), Vec::new());
        for fact in &changed.facts {
            let told = match fact {
                Fact::Cost => Ok(("service-cost", words(&older.about.cost, &newer.about.cost))),
                Fact::Takes => Ok(("service-takes", words(&older.about.takes, &newer.about.takes))),
                Fact::Valid => lasting().map(|both| ("service-lasts", both)).ok_or("since-valid"),
                Fact::Requirements => Err("since-requirements"),
                Fact::Conditions => Err("since-conditions"),
            };
            match told {
                Ok((name, (was, is))) => differences.push(Difference { name, was, is }),
                Err(sentence) => besides.push(sentence),
            }
        }
        let lists = [
            List::of("since-asked", newer, &changed.asked, &voice),
            List::of("since-again", newer, &changed.again, &voice),
            List::of("since-dropped", older, &changed.dropped, &voice),
        ];
        let local = since.newer.published_at.to_zoned(app.settings.time_zone.clone());
        Self {
            service: newer.id.to_string(),
            title: page.t1("since-title", "date", dates::date(local.date(), language)),
            lead: match since.policy {
                DraftPolicy::Pin => "since-pin",
                DraftPolicy::FastForward => "since-fast-forward",
                DraftPolicy::Cutoff => "since-cutoff",
            },
            differences,
            besides,
            lists: lists.into_iter().flatten().collect(),
            told: (since.policy == DraftPolicy::FastForward).then(|| mark(since)),
            may_restart: since.policy == DraftPolicy::Pin,
        }
    }
}

impl List {
    fn of(lead: &'static str, service: &Service, ids: &[QuestionId], voice: &Voice) -> Option<Self> {
        let questions = ids.iter().filter_map(|id| service.question(id));
        let questions: Vec<Said> = questions.map(|question| voice.say(question.name())).collect();
        (!questions.is_empty()).then_some(Self { lead, questions })
    }
}

/// Names the newer version: another may follow while its page lies open.
fn mark(since: &Since) -> String {
    since.newer.hash.to_string().chars().take(12).collect()
}

/// Whether the form was sent from a page that told what changed. Then its applicant goes on under the newer version.
pub(super) fn was_told(open: &mut OpenDraft, told: Option<&str>) -> bool {
    let Some(since) = open.since() else { return true };
    let is_told = match since.policy {
        DraftPolicy::FastForward => told == Some(mark(since).as_str()),
        DraftPolicy::Pin => true,
        DraftPolicy::Cutoff => false,
    };
    if is_told {
        open.told();
    }
    is_told
}

/// What a form says of what its page told.
pub(super) fn told(raw: &mut Raw) -> Option<String> {
    raw.remove(TOLD).and_then(|values| values.into_iter().next())
}

/// The same of a form that asks nothing.
pub(super) fn told_by(form: &Form) -> Option<&str> {
    form.first(TOLD)
}

/// The page for whoever must begin again.
pub(super) fn outdated(app: &App, open: &OpenDraft, page: Page) -> Result<Response, WebError> {
    let service = open.service();
    let view = OutdatedPage {
        name: Voice::of(service, page.language).say(&service.about.name),
        since: Notice::of(app, open, &page),
        page,
    };
    Ok(Html(view.render()?).into_response())
}

/// Keeps what was typed on a page of the older version that the newer one does not ask on that page, or does not go on with at all.
/// What is wrong waits where it was typed, and comes up there when one has begun again.
pub(super) async fn keep_typed(
    app: &App,
    open: &mut OpenDraft,
    id: &PageId,
    raw: &Raw,
    page: &Page,
) -> Result<Option<Again>, WebError> {
    let Some(since) = open.since() else {
        return Ok(None);
    };
    let older = since.older.clone();
    let Some(asked) = older.service.page(id) else {
        return Ok(None);
    };
    let is_here = |question: &Question| {
        let here = since
            .newer
            .service
            .page(id)
            .filter(|_| since.policy == DraftPolicy::FastForward);
        here.is_some_and(|here| here.questions.iter().any(|other| other.id == question.id))
    };
    let spoken = older.service.language_for(page.language.code());
    let parsed = older
        .service
        .parse_page(asked, raw, open.answers(), &spoken, app.today());
    let mut answers = open.answers().clone();
    for question in asked.questions.iter().filter(|question| !is_here(question)) {
        if let Some(answer) = parsed.answers.get(&question.id) {
            answers.insert(question.id.clone(), answer.clone());
        }
    }
    let is_wrong = !parsed.errors.is_empty();
    if answers != *open.answers() {
        app.keep_draft(open, answers, page.language.code()).await?;
    }
    Ok(is_wrong.then(|| Again::sent(raw.clone().into())))
}
