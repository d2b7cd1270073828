//! A version of a service that may not be published any more goes on.

use engine::{
    applications::Submitted,
    authorise::{Action, Caller},
    error::Error,
    publishing::papers,
};
use forms::{ContentHash, Service};
use review::{Command, PermitStatus, Status};
use serde_json::{Value, json};
use store::{AuditActor, Publication, Version};

use crate::{
    applying::{SOURCE, answers, send},
    world::World,
};

/// A version as it is kept that breaks many of today's rules: a text without English, nobody at a step, a step that no case
/// comes to, times of more than ten years, a renewal before its permit, a place in a letter that nothing fills.
fn version_of_before() -> (Version, Service) {
    let service = forms::read("every-type.yaml", SOURCE).unwrap();
    let mut file: Value = serde_json::from_str(&service.canonical_json()).unwrap();
    file["name"] = json!("Permiso de antes");
    let check = &mut file["review"]["steps"][0];
    check["people"] = json!(0);
    check["next"] = json!("permit");
    let forgotten = json!({"id": "forgotten", "name": "Nadie", "role": "officer"});
    file["review"]["steps"].as_array_mut().unwrap().push(forgotten);
    file["review"]["answer_within"] = json!("9999d");
    file["permit"]["offline_for"] = json!("9999d");
    file["permit"]["renewal"]["opens"] = json!("72h");
    file["messages"] = json!({"received": {"subject": "{unknown}", "body": "Hola"}});

    let canonical_json = file.to_string();
    let refused = forms::read("before.json", &canonical_json).unwrap_err();
    assert!(refused.len() >= 6, "{refused}");
    let service = forms::read_kept("before.json", &canonical_json).unwrap();
    let version = Version {
        service: service.id.clone(),
        hash: ContentHash::of(canonical_json.as_bytes()),
        skeletons: papers(&service, "https://permisos.test", false).unwrap(),
        canonical_json,
        source: None,
        published_at: "2020-03-20T15:00:00Z".parse().unwrap(),
    };
    (version, service)
}

#[tokio::test]
async fn an_application_of_a_version_that_may_not_be_published_any_more_is_decided() {
    let world = World::new().await;
    let (version, service) = version_of_before();
    let publication = Publication {
        by: AuditActor::System,
        at: version.published_at,
        instead_of: None,
        changes: Vec::new(),
    };
    world.store.publish(&version, &publication).await.unwrap();
    world.engine.refresh_services().await.unwrap();
    let sent = send(&world, &service, answers(&service)).await.unwrap();
    let rules_of_today = forms::read("every-type.yaml", SOURCE).unwrap();
    world
        .engine
        .publish(&Caller::operator(), &rules_of_today.into())
        .await
        .unwrap();

    let officer = world.caller("olga", "officer").await;
    for (action, command) in [
        (Action::Claim, Command::Claim),
        (Action::Decide, Command::APPROVE),
    ] {
        act(&world, &officer, action, &sent, command).await.unwrap();
    }

    let applicant = world
        .engine
        .caller_by_access_token(&world.engine.access_of(&sent));
    let own = world
        .engine
        .own_application(&applicant, Action::SeeOwnApplication, &sent.reference)
        .await
        .unwrap();
    assert_eq!(own.published().hash, version.hash);
    assert!(matches!(own.case().application.status, Status::Approved { .. }));
    assert!(!world.engine.own_history(&own).await.unwrap().is_empty());
    let permits = world.engine.own_permits(&own).await.unwrap();
    assert_eq!(permits[0].status, PermitStatus::Active);
}

async fn act(
    world: &World,
    caller: &Caller,
    action: Action,
    sent: &Submitted,
    command: Command,
) -> Result<(), Error> {
    let seen = world.store.case(sent.id).await?.application.revision;
    let reference = sent.reference.to_string();
    let case = world
        .engine
        .case_to_change(caller, action, &reference, Some(seen));
    world.engine.change_case(case.await?, command).await.map(drop)
}
