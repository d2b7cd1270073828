//! Whom an application names: who is party to it and must not decide on it, and what it is found by.

use std::collections::BTreeSet;

use crate::canonical::{self, Canonical, CanonicalKind};
use crate::{Answer, Answers, ClaimRole, Kind, Question, QuestionId, Service, Workflow};

/// A question whose answer names a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartyQuestion {
    /// Asked once.
    Single(QuestionId),
    /// A group, with those of its questions whose answers do.
    Group(QuestionId, Vec<Self>),
}

impl PartyQuestion {
    /// Those among a form's questions: identity documents, tax numbers, addresses of mail, telephones. A vehicle is no party,
    /// and a name alone names nobody.
    pub(crate) fn among<'q>(questions: impl IntoIterator<Item = &'q Question>) -> Vec<Self> {
        questions.into_iter().filter_map(Self::of).collect()
    }

    fn of(question: &Question) -> Option<Self> {
        let id = || question.id.clone();
        match &question.kind {
            Kind::IdentityDocument { .. } => Some(Self::Single(id())),
            Kind::Formatted { format, .. } => format.names_a_person().then(|| Self::Single(id())),
            Kind::Group { questions, .. } => {
                let inner = Self::among(questions);
                (!inner.is_empty()).then(|| Self::Group(id(), inner))
            }
            _ => None,
        }
    }

    fn collect(&self, answers: &Answers, named: &mut BTreeSet<Canonical>) {
        match self {
            Self::Single(id) => named.extend(answers.get(id).into_iter().flat_map(told_by)),
            Self::Group(id, inner) => {
                let Some(Answer::Group(blocks)) = answers.get(id) else {
                    return;
                };
                for block in blocks {
                    for question in inner {
                        question.collect(block, named);
                    }
                }
            }
        }
    }
}

impl Workflow {
    /// What names a person in these answers, wherever in the form they stand. Each once, in the order of kinds.
    pub fn parties(&self, answers: &Answers) -> Vec<Canonical> {
        let mut named = BTreeSet::new();
        for question in &self.party_questions {
            question.collect(answers, &mut named);
        }
        named.into_iter().collect()
    }
}

impl Answers {
    /// What names a person in these answers by their kind alone, whatever form asked for them: for answers to what is asked no more.
    pub fn parties(&self) -> Vec<Canonical> {
        let mut named = BTreeSet::new();
        for answer in self.0.values() {
            match answer {
                Answer::Group(blocks) => named.extend(blocks.iter().flat_map(Self::parties)),
                answer => named.extend(told_by(answer)),
            }
        }
        named.retain(|named| named.kind() != CanonicalKind::Plate);
        named.into_iter().collect()
    }
}

impl Service {
    /// What names a person in these answers, as its workflow knows it.
    pub fn parties(&self, answers: &Answers) -> Vec<Canonical> {
        self.review.parties(answers)
    }

    /// What an application with these answers is found by: its parties, and the vehicles that it is for.
    pub fn found_by(&self, answers: &Answers) -> Vec<Canonical> {
        let mut found = BTreeSet::new();
        for page in &self.form.pages {
            collect(&page.questions, answers, &mut found);
        }
        found.extend(self.vehicles_in_text(answers).filter_map(canonical::plate));
        found.into_iter().collect()
    }

    /// Plates of any country that a service asks for in free text.
    fn vehicles_in_text<'a>(&'a self, answers: &'a Answers) -> impl Iterator<Item = &'a str> {
        let claims = self.permit.claims.iter();
        let vehicles = claims.filter(|claim| claim.role == ClaimRole::Vehicle);
        vehicles.filter_map(|claim| match answers.get(&claim.answer) {
            Some(Answer::Text(text)) => Some(text.as_str()),
            _ => None,
        })
    }
}

fn collect(questions: &[Question], answers: &Answers, found: &mut BTreeSet<Canonical>) {
    for question in questions {
        match (answers.get(&question.id), &question.kind) {
            (Some(Answer::Group(blocks)), Kind::Group { questions, .. }) => {
                for block in blocks {
                    collect(questions, block, found);
                }
            }
            (Some(answer), _) => found.extend(told_by(answer)),
            (None, _) => {}
        }
    }
}

/// What one answer tells of a person or a vehicle.
pub(crate) fn told_by(answer: &Answer) -> Vec<Canonical> {
    let told = match answer {
        Answer::IdentityDocument(document) => [canonical::document(document), None],
        Answer::Email(address) => [canonical::email(address), None],
        Answer::Phone(number) => [canonical::phone(number), None],
        Answer::TaxNumber(number) => [
            canonical::tax_number(number),
            canonical::person_of_tax_number(number),
        ],
        Answer::VehiclePlate(plate) => [canonical::plate(plate), None],
        _ => [None, None],
    };
    told.into_iter().flatten().collect()
}
