//! Erasure by law: what is kept of an applicant, asking that it goes, and two people who decide.

use axum::http::{StatusCode, header};

use crate::{
    every_page::check,
    world::{Reply, World, shipped},
};

/// An application that was withdrawn, in the browser that sent it, and people who may decide about it.
async fn withdrawn() -> (World, String) {
    let service = shipped("transit-permit");
    let mut world = World::with(std::slice::from_ref(&service)).await;
    let reference = world.apply(&service).await;
    let withdraw = format!("/a/{reference}/withdraw");
    world.get(&withdraw).await;
    let withdrawn = world.post(&withdraw, &[]).await;
    assert_eq!(withdrawn.status, StatusCode::SEE_OTHER, "{}", withdrawn.body);
    for (login, role) in [
        ("olga", "officer"),
        ("sara", "supervisor"),
        ("tito", "supervisor"),
    ] {
        world.employ(login, &[role]).await;
    }
    (world, reference)
}

async fn shown(world: &mut World, reference: &str) -> Reply {
    world.get(&format!("/o/cases/{reference}/erase")).await
}

async fn press(world: &mut World, reference: &str, what: &str, fields: &[(&str, &str)]) -> Reply {
    let page = shown(world, reference).await;
    let mut fields = fields.to_vec();
    let (request, revision) = (page.field("request"), page.field("revision"));
    if let (Some(request), Some(revision)) = (&request, &revision) {
        fields.extend([("request", request.as_str()), ("revision", revision.as_str())]);
    }
    world
        .post(&format!("/o/cases/{reference}/erase{what}"), &fields)
        .await
}

