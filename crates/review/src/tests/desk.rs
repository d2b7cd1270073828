//! The rules that one person at a desk meets, each in its own short story.

use forms::Ruling;

use super::world::{
    Desk, Who, answers, appeal, approve, ask, assign, dice, hours, in_lima, licence, morning,
    new_application, refer, reject, reply, stall, transit,
};
use crate::{
    Actor, Cause, Command, Decider, Effect, Event, EventKind, Message, Officer, PermitStatus, Refusal,
    Status, TimerKind, TimerName, submit,
};

fn cause<T>(result: Result<T, Refusal>) -> Cause {
    result.err().map(|refusal| refusal.cause).unwrap()
}

fn kinds(desk: &Desk) -> Vec<EventKind> {
    desk.history
        .iter()
        .map(|recorded| recorded.event.kind())
        .collect()
}

#[test]
fn an_approval_issues_the_permit_and_tells_the_applicant() {
    let mut desk = Desk::with(transit(), &refer("check"));
    let outcome = desk.decide(Who::Ana, approve()).unwrap();
    assert_eq!(
        outcome.application.status,
        Status::Approved {
            at: morning(),
            by: Decider::People(vec![Who::Ana.id()])
        }
    );
    assert_eq!(
        outcome.effects,
        [
            Effect::CancelTimers,
            Effect::IssuePermit {
                permit: outcome.application.permits[0].id
            },
            Effect::Notify(Message::Approved)
        ]
    );
}

#[test]
fn what_no_rule_decides_is_received_and_its_clock_starts() {
    let workflow = transit();
    let outcome = submit(new_application(), &workflow, &in_lima(morning()), &mut dice(1)).unwrap();
    assert_eq!(
        outcome.application.status,
        Status::Queued {
            step: "check".into(),
            since: morning()
        }
    );
    assert_eq!(outcome.application.office, Some("lima".into()));
    assert_eq!(
        outcome.effects,
        [
            Effect::Notify(Message::Received),
            Effect::Timer {
                at: hours(24),
                name: TimerName {
                    kind: TimerKind::Deadline,
                    step: "check".into(),
                    visit: 2
                },
                command: Command::Escalate {
                    to: Some("second-look".into())
                },
            }
        ]
    );
}

#[test]
fn a_workflow_that_nobody_checked_is_refused() {
    let mut workflow = transit();
    workflow.steps.clear();
    let refused = submit(new_application(), &workflow, &in_lima(morning()), &mut dice(1));
    assert_eq!(cause(refused), Cause::NoFirstStep);
}

#[test]
fn a_sampled_approval_is_looked_at_by_the_sample_steps_people() {
    let sampled = Ruling::Approve {
        because: "essential-work".into(),
        sample: 100,
    };
    let mut desk = Desk::with(transit(), &sampled);
    assert_eq!(
        kinds(&desk),
        [EventKind::Submitted, EventKind::Approved, EventKind::Sampled]
    );
    assert_eq!(
        desk.outcome.effects,
        [
            Effect::IssuePermit {
                permit: desk.application().permits[0].id
            },
            Effect::Notify(Message::Approved)
        ]
    );
    assert!(desk.application().sampled);

    assert_eq!(
        cause(desk.give(&Who::Ana.actor(), reject())),
        Cause::RoleMissing("supervisor".into())
    );
    let permit = desk.application().permits[0].id;
    let outcome = desk.give(&Who::Dora.actor(), reject()).unwrap();
    assert_eq!(
        outcome.effects,
        [
            Effect::ChangePermit {
                permit,
                from: PermitStatus::Active,
                to: PermitStatus::Revoked
            },
            Effect::Notify(Message::Revoked)
        ]
    );
    assert_eq!(outcome.application.permits[0].status, PermitStatus::Revoked);
    assert!(matches!(outcome.application.status, Status::Rejected { .. }));
    assert!(!outcome.application.sampled);
    desk.give(&Actor::Applicant, appeal()).unwrap();
}

#[test]
fn an_upheld_sample_is_looked_at_once() {
    let sampled = Ruling::Approve {
        because: "essential-work".into(),
        sample: 100,
    };
    let mut desk = Desk::with(transit(), &sampled);
    let outcome = desk.give(&Who::Dora.actor(), approve()).unwrap();
    assert_eq!((outcome.effects.len(), outcome.application.sampled), (0, false));
    assert_eq!(cause(desk.give(&Who::Elena.actor(), approve())), Cause::Finished);
}

#[test]
fn no_share_samples_nobody() {
    let never = Ruling::Approve {
        because: "essential-work".into(),
        sample: 0,
    };
    assert!(!Desk::with(transit(), &never).application().sampled);
}

