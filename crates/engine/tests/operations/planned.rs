//! Publishing later, and by two people.

use std::sync::Arc;

use engine::{
    authorise::Caller,
    error::Error,
    jobs::runner::run_jobs,
    log::{AuditAction, AuditActor},
    people::change::AccountChange,
    publishing::{
        PublishError, Seen, ServiceFile,
        planned::{JobId, PlanState, Planned, PlannedPublication},
    },
    services::Services,
};
use forms::{ContentHash, Service};
use jiff::SignedDuration;
use store::{Instruction, Job};

use crate::{
    applying::{published, published_as},
    publishing::edited,
    world::World,
};

const TWO: (&str, &str) = (
    "service: every-type\n",
    "service: every-type\npublish: two-people\n",
);
const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// A service that takes two people, and the file of its next version.
async fn of_two() -> (World, Service, ServiceFile) {
    let (world, service) = published_as(edited(&[TWO]).service).await;
    (world, service, edited(&[TWO, ("valid: 36h", "valid: 48h")]))
}

fn current(world: &World) -> ContentHash {
    world.engine.services.current("every-type").unwrap().hash
}

async fn planned(world: &World, by: &Caller, file: &ServiceFile) -> JobId {
    let id = JobId(world.engine.new_id());
    let planned = world.engine.plan_publication(by, id, file, None).await;
    planned.unwrap().unwrap()
}

async fn listed(world: &World, by: &Caller) -> Vec<Planned> {
    world.engine.planned_publications(by).await.unwrap()
}

#[tokio::test]
async fn where_it_takes_two_nothing_is_published_before_another_person_confirms() {
    let (world, first, newer) = of_two().await;
    let owner = world.caller("olga", "service-owner@every-type").await;
    for alone in [&owner, &Caller::operator()] {
        let refused = world.engine.publish(alone, &newer).await;
        assert!(matches!(refused, Err(PublishError::TakesTwo(_))), "{refused:?}");
    }
    let id = planned(&world, &owner, &newer).await;
    assert_eq!(
        world.last_line().await.1,
        AuditAction::PublicationPlanned {
            job: id,
            service: first.id.clone(),
            version: newer.service.hash(),
            due: None,
            needs_another: true,
            changes: vec!["permit › valid: 36h → 48h".to_owned()],
        }
    );
    let twice = world.engine.plan_publication(&owner, id, &newer, None).await;
    assert_eq!(twice.unwrap(), Some(id));
    assert_eq!(listed(&world, &owner).await.len(), 1, "two clicks plan one");
    assert_eq!(run_jobs(&world.engine).await.unwrap(), 0, "it waits");
    let own = world.engine.confirm_publication(&owner, id).await;
    assert!(matches!(own, Err(Error::OwnRequest)), "{own:?}");
    let elsewhere = world.caller("fuera", "service-owner@another-service").await;
    let refused = world.engine.confirm_publication(&elsewhere, id).await;
    assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    assert!(listed(&world, &elsewhere).await.is_empty());
    let nothing = world.engine.confirm_publication(&Caller::operator(), id).await;
    assert!(matches!(nothing, Err(Error::Forbidden)), "{nothing:?}");

    let other = world.caller("otilia", "service-owner@every-type").await;
    let done = world.engine.confirm_publication(&other, id).await.unwrap();
    let again = world.engine.confirm_publication(&other, id).await.unwrap();
    assert_eq!(done, again, "two clicks confirm once");
    let line = AuditAction::PublicationConfirmed {
        job: done,
        service: first.id.clone(),
    };
    let who = AuditActor::Person(other.person().unwrap().id);
    assert_eq!(world.last_line().await, (who, line));
    assert_eq!(listed(&world, &owner).await[0].id, done, "it is one in the list");
    assert_eq!(run_jobs(&world.engine).await.unwrap(), 1);
    assert_eq!(current(&world), newer.service.hash());
    let (by, line) = world.last_line().await;
    assert_eq!(by, AuditActor::Person(owner.person().unwrap().id));
    assert!(matches!(line, AuditAction::VersionPublished { .. }), "{line:?}");
    assert!(listed(&world, &owner).await.is_empty());
    let (planned, _) = world.engine.planned_publication(&owner, id).await.unwrap();
    assert_eq!((planned.id, planned.state), (done, PlanState::Done));
    assert_eq!(planned.confirmed_by, Some(other.person().unwrap().id));
}