#[tokio::test]
async fn what_is_kept_is_shown_and_taken_away() {
    let (mut world, reference) = withdrawn().await;
    let status = world.get(&format!("/a/{reference}")).await.body;
    let at = format!("/a/{reference}/data");
    assert!(status.contains(&format!("href=\"{at}\"")), "{status}");
    let page = world.get(&at).await;
    check(&at, &page);
    let answer = world.case(&reference).await.contact.holder;
    for words in [
        &answer,
        "Lo borramos por nuestra cuenta el 20 de marzo de 2027",
        "Pedir que borren mis datos",
    ] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    let file = world.get(&format!("{at}.json")).await;
    let disposition = file.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
    assert!(
        disposition.starts_with("attachment; filename=\"transit-permit-"),
        "{disposition}"
    );
    let file: serde_json::Value = serde_json::from_str(&file.body).unwrap();
    assert_eq!(file["name"], answer);
    assert_eq!(file["reference"], reference);
    assert_eq!(file["kept_until"], "2027-03-20T15:00:00Z");
    for list in ["answers", "events", "letters"] {
        assert!(!file[list].as_array().unwrap().is_empty(), "{list}: {file}");
    }
    world.forget_cookies();
    for path in [at.clone(), format!("{at}.json"), format!("/a/{reference}/erase")] {
        let stranger = world.get(&path).await;
        assert!(!stranger.body.contains(&answer), "{path}: {}", stranger.body);
        assert_ne!(stranger.status, StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn an_applicant_asks_and_two_people_decide() {
    let (mut world, reference) = withdrawn().await;
    let at = format!("/a/{reference}/erase");
    check(&at, &world.get(&at).await);
    let asked = world.post(&at, &[("words", "Me mudé")]).await;
    assert_eq!(asked.location(), format!("/a/{reference}/data"));
    let waits = world.get(&at).await;
    assert!(
        waits.body.contains("Pediste que borremos tus datos"),
        "{}",
        waits.body
    );
    assert!(!waits.body.contains("<textarea"), "{}", waits.body);
    let own = world.cookies();

    world.log_in("olga").await;
    let list = world.get("/o/erasures").await.body;
    assert!(
        list.contains(&reference) && list.contains("Que alguien lo proponga"),
        "{list}"
    );
    let page = shown(&mut world, &reference).await.body;
    assert!(
        page.contains("Me mudé") && !page.contains("/erase/confirm"),
        "{page}"
    );
    let proposed = press(&mut world, &reference, "", &[]).await;
    assert_eq!(proposed.status, StatusCode::SEE_OTHER, "{}", proposed.body);
    let confirmed = press(&mut world, &reference, "/confirm", &[]).await;
    assert_eq!(confirmed.status, StatusCode::FORBIDDEN);

    world.log_in("sara").await;
    let silent = press(&mut world, &reference, "/refuse", &[]).await;
    assert_eq!(silent.status, StatusCode::OK);
    assert!(silent.body.contains("Escribe el motivo"), "{}", silent.body);
    let why = ("refusal", "La ley pide cinco años");
    let refused = press(&mut world, &reference, "/refuse", &[why]).await;
    assert_eq!(refused.status, StatusCode::SEE_OTHER, "{}", refused.body);

    world.restore_cookies(own);
    let told = world.get(&format!("/a/{reference}/data")).await.body;
    assert!(told.contains("La ley pide cinco años"), "{told}");
    world.post(&at, &[]).await;
    let own = world.cookies();

    world.log_in("sara").await;
    press(&mut world, &reference, "", &[]).await;
    let alone = press(&mut world, &reference, "/confirm", &[]).await;
    assert_eq!(alone.status, StatusCode::OK);
    assert!(alone.body.contains("Confirma otra persona"), "{}", alone.body);
    world.log_in("tito").await;
    let done = press(&mut world, &reference, "/confirm", &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let case = world.case(&reference).await;
    assert!(case.is_erased() && case.contact.holder.is_empty());
    let page = world.get(&done.location()).await.body;
    assert!(page.contains("Se borró."), "{page}");

    world.restore_cookies(own);
    for path in [format!("/a/{reference}"), format!("/a/{reference}/data")] {
        let page = world.get(&path).await;
        check(&path, &page);
        assert!(page.body.contains("Borramos tus datos"), "{path}: {}", page.body);
    }
}

#[tokio::test]
async fn the_office_proposes_with_a_ground_and_a_reason() {
    let (mut world, reference) = withdrawn().await;
    world.log_in("sara").await;
    let case = world.get(&format!("/o/cases/{reference}")).await.body;
    assert!(case.contains(&format!("/o/cases/{reference}/erase")), "{case}");
    let nothing = press(&mut world, &reference, "", &[("words", "Oficio 12")]).await;
    assert!(nothing.body.contains("Elige un motivo"), "{}", nothing.body);
    let silent = press(&mut world, &reference, "", &[("ground", "order")]).await;
    assert!(silent.body.contains("Escribe el motivo"), "{}", silent.body);
    let fields = [("ground", "order"), ("words", "Oficio 12")];
    let proposed = press(&mut world, &reference, "", &fields).await;
    assert_eq!(proposed.status, StatusCode::SEE_OTHER, "{}", proposed.body);
    world.log_in("tito").await;
    let page = shown(&mut world, &reference).await.body;
    for words in ["Oficio 12", "Orden de una autoridad", "Lo pidió sara"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let done = press(&mut world, &reference, "/confirm", &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let log = {
        world.employ("auda", &["auditor"]).await;
        world.log_in("auda").await;
        world.get("/admin/audit").await.body
    };
    for words in [
        "pidió borrar datos personales por ley",
        "borró datos personales por ley",
    ] {
        assert!(log.contains(words), "{words}: {log}");
    }
    assert!(!log.contains("Oficio 12") && !log.contains("Quispe"), "{log}");
}

#[tokio::test]
async fn what_is_open_waits() {
    let service = crate::world::every_type();
    let mut world = World::with(std::slice::from_ref(&service)).await;
    let reference = world.apply(&service).await;
    let at = format!("/a/{reference}/erase");
    let page = world.get(&at).await.body;
    assert!(
        page.contains("todavía está abierta") && !page.contains("<textarea"),
        "{page}"
    );
    let asked = world.post(&at, &[]).await;
    assert!(asked.body.contains("todavía está abierta"), "{}", asked.body);
    world.employ("sara", &["supervisor"]).await;
    world.log_in("sara").await;
    let page = shown(&mut world, &reference).await.body;
    assert!(
        page.contains("La solicitud sigue abierta") && !page.contains("<textarea"),
        "{page}"
    );
}
