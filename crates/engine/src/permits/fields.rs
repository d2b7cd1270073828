//! What a permit says: an application's answers as claims for the QR and as words for the paper.

use forms::{
    Answer, Answers, ClaimDefinition, ClaimForm, ClaimRole, Language, Question, QuestionId, Service, weekday,
};
use jiff::civil::Weekday;
use permit::claims::Field;
use review::Conditions;
use store::{Printed, PrintedField};

use super::conditions;

/// The claims in the order of the service's permit description.
pub fn claims(service: &Service, answers: &Answers, set: &Conditions) -> Vec<Field> {
    let claims = service.permit.claims.iter();
    claims
        .map(|claim| {
            if conditions::are_at(service, &claim.answer) {
                conditions::claim(set)
            } else {
                field(service, claim, answers)
            }
        })
        .collect()
}

fn field(service: &Service, claim: &ClaimDefinition, answers: &Answers) -> Field {
    let (Some(question), Some(answer)) = (service.question(&claim.answer), answers.get(&claim.answer)) else {
        return Field::Absent;
    };
    match (answer, claim.form) {
        (Answer::Choice(day), _) if claim.role == ClaimRole::Days => Field::Text(iso_days([day.as_str()])),
        (Answer::Choices(days), _) if claim.role == ClaimRole::Days => {
            Field::Text(iso_days(days.iter().map(String::as_str)))
        }
        (Answer::Integer(number), ClaimForm::Whole) if *number >= 0 => Field::Integer(number.unsigned_abs()),
        // Codes: the permit description gives their names, so the QR stays small in any language.
        (Answer::Choice(code), ClaimForm::Whole) => Field::Text(code.clone()),
        (Answer::Choices(codes), ClaimForm::Whole) => Field::Text(codes.join(",")),
        // One spelling in every language: a verifier compares it with the clock.
        (Answer::Time(time), ClaimForm::Whole) => {
            Field::Text(format!("{:02}:{:02}", time.hour(), time.minute()))
        }
        (_, ClaimForm::Whole) => Field::Text(answer.show(question, default_language(service))),
        (_, ClaimForm::LastFour) => Field::Text(last_four(&essence(service, question, answer))),
        (_, ClaimForm::Initials) => Field::Text(initials(&essence(service, question, answer))),
    }
}

/// Days of the week as their numbers in ISO 8601, Monday first: `135`.
pub(super) fn iso_days<'a>(codes: impl IntoIterator<Item = &'a str>) -> String {
    let mut days: Vec<i8> = codes
        .into_iter()
        .filter_map(weekday)
        .map(Weekday::to_monday_one_offset)
        .collect();
    days.sort_unstable();
    days.iter().map(i8::to_string).collect()
}

/// The answer without its kind: the number of a document.
fn essence(service: &Service, question: &Question, answer: &Answer) -> String {
    match answer {
        Answer::IdentityDocument(document) => document.number.clone(),
        other => other.show(question, default_language(service)),
    }
}

fn last_four(text: &str) -> String {
    let skipped = text.chars().count().saturating_sub(4);
    text.chars().skip(skipped).collect()
}

fn initials(text: &str) -> String {
    text.split_whitespace()
        .filter_map(|word| word.chars().next())
        .flat_map(char::to_uppercase)
        .collect()
}

/// The questions that the paper shows, in its order: the claims, then what is printed beside them, and last the conditions that
/// whoever approves may set.
pub(crate) fn printed_questions(service: &Service) -> impl Iterator<Item = &QuestionId> {
    let set = |id: &QuestionId| conditions::are_at(service, id);
    let claims = service.permit.claims.iter().map(|claim| &claim.answer);
    claims
        .filter(move |id| !set(id))
        .chain(service.permit.prints.iter().filter(|id| !is_claim(service, id)))
        .chain(conditions::place(service))
}

fn is_claim(service: &Service, id: &QuestionId) -> bool {
    service.permit.claims.iter().any(|claim| claim.answer == *id)
}

/// The words on the paper, in the service's first language: it is its officers and police who read them.
pub(crate) fn printed(service: &Service, answers: &Answers, set: &Conditions, language: Language) -> Printed {
    let value = |id: &QuestionId| {
        if conditions::are_at(service, id) {
            conditions::words(service, set, default_language(service))
        } else {
            told(service, id, answers)
        }
    };
    let fields = printed_questions(service)
        .map(|id| PrintedField {
            question: id.clone(),
            value: value(id),
        })
        .collect();
    Printed {
        language: Some(language),
        fields,
    }
}

/// One answer as the paper says it: no more of it than the code says, where that says its last four characters only.
fn told(service: &Service, id: &QuestionId, answers: &Answers) -> String {
    let is_cut = |claim: &&ClaimDefinition| claim.answer == *id && claim.form == ClaimForm::LastFour;
    let answer = answers.get(id).zip(service.question(id));
    match answer {
        Some((answer, question)) if service.permit.claims.iter().any(|claim| is_cut(&claim)) => {
            format!("•••• {}", last_four(&essence(service, question, answer)))
        }
        _ => words(service, id, answers),
    }
}

/// One answer, whole; nothing where there is none.
pub(crate) fn words(service: &Service, id: &QuestionId, answers: &Answers) -> String {
    let answer = answers.get(id).zip(service.question(id));
    answer.map_or_else(String::new, |(answer, question)| {
        answer.show(question, default_language(service))
    })
}

/// How much room a claim takes, more or less.
pub(crate) fn size(field: &Field) -> usize {
    match field {
        Field::Text(text) => text.len(),
        Field::Integer(_) | Field::Absent => 1,
    }
}

/// The language that the service's officers and papers speak.
pub(crate) fn default_language(service: &Service) -> &Language {
    &service.languages[0]
}

#[cfg(test)]
mod tests {
    use forms::{DocumentKind, answers::IdentityDocument};

    use super::*;

    /// A permit by mail must not bring with it what a new browser is asked for beside the mailed link.
    #[test]
    fn the_paper_says_no_more_of_a_document_than_the_code() {
        let source = include_str!("../../../../forms/transit-permit.yaml");
        let service = forms::read("transit-permit.yaml", source).unwrap();
        let mut answers = Answers::default();
        let document = IdentityDocument {
            kind: DocumentKind::DNI,
            number: "10117410".to_owned(),
        };
        answers.insert("document".into(), Answer::IdentityDocument(document));
        answers.insert("name".into(), Answer::FullName("María Quispe".to_owned()));
        let printed = printed(&service, &answers, &Conditions::default(), "es".into());
        let told = |question: &str| {
            let mut fields = printed.fields.iter();
            let field = fields.find(|field| field.question.as_str() == question);
            field.map(|field| field.value.clone())
        };
        assert_eq!(told("document").as_deref(), Some("•••• 7410"));
        assert_eq!(told("name").as_deref(), Some("María Quispe"));
    }

    #[test]
    fn days_are_their_numbers_in_order() {
        for (codes, days) in [
            (vec!["fri", "mon", "wed"], "135"),
            (vec!["7", "1"], "17"),
            (vec!["sun"], "7"),
            (vec![], ""),
        ] {
            assert_eq!(iso_days(codes), days);
        }
    }

    #[test]
    fn forms_of_claims_tell_no_more_than_they_say() {
        for (text, four, letters) in [
            ("45678912", "8912", "4"),
            ("X1", "X1", "X"),
            ("María José ñahui", "ahui", "MJÑ"),
            ("", "", ""),
        ] {
            assert_eq!(
                (last_four(text).as_str(), initials(text).as_str()),
                (four, letters)
            );
        }
    }
}
