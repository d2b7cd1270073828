//! Nobody acts on what they are party to, and four eyes are two natural persons.

use std::sync::Arc;

use engine::{
    applications::{Submitted, access::Corrected},
    authorise::{Action, Caller},
    casework::next::Work,
    casework::possible::WhyNot,
    engine::Settings,
    error::Error,
    peer::Peer,
    people::{accounts::NewAccount, change::AccountChange},
    permits::PermitStatus,
};
use forms::{Answer, Answers, DocumentKind, Service, answers::IdentityDocument};
use jiff::SignedDuration;
use review::{Cause, Command, PermitReason, PersonId};
use store::{AuditAction, AuditEntry, Person};

use crate::{
    applying::{SOURCE, answers, published, published_as, send, send_from},
    world::{World, new_account},
};

/// The number of nobody's document but Olga's.
const OLGAS: &str = "40404040";

/// The service of these tests; companions show documents too, and a rule approves some, each of which somebody looks at.
fn service(people: u8) -> Service {
    let companion = "- {id: companion_name, ";
    let document =
        "- {id: companion_document, type: identity-document, label: {es: D, en: D}, accepts: [dni]}";
    let source = SOURCE
        .replace(companion, &format!("{document}\n          {companion}"))
        .replace("role: officer}", &format!("role: officer, people: {people}}}"))
        .replace(
            "    - {id: hearing,",
            "    - {id: sample, name: {es: M, en: S}, role: officer}\n    - {id: hearing,",
        )
        .replace("  answer_within: 72h", "  answer_within: 72h\n  sample_step: sample\n  rules: [{when: \"answered(nickname) && nickname == 'auto'\", then: approve, because: unclear, sample: 100}]");
    forms::read("own-affairs.yaml", &source).unwrap_or_else(|wrong| panic!("{wrong}"))
}

fn document(kind: DocumentKind, number: &str) -> Answer {
    let number = number.to_owned();
    Answer::IdentityDocument(IdentityDocument { kind, number })
}

/// Answers in which Olga's document is the applicant's.
fn of_olga(service: &Service) -> Answers {
    let mut answers = answers(service);
    answers.insert("document".into(), document(DocumentKind::DNI, OLGAS));
    answers
}

/// Lets somebody in with this address and document, and logs them in.
async fn employed(world: &World, email: &str, grant: &str, document: Option<&str>) -> Caller {
    let account = NewAccount {
        email: email.into(),
        document: document.map(str::to_owned),
        ..new_account("x", grant)
    };
    world
        .engine
        .add_account(&Caller::operator(), account)
        .await
        .unwrap();
    world.log_in_as(email).await.caller
}

async fn olga(world: &World, grant: &str) -> Caller {
    employed(world, "olga@oficina.test", grant, Some(OLGAS)).await
}

async fn act(
    world: &World,
    caller: &Caller,
    action: Action,
    sent: &Submitted,
    command: Command,
) -> Result<(), Error> {
    let seen = world.store.case(sent.id).await.unwrap().application.revision;
    let reference = sent.reference.to_string();
    let case = world
        .engine
        .case_to_change(caller, action, &reference, Some(seen));
    world.engine.change_case(case.await?, command).await.map(drop)
}

async fn claim(world: &World, caller: &Caller, sent: &Submitted) -> Result<(), Error> {
    act(world, caller, Action::Claim, sent, Command::Claim).await
}

async fn approve(world: &World, caller: &Caller, sent: &Submitted) -> Result<(), Error> {
    act(world, caller, Action::Decide, sent, Command::APPROVE).await
}

fn is_own<T>(result: &Result<T, Error>) -> bool {
    matches!(result, Err(Error::OwnApplication))
}

fn cause<T>(result: Result<T, Error>) -> Option<Cause> {
    match result {
        Err(Error::Refused(refusal)) => Some(refusal.cause),
        _ => None,
    }
}

#[tokio::test]
async fn an_address_written_another_way_is_the_same_persons() {
    let (world, service) = published().await;
    let rosa = world.caller("rosa", "officer").await;
    for (account, typed) in [
        ("olga@oficina.test", "Olga+permiso@Oficina.test"),
        ("sara@oficina.test", "SARA@OFICINA.TEST"),
        ("a.n.a@gmail.com", "ana+x@googlemail.com"),
    ] {
        let party = employed(&world, account, "officer", None).await;
        let mut answers = answers(&service);
        answers.insert("email".into(), Answer::Email(typed.into()));
        let sent = send(&world, &service, answers).await.unwrap();
        assert!(is_own(&claim(&world, &party, &sent).await), "{typed}");
        claim(&world, &rosa, &sent).await.unwrap();
    }
}

