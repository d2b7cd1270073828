//! Opinions of several bodies at once: asked for, given in any order, not given in time, and asked for again where a new answer wants another.

use forms::{
    Answer, Answers, DocumentKind, OpinionOutcome, Silence, StepId, Workflow, answers::IdentityDocument,
};

use super::world::{
    Desk, Who, answers, appeal, approve, dice, hours, in_lima, morning, new_application, refer,
};
use crate::{
    Actor, Cause, Command, Decider, Effect, Event, NewApplication, Officer, OpinionAnswer, PersonId, Refusal,
    Status, fold,
};

/// A fair, of which the fire brigade, the parks where there are any, and the police have an opinion before the board decides.
fn workflow() -> Workflow {
    let file = include_str!("opinion.yaml");
    let service = forms::read("opinion.yaml", file);
    service.unwrap_or_else(|wrong| panic!("{wrong}")).review
}

fn sent_in(workflow: Workflow, home: &str, plate: &str) -> Desk {
    let mut given = answers(&[("home", home), ("plate", plate)]);
    let kind = DocumentKind::DNI;
    let number = "40000005".to_owned();
    given.insert(
        "document".into(),
        Answer::IdentityDocument(IdentityDocument { kind, number }),
    );
    let new = NewApplication {
        answers: given,
        ..new_application()
    };
    let first = refer("desk");
    let outcome = crate::submit::take_in(new, &workflow, &first, &in_lima(morning()), &mut dice(1));
    Desk::of(workflow, outcome.unwrap())
}

/// In a park: all three are asked.
fn sent() -> Desk {
    sent_in(workflow(), "park", "ABC-123")
}

/// Somebody of the office with these roles.
fn person(number: u128, roles: &[&str]) -> Officer {
    Officer {
        person: PersonId(uuid::Uuid::from_u128(number)),
        roles: roles.iter().copied().map(Into::into).collect(),
        identities: Vec::new(),
        ..Who::Ana.officer()
    }
}

fn of(opinion: &str) -> Actor {
    let role = format!("consultee-{opinion}");
    Actor::Officer(person(0xc0, &[&role]))
}

fn says(opinion: &str, outcome: OpinionOutcome, words: Option<&str>) -> Command {
    Command::GiveOpinion {
        opinion: opinion.into(),
        outcome,
        words: words.map(str::to_owned),
    }
}

fn favourable(opinion: &str) -> Command {
    says(opinion, OpinionOutcome::Favourable, None)
}

fn step(desk: &Desk) -> Option<&str> {
    desk.application().status.step().map(StepId::as_str)
}

fn awaited(desk: &Desk) -> Vec<String> {
    let awaited = desk.application().awaited_opinions();
    awaited.map(|opinion| opinion.opinion.to_string()).collect()
}

/// The office asks where it is anew, and is answered.
fn answered(desk: &mut Desk, who: Who, question: &str, with: &str) {
    let ask = Command::Ask {
        questions: vec![question.into()],
        message: "?".into(),
    };
    desk.decide(who, ask).unwrap();
    let mut anew = Answers::default();
    anew.insert(question.into(), Answer::Choice(with.into()));
    let answer = Command::Answer {
        answers: anew,
        further: Vec::new(),
    };
    desk.give(&Actor::Applicant, answer).unwrap();
}

fn ring(desk: &mut Desk) -> Result<(), Refusal> {
    let timers = desk.outcome.effects.iter().rev();
    let mut timers = timers.filter_map(|effect| match effect {
        Effect::Timer { at, name, command } => Some((*at, name.clone(), command.clone())),
        _ => None,
    });
    let (at, name, command) = timers.next().unwrap();
    desk.now = at;
    desk.ring(&name, command).map(drop)
}

