//! The checked service: every reference in it leads somewhere and every condition is typed.

pub mod about;
pub mod application_purpose;
pub mod calendar;
pub mod conditions;
pub mod document_kind;
pub mod fee;
pub mod form;
pub mod ids;
pub mod inspection;
pub mod map;
pub mod messages;
pub mod of_earlier;
pub mod opinions;
pub mod people_needed;
pub mod permit;
pub mod size;
pub mod span;
pub mod term;
pub mod text;
pub mod validity;
pub mod weekday;
pub mod workflow;

use crate::country_rules::CountryRules;
use about::About;
use conditions::{MeaningLost, OfficeConditions};
use form::{Form, Kind, Page, Question};
use ids::{ContentHash, Language, PageId, QuestionId, ServiceId};
use messages::{DraftPolicy, Messages};
use people_needed::PeopleNeeded;
use permit::PermitDefinition;
use span::Span;
use workflow::Workflow;

/// One published version of a permit service, whole: what is asked, how it is reviewed, what is issued.
/// Made only by [`crate::read`] and [`crate::read_kept`], so holding one means that it has a meaning throughout; what else may
/// be relied on is what was checked when it was published.
#[derive(Debug, Clone, PartialEq)]
pub struct Service {
    /// By whose rules documents, tax numbers, plates, telephone numbers and money are written.
    pub country: &'static CountryRules,
    /// The name in addresses and file names.
    pub id: ServiceId,
    /// The languages every text comes in; the first is the default.
    pub languages: Vec<Language>,
    /// What the catalogue and the service's page say.
    pub about: About,
    /// The pages of questions.
    pub form: Form,
    /// How an application is decided.
    pub review: Workflow,
    /// What is issued.
    pub permit: PermitDefinition,
    /// The service's own mails, where it has any.
    pub messages: Messages,
    /// What happens to drafts when a new version is published.
    pub drafts: DraftPolicy,
    /// How many people it takes to publish another version in the place of this one.
    pub publish: PeopleNeeded,
    /// How long after its end what an application tells of people is kept; for ever where the file does not say. The end is the
    /// decision, the withdrawal or the lapse, or the permit's last moment where that is later.
    pub kept_for: Option<Span>,
    pub(crate) canonical: String,
}

impl Service {
    /// The file's meaning as JSON with sorted keys: the same for two files that differ in comments,
    /// spacing or the order of keys only. It is a service file itself and reads back to this service.
    pub fn canonical_json(&self) -> String {
        self.canonical.clone()
    }

    /// SHA-256 of the canonical JSON: the version's name for ever.
    pub fn hash(&self) -> ContentHash {
        ContentHash::of(self.canonical.as_bytes())
    }

    /// Whether this version may be published after `previous`, whose permits are out: see [`PermitDefinition::compatible_claims`]. What
    /// their codes say of conditions must be known, too.
    pub fn compatible_claims(&self, previous: &Self) -> Result<(), MeaningLost> {
        self.permit.compatible_claims(&previous.permit)?;
        let claims = &previous.permit.claims;
        let kind = self.permit.kind;
        if kind != previous.permit.kind
            || !claims
                .iter()
                .any(|claim| claim.answer.as_str() == OfficeConditions::ID)
        {
            return Ok(());
        }
        let mut were = previous.review.conditions.choose.iter();
        let dropped = were.find(|was| self.review.conditions.option(&was.code).is_none());
        dropped.map_or(Ok(()), |was| {
            let code = was.code.clone();
            Err(MeaningLost::Condition { kind, code })
        })
    }

    /// The language of texts when the reader's own is not offered.
    pub fn default_language(&self) -> &Language {
        &self.languages[0]
    }

    /// The language in which to show this service to whoever reads that language (`es`): theirs where it is offered, else
    /// the default.
    pub fn language_for(&self, code: &str) -> Language {
        let theirs = self.languages.iter().find(|language| language.as_str() == code);
        theirs.unwrap_or_else(|| self.default_language()).clone()
    }

    /// The page of that id.
    pub fn page(&self, id: &PageId) -> Option<&Page> {
        self.form.pages.iter().find(|page| page.id == *id)
    }

    /// The question of that id, on a page or inside a group.
    pub fn question(&self, id: &QuestionId) -> Option<&Question> {
        self.form
            .pages
            .iter()
            .flat_map(Page::all)
            .find_map(|question| find(question, id))
    }
}

fn find<'a>(question: &'a Question, id: &QuestionId) -> Option<&'a Question> {
    if question.id == *id {
        return Some(question);
    }
    match &question.kind {
        Kind::Group { questions, .. } => questions.iter().find(|inner| inner.id == *id),
        _ => None,
    }
}
