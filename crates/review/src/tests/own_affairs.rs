//! Who is party to an application, who has no document, and who is one person with two accounts.

use forms::{Answer, Answers, DocumentKind, PartyQuestion, QuestionId, Role, answers::IdentityDocument};

use super::permits::{reinstate, replace, revoke, suspend};
use super::table::{PERMIT, desk_in, table_of};
use super::world::{
    Desk, Who, answers, appeal, approve, ask, assign, licence, refer, reject, reply, transit,
};
use crate::PermitStatus::{Active, Suspended};
use crate::{Actor, Cause, Command, Officer, Refusal};

/// Ana, with every role.
fn ana() -> Officer {
    Officer {
        roles: ["officer", "supervisor", "judge"].map(Role::from).to_vec(),
        ..Who::Ana.officer()
    }
}

fn document_of(who: Who) -> Answer {
    let number = who.identities()[0].text().to_owned();
    let kind = DocumentKind::DNI;
    Answer::IdentityDocument(IdentityDocument { kind, number })
}

/// The same desk, and the application names Ana.
fn named(mut desk: Desk) -> Desk {
    let application = &mut desk.outcome.application;
    application
        .answers
        .insert("document".into(), document_of(Who::Ana));
    desk
}

fn every_command(actor: &Actor) -> [(&'static str, Actor, Command); 16] {
    [
        (
            "submit",
            Command::Submit {
                answers: answers(&[]),
            },
        ),
        ("claim", Command::Claim),
        ("release", Command::Release),
        ("assign", assign(Who::Beto)),
        ("ask", ask()),
        ("answer", reply()),
        ("approve", approve()),
        ("reject", reject()),
        ("withdraw", Command::Withdraw),
        ("appeal", appeal()),
        ("escalate", Command::Escalate { to: None }),
        ("lapse", Command::Lapse),
        ("suspend permit", suspend(PERMIT, Active)),
        ("reinstate permit", reinstate(PERMIT, Suspended)),
        ("revoke permit", revoke(PERMIT, Active)),
        ("replace permit", replace(PERMIT, Active)),
    ]
    .map(|(name, command)| (name, actor.clone(), command))
}

#[test]
fn each_command_in_each_status_by_who_is_party() {
    let table = table_of(
        |status| named(desk_in(status)),
        every_command(&Actor::Officer(ana())),
        1,
    );
    insta::assert_snapshot!(table, @r"
                        Queued              Claimed             Waiting             Approved            sampled             Rejected            Withdrawn           Lapsed
    submit              (already-submitted) (already-submitted) (already-submitted) (already-submitted) (already-submitted) (already-submitted) (already-submitted) (already-submitted)
    claim               (own-affair)        (own-affair)        (own-affair)        (own-affair)        (own-affair)        (own-affair)        (own-affair)        (own-affair)
    release             (not-claimed)       Queued              (impossible)        (finished)          (finished)          (finished)          (finished)          (finished)
    assign              (own-affair)        (own-affair)        (own-affair)        (own-affair)        (own-affair)        (own-affair)        (own-affair)        (own-affair)
    ask                 (own-affair)        (own-affair)        (own-affair)        (own-affair)        (own-affair)        (own-affair)        (own-affair)        (own-affair)
    answer              (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)
    approve             (own-affair)        (own-affair)        (own-affair)        (own-affair)        (own-affair)        (own-affair)        (own-affair)        (own-affair)
    reject              (own-affair)        (own-affair)        (own-affair)        (own-affair)        (own-affair)        (own-affair)        (own-affair)        (own-affair)
    withdraw            (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)
    appeal              (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)
    escalate            (own-affair)        (own-affair)        (own-affair)        (own-affair)        (own-affair)        (own-affair)        (own-affair)        (own-affair)
    lapse               (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)
    suspend permit      (own-affair)        (own-affair)        (own-affair)        (own-affair)        (own-affair)        (own-affair)        (own-affair)        (own-affair)
    reinstate permit    (own-affair)        (own-affair)        (own-affair)        (own-affair)        (own-affair)        (own-affair)        (own-affair)        (own-affair)
    revoke permit       (own-affair)        (own-affair)        (own-affair)        (own-affair)        (own-affair)        (own-affair)        (own-affair)        (own-affair)
    replace permit      (own-affair)        (own-affair)        (own-affair)        (own-affair)        (own-affair)        (own-affair)        (own-affair)        (own-affair)
    ");
}

#[test]
fn each_command_in_each_status_by_who_has_no_document() {
    let ana = Officer {
        lacks_document: true,
        ..ana()
    };
    let table = table_of(desk_in, every_command(&Actor::Officer(ana)), 1);
    insta::assert_snapshot!(table, @r"
                        Queued              Claimed             Waiting             Approved            sampled             Rejected            Withdrawn           Lapsed
    submit              (already-submitted) (already-submitted) (already-submitted) (already-submitted) (already-submitted) (already-submitted) (already-submitted) (already-submitted)
    claim               (no-document)       (no-document)       (no-document)       (no-document)       (no-document)       (no-document)       (no-document)       (no-document)
    release             (not-claimed)       Queued              (impossible)        (finished)          (finished)          (finished)          (finished)          (finished)
    assign              Claimed             Claimed             (impossible)        (finished)          (finished)          (finished)          (finished)          (finished)
    ask                 (not-claimed)       Waiting             (impossible)        (finished)          (finished)          (finished)          (finished)          (finished)
    answer              (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)
    approve             (no-document)       (no-document)       (no-document)       (no-document)       (no-document)       (no-document)       (no-document)       (no-document)
    reject              (no-document)       (no-document)       (no-document)       (no-document)       (no-document)       (no-document)       (no-document)       (no-document)
    withdraw            (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)
    appeal              (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)
    escalate            (not-claimed)       Queued              (impossible)        (finished)          (finished)          (finished)          (finished)          (finished)
    lapse               (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)       (wrong-actor)
    suspend permit      (no-document)       (no-document)       (no-document)       (no-document)       (no-document)       (no-document)       (no-document)       (no-document)
    reinstate permit    (no-document)       (no-document)       (no-document)       (no-document)       (no-document)       (no-document)       (no-document)       (no-document)
    revoke permit       (no-document)       (no-document)       (no-document)       (no-document)       (no-document)       (no-document)       (no-document)       (no-document)
    replace permit      (no-document)       (no-document)       (no-document)       (no-document)       (no-document)       (no-document)       (no-document)       (no-document)
    ");
}

#[test]
fn nothing_is_given_to_a_colleague_who_is_party_or_has_no_document() {
    let dora = Who::Dora.actor();
    let without = Officer {
        lacks_document: true,
        ..ana()
    };
    let to_party = ("to a party", dora.clone(), assign(Who::Ana));
    let to_none = ("to no document", dora, Command::Assign { to: without });
    let party = |status: &str| named(desk_in(status));
    insta::assert_snapshot!(table_of(party, [to_party], 1), @r"
                        Queued              Claimed             Waiting             Approved            sampled             Rejected            Withdrawn           Lapsed
    to a party          (colleague-is-party)(colleague-is-party)(colleague-is-party)(colleague-is-party)(colleague-is-party)(colleague-is-party)(colleague-is-party)(colleague-is-party)
    ");
    insta::assert_snapshot!(table_of(desk_in, [to_none], 1), @r"
                        Queued              Claimed             Waiting             Approved            sampled             Rejected            Withdrawn           Lapsed
    to no document      (no-document)       (no-document)       (no-document)       (no-document)       (no-document)       (no-document)       (no-document)       (no-document)
    ");
}

fn cause<T>(result: Result<T, Refusal>) -> Cause {
    result.err().map(|refusal| refusal.cause).unwrap()
}

#[test]
fn a_name_in_a_group_is_a_party_too() {
    let mut desk = Desk::with(transit(), &refer("check"));
    let inner = vec![PartyQuestion::Single("passenger".into())];
    desk.workflow.party_questions = vec![PartyQuestion::Group("passengers".into(), inner)];
    let passenger = |who| Answers([(QuestionId::from("passenger"), document_of(who))].into());
    let group = Answer::Group(vec![passenger(Who::Beto), passenger(Who::Ana)]);
    desk.outcome
        .application
        .answers
        .insert("passengers".into(), group);
    assert_eq!(
        cause(desk.give(&Who::Ana.actor(), Command::Claim)),
        Cause::OwnAffair
    );
    desk.give(&Who::Gloria.actor(), Command::Claim).unwrap();
}

#[test]
fn what_was_erased_names_nobody() {
    let desk = named(Desk::with(transit(), &refer("check")));
    let (workflow, application) = (&desk.workflow, desk.application());
    assert!(ana().is_party(workflow, application));
    assert!(!ana().is_party(workflow, &application.clone().erased(&[])));
}

/// An account of its own, and the same natural person.
fn second_account(first: Who, second: Who) -> Actor {
    Actor::Officer(Officer {
        other_accounts: vec![first.id()],
        ..second.officer()
    })
}

#[test]
fn two_accounts_of_one_person_are_two_eyes() {
    let mut desk = Desk::with(licence(), &refer("desk"));
    let again = second_account(Who::Ana, Who::Beto);
    desk.decide(Who::Ana, approve()).unwrap();
    assert_eq!(cause(desk.give(&again, Command::Claim)), Cause::AlreadyApproved);
    let Actor::Officer(colleague) = again else {
        unreachable!()
    };
    let given = desk.give(&Who::Dora.actor(), Command::Assign { to: colleague });
    assert_eq!(cause(given), Cause::AlreadyApproved);
    desk.decide(Who::Beto, approve()).unwrap();
    let further = second_account(Who::Ana, Who::Dora);
    let refused = cause(desk.give(&further, Command::Claim));
    assert_eq!(refused, Cause::FourEyes("desk".into()));
}

#[test]
fn an_appeal_is_for_another_person_not_another_account() {
    let mut desk = Desk::with(licence(), &refer("desk"));
    desk.decide(Who::Gloria, reject()).unwrap();
    desk.give(&Actor::Applicant, appeal()).unwrap();
    let again = second_account(Who::Gloria, Who::Felix);
    assert_eq!(
        cause(desk.give(&again, Command::Claim)),
        Cause::AppealNeedsAnother
    );
    desk.give(&Who::Felix.actor(), Command::Claim).unwrap();
}

#[test]
fn reinstating_takes_another_person_not_another_account() {
    let mut desk = Desk::with(transit(), &refer("check"));
    desk.decide(Who::Ana, approve()).unwrap();
    let permit = desk.application().permits[0].id;
    desk.give(&Who::Dora.actor(), suspend(permit, Active)).unwrap();
    let again = second_account(Who::Dora, Who::Elena);
    let refused = cause(desk.give(&again, reinstate(permit, Suspended)));
    assert_eq!(refused, Cause::SuspendedByThemselves);
    desk.give(&Who::Elena.actor(), reinstate(permit, Suspended))
        .unwrap();
}