#[tokio::test]
async fn who_corrects_their_address_to_a_strangers_is_still_party() {
    let (world, service) = published().await;
    let party = employed(&world, "olga@oficina.test", "officer", None).await;
    let rosa = world.caller("rosa", "officer").await;
    let mut answers = answers(&service);
    answers.insert("email".into(), Answer::Email("olga@oficina.test".into()));
    let sent = send(&world, &service, answers).await.unwrap();
    let applicant = world
        .engine
        .caller_by_access_token(&world.engine.access_of(&sent));
    let own = world
        .engine
        .own_application(&applicant, Action::ManageAccess, &sent.reference)
        .await
        .unwrap();
    let document = match own.case().application.answers.get(&"document".into()) {
        Some(Answer::IdentityDocument(document)) => document.number.clone(),
        other => panic!("{other:?}"),
    };
    let corrected = world
        .engine
        .correct_address(Peer::UNKNOWN, own, "nobody@example.pe", &document, "es")
        .await
        .unwrap();
    assert!(matches!(corrected, Corrected::Done(_)));
    assert!(is_own(&claim(&world, &party, &sent).await));
    claim(&world, &rosa, &sent).await.unwrap();
}

#[tokio::test]
async fn a_document_names_somebody_wherever_in_the_form_it_stands() {
    let (world, service) = published_as(service(1)).await;
    let (olga, rosa) = (
        olga(&world, "officer").await,
        world.caller("rosa", "officer").await,
    );
    let mut as_passport = answers(&service);
    let with_check = forms::canonical::documents_of_person(OLGAS)[1].text().to_owned();
    as_passport.insert("document".into(), document(DocumentKind::PASSPORT, &with_check));
    let mut as_companion = answers(&service);
    if let Some(Answer::Group(companions)) = as_companion.0.get_mut("companions") {
        companions[0].insert("companion_document".into(), document(DocumentKind::DNI, OLGAS));
    }
    for answers in [of_olga(&service), as_passport, as_companion] {
        let sent = send(&world, &service, answers).await.unwrap();
        assert!(is_own(&claim(&world, &olga, &sent).await));
        claim(&world, &rosa, &sent).await.unwrap();
    }
    let sent = send(&world, &service, answers(&service)).await.unwrap();
    claim(&world, &olga, &sent).await.unwrap();
}

#[tokio::test]
async fn nobody_is_given_their_own_case_nor_gives_it() {
    let (world, service) = published_as(service(1)).await;
    let supervisor = world.caller("sara", "supervisor").await;
    let olga = olga(&world, "officer").await;
    let own_supervisor = employed(&world, "ines@oficina.test", "supervisor", Some("45454545")).await;
    world.employ("rosa", "officer").await;
    let mut answers = of_olga(&service);
    answers.insert("email".into(), Answer::Email("ines@oficina.test".into()));
    let sent = send(&world, &service, answers).await.unwrap();

    let reference = sent.reference.to_string();
    let case = world
        .engine
        .case(&supervisor, Action::SeeCase, &reference)
        .await
        .unwrap();
    let published = world.engine.version(&case.application.version).await.unwrap();
    let possible = world.engine.possible(&case, &published).await.unwrap();
    let names: Vec<_> = possible.colleagues.into_iter().map(|(_, name)| name).collect();
    assert_eq!(names, ["rosa"]);

    let assign = async |caller: &Caller, to: PersonId| {
        let case = world
            .engine
            .case_to_change(caller, Action::Assign, &reference, Some(2))
            .await?;
        world.engine.assign_case(case, to).await.map(drop)
    };
    let to_olga = assign(&supervisor, olga.person().unwrap().id).await;
    assert_eq!(cause(to_olga), Some(Cause::ColleagueIsParty));
    let rosa = world
        .store
        .person_by_email("rosa@oficina.test")
        .await
        .unwrap()
        .unwrap();
    assert!(is_own(&assign(&own_supervisor, rosa.id).await));
    assign(&supervisor, rosa.id).await.unwrap();
}

#[tokio::test]
async fn the_next_case_is_never_ones_own() {
    let (world, service) = published_as(service(1)).await;
    let olga = olga(&world, "officer").await;
    send(&world, &service, of_olga(&service)).await.unwrap();
    let other = send(&world, &service, answers(&service)).await.unwrap();
    let next = async || world.engine.claim_next(&olga, &Work::default()).await.unwrap();
    assert_eq!(next().await.map(|case| case.application.id), Some(other.id));
    assert!(next().await.is_none());
}