/// What the current version says counts: nobody does away with it alone, and from then on one is enough.
#[tokio::test]
async fn nobody_does_away_with_the_second_person_alone() {
    let (world, ..) = of_two().await;
    let owner = world.caller("olga", "service-owner@every-type").await;
    let other = world.caller("otilia", "administrator").await;
    let without = edited(&[]);
    let refused = world.engine.publish(&owner, &without).await;
    assert!(matches!(refused, Err(PublishError::TakesTwo(_))), "{refused:?}");
    let id = planned(&world, &owner, &without).await;
    world.engine.confirm_publication(&other, id).await.unwrap();
    run_jobs(&world.engine).await.unwrap();
    assert_eq!(current(&world), without.service.hash());
    let alone = edited(&[("valid: 36h", "valid: 48h")]);
    assert!(world.engine.publish(&owner, &alone).await.unwrap());
}

#[tokio::test]
async fn ones_own_second_account_is_no_other_person() {
    let (world, _, newer) = of_two().await;
    let owner = world.caller("olga", "service-owner@every-type").await;
    let id = planned(&world, &owner, &newer).await;
    let caller = world
        .second_account(&owner, |second| {
            second.id = review::PersonId(uuid::Uuid::from_u128(77));
            second.email = "olga+2@oficina.test".into();
        })
        .await;
    let own = world.engine.confirm_publication(&caller, id).await;
    assert!(matches!(own, Err(Error::OwnRequest)), "{own:?}");
    assert_eq!(run_jobs(&world.engine).await.unwrap(), 0, "it still waits");
}

#[tokio::test]
async fn what_nobody_confirms_lapses_and_is_told_for_some_days() {
    let (world, first, newer) = of_two().await;
    let owner = world.caller("olga", "service-owner@every-type").await;
    let other = world.caller("otilia", "administrator").await;
    let id = planned(&world, &owner, &newer).await;
    world.pass(HOUR * 24 * 7);
    let late = world.engine.confirm_publication(&other, id).await;
    assert!(matches!(late, Err(Error::Conflict)), "{late:?}");
    assert_eq!(run_jobs(&world.engine).await.unwrap(), 1);
    let (job, service) = (id, first.id.clone());
    assert_eq!(
        world.last_line().await.1,
        AuditAction::PublicationLapsed { job, service }
    );
    assert_eq!(listed(&world, &owner).await[0].state, PlanState::Lapsed);
    assert_eq!(current(&world), first.hash());
    world.pass(HOUR * 24 * 7);
    assert!(listed(&world, &owner).await.is_empty());
}

#[tokio::test]
async fn a_version_is_published_when_its_time_comes_and_not_before() {
    let (world, first) = published().await;
    let owner = world.caller("olga", "service-owner@every-type").await;
    let newer = edited(&[("valid: 36h", "valid: 48h")]);
    let (id, at) = (JobId(world.engine.new_id()), world.engine.now() + HOUR);
    let is_planned = world.engine.plan_publication(&owner, id, &newer, Some(at)).await;
    assert_eq!(is_planned.unwrap(), Some(id));
    assert_eq!(listed(&world, &owner).await[0].state, PlanState::Due(at));
    world.pass(HOUR - SignedDuration::from_secs(1));
    assert_eq!(run_jobs(&world.engine).await.unwrap(), 0);
    assert_eq!(current(&world), first.hash());
    world.pass(SignedDuration::from_secs(1));
    assert_eq!(run_jobs(&world.engine).await.unwrap(), 1);
    assert_eq!(current(&world), newer.service.hash());
    let hash = newer.service.hash();
    let source = world.engine.source(&owner, &first.id, &hash);
    assert_eq!(source.await.unwrap(), newer.source.unwrap(), "with its comments");
}

