//! Each operation asks who may: a page that forgot to would open nothing.

use engine::{
    authorise::Caller, error::Error, letters::OutboxId, log::AuditQuery, people::accounts::NewAccount,
    publishing::PublishError,
};
use forms::ServiceId;
use permit::key::KeyId;
use review::{ApplicationId, PersonId};
use uuid::Uuid;

use crate::{
    applying::SOURCE,
    world::{World, new_account},
};

/// Whether each operation lets a caller in, in this order: accounts listed, looked up, found, added; log; dead letters shown,
/// resent; ratings; a void key recorded, its permits listed.
async fn let_in(world: &World, caller: &Caller) -> Vec<bool> {
    let engine = &world.engine;
    let own = world.employ("nadie", "verifier").await;
    let (query, service) = (AuditQuery::default(), ServiceId::new("transit-permit"));
    let (letter, application) = (OutboxId(Uuid::nil()), ApplicationId(Uuid::nil()));
    let new = NewAccount {
        password: None,
        ..new_account("nuevo", "verifier")
    };
    let added = engine.add_account(caller, new).await;
    let answers = [
        engine.accounts(caller).await.map(drop),
        engine.account(caller, own).await.map(drop),
        engine
            .account_by_email(caller, "nadie@oficina.test")
            .await
            .map(drop),
        added.map(drop).map_err(|error| match error {
            engine::people::accounts::AccountError::Engine(error) => error,
            other => panic!("{other}"),
        }),
        engine.log(caller, &query).await.map(drop),
        engine.dead_letters(caller).await.map(drop),
        engine.resend_dead_letter(caller, application, letter).await,
        engine.ratings(caller, &service).await.map(drop),
        engine.record_void_key(caller, KeyId::from_bytes([1; 8])).await,
        engine.permits_that_may_hold(caller, None, 1).await.map(drop),
    ];
    let is_in = |answer: Result<(), Error>| !matches!(answer, Err(Error::Forbidden));
    answers.map(is_in).into()
}

#[tokio::test]
async fn every_operation_is_closed_to_whom_it_is_not_for() {
    for (who, expected) in [
        ("stranger", ". . . . . . . . . ."),
        ("officer", ". . . . . . . . . ."),
        ("administrator@transit-permit", ". . . . . . . x . ."),
        ("service-owner@transit-permit", ". . . . . . . x . ."),
        ("service-owner@market-stall-permit", ". . . . . . . . . ."),
        ("auditor", ". . . . x . . x . ."),
        ("administrator", "x x x x x x x x . ."),
        ("operator", "x x x x . . . . x x"),
    ] {
        let world = World::new().await;
        let caller = match who {
            "stranger" => Caller::stranger(),
            "operator" => Caller::operator(),
            grant => world.caller("ana", grant).await,
        };
        let expected: Vec<bool> = expected.split(' ').map(|letter| letter == "x").collect();
        assert_eq!(let_in(&world, &caller).await, expected, "{who}");
    }
}

#[tokio::test]
async fn strangers_do_not_learn_who_has_an_account() {
    let world = World::new().await;
    let nobody = PersonId(Uuid::nil());
    let found = world.engine.account(&Caller::operator(), nobody).await;
    assert!(matches!(found, Err(Error::NotFound)), "{found:?}");
    let found = world.engine.account(&Caller::stranger(), nobody).await;
    assert!(matches!(found, Err(Error::Forbidden)), "{found:?}");
}

#[tokio::test]
async fn only_who_answers_for_a_service_publishes_it() {
    let world = World::new().await;
    let service = forms::read("every-type.yaml", SOURCE).unwrap();
    for (login, grant, may) in [
        ("olga", "officer", false),
        ("otra", "service-owner@another", false),
        ("duena", "service-owner@every-type", true),
        ("ada", "administrator", true),
    ] {
        let caller = world.caller(login, grant).await;
        let published = world.engine.publish(&caller, &service.clone().into()).await;
        assert_eq!(published.is_ok(), may, "{grant}: {published:?}");
    }
    let published = world
        .engine
        .publish(&Caller::stranger(), &service.clone().into())
        .await;
    assert!(matches!(published, Err(PublishError::Kept(Error::Forbidden))));
}
