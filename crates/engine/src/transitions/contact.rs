//! Whom an application is about, out of its answers.

use forms::{Answer, Answers, Canonical, ClaimRole, Format, Kind, Question, Service, canonical};
use permit::number::Reference;
use store::{Contact, DocumentHash};

use crate::{
    engine::Engine,
    secret::{Purpose, Secret},
};

/// The holder's name, the address that mail goes to, and the hash that the document number is compared by.
pub(crate) fn contact(
    engine: &Engine,
    service: &Service,
    answers: &Answers,
    reference: Reference,
) -> Contact {
    let language = &service.languages[0];
    let holder = of_role(service, answers, ClaimRole::Holder)
        .or_else(|| of_kind(service, answers, |kind| kind.has_format(Format::FullName)));
    Contact {
        holder: holder
            .map(|(question, answer)| answer.show(question, language))
            .unwrap_or_default(),
        email: address(service, answers),
        document: document(service, answers)
            .map(|document| document_hash(&engine.secret, reference, &document)),
    }
}

/// The holder's identity document.
pub(crate) fn document(service: &Service, answers: &Answers) -> Option<Canonical> {
    let found = of_role(service, answers, ClaimRole::Document).or_else(|| {
        of_kind(service, answers, |kind| {
            matches!(kind, Kind::IdentityDocument { .. })
        })
    });
    match found? {
        (_, Answer::IdentityDocument(document)) => canonical::document(document),
        _ => None,
    }
}

/// The address that mail goes to.
pub(crate) fn address(service: &Service, answers: &Answers) -> Option<String> {
    let (question, answer) = email(service, answers)?;
    Some(answer.show(question, &service.languages[0]))
}

/// The mailbox that mail goes to.
pub(crate) fn mailbox(service: &Service, answers: &Answers) -> Option<Canonical> {
    match email(service, answers)? {
        (_, Answer::Email(address)) => canonical::email(address),
        _ => None,
    }
}

/// The question that the address of letters answers; where none was answered, the first that asks for one.
pub(crate) fn address_question<'a>(service: &'a Service, answers: &Answers) -> Option<&'a Question> {
    let mut questions = own_addresses(service);
    let answered = questions
        .clone()
        .find(|question| answers.get(&question.id).is_some());
    answered.or_else(|| questions.next())
}

/// The questions for an address that letters may go to: not of whoever is asked to consent.
fn own_addresses(service: &Service) -> impl Iterator<Item = &Question> + Clone {
    let questions = service.form.pages.iter().flat_map(|page| &page.questions);
    let is_own = |question: &&Question| {
        let mut others = service.review.consent_questions();
        question.kind.has_format(Format::Email) && !others.any(|other| *other == question.id)
    };
    questions.filter(is_own)
}

/// The first of them that was answered.
fn email<'a>(service: &'a Service, answers: &'a Answers) -> Option<(&'a Question, &'a Answer)> {
    own_addresses(service).find_map(|question| Some((question, answers.get(&question.id)?)))
}

/// The hash of a document, of use with this reference alone. Those kept before there were canonical forms are of the same
/// text: a form has only ever kept a document's number without spaces and dashes, in capitals, a DNI's without its check
/// character.
pub(crate) fn document_hash(secret: &Secret, reference: Reference, document: &Canonical) -> DocumentHash {
    DocumentHash(secret.code(
        Purpose::LookUp,
        &[reference.to_string().as_bytes(), document.text().as_bytes()],
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

#[cfg(test)]
mod tests {
    use forms::{DocumentKind, answers::IdentityDocument};

    use super::*;

    /// What was hashed before there were canonical forms.
    fn kept_before(secret: &Secret, reference: Reference, number: &str) -> [u8; 32] {
        let plain = number.chars().filter(|c| c.is_alphanumeric());
        let plain: String = plain.flat_map(char::to_uppercase).collect();
        let parts = [reference.to_string(), plain];
        secret.code(Purpose::LookUp, &parts.each_ref().map(String::as_bytes))
    }

    #[test]
    fn a_document_that_was_kept_before_is_found_as_it_is_typed_now() {
        let secret = Secret::new([7; 32]);
        let reference = Reference::draw(&[9; 56]).unwrap();
        for (kind, number, typed) in [
            (
                DocumentKind::DNI,
                "10117410",
                &["10117410", "10117410-2", "DNI 10117410", "١٠١١٧٤١٠"][..],
            ),
            (
                DocumentKind::FOREIGNER_CARD,
                "001234567",
                &["001234567", "CE 001234567", "ce-001234567"],
            ),
            (DocumentKind::FOREIGNER_CARD, "CE1234567", &["ce 1234567"]),
            (DocumentKind::PASSPORT, "101174102", &["101174102", "10117410-2"]),
            (DocumentKind::PASSPORT, "CE123456789", &["CE123456789"]),
            (
                DocumentKind::PASSPORT,
                "AB123456",
                &["ab 123456", "ａｂ１２３４５６"],
            ),
        ] {
            let before = kept_before(&secret, reference, number);
            let document = IdentityDocument {
                kind,
                number: number.to_owned(),
            };
            let now = document_hash(&secret, reference, &canonical::document(&document).unwrap());
            assert_eq!(now.0, before, "{document:?}");
            for typed in typed {
                let meant = canonical::documents(typed);
                let mut meant = meant.iter().map(|meant| document_hash(&secret, reference, meant));
                assert!(meant.any(|meant| meant.0 == before), "{typed}");
            }
        }
    }
}
