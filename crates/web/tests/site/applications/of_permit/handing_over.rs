//! `/a/{reference}/hand-over`

use axum::http::StatusCode;
use engine::{error::Error, jobs::runner::run_jobs};
use review::{Command, MoveHindrance, StepMap};
use store::PermitStatus;

use super::{SOURCE, approve, fill, granted, later, permit_of, sent, service};
use crate::world::{World, publish};

/// What whoever is to have it types.
const HEIR: [(&str, &str); 4] = [
    ("name", "Rosa Quispe"),
    ("email", "rosa@ejemplo.pe"),
    ("document.kind", "dni"),
    ("document.number", "40404040"),
];

/// Shows that the permit is theirs, and answers where that leads.
async fn known_again(world: &mut World, reference: &str) -> String {
    let path = format!("/a/{reference}/hand-over");
    assert_eq!(world.get(&path).await.status, StatusCode::OK);
    let document = world.document_of(reference).await;
    let begun = world.post(&path, &[("document", document.as_str())]).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.body);
    begun.location()
}

#[tokio::test]
async fn a_permit_is_handed_over_to_whoever_is_named_once_it_is_approved() {
    let (mut world, first) = granted().await;
    assert_eq!(known_again(&mut world, &first).await, "/s/stall/apply");
    assert_eq!(world.get("/s/stall/apply").await.location(), "/s/stall/apply/who");
    let who = world.get("/s/stall/apply/who").await.body;
    let before = world.case(&first).await.contact;
    assert!(
        !who.contains(&before.holder),
        "nothing of the earlier holder is filled in: {who}"
    );
    fill(&mut world, "who", &HEIR).await;
    let check = world.get("/s/stall/apply/check").await.body;
    assert!(
        check.contains("tú ya no lo tienes") && !check.contains("stall?change"),
        "{check}"
    );
    let second = sent(&mut world).await;
    let case = world.case(&second).await;
    assert_eq!(
        case.application.begun_from,
        Some(world.case(&first).await.application.id)
    );
    assert_eq!(permit_of(&world, &first).await.status, PermitStatus::Active);
    let page = world.get(&format!("/a/{first}")).await.body;
    assert!(!page.contains("/hand-over"), "to one at a time: {page}");
    assert_eq!(
        world.get(&format!("/a/{first}/hand-over")).await.location(),
        format!("/a/{first}")
    );
    approve(&world, &second).await;
    run_jobs(&world.app).await.unwrap();
    let (earlier, newer) = (permit_of(&world, &first).await, permit_of(&world, &second).await);
    assert_eq!(
        (earlier.status, newer.status),
        (PermitStatus::Replaced, PermitStatus::Active)
    );
    assert_eq!(newer.expires_at, earlier.expires_at);
    assert_eq!(world.case(&second).await.contact.holder, "Rosa Quispe");
}

/// Whoever handed it over sent the application from their browser, and had its return code: neither opens what is somebody else's now.
#[tokio::test]
async fn whoever_handed_it_over_opens_it_no_more_and_whoever_has_it_does() {
    let (mut world, first) = granted().await;
    known_again(&mut world, &first).await;
    fill(&mut world, "who", &HEIR).await;
    let second = sent(&mut world).await;
    let page = world.get(&format!("/a/{second}")).await;
    assert_eq!(page.status, StatusCode::OK, "until it is decided");
    let code = world.case(&second).await.application.access;
    approve(&world, &second).await;
    assert!(world.case(&second).await.application.access.code > code.code);
    let page = world.get(&format!("/a/{second}")).await.body;
    assert!(!page.contains("permit.pdf"), "{page}");
    let paper = world.get(&format!("/a/{second}/permit.pdf")).await;
    assert_eq!(paper.status, StatusCode::FORBIDDEN);
    let copy = world
        .post(&format!("/a/{second}/permit"), &[("purpose", "copy")])
        .await;
    assert_eq!(copy.status, StatusCode::FORBIDDEN);
    world.forget_cookies();
    let link = world.mailed_link(&second).await;
    let letters = world.mailed().await;
    let to_heir = letters.iter().find(|letter| letter.body.contains(&link));
    assert_eq!(to_heir.map(|letter| letter.to.as_str()), Some("rosa@ejemplo.pe"));
    world.open_by_mail(&second).await;
    let page = world.get(&format!("/a/{second}")).await.body;
    assert!(page.contains("permit.pdf"), "{page}");
    assert!(page.contains("El permiso pasó a otra persona."), "{page}");
}

