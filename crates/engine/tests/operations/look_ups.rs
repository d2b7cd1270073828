//! What applications are found by.

use std::{collections::BTreeSet, time::Duration};

use engine::{
    applications::find::Found,
    authorise::Action,
    look_ups::{Filled, fill_all_look_ups, fill_look_ups, fill_round},
    peer::Peer,
    secret::{Purpose, Secret},
};
use forms::{Answer, Answers, Canonical, ContentHash};
use review::{ApplicationId, Command};
use store::{AuditAction, AuditActor, AuditEntry, Kind, LookUp, Record, SecretMark};

use crate::{
    applying::{answers, published, send},
    world::World,
};

/// What leads to applications that name this: the store keeps these very hashes, and must find them after an upgrade.
fn look_up(named: &Canonical) -> LookUp {
    let parts = [named.kind().as_str().as_bytes(), named.text().as_bytes()];
    let code = Secret::new([7; 32]).code(Purpose::LookUp, &parts);
    LookUp(*code.first_chunk().unwrap())
}

async fn found(world: &World, named: &Canonical) -> Vec<ApplicationId> {
    world.store.applications_by(look_up(named), 10).await.unwrap()
}

fn mailbox(address: &str) -> Canonical {
    forms::canonical::email(address).unwrap()
}

/// Lets go of what was kept, as another secret does.
async fn forget_look_ups(world: &World) {
    world.store.dedicate(store::Purpose::Service).await.unwrap();
    world
        .store
        .replace_secret_mark(SecretMark([1; 32]))
        .await
        .unwrap();
}

#[tokio::test]
async fn what_is_sent_is_found_by_all_that_it_names() {
    let (world, service) = published().await;
    let answers = answers(&service);
    let named = service.found_by(&answers);
    assert!(named.len() >= 4, "{named:?}");
    let first = send(&world, &service, answers.clone()).await.unwrap().id;
    for named in &named {
        assert_eq!(found(&world, named).await, [first], "{named:?}");
    }
    let second = send(&world, &service, answers).await.unwrap().id;
    let mut both = [first, second];
    both.sort();
    assert_eq!(found(&world, &mailbox("ana.quispe@example.org")).await, both);
    assert_eq!(found(&world, &mailbox("ana@example.org")).await, []);
}

#[tokio::test]
async fn new_answers_change_it_and_a_decision_does_not() {
    let (world, service) = published().await;
    let sent = send(&world, &service, answers(&service)).await.unwrap();
    let officer = world.caller("olga", "officer").await;
    let before = mailbox("ana.quispe@example.org");
    let reference = sent.reference.to_string();
    let change = async |action, command| {
        let seen = world.store.case(sent.id).await.unwrap().application.revision;
        let case = world
            .engine
            .case_to_change(&officer, action, &reference, Some(seen))
            .await;
        world.engine.change_case(case.unwrap(), command).await.unwrap();
    };

    forget_look_ups(&world).await;
    change(Action::Claim, Command::Claim).await;
    assert_eq!(
        found(&world, &before).await,
        [],
        "nothing is written where nothing is answered"
    );
    fill_all_look_ups(&world.engine, &BTreeSet::new()).await.unwrap();
    assert_eq!(found(&world, &before).await, [sent.id]);

    let questions = vec!["email".into()];
    let message = "¿Es tuyo?".to_owned();
    change(Action::AskBack, Command::Ask { questions, message }).await;
    let applicant = world
        .engine
        .caller_by_access_token(&world.engine.access_of(&sent));
    let own = world
        .engine
        .own_application(&applicant, Action::AnswerQuestions, &sent.reference)
        .await
        .unwrap();
    let answered = Answers([("email".into(), Answer::Email("rosa@example.org".into()))].into());
    world.engine.answer(own, answered, Vec::new()).await.unwrap();
    assert_eq!(found(&world, &mailbox("rosa@example.org")).await, [sent.id]);
    assert_eq!(found(&world, &before).await, []);
    let named = service.found_by(&world.store.case(sent.id).await.unwrap().application.answers);
    for named in &named {
        assert_eq!(found(&world, named).await, [sent.id], "{named:?}");
    }
}