#[test]
fn all_are_asked_at_once_and_the_last_leads_on_to_who_decides() {
    let mut desk = sent();
    assert_eq!(awaited(&desk), ["fire", "trees", "police"]);
    assert_eq!(desk.application().due_at(), Some(hours(5 * 24)));
    for (opinion, left) in [("police", 2), ("fire", 1)] {
        desk.give(&of(opinion), favourable(opinion)).unwrap();
        assert_eq!((step(&desk), awaited(&desk).len()), (Some("opinions"), left));
    }
    let no = says("trees", OpinionOutcome::Unfavourable, Some("Roots."));
    desk.give(&of("trees"), no).unwrap();
    assert_eq!(
        step(&desk),
        Some("board"),
        "an opinion decides nothing, not even a bad one"
    );
    assert!(desk.application().decisions.is_empty());
    desk.decide(Who::Dora, approve()).unwrap();
    let by = Decider::People(vec![Who::Dora.id()]);
    assert!(matches!(&desk.application().status, Status::Approved { by: who, .. } if *who == by));
    assert_eq!(fold(&desk.history).unwrap(), *desk.application());
}

#[test]
fn each_is_asked_only_what_its_case_wants_and_shown_no_more_than_the_file_says() {
    let desk = sent_in(workflow(), "street", "ABC-123");
    assert_eq!(awaited(&desk), ["fire", "police"]);
    let shown = |desk: &Desk, at: usize| {
        let shown = desk.application().opinions[at].shown.iter();
        shown.map(|(id, _)| id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(shown(&desk, 0), ["home"]);
    assert_eq!(shown(&desk, 1), ["home", "plate"]);

    let mut without = workflow();
    if let forms::Taker::Opinions(asked) = &mut without.steps[1].taker {
        asked.retain(|request| request.when.is_some());
    }
    let passed_over = sent_in(without, "street", "ABC-123");
    assert_eq!(step(&passed_over), Some("board"), "nobody is asked");
    assert!(passed_over.application().opinions.is_empty());
}

#[test]
fn silence_means_what_the_file_says_of_each() {
    let mut desk = sent();
    desk.give(&of("fire"), favourable("fire")).unwrap();
    let name = |desk: &Desk| crate::TimerName {
        kind: crate::TimerKind::Deadline,
        step: "opinions".into(),
        visit: desk.application().visit.revision,
    };
    let early = desk.ring(&name(&desk), Command::CloseOpinions).unwrap_err();
    assert_eq!(early.cause, Cause::TooEarly);
    desk.now = hours(5 * 24);
    let late = desk.give(&of("police"), favourable("police")).unwrap_err();
    assert_eq!(
        late.cause,
        Cause::TooLate,
        "also where the timer has not gone off yet"
    );
    let other = desk.ring(&name(&desk), Command::Lapse).unwrap_err();
    assert_eq!(other.cause, Cause::NotTheDeadline);
    desk.ring(&name(&desk), Command::CloseOpinions).unwrap();
    assert_eq!(step(&desk), Some("board"));
    let kept = desk.application().opinions.iter();
    let means: Vec<_> = kept
        .map(|opinion| match &opinion.answer {
            Some(OpinionAnswer::Silent { means, at }) => Some((*means, *at)),
            _ => None,
        })
        .collect();
    let then = hours(5 * 24);
    assert_eq!(
        means,
        [
            None,
            Some((Silence::Unfavourable, then)),
            Some((Silence::Without, then))
        ]
    );
    let again = desk.ring(&name(&desk), Command::CloseOpinions).unwrap_err();
    assert_eq!(again.cause, Cause::Stale);
    assert_eq!(fold(&desk.history).unwrap(), *desk.application());
}

/// The last opinion and the end of the time meet: whichever is first, the other changes nothing.
#[test]
fn the_last_opinion_and_the_end_of_the_time_meet() {
    let mut desk = sent_in(workflow(), "street", "ABC-123");
    let timers = desk.outcome.effects.clone();
    desk.give(&of("fire"), favourable("fire")).unwrap();
    desk.give(&of("police"), favourable("police")).unwrap();
    desk.outcome.effects = timers;
    assert_eq!(ring(&mut desk).unwrap_err().cause, Cause::Stale);
    assert_eq!(step(&desk), Some("board"));

    let mut desk = sent_in(workflow(), "street", "ABC-123");
    ring(&mut desk).unwrap();
    let refused = desk.give(&of("fire"), favourable("fire")).unwrap_err();
    assert_eq!(refused.cause, Cause::OpinionNotAwaited);
}

#[test]
fn only_those_who_are_asked_give_an_opinion_and_once() {
    let mut desk = sent();
    let missing = desk.give(&of("fire"), favourable("police")).unwrap_err();
    assert!(matches!(missing.cause, Cause::RoleMissing(_)), "{missing:?}");
    for who in [Who::Ana, Who::Dora] {
        let refused = desk.give(&who.actor(), favourable("fire")).unwrap_err();
        assert!(matches!(refused.cause, Cause::RoleMissing(_)));
        let refused = desk.give(&who.actor(), Command::Claim).unwrap_err();
        assert_eq!(refused.cause, Cause::AwaitsOpinions);
    }
    for actor in [
        Actor::Applicant,
        Actor::ConsentingPerson,
        Actor::Operator,
        Actor::Job,
    ] {
        let refused = desk.give(&actor, favourable("fire")).unwrap_err();
        assert_eq!(refused.cause, Cause::WrongActor, "{actor:?}");
    }
    let closes = desk.give(&of("fire"), Command::CloseOpinions).unwrap_err();
    assert_eq!(closes.cause, Cause::WrongActor);
    let unknown = desk.give(&of("fire"), favourable("water")).unwrap_err();
    assert_eq!(unknown.cause, Cause::OpinionNotAwaited);
    desk.give(&of("fire"), favourable("fire")).unwrap();
    let twice = desk.give(&of("fire"), favourable("fire")).unwrap_err();
    assert_eq!(twice.cause, Cause::OpinionNotAwaited);
    desk.give(&Actor::Applicant, Command::Withdraw).unwrap();
    assert!(awaited(&desk).is_empty());
    let withdrawn = desk.give(&of("police"), favourable("police")).unwrap_err();
    assert_eq!(withdrawn.cause, Cause::Finished);
}

#[test]
fn whoever_it_concerns_has_no_opinion_and_bad_ones_say_why() {
    let mut desk = sent();
    let mut felix = person(0xc1, &["consultee-fire"]);
    felix.identities = Who::Felix.identities();
    let refused = desk.give(&Actor::Officer(felix), favourable("fire")).unwrap_err();
    assert_eq!(refused.cause, Cause::OwnAffair);
    let mut unknown = person(0xc1, &["consultee-fire"]);
    unknown.lacks_document = true;
    let refused = desk
        .give(&Actor::Officer(unknown), favourable("fire"))
        .unwrap_err();
    assert_eq!(refused.cause, Cause::NoDocument);
    for outcome in [OpinionOutcome::WithConditions, OpinionOutcome::Unfavourable] {
        for words in [None, Some("  ")] {
            let refused = desk.give(&of("fire"), says("fire", outcome, words)).unwrap_err();
            assert_eq!(refused.cause, Cause::OpinionWithoutWords);
        }
    }
}

/// Whoever gave an opinion decides nothing of it, and whoever decided gives none; with one person's two accounts as well.
#[test]
fn with_four_eyes_nobody_decides_by_their_own_opinion() {
    for four_eyes in [true, false] {
        let rules = || Workflow {
            four_eyes,
            ..workflow()
        };
        let mut desk = sent_in(rules(), "street", "ABC-123");
        let both = Actor::Officer(person(0xc2, &["consultee-fire", "supervisor", "judge"]));
        desk.give(&both, favourable("fire")).unwrap();
        desk.give(&of("police"), favourable("police")).unwrap();
        let mut other_account = person(0xc3, &["supervisor"]);
        other_account.other_accounts = vec![PersonId(uuid::Uuid::from_u128(0xc2))];
        for actor in [&both, &Actor::Officer(other_account)] {
            let claimed = desk.give(actor, Command::Claim).map(drop);
            assert_eq!(claimed.is_ok(), !four_eyes, "{claimed:?}");
            if !four_eyes {
                desk.give(actor, Command::Release).unwrap();
            }
        }
        let no = Command::Reject {
            reason: "noise".into(),
            note: None,
        };
        desk.decide(Who::Dora, no).unwrap();
        desk.give(&Actor::Applicant, appeal()).unwrap();
        let heard = desk.give(&both, Command::Claim).unwrap_err();
        assert_eq!(
            heard.cause,
            Cause::AppealNeedsAnother,
            "an appeal wants somebody new"
        );

        let mut desk = sent_in(rules(), "street", "DESK-1");
        let both = Actor::Officer(person(0xc4, &["consultee-fire", "officer"]));
        desk.give(&both, Command::Claim).unwrap();
        desk.give(&both, approve()).unwrap();
        let opined = desk.give(&both, favourable("fire")).map(drop);
        assert_eq!(opined.is_ok(), !four_eyes, "{opined:?}");
    }
}

/// An administrator may grant both roles to one person, who then says both things under their name.
#[test]
fn one_person_with_two_roles_gives_both_opinions_and_decides_nothing() {
    let mut desk = sent_in(workflow(), "street", "ABC-123");
    let both = Actor::Officer(person(
        0xc5,
        &["consultee-fire", "consultee-police", "supervisor"],
    ));
    desk.give(&both, favourable("fire")).unwrap();
    desk.give(&both, favourable("police")).unwrap();
    assert_eq!(step(&desk), Some("board"));
    let given = desk.application().opinions.iter();
    let given: Vec<_> = given.filter_map(crate::Opinion::given_by).collect();
    assert_eq!(given, [PersonId(uuid::Uuid::from_u128(0xc5)); 2]);
    let mine = desk.give(&both, Command::Claim).unwrap_err();
    assert!(matches!(mine.cause, Cause::FourEyes(_)), "{mine:?}");
}

/// A new answer that wants another opinion leads back, and only what was not said of these answers is asked for.
#[test]
fn a_new_answer_asks_for_what_it_wants_and_for_nothing_twice() {
    let mut desk = sent_in(workflow(), "street", "ABC-123");
    for opinion in ["fire", "police"] {
        desk.give(&of(opinion), favourable(opinion)).unwrap();
    }
    answered(&mut desk, Who::Dora, "plate", "XYZ-987");
    assert_eq!(
        step(&desk),
        Some("board"),
        "the police’s is of an earlier answer, which the board sees"
    );
    answered(&mut desk, Who::Dora, "home", "park");
    assert_eq!(step(&desk), Some("opinions"));
    assert_eq!(
        awaited(&desk),
        ["fire", "trees", "police"],
        "all were shown where it is"
    );
    for opinion in ["fire", "trees", "police"] {
        desk.give(&of(opinion), favourable(opinion)).unwrap();
    }
    answered(&mut desk, Who::Dora, "home", "street");
    assert_eq!(step(&desk), Some("board"));
    answered(&mut desk, Who::Dora, "home", "park");
    assert_eq!(step(&desk), Some("board"), "all was said of the park already");
    assert_eq!(fold(&desk.history).unwrap(), *desk.application());
}

#[test]
fn what_the_law_erases_leaves_who_said_what_without_words() {
    let mut desk = sent();
    let no = says(
        "trees",
        OpinionOutcome::Unfavourable,
        Some("Roots of Rosa’s tree."),
    );
    desk.give(&of("trees"), no).unwrap();
    let erased = desk.application().clone().erased(&[]);
    let json = serde_json::to_string(&erased).unwrap();
    assert!(!json.contains("Roots") && !json.contains("park"), "{json}");
    let given = erased.opinions.iter().filter_map(crate::Opinion::given_by);
    assert_eq!(given.count(), 1);
}

#[test]
fn what_was_asked_and_said_stands_in_the_history() {
    let mut desk = sent_in(workflow(), "street", "ABC-123");
    desk.give(&of("fire"), favourable("fire")).unwrap();
    ring_from_the_start(&mut desk);
    let told = desk.history.iter().map(|recorded| recorded.event.kind().name());
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            "submitted",
            "queued",
            "opinions-asked",
            "opinion-given",
            "opinions-closed",
            "advanced"
        ]
    );
    let asked = &desk.history[2].event;
    assert!(matches!(asked, Event::OpinionsAsked { of, .. } if of.len() == 2));
}

/// The timer that was set when it came in.
fn ring_from_the_start(desk: &mut Desk) {
    let name = crate::TimerName {
        kind: crate::TimerKind::Deadline,
        step: "opinions".into(),
        visit: desk.application().visit.revision,
    };
    desk.now = hours(5 * 24);
    desk.ring(&name, Command::CloseOpinions).unwrap();
}