/// Two people and a time to come: it is confirmed before, and published then.
#[tokio::test]
async fn what_two_people_plan_for_later_is_published_then() {
    let (world, first, newer) = of_two().await;
    let owner = world.caller("olga", "service-owner@every-type").await;
    let other = world.caller("otilia", "administrator").await;
    let (id, at) = (JobId(world.engine.new_id()), world.engine.now() + HOUR * 24 * 30);
    let asked = world.engine.plan_publication(&owner, id, &newer, Some(at)).await;
    assert!(asked.unwrap().is_some());
    world.engine.confirm_publication(&other, id).await.unwrap();
    world.pass(HOUR * 24 * 8);
    run_jobs(&world.engine).await.unwrap();
    assert_eq!(current(&world), first.hash());
    assert_eq!(listed(&world, &owner).await[0].state, PlanState::Due(at));
    world.pass(HOUR * 24 * 22);
    run_jobs(&world.engine).await.unwrap();
    assert_eq!(current(&world), newer.service.hash());
}

#[tokio::test]
async fn what_is_called_off_is_not_published() {
    let (world, first) = published().await;
    let owner = world.caller("olga", "service-owner@every-type").await;
    let newer = edited(&[("valid: 36h", "valid: 48h")]);
    let (id, at) = (JobId(world.engine.new_id()), world.engine.now() + HOUR);
    let asked = world.engine.plan_publication(&owner, id, &newer, Some(at)).await;
    assert!(asked.unwrap().is_some());
    let elsewhere = world.caller("fuera", "service-owner@another-service").await;
    let refused = world.engine.call_off_publication(&elsewhere, id).await;
    assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    world.engine.call_off_publication(&owner, id).await.unwrap();
    let (job, service) = (id, first.id.clone());
    assert_eq!(
        world.last_line().await.1,
        AuditAction::PublicationCalledOff { job, service }
    );
    let again = world.engine.call_off_publication(&owner, id).await;
    assert!(matches!(again, Err(Error::Conflict)), "{again:?}");
    world.pass(HOUR * 2);
    assert_eq!(run_jobs(&world.engine).await.unwrap(), 0);
    assert_eq!(current(&world), first.hash());
    assert!(listed(&world, &owner).await.is_empty());
}

/// Called off, it cannot be confirmed; confirmed, it can still be called off.
#[tokio::test]
async fn what_waits_for_another_person_is_called_off_before_and_after_they_confirm() {
    let (world, first, newer) = of_two().await;
    let owner = world.caller("olga", "service-owner@every-type").await;
    let other = world.caller("otilia", "administrator").await;
    let id = planned(&world, &owner, &newer).await;
    world.engine.call_off_publication(&other, id).await.unwrap();
    let late = world.engine.confirm_publication(&other, id).await;
    assert!(matches!(late, Err(Error::Conflict)), "{late:?}");
    let id = planned(&world, &owner, &newer).await;
    world.engine.confirm_publication(&other, id).await.unwrap();
    world.engine.call_off_publication(&owner, id).await.unwrap();
    assert_eq!(run_jobs(&world.engine).await.unwrap(), 0);
    assert_eq!(current(&world), first.hash());
}

/// Whoever planned it may not publish any more, or another version came first: what runs goes on, and it is told.
#[tokio::test]
async fn what_cannot_be_published_when_it_is_due_is_given_up_and_told() {
    let (world, first) = published().await;
    let owner = world.caller("olga", "service-owner@every-type").await;
    let boss = world.caller("ana", "administrator").await;
    let later = world.engine.now() + HOUR;
    let plan = async |by: &Caller, valid: &str| {
        let file = edited(&[("valid: 36h", valid)]);
        let id = JobId(world.engine.new_id());
        let asked = world.engine.plan_publication(by, id, &file, Some(later)).await;
        assert!(asked.unwrap().is_some());
        id
    };
    let of_nobody = plan(&owner, "valid: 48h").await;
    let overtaken = plan(&boss, "valid: 60h").await;
    let account = world
        .engine
        .account(&boss, owner.person().unwrap().id)
        .await
        .unwrap();
    let disabled = world.engine.change_account(account, AccountChange::Disable).await;
    disabled.unwrap();
    let meanwhile = edited(&[("valid: 36h", "valid: 72h")]);
    world.engine.publish(&boss, &meanwhile).await.unwrap();
    world.pass(HOUR);
    for _ in 0..2 {
        assert_eq!(run_jobs(&world.engine).await.unwrap(), 1);
    }
    assert_eq!(current(&world), meanwhile.service.hash());
    for job in [of_nobody, overtaken] {
        let service = first.id.clone();
        let line = AuditAction::PublicationGivenUp { job, service };
        assert!(world.log_has(&line).await, "{line:?}");
    }
    let told = listed(&world, &boss).await;
    assert!(told.iter().all(|planned| planned.state == PlanState::GivenUp));
    assert_eq!(told.len(), 2);
}

