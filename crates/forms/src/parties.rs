//! Whom an application names: who is party to it and must not decide on it, and what it is found by.

use std::collections::BTreeSet;

use crate::canonical::{self, Canonical, CanonicalKind};
use crate::{Answer, Answers, ClaimRole, Kind, Question, Service};

impl Service {
    /// What names a person in these answers, wherever in the form they stand: identity documents, tax numbers, addresses of
    /// mail, telephones. Each once, in the order of kinds.
    pub fn parties(&self, answers: &Answers) -> Vec<Canonical> {
        let mut named = self.found_by(answers);
        named.retain(|named| named.kind() != CanonicalKind::Plate);
        named
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

    /// Plates of any country, for which a service has to ask in free text.
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

fn told_by(answer: &Answer) -> Vec<Canonical> {
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
