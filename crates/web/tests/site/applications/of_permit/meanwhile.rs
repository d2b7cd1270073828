//! What happens between asking and granting.

use axum::http::StatusCode;
use engine::{
    error::Error,
    jobs::{runner::run_jobs, timers::run_due},
};
use jiff::SignedDuration;
use review::{Command, Conditions, Status};
use store::PermitStatus;

use super::{SOURCE, approve, cost, fill, granted, later, permit_of, pressed, sent};
use crate::world::World;

#[tokio::test]
async fn what_is_begun_in_two_tabs_is_sent_once() {
    let (mut world, first) = granted().await;
    pressed(&mut world, &first, "amendment").await;
    world.get("/s/stall/apply/check").await;
    let before = world.cookies();
    pressed(&mut world, &first, "amendment").await;
    let other = sent(&mut world).await;
    world.restore_cookies(before);
    let check = world.get("/s/stall/apply/check").await;
    assert_eq!(check.status, StatusCode::CONFLICT, "{}", check.body);
    assert!(check.body.contains("Ya hiciste un pedido"), "{}", check.body);
    // A form that was shown before.
    world.get("/s/stall/apply/stall").await;
    let second = world.post("/s/stall/apply/submit", &[]).await;
    assert_eq!(second.status, StatusCode::CONFLICT, "{}", second.body);
    // Once the other came to nothing, this may be sent.
    world.command(&other, vec![Command::Claim, rejection()]).await;
    sent(&mut world).await;
}

fn rejection() -> Command {
    Command::Reject {
        reason: "no".into(),
        note: None,
    }
}

/// Nobody's permit that the office has its hand on comes back by asking for something of it.
#[tokio::test]
async fn nothing_comes_of_a_permit_that_is_taken_back_meanwhile() {
    let (mut world, first) = granted().await;
    let permit = permit_of(&world, &first).await;
    pressed(&mut world, &first, "copy").await;
    world.get("/s/stall/apply/check").await;
    world
        .change_as_before(&permit, PermitStatus::Suspended, None)
        .await;
    let check = world.get("/s/stall/apply/check").await.body;
    assert!(
        check.contains("pides un permiso nuevo") && check.contains("100.00"),
        "{check}"
    );
    world.get(&format!("/a/{first}")).await;
    let late = world
        .post(&format!("/a/{first}/permit"), &[("purpose", "copy")])
        .await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    world
        .change_as_before(&permit_of(&world, &first).await, PermitStatus::Active, None)
        .await;
    pressed(&mut world, &first, "amendment").await;
    let second = sent(&mut world).await;
    world
        .change_as_before(&permit_of(&world, &first).await, PermitStatus::Revoked, None)
        .await;
    let page = world.get(&format!("/a/{second}")).await.body;
    assert!(
        page.contains("El permiso de antes no está vigente.") && !page.contains("un día que ya pasó"),
        "{page}"
    );
    world.employ("olga", &["officer"]).await;
    world.log_in("olga").await;
    let case = world.get(&format!("/o/cases/{second}")).await.body;
    assert!(
        case.contains("Cambio de datos") && case.contains("El permiso de antes no está vigente"),
        "{case}"
    );
    world.command(&second, vec![Command::Claim]).await;
    let refused = world.try_command(&second, Command::APPROVE).await.unwrap_err();
    assert!(matches!(refused, Error::EarlierPermitOver), "{refused:?}");
}

/// A renewal costs half; whoever had theirs taken back pays for a new one.
#[tokio::test]
async fn a_permit_that_was_revoked_is_not_renewed() {
    let (mut world, first) = granted().await;
    later(&mut world, &first, 340).await;
    pressed(&mut world, &first, "renewal").await;
    fill(&mut world, "sales", &[("sold", "1200")]).await;
    world
        .change_as_before(&permit_of(&world, &first).await, PermitStatus::Revoked, None)
        .await;
    let check = world.get("/s/stall/apply/check").await.body;
    assert!(
        check.contains("pides un permiso nuevo") && check.contains("100.00"),
        "{check}"
    );
    let second = sent(&mut world).await;
    assert_eq!(cost(&world, &second).await, 10000);
}

/// A changed permit is lost in its turn.
#[tokio::test]
async fn each_stands_in_the_place_of_the_one_before() {
    let (mut world, first) = granted().await;
    pressed(&mut world, &first, "amendment").await;
    let amended = sent(&mut world).await;
    approve(&world, &amended).await;
    run_jobs(&world.app).await.unwrap();
    pressed(&mut world, &amended, "copy").await;
    let copy = sent(&mut world).await;
    run_jobs(&world.app).await.unwrap();
    let mut statuses = Vec::new();
    for reference in [&first, &amended, &copy] {
        statuses.push(permit_of(&world, reference).await.status);
    }
    assert_eq!(
        statuses,
        [
            PermitStatus::Replaced,
            PermitStatus::Replaced,
            PermitStatus::Active
        ]
    );
}

