//! What opens an application, and what ends that.

use forms::{Answer, Answers, ApplicationPurpose};

use super::world::{
    Desk, Who, answers, approve, dice, in_lima, morning, new_application, refer, reject, transit,
};
use crate::submit::take_in;
use crate::{
    Access, AccessChange, Actor, Application, Cause, Command, Effect, Event, Message, NewApplication, fold,
};

fn corrected() -> AccessChange {
    let mut answers = Answers::default();
    answers.insert("email".into(), Answer::Email("nueva@correo.pe".into()));
    AccessChange::CorrectAddress { answers }
}

#[test]
fn each_change_ends_what_it_says_and_tells_whom_it_concerns() {
    let mut desk = Desk::with(transit(), &refer("check"));
    assert_eq!(desk.application().access, Access::default());
    for (change, (links, code, code_ended), told) in [
        (AccessChange::SendLink, (0, 0, false), &[Message::Link][..]),
        (AccessChange::EndCode, (0, 0, true), &[]),
        (AccessChange::RenewCode, (0, 1, false), &[]),
        (AccessChange::EndLinks, (1, 2, false), &[]),
        (
            corrected(),
            (2, 3, false),
            &[Message::AddressCorrected, Message::Link],
        ),
    ] {
        let before = desk.application().clone();
        let command = Command::ChangeAccess(change.clone());
        let outcome = desk.give(&Actor::Applicant, command).unwrap();
        let access = Access {
            links,
            code,
            code_ended,
        };
        assert_eq!(outcome.application.access, access, "{change:?}");
        assert_eq!(outcome.application.status, before.status);
        let expected: Vec<_> = told.iter().map(|message| Effect::Notify(*message)).collect();
        assert_eq!(outcome.effects, expected, "{change:?}");
    }
    let replaced: Vec<_> = desk
        .application()
        .earlier
        .iter()
        .map(|answers| answers.0.len())
        .collect();
    assert_eq!(replaced, [0_usize; 0], "nothing was there to be replaced");
    let address = desk.application().answers.get(&"email".into());
    assert_eq!(address, Some(&Answer::Email("nueva@correo.pe".into())));
    assert_eq!(fold(&desk.history).unwrap(), *desk.application());
}

#[test]
fn an_application_of_before_says_nothing_of_it() {
    let desk = Desk::with(transit(), &refer("check"));
    let json = serde_json::to_value(desk.application()).unwrap();
    assert_eq!(json.get("access"), None);
    assert_eq!(
        serde_json::from_value::<Application>(json).unwrap(),
        *desk.application()
    );
}

#[test]
fn the_event_is_kept_as_it_will_be_read() {
    for (change, kept) in [
        (
            AccessChange::EndLinks,
            r#"{"event":"access-changed.1","change":{"change":"end-links"}}"#,
        ),
        (
            AccessChange::HandOver,
            r#"{"event":"access-changed.1","change":{"change":"hand-over"}}"#,
        ),
        (
            corrected(),
            r#"{"event":"access-changed.1","change":{"change":"correct-address","answers":{"email":{"email":"nueva@correo.pe"}}}}"#,
        ),
    ] {
        let event = Event::AccessChanged { change };
        assert_eq!(serde_json::to_string(&event).unwrap(), kept);
        assert_eq!(serde_json::from_str::<Event>(kept).unwrap(), event);
    }
}

/// Whoever asked for it sent it from their browser and was shown its return code. Both end with the permit, and not before.
#[test]
fn what_is_handed_over_is_opened_by_nothing_of_before() {
    let handed_in = |purpose| {
        let new = NewApplication {
            answers: answers(&[("home", "lima"), ("plate", "ABC-123")]).with_purpose(purpose),
            ..new_application()
        };
        let workflow = transit();
        let outcome = take_in(new, &workflow, &refer("check"), &in_lima(morning()), &mut dice(1));
        Desk::of(workflow, outcome.unwrap())
    };
    for (purpose, links) in [
        (ApplicationPurpose::Transfer, 1),
        (ApplicationPurpose::Copy, 0),
        (ApplicationPurpose::New, 0),
    ] {
        let mut desk = handed_in(purpose);
        assert_eq!(desk.application().access, Access::default());
        desk.decide(Who::Ana, approve()).unwrap();
        assert_eq!(desk.application().access.links, links, "{purpose:?}");
        assert_eq!(desk.application().access.code, links, "{purpose:?}");
        assert_eq!(fold(&desk.history).unwrap(), *desk.application());
        let mut rejected = handed_in(purpose);
        rejected.decide(Who::Ana, reject()).unwrap();
        assert_eq!(rejected.application().access, Access::default());
    }
}

#[test]
fn nobody_ends_it_so_themselves() {
    let mut desk = Desk::with(transit(), &refer("check"));
    let refused = desk.give(&Actor::Applicant, Command::ChangeAccess(AccessChange::HandOver));
    assert_eq!(refused.unwrap_err().cause, Cause::WrongActor);
}