/// A folder, or a push, is no second person, and asks once however often it is looked at.
#[tokio::test]
async fn what_the_machine_asks_for_any_person_confirms() {
    let (world, _, newer) = of_two().await;
    let id = world.engine.plan_of_machine(&newer);
    for _ in 0..2 {
        let asked = world
            .engine
            .plan_publication(&Caller::operator(), id, &newer, None)
            .await;
        assert!(asked.unwrap().is_some());
    }
    let owner = world.caller("olga", "service-owner@every-type").await;
    assert_eq!(listed(&world, &owner).await.len(), 1);
    world.engine.confirm_publication(&owner, id).await.unwrap();
    run_jobs(&world.engine).await.unwrap();
    assert_eq!(current(&world), newer.service.hash());
}

/// One person takes back what was published last; going further back takes two.
#[tokio::test]
async fn one_person_takes_back_the_last_version_and_no_more() {
    let (world, first, second) = of_two().await;
    let owner = world.caller("olga", "service-owner@every-type").await;
    let other = world.caller("otilia", "administrator").await;
    let third = edited(&[TWO, ("valid: 36h", "valid: 72h")]);
    for file in [&second, &third] {
        let id = planned(&world, &owner, file).await;
        world.engine.confirm_publication(&other, id).await.unwrap();
        run_jobs(&world.engine).await.unwrap();
    }
    let back = async |to: ContentHash| {
        let seen = Seen::Version(current(&world));
        world.engine.go_back(&owner, &first.id, &to, seen).await
    };
    let far = back(first.hash()).await;
    assert!(matches!(far, Err(PublishError::TakesTwo(_))), "{far:?}");
    assert!(back(second.service.hash()).await.unwrap());
    // By two, as far as they like: what is kept is what becomes current.
    let earlier = world.engine.version_of(&first.id, &first.hash()).await.unwrap();
    let file = ServiceFile::from(earlier.service.clone());
    let id = planned(&world, &owner, &file).await;
    world.engine.confirm_publication(&other, id).await.unwrap();
    run_jobs(&world.engine).await.unwrap();
    assert_eq!(current(&world), first.hash());
}

#[tokio::test]
async fn who_plans_what_they_have_not_seen_or_what_may_not_be_published_is_told_at_once() {
    let (world, first) = published().await;
    let owner = world.caller("olga", "service-owner@every-type").await;
    let id = JobId(world.engine.new_id());
    let at = Some(world.engine.now() + HOUR);
    let late = ServiceFile {
        seen: Seen::Nothing,
        ..edited(&[("valid: 36h", "valid: 48h")])
    };
    let refused = world.engine.plan_publication(&owner, id, &late, at).await;
    assert!(matches!(refused, Err(PublishError::Overtaken(_))), "{refused:?}");
    let same = ServiceFile::from(first);
    let same = world.engine.plan_publication(&owner, id, &same, at).await;
    assert_eq!(same.unwrap(), None);
    let moved = edited(&[("    - {answer: name, role: holder}\n", "")]);
    let refused = world.engine.plan_publication(&owner, id, &moved, at).await;
    assert!(matches!(refused, Err(PublishError::Claims { .. })), "{refused:?}");
    assert!(listed(&world, &owner).await.is_empty());
}