#[tokio::test]
async fn who_holds_a_case_that_turns_out_to_be_theirs_puts_it_back() {
    let (world, service) = published_as(service(1)).await;
    let before = employed(&world, "olga@oficina.test", "officer", None).await;
    let sent = send(&world, &service, of_olga(&service)).await.unwrap();
    claim(&world, &before, &sent).await.unwrap();
    set_document(&world, before.person().unwrap().id, OLGAS).await;
    let olga = world.log_in("olga").await.caller;
    assert!(is_own(&approve(&world, &olga, &sent).await));
    let reference = sent.reference.to_string();
    let case = world
        .engine
        .case(&olga, Action::SeeCase, &reference)
        .await
        .unwrap();
    let published = world.engine.version(&case.application.version).await.unwrap();
    let possible = world.engine.possible(&case, &published).await.unwrap();
    assert!(
        possible.release && !possible.decide && !possible.ask,
        "{possible:?}"
    );
    assert_eq!(possible.why_not, Some(WhyNot::OwnApplication));
    act(&world, &olga, Action::Claim, &sent, Command::Release)
        .await
        .unwrap();
}

async fn set_document(world: &World, person: PersonId, number: &str) {
    let account = world.engine.account(&Caller::operator(), person).await.unwrap();
    let document = AccountChange::Document(number.into());
    world.engine.change_account(account, document).await.unwrap();
}

#[tokio::test]
async fn nobody_looks_at_the_sample_of_their_own_application() {
    let (world, service) = published_as(service(1)).await;
    let (olga, rosa) = (
        olga(&world, "officer").await,
        world.caller("rosa", "officer").await,
    );
    let mut answers = of_olga(&service);
    answers.insert("nickname".into(), Answer::Text("auto".into()));
    let sent = send(&world, &service, answers).await.unwrap();
    assert!(world.store.case(sent.id).await.unwrap().application.sampled);
    assert!(is_own(&approve(&world, &olga, &sent).await));
    approve(&world, &rosa, &sent).await.unwrap();
}

#[tokio::test]
async fn nobody_changes_a_permit_that_names_them() {
    let (world, service) = published_as(service(1)).await;
    let rosa = world.caller("rosa", "officer").await;
    let (olga, sara) = (
        olga(&world, "supervisor").await,
        world.caller("sara", "supervisor").await,
    );
    let sent = send(&world, &service, of_olga(&service)).await.unwrap();
    claim(&world, &rosa, &sent).await.unwrap();
    approve(&world, &rosa, &sent).await.unwrap();
    let number = world.store.permits_of(sent.id).await.unwrap()[0].number;
    let suspend = async |caller: &Caller| {
        let issued = world.engine.permit(caller, Action::ChangePermit, &number).await?;
        let possible = world.engine.possible_permit_changes(&issued).await?;
        let (from, to) = (PermitStatus::Active, PermitStatus::Suspended);
        let changed = world
            .engine
            .change_permit(issued, from, to, PermitReason::Report, None);
        changed.await.map(|()| possible)
    };
    let issued = world
        .engine
        .permit(&olga, Action::ChangePermit, &number)
        .await
        .unwrap();
    let possible = world.engine.possible_permit_changes(&issued).await.unwrap();
    assert_eq!(
        (possible.to, possible.why_not),
        (Vec::new(), Some(Cause::OwnAffair))
    );
    assert!(is_own(&suspend(&olga).await));
    let possible = suspend(&sara).await.unwrap();
    assert_eq!(possible.to, [PermitStatus::Suspended, PermitStatus::Revoked]);
    assert_eq!(possible.why_not, None);
}

/// Accounts of before, when an address with a tag was another address.
async fn accounts_with_one_mailbox(world: &World, grant: &str) -> [Caller; 2] {
    let first = world.caller("olga", grant).await;
    world.employ("otra", grant).await;
    let other = world
        .store
        .person_by_email("otra@oficina.test")
        .await
        .unwrap()
        .unwrap();
    let other = Person {
        email: "olga+2@oficina.test".into(),
        ..other
    };
    let entry = AuditEntry {
        at: world.engine.now(),
        actor: engine::log::AuditActor::System,
        action: AuditAction::PersonChanged(other.id),
    };
    world.store.change_person(&other, &entry).await.unwrap();
    [first, world.log_in_as("olga+2@oficina.test").await.caller]
}

#[tokio::test]
async fn two_accounts_with_one_mailbox_are_two_eyes() {
    let (world, service) = published_as(service(2)).await;
    let [first, second] = accounts_with_one_mailbox(&world, "officer").await;
    let rosa = world.caller("rosa", "officer").await;
    let sent = send(&world, &service, answers(&service)).await.unwrap();
    claim(&world, &first, &sent).await.unwrap();
    approve(&world, &first, &sent).await.unwrap();
    assert_eq!(
        cause(claim(&world, &second, &sent).await),
        Some(Cause::AlreadyApproved)
    );
    claim(&world, &rosa, &sent).await.unwrap();
    approve(&world, &rosa, &sent).await.unwrap();
}

