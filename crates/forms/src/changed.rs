//! What a newer version of a service means for whoever began to answer under an older one: which questions are new to them, which of
//! their answers no longer fit, and what else they would want to know before they send.

mod fitted;

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::answers::{Around, Reading, Visit, again};
use crate::{Answer, Answers, Kind, Language, Question, QuestionId, Service, Text};

pub use fitted::{Misfit, fitted};

/// What a service says of itself and its permit, where two versions differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fact {
    /// What it costs.
    Cost,
    /// How long it takes.
    Takes,
    /// How long the permit holds.
    Valid,
    /// What one needs at hand.
    Requirements,
    /// What the holder must keep to.
    Conditions,
}

/// The differences between two versions, as whoever answered so far meets them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changed {
    /// Questions of the newer version without an answer that they were not asked before, or did not have to answer.
    pub asked: Vec<QuestionId>,
    /// Questions that they answered, and whose answer the newer version does not take, in the order of the newer form.
    pub again: Vec<QuestionId>,
    /// Questions that they answered and that the newer version does not ask anybody, in the order of the older form.
    pub dropped: Vec<QuestionId>,
    /// What else is different.
    pub facts: Vec<Fact>,
}

impl Changed {
    /// What differs in the newer version for whoever gave these answers under the older one, reading that language.
    pub fn between(
        older: &Service,
        newer: &Service,
        answers: &Answers,
        language: &Language,
        today: Date,
    ) -> Self {
        let (was, is) = (&older.about, &newer.about);
        let differ = |was: &Text, is: &Text| was.in_language(language) != is.in_language(language);
        let lists_differ = |was: &[Text], is: &[Text]| {
            was.len() != is.len() || was.iter().zip(is).any(|(was, is)| differ(was, is))
        };
        let facts = [
            (
                Fact::Cost,
                differ(&was.cost, &is.cost) || older.review.fee != newer.review.fee,
            ),
            (Fact::Takes, differ(&was.takes, &is.takes)),
            (Fact::Valid, older.permit.valid != newer.permit.valid),
            (
                Fact::Requirements,
                lists_differ(&was.requirements, &is.requirements),
            ),
            (
                Fact::Conditions,
                lists_differ(&older.permit.conditions, &newer.permit.conditions),
            ),
        ];
        let mut changed = Self {
            facts: facts
                .into_iter()
                .filter_map(|(fact, differs)| differs.then_some(fact))
                .collect(),
            ..Self::default()
        };
        let mut before = shown(older, answers);
        changed.compare_questions(
            newer,
            &mut before,
            answers,
            &carried(older, newer, answers, language),
            today,
        );
        let questions = older.form.pages.iter().flat_map(|page| &page.questions);
        let dropped = questions.filter(|question| {
            before.contains_key(&question.id)
                && answers.get(&question.id).is_some()
                && newer.question(&question.id).is_none()
        });
        changed.dropped = dropped.map(|question| question.id.clone()).collect();
        changed
    }

    /// Goes through the newer form, and takes from `before` what is still asked.
    fn compare_questions(
        &mut self,
        newer: &Service,
        before: &mut BTreeMap<&QuestionId, &Question>,
        answers: &Answers,
        carried: &Answers,
        today: Date,
    ) {
        newer.walk(answers.purpose(), |visit, fit| {
            let Visit::Question(_, question) = visit else {
                return None;
            };
            let around = Around::right(fit, today);
            let reading = again(question, carried.get(&question.id).cloned(), around);
            let was = before.remove(&question.id);
            match reading {
                Ok(Reading::Given(answer)) => return Some(answer),
                _ if answers.get(&question.id).is_some() => self.again.push(question.id.clone()),
                _ if was.is_some_and(|was| !was.optional || question.optional) => {}
                _ => self.asked.push(question.id.clone()),
            }
            None
        });
    }

