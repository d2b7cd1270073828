//! A permit's life in the history of its application.

use forms::Ruling;

use uuid::Uuid;

use super::world::{Desk, Who, approve, dice, in_lima, morning, new_application, refer, transit};
use crate::chain::verify;
use crate::submit::take_in;
use crate::{
    Actor, ApplicationId, Cause, Command, Effect, EventKind, Link, Message, NewApplication, PermitReason,
    PermitRef, PermitRequest, PermitStatus, ReplacementReason, Replaces, fold,
};

fn approved() -> (Desk, PermitRef) {
    let mut desk = Desk::with(transit(), &refer("check"));
    desk.decide(Who::Ana, approve()).unwrap();
    let permit = desk.application().permits[0].id;
    (desk, permit)
}

pub(super) fn suspend(permit: PermitRef, seen: PermitStatus) -> Command {
    Command::SuspendPermit(PermitRequest {
        permit,
        seen,
        reason: PermitReason::Report,
        note: Some("Denuncia".to_owned()),
    })
}

pub(super) fn reinstate(permit: PermitRef, seen: PermitStatus) -> Command {
    Command::ReinstatePermit(PermitRequest {
        permit,
        seen,
        reason: PermitReason::Mistake,
        note: None,
    })
}

pub(super) fn revoke(permit: PermitRef, seen: PermitStatus) -> Command {
    Command::RevokePermit(PermitRequest {
        permit,
        seen,
        reason: PermitReason::Fraud,
        note: None,
    })
}

/// The permit that stands in the place of another.
const NEWER: PermitRef = PermitRef([8; 16]);

pub(super) fn replace(permit: PermitRef, seen: PermitStatus) -> Command {
    Command::ReplacePermit {
        permit,
        seen,
        by: NEWER,
        reason: ReplacementReason::Loss,
    }
}

#[test]
fn a_permit_is_replaced_by_a_job_or_an_officer_and_whoever_held_it_is_told() {
    for actor in [Actor::Job, Who::Dora.actor()] {
        let (mut desk, permit) = approved();
        let outcome = desk.give(&actor, replace(permit, PermitStatus::Active)).unwrap();
        assert_eq!(
            outcome.effects,
            [
                Effect::ChangePermit {
                    permit,
                    from: PermitStatus::Active,
                    to: PermitStatus::Replaced
                },
                Effect::Notify(Message::Replaced)
            ]
        );
        let life = outcome.application.permit(permit).unwrap();
        assert_eq!(
            (life.status, &life.by),
            (PermitStatus::Replaced, &actor.author().into())
        );
        assert_eq!(fold(&desk.history).unwrap(), *desk.application());
        let again = desk
            .give(&actor, replace(permit, PermitStatus::Replaced))
            .unwrap_err();
        assert_eq!(again.cause, Cause::PermitStandsElsewhere(PermitStatus::Replaced));
    }
}

#[test]
fn no_permit_replaces_itself_and_a_job_gives_no_other_command() {
    let (mut desk, permit) = approved();
    let itself = Command::ReplacePermit {
        permit,
        seen: PermitStatus::Active,
        by: permit,
        reason: ReplacementReason::Office,
    };
    assert!(desk.give(&Actor::Job, itself).is_err());
    let revoked = desk.give(&Actor::Job, revoke(permit, PermitStatus::Active));
    assert_eq!(revoked.unwrap_err().cause, Cause::WrongActor);
}

#[test]
fn an_approval_has_the_earlier_permit_replaced_that_the_application_names() {
    let earlier = Replaces {
        application: ApplicationId(Uuid::from_u128(9)),
        permit: PermitRef([9; 16]),
        reason: ReplacementReason::Correction,
    };
    let new = || NewApplication {
        replaces: Some(earlier),
        ..new_application()
    };
    let approve_at_once = Ruling::Approve {
        because: "essential-work".into(),
        sample: 0,
    };
    let at_once = take_in(
        new(),
        &transit(),
        &approve_at_once,
        &in_lima(morning()),
        &mut dice(1),
    )
    .unwrap();
    let queued = take_in(
        new(),
        &transit(),
        &refer("check"),
        &in_lima(morning()),
        &mut dice(1),
    )
    .unwrap();
    let replaced = |effects: &[Effect]| {
        effects.iter().find_map(|effect| match effect {
            Effect::ReplacePermit { earlier, by } => Some((*earlier, *by)),
            _ => None,
        })
    };
    assert_eq!(replaced(&queued.effects), None, "nothing is granted yet");
    let mut desk = Desk::of(transit(), queued);
    let by_a_person = desk.decide(Who::Ana, approve()).unwrap();
    for outcome in [&at_once, by_a_person] {
        let own = outcome.application.permits[0].id;
        assert_eq!(replaced(&outcome.effects), Some((earlier, own)));
    }
    assert_eq!(fold(&desk.history).unwrap().replaces, Some(earlier));
}