#[test]
fn a_step_of_two_needs_two_persons() {
    let mut desk = Desk::with(licence(), &refer("desk"));
    desk.decide(Who::Ana, approve()).unwrap();
    assert_eq!(
        desk.application().status,
        Status::Queued {
            step: "desk".into(),
            since: morning()
        }
    );
    assert_eq!(
        cause(desk.give(&Who::Ana.actor(), Command::Claim)),
        Cause::AlreadyApproved
    );
    assert_eq!(
        cause(desk.give(&Who::Dora.actor(), assign(Who::Ana))),
        Cause::AlreadyApproved
    );
    desk.decide(Who::Beto, approve()).unwrap();
    assert_eq!(desk.application().status.step(), Some(&"board".into()));
}

#[test]
fn nobody_decides_two_steps_whatever_their_roles() {
    let mut desk = Desk::with(licence(), &refer("desk"));
    desk.decide(Who::Ana, approve()).unwrap();
    desk.decide(Who::Beto, approve()).unwrap();
    let promoted = Actor::Officer(Officer {
        roles: Who::Dora.roles(),
        ..Who::Ana.officer()
    });
    assert_eq!(
        cause(desk.give(&promoted, Command::Claim)),
        Cause::FourEyes("desk".into())
    );
}

#[test]
fn without_four_eyes_one_person_may_do_it_all() {
    let mut desk = Desk::with(stall(), &refer("visit"));
    desk.decide(Who::Ana, approve()).unwrap();
    let by = Decider::People(vec![Who::Ana.id()]);
    assert_eq!(
        desk.decide(Who::Ana, approve()).unwrap().application.status,
        Status::Approved { at: morning(), by }
    );
}

#[test]
fn a_role_taken_away_after_the_claim_no_longer_decides() {
    let mut desk = Desk::with(transit(), &refer("check"));
    desk.give(&Who::Ana.actor(), Command::Claim).unwrap();
    let former = Actor::Officer(Officer {
        roles: Vec::new(),
        ..Who::Ana.officer()
    });
    for command in [approve(), reject(), ask(), Command::Escalate { to: None }] {
        assert_eq!(
            cause(desk.give(&former, command)),
            Cause::RoleMissing("officer".into())
        );
    }
}

#[test]
fn released_keeps_its_place_in_the_queue() {
    let mut desk = Desk::with(transit(), &refer("check"));
    desk.now = hours(5);
    desk.give(&Who::Ana.actor(), Command::Claim).unwrap();
    desk.give(&Who::Ana.actor(), Command::Release).unwrap();
    assert_eq!(
        desk.application().status,
        Status::Queued {
            step: "check".into(),
            since: morning()
        }
    );
}

#[test]
fn the_applicant_answers_what_was_asked_and_in_time() {
    let mut desk = Desk::with(transit(), &refer("check"));
    desk.give(&Who::Ana.actor(), Command::Claim).unwrap();
    let outcome = desk.give(&Who::Ana.actor(), ask()).unwrap();
    let timer = TimerName {
        kind: TimerKind::Answer,
        step: "check".into(),
        visit: 2,
    };
    assert_eq!(
        outcome.effects,
        [
            Effect::CancelTimers,
            Effect::Timer {
                at: hours(72),
                name: timer,
                command: Command::Lapse
            },
            Effect::Notify(Message::Asked)
        ]
    );
    let other = Command::Answer {
        answers: answers(&[("home", "cusco")]),
        further: Vec::new(),
    };
    assert_eq!(
        cause(desk.give(&Actor::Applicant, other)),
        Cause::NotAsked("home".into())
    );
    desk.now = hours(72);
    assert_eq!(cause(desk.give(&Actor::Applicant, reply())), Cause::TooLate);
    desk.now = hours(71);
    desk.give(&Actor::Applicant, reply()).unwrap();
    assert_eq!(
        desk.application().status,
        Status::Queued {
            step: "check".into(),
            since: hours(71)
        }
    );
    assert_eq!(
        desk.application().answers,
        answers(&[("home", "lima"), ("plate", "XYZ-987")])
    );
}

#[test]
fn what_was_asked_and_left_blank_is_answered_with_nothing() {
    let mut desk = Desk::with(transit(), &refer("check"));
    desk.give(&Who::Ana.actor(), Command::Claim).unwrap();
    desk.give(&Who::Ana.actor(), ask()).unwrap();
    let blank = Command::Answer {
        answers: answers(&[]),
        further: Vec::new(),
    };
    desk.give(&Actor::Applicant, blank).unwrap();
    assert_eq!(desk.application().answers, answers(&[("home", "lima")]));
}