#[tokio::test]
async fn a_browser_that_was_left_open_hands_no_permit_over() {
    let (mut world, first) = granted().await;
    let path = format!("/a/{first}/hand-over");
    world.get(&path).await;
    for (typed, told) in [
        ("", "Escribe tu número de documento"),
        ("40404040", "Ese no es el documento de la solicitud."),
    ] {
        let again = world.post(&path, &[("document", typed)]).await;
        assert!(again.body.contains(told), "{typed}: {}", again.body);
        assert!(!again.body.contains("40404040"), "{}", again.body);
    }
    let form = world.get("/s/stall/apply/who").await;
    assert!(
        form.location().starts_with(&format!("/a/{first}")),
        "nothing was begun"
    );
    // Whoever guesses waits.
    let mut last = StatusCode::OK;
    for _ in 0..10 {
        last = world.post(&path, &[("document", "40404041")]).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn nobody_hands_a_permit_over_to_themselves() {
    let (mut world, first) = granted().await;
    known_again(&mut world, &first).await;
    let document = world.document_of(&first).await;
    let mut own = HEIR;
    own[3].1 = &document;
    fill(&mut world, "who", &own).await;
    let check = world.get("/s/stall/apply/check").await;
    assert_eq!(check.status, StatusCode::CONFLICT);
    assert!(
        check.body.contains("Esta persona ya tiene el permiso") && check.body.contains("/s/stall/apply/who"),
        "{}",
        check.body
    );
    let forced = world.post("/s/stall/apply/submit", &[]).await;
    assert_eq!(forced.status, StatusCode::CONFLICT);
}

/// The page is for whoever may hand it over now.
#[tokio::test]
async fn the_page_leads_back_where_nothing_may_be_handed_over() {
    let (mut world, first) = granted().await;
    later(&mut world, &first, 366).await;
    let page = world.get(&format!("/a/{first}/hand-over")).await;
    assert_eq!(page.location(), format!("/a/{first}"));
}

/// The form says nothing of whoever has the permit, who may work here.
#[tokio::test]
async fn an_officer_does_not_decide_on_handing_over_their_own_permit() {
    let (mut world, first) = granted().await;
    known_again(&mut world, &first).await;
    fill(&mut world, "who", &HEIR).await;
    let second = sent(&mut world).await;
    let address = world.case(&first).await.contact.email.expect("it was asked");
    let holder = world.employ_as("x", &address, &["officer"]).await;
    let refused = world.try_command_of(holder, &second, Command::Claim).await;
    assert!(matches!(refused, Err(Error::OwnApplication)), "{refused:?}");
    approve(&world, &second).await;
}

#[tokio::test]
async fn nobody_moves_the_handing_over_of_their_own_permit_to_another_version() {
    let (mut world, first) = granted().await;
    known_again(&mut world, &first).await;
    fill(&mut world, "who", &HEIR).await;
    sent(&mut world).await;
    let reworded = SOURCE.replace("Qué vendes", "Lo que vendes");
    publish(&world.app, &forms::read("stall.yaml", &reworded).unwrap()).await;
    let address = world.case(&first).await.contact.email.expect("it was asked");
    let holder = world.employ_as("x", &address, &["service-owner"]).await;
    let other = world.employ_as("y", "y@oficina.test", &["service-owner"]).await;
    for (who, own) in [(holder, 1), (other, 0)] {
        let caller = world.caller(who).await;
        let rehearsed = world
            .app
            .rehearse_case_move(&caller, &service().id, &StepMap::default(), 10)
            .await;
        let steps = rehearsed.unwrap().steps;
        let stays = steps[0].stays.get(&MoveHindrance::OwnAffair);
        assert_eq!(stays.copied().unwrap_or_default(), own, "{steps:?}");
    }
}