#[test]
fn a_permit_is_suspended_reinstated_and_revoked_and_the_application_stays_as_it_is() {
    use PermitStatus::{Active, Revoked, Suspended};
    let (mut desk, permit) = approved();
    let (dora, elena) = (Who::Dora.actor(), Who::Elena.actor());
    let status = desk.application().status.clone();
    let steps = [
        (&dora, suspend(permit, Active), Active, Suspended),
        (&elena, reinstate(permit, Suspended), Suspended, Active),
        (&dora, revoke(permit, Active), Active, Revoked),
    ];
    for (actor, command, from, to) in steps {
        let outcome = desk.give(actor, command).unwrap();
        assert_eq!(outcome.effects[0], Effect::ChangePermit { permit, from, to });
        let told = outcome.effects.contains(&Effect::Notify(Message::Revoked));
        assert_eq!(told, to == Revoked, "the holder is told of a revocation");
        assert_eq!(outcome.application.status, status);
        let life = &outcome.application.permits[0];
        assert_eq!((life.status, &life.by), (to, &actor.author().into()));
    }
    let kinds: Vec<_> = desk
        .history
        .iter()
        .map(|recorded| recorded.event.kind())
        .collect();
    assert_eq!(
        kinds[kinds.len() - 3..],
        [
            EventKind::PermitSuspended,
            EventKind::PermitReinstated,
            EventKind::PermitRevoked
        ]
    );
    let links: Vec<Link> = desk.history.iter().cloned().map(Link::Whole).collect();
    assert!(verify(&links).is_ok());
    assert_eq!(
        fold(&desk.history).unwrap(),
        *desk.application(),
        "the row is the fold of its events"
    );
}

#[test]
fn what_a_permit_is_not_cannot_be_changed() {
    use PermitStatus::{Active, Replaced, Revoked, Suspended};
    let (desk, permit) = approved();
    for (seen, suspended, reinstated, revoked) in [
        (Active, true, false, true),
        (Suspended, false, true, true),
        (Revoked, false, false, false),
        (Replaced, false, false, false),
    ] {
        for (command, taken) in [
            (suspend(permit, seen), suspended),
            (reinstate(permit, seen), reinstated),
            (revoke(permit, seen), revoked),
        ] {
            let mut desk = Desk::with(transit(), &refer("check"));
            let (name, done) = (command.name(), desk.give(&Who::Dora.actor(), command));
            assert_eq!(done.is_ok(), taken, "{name} of one that is {}", seen.name());
        }
    }
    let mut desk = desk;
    desk.give(&Who::Dora.actor(), reinstate(permit, Suspended))
        .unwrap();
    assert_eq!(
        desk.application().permits[0].status,
        Active,
        "a release before this one may have suspended it, and told the log alone"
    );
}

#[test]
fn reinstating_takes_another_person() {
    let (mut desk, permit) = approved();
    let dora = Who::Dora.actor();
    desk.give(&dora, suspend(permit, PermitStatus::Active)).unwrap();
    let again = reinstate(permit, PermitStatus::Suspended);
    assert_eq!(
        desk.give(&dora, again.clone()).unwrap_err().cause,
        Cause::SuspendedByThemselves
    );
    desk.give(&Who::Elena.actor(), again).unwrap();
}

#[test]
fn a_permit_that_was_issued_before_its_history_named_it_is_taken_in_with_its_first_change() {
    let mut desk = Desk::with(transit(), &refer("check"));
    let permit = PermitRef([9; 16]);
    desk.give(&Who::Dora.actor(), suspend(permit, PermitStatus::Active))
        .unwrap();
    let life = desk.application().permit(permit).unwrap();
    assert_eq!((life.status, life.revision), (PermitStatus::Suspended, 3));
}

#[test]
fn an_overturned_sample_says_what_became_of_its_permit() {
    let sampled = Ruling::Approve {
        because: "essential-work".into(),
        sample: 100,
    };
    let mut desk = Desk::with(transit(), &sampled);
    let permit = desk.application().permits[0].id;
    desk.give(&Who::Elena.actor(), revoke(permit, PermitStatus::Active))
        .unwrap();
    let outcome = desk.give(&Who::Dora.actor(), super::world::reject()).unwrap();
    assert_eq!(
        outcome.effects,
        [Effect::Notify(Message::Revoked)],
        "it was revoked before"
    );
}

#[test]
fn an_applicant_changes_no_permit() {
    let (mut desk, permit) = approved();
    for command in [
        suspend(permit, PermitStatus::Active),
        revoke(permit, PermitStatus::Active),
    ] {
        let refused = desk.give(&Actor::Applicant, command).unwrap_err();
        assert_eq!(refused.cause, Cause::WrongActor);
    }
}