#[test]
fn what_the_form_asks_because_of_an_answer_may_come_with_it() {
    let mut desk = Desk::with(transit(), &refer("check"));
    desk.give(&Who::Ana.actor(), Command::Claim).unwrap();
    desk.give(&Who::Ana.actor(), ask()).unwrap();
    let both = Command::Answer {
        answers: answers(&[("plate", "XYZ-987"), ("home", "cusco")]),
        further: vec!["home".into()],
    };
    desk.give(&Actor::Applicant, both).unwrap();
    assert_eq!(
        desk.application().answers,
        answers(&[("home", "cusco"), ("plate", "XYZ-987")])
    );
}

#[test]
fn an_answer_can_route_it_to_another_office() {
    let mut desk = Desk::with(transit(), &refer("check"));
    desk.give(&Who::Ana.actor(), Command::Claim).unwrap();
    let home = Command::Ask {
        questions: vec!["home".into()],
        message: String::new(),
    };
    desk.give(&Who::Ana.actor(), home).unwrap();
    desk.give(
        &Actor::Applicant,
        Command::Answer {
            answers: answers(&[("home", "cusco")]),
            further: Vec::new(),
        },
    )
    .unwrap();
    assert_eq!(desk.application().office, Some("cusco".into()));
}

#[test]
fn only_what_the_service_allows_is_asked() {
    let mut desk = Desk::with(transit(), &refer("check"));
    desk.give(&Who::Ana.actor(), Command::Claim).unwrap();
    let ask = |questions: &[&str]| Command::Ask {
        questions: questions.iter().copied().map(Into::into).collect(),
        message: String::new(),
    };
    assert_eq!(cause(desk.give(&Who::Ana.actor(), ask(&[]))), Cause::NothingAsked);
    assert_eq!(
        cause(desk.give(&Who::Ana.actor(), ask(&["plate", "faith"]))),
        Cause::MayNotAsk("faith".into())
    );
}

#[test]
fn a_yes_does_not_outlive_the_answers_it_was_given_for() {
    let mut desk = Desk::with(licence(), &refer("desk"));
    desk.decide(Who::Ana, approve()).unwrap();
    desk.decide(Who::Beto, ask()).unwrap();
    desk.give(&Actor::Applicant, reply()).unwrap();
    desk.decide(Who::Beto, approve()).unwrap();
    assert_eq!(desk.application().status.step(), Some(&"desk".into()));
    desk.decide(Who::Carla, approve()).unwrap();
    desk.decide(Who::Dora, approve()).unwrap();
    desk.decide(Who::Elena, approve()).unwrap();
    let people = [Who::Beto, Who::Carla, Who::Dora, Who::Elena]
        .map(Who::id)
        .to_vec();
    assert_eq!(
        desk.application().status,
        Status::Approved {
            at: morning(),
            by: Decider::People(people)
        },
        "ana's yes was for other answers"
    );
}

#[test]
fn one_no_ends_it_with_a_reason_of_the_service() {
    let mut desk = Desk::with(licence(), &refer("desk"));
    desk.give(&Who::Ana.actor(), Command::Claim).unwrap();
    let whim = Command::Reject {
        reason: "whim".into(),
        note: None,
    };
    assert_eq!(
        cause(desk.give(&Who::Ana.actor(), whim)),
        Cause::UnknownReason("whim".into())
    );
    let deserved = Command::Reject {
        reason: "deserved".into(),
        note: None,
    };
    assert_eq!(
        cause(desk.give(&Who::Ana.actor(), deserved)),
        Cause::ReasonForOther("deserved".into()),
        "nobody is told a reason for granting when they are refused"
    );
    desk.give(&Who::Ana.actor(), reject()).unwrap();
    assert!(desk.application().status.is_final());
}

#[test]
fn an_appeal_is_one_in_time_and_before_others() {
    let mut desk = Desk::with(licence(), &refer("desk"));
    desk.decide(Who::Gloria, reject()).unwrap();
    desk.now = hours(15 * 24);
    assert_eq!(cause(desk.give(&Actor::Applicant, appeal())), Cause::TooLate);
    desk.now = hours(15 * 24 - 1);
    desk.give(&Actor::Applicant, appeal()).unwrap();
    assert_eq!(
        cause(desk.give(&Who::Gloria.actor(), Command::Claim)),
        Cause::AppealNeedsAnother
    );
    desk.decide(Who::Felix, reject()).unwrap();
    assert_eq!(
        cause(desk.give(&Actor::Applicant, appeal())),
        Cause::AlreadyAppealed
    );
}