    /// Whether it is all the same to them.
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

/// The answers with which whoever began under the older version goes on under the newer: all of them, those too that it does not take,
/// so that they can be put right, but for what was sworn. Another text is sworn anew.
pub fn carried(older: &Service, newer: &Service, answers: &Answers, language: &Language) -> Answers {
    let is_sworn_otherwise = |question: &Question| {
        let was = older.question(&question.id).map(|was| &was.kind);
        let (Some(Kind::Declaration { say: was }), Kind::Declaration { say }) = (was, &question.kind) else {
            return false;
        };
        was.in_language(language) != say.in_language(language)
    };
    let mut carried = answers.clone();
    for question in newer.form.pages.iter().flat_map(|page| &page.questions) {
        if is_sworn_otherwise(question) {
            carried.remove(&question.id);
        }
        let Kind::Group { questions, .. } = &question.kind else {
            continue;
        };
        let Some(Answer::Group(entries)) = carried.0.get_mut(&question.id) else {
            continue;
        };
        for inner in questions {
            if is_sworn_otherwise(inner) {
                for entry in entries.iter_mut() {
                    entry.remove(&inner.id);
                }
            }
        }
    }
    carried
}

/// What somebody who answered so is asked.
fn shown<'a>(service: &'a Service, answers: &Answers) -> BTreeMap<&'a QuestionId, &'a Question> {
    let pages = service.journey(answers).into_iter();
    let questions = pages.flat_map(|page| service.visible(page, answers));
    questions.map(|question| (&question.id, question)).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::{read, samples};

    const TODAY: Date = date(2026, 12, 1);
    const BEFORE: &str = include_str!("../tests/good/transit-permit.yaml");

    fn service(source: &str) -> Service {
        read("service.yaml", source).unwrap_or_else(|wrong| panic!("{wrong}"))
    }

    /// The transit permit in one language, changed so; whoever answered had answered all of it.
    fn changed(change: &[(&str, &str)]) -> Changed {
        let mut source = BEFORE.to_owned();
        for (was, is) in change {
            assert!(source.contains(was), "{was}");
            source = source.replacen(was, is, 1);
        }
        let older = service(BEFORE);
        let answers = samples::sample(&older, TODAY);
        Changed::between(&older, &service(&source), &answers, &"es".into(), TODAY)
    }

    fn ids(ids: &[&str]) -> Vec<QuestionId> {
        ids.iter().map(|id| (*id).into()).collect()
    }

    #[test]
    fn what_only_the_office_notices_changes_nothing_for_who_applies() {
        let reworded = ("essential: Tu trabajo es esencial.", "essential: Es esencial.");
        let decided = (
            "then: approve, because: essential, sample: 5",
            "then: approve, because: essential",
        );
        let further = ("label: Motivo", "label: Tu motivo");
        for change in [reworded, decided, further] {
            assert!(changed(&[change]).is_nothing(), "{change:?}");
        }
    }

    #[test]
    fn a_further_language_changes_nothing_for_who_reads_another() {
        let older = service(BEFORE);
        let mut newer = older.clone();
        newer.about.cost = newer.about.cost.and("en".into(), "Free");
        let answers = Answers::default();
        assert!(Changed::between(&older, &newer, &answers, &"es".into(), TODAY).is_nothing());
        assert_eq!(
            Changed::between(&older, &newer, &answers, &"en".into(), TODAY).facts,
            [Fact::Cost]
        );
    }

    #[test]
    fn each_difference_is_told_apart() {
        let terms = changed(&[
            ("cost: Gratis", "cost: S/ 10"),
            ("valid: 36h", "valid: 24h"),
            ("takes: Al instante", "takes: Quizás al instante"),
            ("requirements: [Tu DNI", "requirements: [Tu pasaporte"),
            ("Usa mascarilla.", "Usa dos mascarillas."),
        ]);
        let facts = vec![
            Fact::Cost,
            Fact::Takes,
            Fact::Valid,
            Fact::Requirements,
            Fact::Conditions,
        ];
        let wanted = Changed {
            facts,
            ..Changed::default()
        };
        assert_eq!(terms, wanted);
    }

    #[test]
    fn questions_are_new_no_longer_asked_or_asked_again() {
        let new = "- {id: masks, type: integer, label: Cuántas}\n      - {id: route,";
        let found = changed(&[
            ("- {id: route,", new),
            ("      - {id: email, type: e-mail, label: Tu correo}\n", ""),
            ("foot: A pie, bus: En bus, ", ""),
            ("Juro que lo que digo es verdad.", "Juro que es verdad."),
            ("car: En auto}", "car: En auto, boat: En bote}"),
        ]);
        assert_eq!(found.asked, ids(&["masks"]));
        assert_eq!(found.dropped, ids(&["email"]));
        assert_eq!(found.again, ids(&["travels_by", "true_words"]));
    }

    #[test]
    fn what_was_optional_and_left_out_and_must_be_answered_now_counts_as_new() {
        let source = BEFORE.replace(
            "label: De dónde a dónde,",
            "label: De dónde a dónde, optional: true,",
        );
        let (older, newer) = (service(&source), service(BEFORE));
        let mut answers = samples::sample(&older, TODAY);
        answers.remove(&"route".into());
        let found = Changed::between(&older, &newer, &answers, &"es".into(), TODAY);
        assert_eq!(found.asked, ids(&["route"]));
        // A page that was not come to yet is as it was.
        answers.remove(&"leaves".into());
        assert_eq!(
            Changed::between(&newer, &newer, &answers, &"es".into(), TODAY).asked,
            []
        );
    }

    /// A page that hangs on a computed value is asked of those whom it concerns.
    #[test]
    fn what_hangs_on_a_computed_value_is_compared_too() {
        let before = include_str!("../tests/good/computed.yaml");
        let older = service(before);
        let newer = service(&before.replace(
            "label: Why so large?}",
            "label: Why?}\n      - {id: plan, type: text, label: Plan}",
        ));
        let mut answers = samples::sample(&older, TODAY);
        answers.insert("metres".into(), Answer::Integer(12));
        answers.insert("why".into(), Answer::Text("A fair".to_owned()));
        let found = Changed::between(&older, &newer, &answers, &"en".into(), TODAY);
        assert_eq!((found.asked, found.dropped), (ids(&["plan"]), Vec::new()));
        answers.insert("metres".into(), Answer::Integer(2));
        let found = Changed::between(&older, &newer, &answers, &"en".into(), TODAY);
        assert!(found.is_nothing(), "{found:?}");
    }

    #[test]
    fn everything_that_was_typed_is_carried_over_but_what_is_sworn_otherwise() {
        let older = service(BEFORE);
        let newer = service(&BEFORE.replace("Juro que lo que digo es verdad.", "Juro que es verdad."));
        let answers = samples::sample(&older, TODAY);
        let mut wanted = answers.clone();
        wanted.remove(&"true_words".into()).expect("it was sworn");
        assert_eq!(carried(&older, &newer, &answers, &"es".into()), wanted);
        assert_eq!(carried(&older, &older, &answers, &"es".into()), answers);
    }
}