/// An amendment that was rejected is over, and another may be asked for; where an appeal brings the first back, the second stands in its
/// way, and the other way round.
#[tokio::test]
async fn an_appeal_brings_back_nothing_that_was_granted_otherwise_meanwhile() {
    let source = SOURCE.replace(
        "  steps:\n    - {id: check, name: Revisión, role: officer}\n",
        "  steps:\n    - {id: check, name: Revisión, role: officer, next: permit}\n    \
             - {id: appeal, name: Apelación, role: officer}\n  appeal: {within: 10 days, step: appeal}\n",
    );
    let service = forms::read("stall.yaml", &source).unwrap_or_else(|wrong| panic!("{wrong}"));
    let mut world = World::with(std::slice::from_ref(&service)).await;
    let first = world.apply(&service).await;
    pressed(&mut world, &first, "amendment").await;
    let rejected = sent(&mut world).await;
    world.command(&rejected, vec![Command::Claim, rejection()]).await;
    pressed(&mut world, &first, "amendment").await;
    let second = sent(&mut world).await;
    world.get(&format!("/a/{rejected}/appeal")).await;
    let appealed = world
        .post(&format!("/a/{rejected}/appeal"), &[("message", "Sí se puede.")])
        .await;
    assert_eq!(appealed.status, StatusCode::SEE_OTHER, "{}", appealed.body);
    approve(&world, &second).await;
    run_jobs(&world.app).await.unwrap();
    assert_eq!(permit_of(&world, &first).await.status, PermitStatus::Replaced);
    // Somebody else decides an appeal.
    let other = world.employ("olga", &["officer"]).await;
    world
        .try_command_of(other, &rejected, Command::Claim)
        .await
        .unwrap();
    let late = world
        .try_command_of(other, &rejected, Command::APPROVE)
        .await
        .unwrap_err();
    assert!(matches!(late, Error::EarlierPermitOver), "{late:?}");
}

/// What the office had set stays a matter for the office: no rule issues a copy without it.
#[tokio::test]
async fn no_rule_drops_what_the_office_had_set() {
    let source = SOURCE
        .replace(
            "purpose == 'copy' || purpose == 'new', then",
            "purpose == 'copy', then",
        )
        .replace(
            "  claims:\n",
            "  conditions: {choose: {plastic: Bebidas solo en plástico.}}\n  claims:\n",
        );
    let service = forms::read("stall.yaml", &source).unwrap_or_else(|wrong| panic!("{wrong}"));
    for (chosen, at_once) in [(vec!["plastic".into()], false), (Vec::new(), true)] {
        let mut world = World::with(std::slice::from_ref(&service)).await;
        let first = world.apply(&service).await;
        let conditions = Conditions {
            chosen,
            written: Vec::new(),
        };
        let yes = Command::Approve {
            note: None,
            conditions: conditions.clone(),
        };
        world.command(&first, vec![Command::Claim, yes.clone()]).await;
        pressed(&mut world, &first, "copy").await;
        let copy = sent(&mut world).await;
        let case = world.case(&copy).await;
        let is_approved = matches!(case.application.status, Status::Approved { .. });
        assert_eq!(is_approved, at_once, "{:?}", case.application.status);
        if !at_once {
            world.command(&copy, vec![Command::Claim, yes]).await;
            let case = world.case(&copy).await;
            assert_eq!(case.application.conditions(&service.review), conditions);
        }
    }
}

/// Nor does silence: the case waits for somebody of the office.
#[tokio::test]
async fn silence_drops_nothing_that_the_office_had_set() {
    let source = SOURCE
        .replace(
            "  rules:\n    - {when: purpose == 'copy' || purpose == 'new', then: approve, because: fine}\n",
            "",
        )
        .replace(
            "role: officer}",
            "role: officer, deadline: {after: 2 days, then: approve, because: fine}}",
        )
        .replace(
            "  claims:\n",
            "  conditions: {choose: {plastic: Bebidas solo en plástico.}}\n  claims:\n",
        );
    let service = forms::read("stall.yaml", &source).unwrap_or_else(|wrong| panic!("{wrong}"));
    for (chosen, by_silence) in [(vec!["plastic".into()], false), (Vec::new(), true)] {
        let mut world = World::with(std::slice::from_ref(&service)).await;
        let first = world.apply(&service).await;
        let yes = Command::Approve {
            note: None,
            conditions: Conditions {
                chosen,
                written: Vec::new(),
            },
        };
        world.command(&first, vec![Command::Claim, yes]).await;
        pressed(&mut world, &first, "copy").await;
        let copy = sent(&mut world).await;
        world.clock.pass(SignedDuration::from_hours(72));
        run_due(&world.app).await.unwrap();
        let status = world.case(&copy).await.application.status;
        let is_approved = matches!(status, Status::Approved { .. });
        assert_eq!(is_approved, by_silence, "{status:?}");
    }
}