#[test]
fn an_appeal_needs_another_person_even_without_four_eyes() {
    let mut workflow = licence();
    workflow.four_eyes = false;
    let mut desk = Desk::with(workflow, &refer("desk"));
    desk.decide(Who::Gloria, reject()).unwrap();
    desk.give(&Actor::Applicant, appeal()).unwrap();
    assert_eq!(
        cause(desk.give(&Who::Gloria.actor(), Command::Claim)),
        Cause::AppealNeedsAnother
    );
}

#[test]
fn a_service_without_appeal_has_none() {
    let mut desk = Desk::with(
        stall(),
        &Ruling::Reject {
            because: "not-covered".into(),
        },
    );
    assert_eq!(desk.outcome.effects, [Effect::Notify(Message::Rejected)]);
    assert_eq!(cause(desk.give(&Actor::Applicant, appeal())), Cause::NoAppeal);
}

#[test]
fn nobody_escalates_around_the_people_it_needs() {
    let mut desk = Desk::with(transit(), &refer("check"));
    desk.give(&Who::Ana.actor(), Command::Claim).unwrap();
    let to_appeal = Command::Escalate {
        to: Some("appeal".into()),
    };
    assert_eq!(
        cause(desk.give(&Who::Ana.actor(), to_appeal)),
        Cause::NowhereToEscalate
    );
    desk.give(&Who::Ana.actor(), Command::Escalate { to: None })
        .unwrap();
    assert_eq!(desk.application().status.step(), Some(&"second-look".into()));
    desk.give(&Who::Dora.actor(), Command::Claim).unwrap();
    let further = Command::Escalate { to: None };
    assert_eq!(
        cause(desk.give(&Who::Dora.actor(), further)),
        Cause::NowhereToEscalate
    );
}

#[test]
fn each_step_has_its_own_clock() {
    let mut desk = Desk::with(licence(), &refer("desk"));
    desk.decide(Who::Ana, approve()).unwrap();
    assert_eq!(
        desk.outcome.effects,
        [],
        "the first of two leaves the step's clock alone"
    );
    desk.now = hours(10);
    desk.decide(Who::Beto, approve()).unwrap();
    let name = TimerName {
        kind: TimerKind::Deadline,
        step: "board".into(),
        visit: 7,
    };
    let timer = Effect::Timer {
        at: hours(490),
        name,
        command: reject(),
    };
    assert_eq!(desk.outcome.effects, [Effect::CancelTimers, timer]);
}

#[test]
fn silence_grants_only_where_the_service_says_so() {
    let mut desk = Desk::with(stall(), &refer("visit"));
    let timer = TimerName {
        kind: TimerKind::Deadline,
        step: "visit".into(),
        visit: 2,
    };
    desk.now = hours(47);
    assert_eq!(cause(desk.ring(&timer, approve())), Cause::TooEarly);
    desk.now = hours(48);
    let outcome = desk.ring(&timer, approve()).unwrap();
    let by = Decider::Deadline {
        step: "visit".into(),
        because: "silence".into(),
    };
    assert_eq!(outcome.application.status, Status::Approved { at: hours(48), by });
}

#[test]
fn a_late_timer_is_stale_and_harmless() {
    let mut desk = Desk::with(stall(), &refer("visit"));
    let first = TimerName {
        kind: TimerKind::Deadline,
        step: "visit".into(),
        visit: 2,
    };
    desk.decide(Who::Ana, approve()).unwrap();
    let fee = TimerName {
        kind: TimerKind::Deadline,
        step: "fee".into(),
        visit: 5,
    };
    desk.now = hours(48);
    desk.ring(
        &fee,
        Command::Escalate {
            to: Some("visit".into()),
        },
    )
    .unwrap();
    desk.now = hours(100);
    let refusal = desk.ring(&first, approve()).err().unwrap();
    assert_eq!(
        refusal.cause,
        Cause::Stale,
        "back at the same step, and yet another visit"
    );
    assert_eq!(
        refusal.to_string(),
        "approve refused while Queued: the timer is stale"
    );
}

#[test]
fn the_officers_note_stays_in_the_file() {
    let mut desk = Desk::with(transit(), &refer("check"));
    desk.decide(
        Who::Ana,
        Command::Approve {
            note: Some("called the employer".into()),
            conditions: crate::Conditions::NONE,
        },
    )
    .unwrap();
    let note = Some("called the employer".to_owned());
    let event = Event::StepApproved {
        step: "check".into(),
        by: Who::Ana.id(),
        note,
        conditions: crate::Conditions::NONE,
    };
    assert_eq!(desk.history[3].event, event);
}