/// A node that has just begun, and knows no version yet, publishes what is due.
#[tokio::test]
async fn any_node_publishes_what_is_due() {
    let (world, _, newer) = of_two().await;
    let owner = world.caller("olga", "service-owner@every-type").await;
    let other = world.caller("otilia", "administrator").await;
    let id = planned(&world, &owner, &newer).await;
    world.engine.confirm_publication(&other, id).await.unwrap();
    let mut node = world.engine.clone();
    node.services = Arc::new(Services::new(false));
    assert_eq!(run_jobs(&node).await.unwrap(), 1);
    world.engine.refresh_services().await.unwrap();
    assert_eq!(current(&world), newer.service.hash());
}

/// Whoever takes the rule out of the file, or goes back to a version without it, does so by two.
#[tokio::test]
async fn nobody_goes_back_to_before_the_second_person_alone() {
    let (world, first) = published().await;
    let owner = world.caller("olga", "service-owner@every-type").await;
    let two = edited(&[TWO]);
    assert!(world.engine.publish(&owner, &two).await.unwrap());
    let seen = Seen::Version(two.service.hash());
    let back = world.engine.go_back(&owner, &first.id, &first.hash(), seen).await;
    assert!(matches!(back, Err(PublishError::TakesTwo(_))), "{back:?}");
    let takes_two = world
        .engine
        .takes_two_to_go_back(&owner, &first.id, &first.hash())
        .await;
    assert!(takes_two.unwrap(), "and the page says so");
}

/// A publication that one person planned does not take the place of a version that asks for two, and nobody says that they saw
/// another version than the one that is current.
#[tokio::test]
async fn the_rule_that_counts_is_that_of_the_version_in_whose_place_it_is_published() {
    let (world, _) = published().await;
    let owner = world.caller("olga", "service-owner@every-type").await;
    let (two, newer) = (edited(&[TWO]), edited(&[("valid: 36h", "valid: 48h")]));
    let forged = ServiceFile {
        seen: Seen::Version(two.service.hash()),
        ..newer.clone()
    };
    let refused = world.engine.publish(&owner, &forged).await;
    assert!(matches!(refused, Err(PublishError::Overtaken(_))), "{refused:?}");
    // A job that was asked for by one, in the place of a version of two: as if the rule had come between looking and asking.
    world.engine.publish(&owner, &two).await.unwrap();
    let job = Job {
        id: JobId(world.engine.new_id()),
        instruction: Instruction::Publish {
            publication: PlannedPublication {
                service: newer.service.id.clone(),
                version: newer.service.hash(),
                source: newer.source.clone().unwrap(),
                instead_of: Some(two.service.hash()),
                at: None,
            },
            confirmed_by: None,
        },
        by: AuditActor::Person(owner.person().unwrap().id),
        at: world.engine.now(),
        due_at: world.engine.now(),
        total: 1,
    };
    world.store.enqueue(&job, None).await.unwrap();
    assert_eq!(run_jobs(&world.engine).await.unwrap(), 1);
    assert_eq!(current(&world), two.service.hash());
    let (planned, _) = world.engine.planned_publication(&owner, job.id).await.unwrap();
    assert_eq!(planned.state, PlanState::GivenUp);
}

/// Whoever confirmed it is looked at again when it is due.
#[tokio::test]
async fn what_somebody_confirmed_who_may_not_any_more_is_given_up() {
    let (world, first, newer) = of_two().await;
    let owner = world.caller("olga", "service-owner@every-type").await;
    let other = world.caller("otilia", "service-owner@every-type").await;
    let boss = world.caller("ana", "administrator").await;
    let (id, at) = (JobId(world.engine.new_id()), world.engine.now() + HOUR);
    let asked = world.engine.plan_publication(&owner, id, &newer, Some(at)).await;
    assert!(asked.unwrap().is_some());
    let done = world.engine.confirm_publication(&other, id).await.unwrap();
    let account = world
        .engine
        .account(&boss, other.person().unwrap().id)
        .await
        .unwrap();
    let disabled = world.engine.change_account(account, AccountChange::Disable).await;
    disabled.unwrap();
    world.pass(HOUR);
    // The request is over then, too.
    for _ in 0..2 {
        assert_eq!(run_jobs(&world.engine).await.unwrap(), 1);
    }
    assert_eq!(current(&world), first.hash());
    let (planned, _) = world.engine.planned_publication(&owner, done).await.unwrap();
    assert_eq!(planned.state, PlanState::GivenUp);
}