#[tokio::test]
async fn what_was_kept_before_is_filled_in_page_by_page_and_once() {
    let (world, service) = published().await;
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(send(&world, &service, answers(&service)).await.unwrap().id);
    }
    let erased = send(&world, &service, answers(&service)).await.unwrap().id;
    ids.sort();
    let named = service.found_by(&answers(&service));
    forget_look_ups(&world).await;
    let entry = AuditEntry {
        at: world.engine.now(),
        actor: AuditActor::System,
        action: AuditAction::Erased(erased),
    };
    world.store.erase(erased, &entry).await.unwrap();

    let none = BTreeSet::new();
    let nothing = fill_look_ups(&world.engine, &none, None, 0).await.unwrap();
    assert_eq!(nothing, Filled::default());
    let (mut missing, mut after) = (0, None);
    loop {
        let page = fill_look_ups(&world.engine, &none, after, 2).await.unwrap();
        missing += page.missing;
        if page.last.is_none() {
            break;
        }
        after = page.last;
    }
    assert_eq!(missing, 3);
    for named in &named {
        assert_eq!(found(&world, named).await, ids, "{named:?}");
    }
    let again = fill_all_look_ups(&world.engine, &none).await.unwrap();
    assert_eq!(again, Filled::default());
}

/// One application that cannot be read is tried again and given up, is no longer counted, and keeps no other from being found.
#[tokio::test]
async fn what_cannot_be_read_is_given_up() {
    let (before, service) = published().await;
    let good = send(&before, &service, answers(&service)).await.unwrap().id;
    send(&before, &service, answers(&service)).await.unwrap();
    let world = World::new().await;
    let unreadable = moved_with_one_unreadable(&before, &world, good).await;

    let mut given_up = BTreeSet::new();
    let missing = fill_round(&world.engine, &mut given_up, Duration::ZERO).await;
    assert_eq!(missing.unwrap(), 1);
    assert_eq!(given_up, BTreeSet::from([unreadable]));
    assert_eq!(found(&world, &mailbox("ana.quispe@example.org")).await, [good]);
    let again = fill_all_look_ups(&world.engine, &given_up).await.unwrap();
    assert_eq!(again, Filled::default(), "it is not even tried");
    let missing = fill_round(&world.engine, &mut given_up, Duration::ZERO).await;
    assert_eq!(missing.unwrap(), 0);
}

/// Everything without look-ups; all applications but the good one are of a version that cannot be read.
async fn moved_with_one_unreadable(before: &World, world: &World, good: ApplicationId) -> ApplicationId {
    let mut unreadable = None;
    for kind in [Kind::Versions, Kind::Applications] {
        for mut record in before.store.take(kind, None, 10).await.unwrap() {
            match &mut record {
                Record::Version(version) => {
                    let mut broken = version.clone();
                    broken.version.hash = ContentHash([9; 32]);
                    broken.version.canonical_json = "{}".into();
                    broken.current_since = None;
                    world.store.put(vec![Record::Version(broken)]).await.unwrap();
                }
                Record::Application(kept) => {
                    kept.look_ups = None;
                    if kept.id() != good {
                        kept.case.application.version = ContentHash([9; 32]);
                        unreadable = Some(kept.id());
                    }
                }
                _ => {}
            }
            world.store.put(vec![record]).await.unwrap();
        }
    }
    unreadable.unwrap()
}

#[tokio::test]
async fn an_application_is_opened_by_its_document_however_it_is_typed() {
    let (world, service) = published().await;
    let reference = send(&world, &service, answers(&service))
        .await
        .unwrap()
        .reference
        .to_string();
    let finds = async |typed: &str| {
        let found = world
            .engine
            .find_application(Peer::UNKNOWN, &reference, typed)
            .await;
        matches!(found.unwrap(), Found::Case(_))
    };
    for typed in ["10117410", "10117410-2", "DNI 10117410", "10 117 410", "١٠١١٧٤١٠"] {
        assert!(finds(typed).await, "{typed}");
    }
    assert!(!finds("10117411").await);
}

#[tokio::test]
async fn nothing_typed_opens_nothing() {
    let (world, service) = published().await;
    let reference = send(&world, &service, answers(&service))
        .await
        .unwrap()
        .reference
        .to_string();
    for typed in ["", " - ", "1011741", "10117410-3", "101174100"] {
        let found = world
            .engine
            .find_application(Peer::UNKNOWN, &reference, typed)
            .await;
        assert!(matches!(found.unwrap(), Found::Nothing), "{typed}");
    }
}
