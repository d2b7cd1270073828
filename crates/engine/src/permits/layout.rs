//! The fixed half of a service's paper, from its file and the engine's own words.

use forms::{ClaimRole, Kind, Language as Spoken, QuestionId, Service, Text};
use permit::pdf::{Accent, Layout, Metadata, PdfError, Section, Skeleton, Slot, SlotSize, Words};

use super::{
    conditions,
    fields::{default_language, printed_questions},
};
use crate::spoken::engine_language;

/// Letters that half the page's width has room for in one or two lines.
const ONE_LINE: u32 = 60;

/// The layout for holders who speak `language`: the service's first language large, theirs beneath. The text of the
/// `mark` stands across the page.
fn layout(service: &Service, language: &Spoken, mark: Option<&str>) -> Layout {
    let words = Bilingual {
        first: default_language(service),
        second: language,
    };
    let about = &service.about;
    Layout {
        title: words.of(&service.permit.title),
        authority: words.of(&about.authority.name),
        office: about
            .authority
            .office
            .as_ref()
            .map(|office| words.of(office))
            .unwrap_or_default(),
        number_label: words.own("paper-number"),
        valid_from_label: words.own("paper-valid-from"),
        valid_until_label: words.own("paper-valid-until"),
        slots: printed_questions(service)
            .map(|id| slot(service, id, words))
            .collect(),
        conditions: Section {
            heading: words.own("paper-conditions"),
            lines: service
                .permit
                .conditions
                .iter()
                .map(|condition| words.of(condition))
                .collect(),
        },
        checking: Section {
            heading: words.own("paper-checking"),
            lines: [
                "paper-checking-scan",
                "paper-checking-compare",
                "paper-checking-number",
            ]
            .map(|key| words.own(key))
            .into(),
        },
        address_label: words.own("paper-address"),
        legal_basis: legal_basis(service),
        accent: Accent(0x1b, 0x4b, 0x8f),
        specimen: mark.map(|mark| words.own(mark).first),
        metadata: Metadata {
            title: service.permit.title.in_language(words.first).to_owned(),
            author: about.authority.name.in_language(words.first).to_owned(),
            language: engine_language(words.first).tag().to_owned(),
        },
    }
}

/// One language's skeleton, drawn from the service's own words.
pub(crate) fn skeleton(service: &Service, language: &Spoken, specimen: bool) -> Result<Skeleton, PdfError> {
    let mark = specimen.then_some("paper-specimen");
    Skeleton::draw(&layout(service, language, mark))
}

/// The same for what is no permit and never becomes one, wherever it is drawn.
pub(crate) fn specimen(service: &Service, language: &Spoken) -> Result<Skeleton, PdfError> {
    Skeleton::draw(&layout(service, language, Some("paper-no-permit")))
}

fn slot(service: &Service, id: &QuestionId, words: Bilingual<'_>) -> Slot {
    if conditions::are_at(service, id) {
        return Slot {
            label: words.own("paper-office-conditions"),
            size: conditions::room(service),
        };
    }
    let role = service
        .permit
        .claims
        .iter()
        .find(|claim| claim.answer == *id)
        .map(|claim| claim.role);
    let question = service.question(id);
    let size = match (role, question.map(|question| &question.kind)) {
        (Some(ClaimRole::Holder), _) => SlotSize::Lead,
        (_, Some(Kind::Address | Kind::LongText { .. })) => SlotSize::Whole,
        (_, Some(Kind::Text { max_length })) if max_length.is_none_or(|most| most > ONE_LINE) => {
            SlotSize::Whole
        }
        _ => SlotSize::Half,
    };
    Slot {
        label: question
            .map(|question| words.of(question.name()))
            .unwrap_or_default(),
        size,
    }
}

fn legal_basis(service: &Service) -> Words {
    let language = default_language(service);
    let laws: Vec<&str> = service
        .about
        .legal_basis
        .iter()
        .map(|law| law.in_language(language))
        .collect();
    Words::one(laws.join(" · "))
}

#[derive(Clone, Copy)]
struct Bilingual<'a> {
    first: &'a Spoken,
    second: &'a Spoken,
}

impl Bilingual<'_> {
    fn of(self, text: &Text) -> Words {
        self.both(text.in_language(self.first).into(), || {
            text.in_language(self.second).into()
        })
    }

    fn own(self, key: &str) -> Words {
        let said = |language| engine_language(language).t(key).into_owned();
        self.both(said(self.first), || said(self.second))
    }

    fn both(self, first: String, second: impl FnOnce() -> String) -> Words {
        if self.first == self.second {
            Words::one(first)
        } else {
            Words::two(first, second())
        }
    }
}
