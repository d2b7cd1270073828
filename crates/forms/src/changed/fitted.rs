//! Whether the newer version of a service takes an application that was sent under an older one as it was answered.

use jiff::civil::Date;

use super::carried;
use crate::{Answers, ApplicationPurpose, Language, Question, QuestionId, Service};

/// Why a version does not take an application as it was answered: the first question in the order of its form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misfit {
    /// It asks this, and there is no answer.
    Missing(QuestionId),
    /// It does not take the answer to this, or what was sworn here reads otherwise, or the form ends on the page that begins with it.
    Wrong(QuestionId),
    /// Nobody can ask for this any more.
    NotOffered(ApplicationPurpose),
}

/// The answers as the newer version takes them: those to what it asks, each still right on that day, and what it computes of them. A
/// question that it does not ask falls away. An answer to the same question by the same rules is not judged again: it was taken once, be
/// it on another day.
pub fn fitted(
    older: &Service,
    newer: &Service,
    answers: &Answers,
    language: &Language,
    day: Date,
) -> Result<Answers, Misfit> {
    let purpose = answers.purpose();
    if !newer.offers(purpose) {
        return Err(Misfit::NotOffered(purpose));
    }
    let carried = carried(older, newer, answers, language);
    let is_settled = |question: &Question, before: &Answers| {
        let named = question.valid.iter().flat_map(|rule| rule.rule.questions());
        let mut named = named.filter(|name| **name != question.id);
        older.question(&question.id) == Some(question)
            && named.all(|name| before.get(name) == answers.get(name))
    };
    newer.complete_but(carried, day, is_settled).map_err(|gaps| {
        let first = gaps.into_iter().next();
        let question = first.expect("what is not complete has a gap").question;
        match answers.get(&question) {
            Some(_) => Misfit::Wrong(question),
            None => Misfit::Missing(question),
        }
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::{Answer, read, samples};

    const DAY: Date = date(2026, 12, 1);
    const BEFORE: &str = include_str!("../../tests/good/transit-permit.yaml");

    fn service(source: &str) -> Service {
        read("service.yaml", source).unwrap_or_else(|wrong| panic!("{wrong}"))
    }

    /// What the transit permit, changed so, makes of an application in which everything was answered.
    fn changed(was: &str, is: &str) -> Result<Answers, Misfit> {
        assert!(BEFORE.contains(was), "{was}");
        let (older, newer) = (service(BEFORE), service(&BEFORE.replacen(was, is, 1)));
        let answers = samples::sample(&older, DAY);
        fitted(&older, &newer, &answers, &"es".into(), DAY)
    }

    #[test]
    fn an_application_fits_or_the_first_question_in_the_way_is_told() {
        let sent = samples::sample(&service(BEFORE), DAY);
        let new = "- {id: masks, type: integer, label: Cuántas}\n      - {id: route,";
        let optional = "- {id: masks, type: integer, label: Cuántas, optional: true}\n      - {id: route,";
        let mut without_email = sent.clone();
        without_email.remove(&"email".into()).expect("it was answered");
        for (was, is, wanted) in [
            ("label: Motivo", "label: Tu motivo", Ok(sent.clone())),
            ("- {id: route,", new, Err(Misfit::Missing("masks".into()))),
            ("- {id: route,", optional, Ok(sent.clone())),
            (
                "      - {id: email, type: e-mail, label: Tu correo}\n",
                "",
                Ok(without_email),
            ),
            (
                "foot: A pie, bus: En bus, car: En auto",
                "boat: En bote, car: En auto",
                Err(Misfit::Wrong("travels_by".into())),
            ),
            (
                "Juro que lo que digo es verdad.",
                "Juro que es verdad.",
                Err(Misfit::Wrong("true_words".into())),
            ),
        ] {
            assert_eq!(changed(was, is), wanted, "{is}");
        }
    }

    /// Whoever was of age on that day is, whenever it is judged.
    #[test]
    fn it_is_judged_on_the_day_that_is_given() {
        let service = service(include_str!("../../tests/good/fair.yaml"));
        let answers = samples::sample(&service, DAY);
        let fitted_on = |day| fitted(&service, &service, &answers, &"es".into(), day);
        assert_eq!(fitted_on(DAY), Ok(answers.clone()));
        let stricter = include_str!("../../tests/good/fair.yaml").replace("max: today-18y", "max: today-21y");
        let stricter = self::service(&stricter);
        let on = |day| fitted(&service, &stricter, &answers, &"es".into(), day);
        assert!(on(date(2090, 1, 1)).is_ok() && on(date(1990, 1, 1)).is_err());
        assert_eq!(
            fitted_on(date(1990, 1, 1)),
            Ok(answers.clone()),
            "the same question was answered once"
        );
    }

    #[test]
    fn what_is_computed_is_computed_by_the_newer_version() {
        let source = include_str!("../../tests/good/computed.yaml");
        let older = service(source);
        let newer = service(&source.replace("is: sum(helpers.hours)", "is: sum(helpers.hours) + 1"));
        let sent = older
            .complete(samples::sample(&older, DAY), DAY)
            .expect("a sample is complete");
        let worked = |answers: &Answers| match answers.get(&"worked".into()) {
            Some(Answer::Integer(hours)) => *hours,
            other => panic!("{other:?}"),
        };
        let fits = |newer| fitted(&older, newer, &sent, &"en".into(), DAY).expect("it fits");
        assert_eq!(fits(&older), sent, "the same version changes nothing");
        assert_eq!(worked(&fits(&newer)), worked(&sent) + 1);
    }
}