/// What is planned is compared with what is current: once another is, nobody confirms what they have not seen.
#[tokio::test]
async fn what_was_overtaken_is_not_confirmed() {
    let (world, _, newer) = of_two().await;
    let owner = world.caller("olga", "service-owner@every-type").await;
    let other = world.caller("otilia", "administrator").await;
    let third = edited(&[TWO, ("valid: 36h", "valid: 72h")]);
    let (first_plan, second_plan) = (
        planned(&world, &owner, &newer).await,
        planned(&world, &owner, &third).await,
    );
    world
        .engine
        .confirm_publication(&other, first_plan)
        .await
        .unwrap();
    run_jobs(&world.engine).await.unwrap();
    let late = world.engine.confirm_publication(&other, second_plan).await;
    assert!(matches!(late, Err(Error::Conflict)), "{late:?}");
}

/// An id that is known already is no reason to lose a file, nor to find another one under it.
#[tokio::test]
async fn a_plan_that_was_called_off_is_planned_anew() {
    let (world, _, newer) = of_two().await;
    let owner = world.caller("olga", "service-owner@every-type").await;
    let id = planned(&world, &owner, &newer).await;
    let other = edited(&[TWO, ("valid: 36h", "valid: 72h")]);
    let under_it = world.engine.plan_publication(&owner, id, &other, None).await;
    assert_ne!(under_it.unwrap().unwrap(), id);
    world.engine.call_off_publication(&owner, id).await.unwrap();
    let anew = world.engine.plan_publication(&owner, id, &newer, None).await;
    let anew = anew.unwrap().unwrap();
    assert_ne!(anew, id);
    let (planned, _) = world.engine.planned_publication(&owner, anew).await.unwrap();
    assert!(matches!(planned.state, PlanState::Asked(_)), "{planned:?}");
}

/// Two tabs: what was called off in one is not confirmed in the other.
#[tokio::test]
async fn what_was_confirmed_and_called_off_is_not_confirmed_again() {
    let (world, _, newer) = of_two().await;
    let owner = world.caller("olga", "service-owner@every-type").await;
    let other = world.caller("otilia", "administrator").await;
    let id = planned(&world, &owner, &newer).await;
    world.engine.confirm_publication(&other, id).await.unwrap();
    world.engine.call_off_publication(&owner, id).await.unwrap();
    let again = world.engine.confirm_publication(&other, id).await;
    assert!(matches!(again, Err(Error::Conflict)), "{again:?}");
}

/// A release that reads the file otherwise than that with which it was planned.
#[tokio::test]
async fn what_is_read_otherwise_by_now_is_given_up_and_its_file_still_shown() {
    let (world, first, newer) = of_two().await;
    let owner = world.caller("olga", "service-owner@every-type").await;
    let job = Job {
        id: JobId(world.engine.new_id()),
        instruction: Instruction::AskToPublish {
            publication: PlannedPublication {
                service: first.id.clone(),
                version: newer.service.hash(),
                source: "service: every-type\nsomething: of-then\n".to_owned(),
                instead_of: Some(first.hash()),
                at: None,
            },
        },
        by: AuditActor::Person(owner.person().unwrap().id),
        at: world.engine.now(),
        due_at: world.engine.now() + HOUR,
        total: 1,
    };
    world.store.enqueue(&job, None).await.unwrap();
    let (planned, service) = world.engine.planned_publication(&owner, job.id).await.unwrap();
    assert!(service.is_none() && planned.publication.source.contains("of-then"));
    let other = world.caller("otilia", "administrator").await;
    let done = world.engine.confirm_publication(&other, job.id).await.unwrap();
    run_jobs(&world.engine).await.unwrap();
    assert_eq!(current(&world), first.hash());
    let (planned, _) = world.engine.planned_publication(&owner, done).await.unwrap();
    assert_eq!(planned.state, PlanState::GivenUp);
}
