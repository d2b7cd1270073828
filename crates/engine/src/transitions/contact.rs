//! Whom an application is about, out of its answers.

use forms::{Answer, Answers, ClaimRole, Kind, Question, Service};
use permit::number::Reference;
use store::{Contact, DocumentHash};

use crate::{engine::Engine, secret::Purpose};

/// The holder's name, the address that mail goes to, and the hash that the document number is compared by.
pub(crate) fn contact(
    engine: &Engine,
    service: &Service,
    answers: &Answers,
    reference: Reference,
) -> Contact {
    let language = &service.languages[0];
    let holder = of_role(service, answers, ClaimRole::Holder)
        .or_else(|| of_kind(service, answers, |kind| matches!(kind, Kind::FullName)));
    let document = of_role(service, answers, ClaimRole::Document).or_else(|| {
        of_kind(service, answers, |kind| {
            matches!(kind, Kind::IdentityDocument { .. })
        })
    });
    let email = of_kind(service, answers, |kind| matches!(kind, Kind::Email));
    Contact {
        holder: holder
            .map(|(question, answer)| answer.show(question, language))
            .unwrap_or_default(),
        email: email.map(|(question, answer)| answer.show(question, language)),
        document: document.map(|(question, answer)| match answer {
            Answer::IdentityDocument(document) => document_hash(engine, reference, &document.number),
            other => document_hash(engine, reference, &other.show(question, language)),
        }),
    }
}

/// The address that mail goes to, in small letters: all that tells one applicant from another before a first letter.
pub(crate) fn email(service: &Service, answers: &Answers) -> Option<String> {
    let (question, answer) = of_kind(service, answers, |kind| matches!(kind, Kind::Email))?;
    Some(answer.show(question, &service.languages[0]).to_lowercase())
}

/// The hash of a document number as somebody typed it: letters and digits count, spaces and dashes do not.
pub(crate) fn document_hash(engine: &Engine, reference: Reference, number: &str) -> DocumentHash {
    let plain: String = number
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .collect();
    DocumentHash(engine.secret.code(
        Purpose::LookUp,
        &[reference.to_string().as_bytes(), plain.as_bytes()],
    ))
}

fn of_role<'a>(
    service: &'a Service,
    answers: &'a Answers,
    role: ClaimRole,
) -> Option<(&'a Question, &'a Answer)> {
    let claim = service.permit.claims.iter().find(|claim| claim.role == role)?;
    Some((service.question(&claim.answer)?, answers.get(&claim.answer)?))
}

/// The first answered question of a kind: forms ask for the applicant's own before anybody else's.
fn of_kind<'a>(
    service: &'a Service,
    answers: &'a Answers,
    is: impl Fn(&Kind) -> bool,
) -> Option<(&'a Question, &'a Answer)> {
    let questions = service.form.pages.iter().flat_map(|page| &page.questions);
    let mut answered = questions.filter_map(|question| Some((question, answers.get(&question.id)?)));
    answered.find(|(question, _)| is(&question.kind))
}