#[tokio::test]
async fn two_accounts_with_one_mailbox_do_not_suspend_and_reinstate() {
    let (world, service) = published_as(service(1)).await;
    let rosa = world.caller("rosa", "officer").await;
    let [first, second] = accounts_with_one_mailbox(&world, "supervisor").await;
    let third = world.caller("sara", "supervisor").await;
    let sent = send(&world, &service, answers(&service)).await.unwrap();
    claim(&world, &rosa, &sent).await.unwrap();
    approve(&world, &rosa, &sent).await.unwrap();
    let number = world.store.permits_of(sent.id).await.unwrap()[0].number;
    let change = async |caller: &Caller, from, to| {
        let issued = world.engine.permit(caller, Action::ChangePermit, &number).await?;
        let reason = PermitReason::Mistake;
        world.engine.change_permit(issued, from, to, reason, None).await
    };
    let (active, suspended) = (PermitStatus::Active, PermitStatus::Suspended);
    change(&first, active, suspended).await.unwrap();
    let again = change(&second, suspended, active).await;
    assert_eq!(cause(again), Some(Cause::SuspendedByThemselves));
    change(&third, suspended, active).await.unwrap();
}

#[tokio::test]
async fn where_documents_are_asked_nobody_decides_without_one() {
    let (mut world, service) = published_as(service(1)).await;
    world.engine.settings = Arc::new(Settings {
        officers_need_documents: true,
        ..Settings::clone(&world.engine.settings)
    });
    let sara = employed(&world, "sara@oficina.test", "supervisor", None).await;
    let rosa = world.caller("rosa", "officer").await;
    let rosas = rosa.person().unwrap().id;
    let sent = send(&world, &service, answers(&service)).await.unwrap();
    assert_eq!(cause(claim(&world, &rosa, &sent).await), Some(Cause::NoDocument));
    assert_eq!(
        cause(world.engine.claim_next(&rosa, &Work::default()).await),
        Some(Cause::NoDocument)
    );
    let reference = sent.reference.to_string();
    let case = world
        .engine
        .case(&rosa, Action::SeeCase, &reference)
        .await
        .unwrap();
    let published = world.engine.version(&case.application.version).await.unwrap();
    let why_not = world.engine.possible(&case, &published).await.unwrap().why_not;
    let Some(WhyNot::Refused(refusal)) = why_not else {
        panic!("{why_not:?}")
    };
    assert_eq!(refusal.cause, Cause::NoDocument);
    let case = world
        .engine
        .case_to_change(&sara, Action::Assign, &reference, Some(2))
        .await
        .unwrap();
    let assigned = world.engine.assign_case(case, rosas).await;
    assert_eq!(cause(assigned), Some(Cause::NoDocument));

    set_document(&world, rosas, "AB123456").await;
    let rosa = world.log_in("rosa").await.caller;
    claim(&world, &rosa, &sent).await.unwrap();
    approve(&world, &rosa, &sent).await.unwrap();
    let number = world.store.permits_of(sent.id).await.unwrap()[0].number;
    let issued = world
        .engine
        .permit(&sara, Action::ChangePermit, &number)
        .await
        .unwrap();
    let possible = world.engine.possible_permit_changes(&issued).await.unwrap();
    assert_eq!(
        (possible.to, possible.why_not),
        (Vec::new(), Some(Cause::NoDocument))
    );
}

/// However many of their own are older.
#[tokio::test]
async fn the_next_case_is_the_first_that_is_not_ones_own() {
    let (mut world, service) = published_as(service(1)).await;
    world.engine.settings = Arc::new(Settings {
        exempt_networks: "192.0.2.0/24".parse().unwrap(),
        ..(*world.engine.settings).clone()
    });
    let office = Peer::new("192.0.2.1".parse().unwrap());
    let olga = olga(&world, "officer").await;
    for _ in 0..201 {
        let sent = send_from(&world, office, &service, of_olga(&service)).await;
        sent.unwrap();
    }
    world.pass(SignedDuration::from_secs(1));
    let other = send_from(&world, office, &service, answers(&service))
        .await
        .unwrap();
    let claimed = world.engine.claim_next(&olga, &Work::default()).await.unwrap();
    assert_eq!(claimed.map(|case| case.application.id), Some(other.id));
    assert!(
        world
            .engine
            .claim_next(&olga, &Work::default())
            .await
            .unwrap()
            .is_none()
    );
}
