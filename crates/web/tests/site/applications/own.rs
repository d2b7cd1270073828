//! `/a/{reference}` with its key

use axum::http::StatusCode;
use jiff::SignedDuration;
use review::Command;
use store::{PermitRow, PermitStatus};

use crate::{
    every_page::check,
    phone::Phone,
    world::{World, every_type, shipped},
};

/// A sent application that waits for a person: its world and reference.
async fn sent() -> (World, String) {
    let service = every_type();
    let mut world = World::with(std::slice::from_ref(&service)).await;
    let reference = world.apply(&service).await;
    (world, reference)
}

#[tokio::test]
async fn the_place_in_the_queue_is_told() {
    let (mut world, _) = sent().await;
    world.clock.pass(jiff::SignedDuration::from_mins(5));
    let second = world.apply(&every_type()).await;
    let page = world.get(&format!("/a/{second}")).await;
    assert!(
        page.body.contains("Hay 1 solicitud delante de la tuya."),
        "{}",
        page.body
    );
}

/// Thirty business days from Friday 20 March 2026, Holy Week and Labour Day among them.
#[tokio::test]
async fn what_silence_means_is_told_with_its_last_day() {
    let file = include_str!("../every-type.yaml");
    for (then, told) in [
        (
            ", then: approve, because: unclear",
            "Si nadie decide hasta el 6 de mayo de 2026, tu solicitud queda aprobada",
        ),
        (
            ", then: reject, because: unclear",
            "Si nadie decide hasta el 6 de mayo de 2026, tu solicitud se da por no aprobada",
        ),
        (
            ", then: lapse",
            "Si nadie decide hasta el 6 de mayo de 2026, tu solicitud se cierra.",
        ),
        ("", "Tendrás una respuesta hasta el 6 de mayo de 2026."),
    ] {
        let late = format!("role: officer, deadline: {{after: 30 business days{then}}}}}");
        let source = file.replacen("role: officer}", &late, 1);
        let service = forms::read("every-type.yaml", &source).unwrap_or_else(|problems| panic!("{problems}"));
        let mut world = World::with(std::slice::from_ref(&service)).await;
        let reference = world.apply(&service).await;
        let page = world.get(&format!("/a/{reference}")).await;
        assert!(page.body.contains(told), "{told}: {}", page.body);
        let letters = world.mailed().await;
        assert!(
            letters.iter().any(|letter| letter.body.contains(told)),
            "{told}: {letters:?}"
        );
    }
}

#[tokio::test]
async fn taking_it_back_asks_once_and_then_does_it() {
    let (mut world, reference) = sent().await;
    let ask = world.get(&format!("/a/{reference}/withdraw")).await;
    assert!(ask.body.contains("¿Quieres retirar tu solicitud?"));
    assert_eq!(
        world
            .post(&format!("/a/{reference}/withdraw"), &[])
            .await
            .location(),
        format!("/a/{reference}")
    );
    assert!(
        world
            .get(&format!("/a/{reference}"))
            .await
            .body
            .contains("La retiraste")
    );
    let again = world.post(&format!("/a/{reference}/withdraw"), &[]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.body.contains("ya está cerrada"), "{}", again.body);
}

#[tokio::test]
async fn what_is_asked_back_is_answered_on_one_page() {
    let (mut world, reference) = sent().await;
    let ask = Command::Ask {
        questions: vec!["story".into()],
        message: "Cuéntanos más".into(),
    };
    world.command(&reference, vec![Command::Claim, ask]).await;
    let page = world.get(&format!("/a/{reference}")).await;
    assert!(
        page.body.contains("Cuéntanos más") && page.body.contains("Tienes hasta el"),
        "{}",
        page.body
    );
    let path = format!("/a/{reference}/answer");
    let form = world.get(&path).await;
    assert!(form.body.contains("id=\"story\"") && !form.body.contains("id=\"name\""));
    assert_eq!(world.post(&path, &[("story", "")]).await.status, StatusCode::OK);
    assert_eq!(
        world.post(&path, &[("story", "Todo")]).await.location(),
        format!("/a/{reference}")
    );
    assert!(
        world
            .get(&format!("/a/{reference}"))
            .await
            .body
            .contains("Respondiste")
    );
    assert_eq!(
        world.get(&path).await.status,
        StatusCode::SEE_OTHER,
        "nothing is asked any more"
    );
}

#[tokio::test]
async fn answers_given_back_are_judged_with_the_rest() {
    let (mut world, reference) = sent().await;
    let ask = Command::Ask {
        questions: vec!["travels_by".into(), "nickname".into()],
        message: "¿Cómo viajas?".into(),
    };
    world.command(&reference, vec![Command::Claim, ask]).await;
    let path = format!("/a/{reference}/answer");
    world.get(&path).await;

    let stop = world.post(&path, &[("travels_by", "boat")]).await;
    assert!(
        stop.body.contains("Los botes no necesitan permiso.")
            && stop.body.contains("Tu solicitud sigue igual."),
        "{}",
        stop.body
    );
    let on_foot = world
        .post(&path, &[("travels_by", "foot"), ("plate", "ABC-123")])
        .await;
    assert_eq!(
        on_foot.status,
        StatusCode::SEE_OTHER,
        "what is not asked is not read: {}",
        on_foot.body
    );
    let answers = world.case(&reference).await.application.answers;
    assert!(
        answers.get(&"nickname".into()).is_none(),
        "left blank is taken out"
    );

    let ask = Command::Ask {
        questions: vec!["travels_by".into()],
        message: "¿En auto?".into(),
    };
    world.command(&reference, vec![Command::Claim, ask]).await;
    world.get(&path).await;
    let more = world.post(&path, &[("travels_by", "car")]).await;
    assert_eq!(more.status, StatusCode::OK, "{}", more.body);
    assert!(
        more.body.contains("id=\"plate\"") && !more.body.contains("error-summary"),
        "{}",
        more.body
    );
    let seen = [
        ("travels_by", "car"),
        ("further", "plate"),
        ("further", "name"),
        ("name", "Otra Persona"),
    ];
    let blank = world.post(&path, &seen).await;
    assert_eq!(blank.status, StatusCode::OK, "{}", blank.body);
    let sent = world
        .post(&path, &[&seen[..], &[("plate", "ABC-123")]].concat())
        .await;
    assert_eq!(sent.location(), format!("/a/{reference}"));
    let after = world.case(&reference).await.application.answers;
    assert!(after.get(&"plate".into()).is_some());
    assert_eq!(
        after.get(&"name".into()),
        answers.get(&"name".into()),
        "nobody asked for a name"
    );
}

#[tokio::test]
async fn a_rejection_gives_its_reason_and_may_be_appealed_once() {
    let (mut world, reference) = sent().await;
    let reject = Command::Reject {
        reason: "unclear".into(),
        note: Some("Falta el plano.".into()),
    };
    world.command(&reference, vec![Command::Claim, reject]).await;
    let page = world.get(&format!("/a/{reference}")).await;
    for words in [
        "No fue aprobada",
        "No se entiende.",
        "Falta el plano.",
        "Puedes apelar hasta el 4 de abril de 2026",
    ] {
        assert!(page.body.contains(words), "{words} is not in {}", page.body);
    }
    let path = format!("/a/{reference}/appeal");
    world.get(&path).await;
    assert_eq!(
        world.post(&path, &[("message", " ")]).await.status,
        StatusCode::OK
    );
    assert_eq!(
        world
            .post(&path, &[("message", "El plano está")])
            .await
            .location(),
        format!("/a/{reference}")
    );
    let page = world.get(&format!("/a/{reference}")).await;
    assert!(
        page.body.contains("Apelaste")
            && page.body.contains("En cola")
            && !page.body.contains("cuánto demora"),
        "{}",
        page.body
    );
}

#[tokio::test]
async fn an_approval_hands_out_the_permit_and_its_renewal_when_the_time_comes() {
    let (mut world, reference) = sent().await;
    world
        .command(&reference, vec![Command::Claim, Command::APPROVE])
        .await;
    let page = world.get(&format!("/a/{reference}")).await;
    for words in [
        "Aprobada",
        "Vigente",
        "21 de marzo de 2026, 22:00",
        &format!("/a/{reference}/permit.pdf"),
    ] {
        assert!(page.body.contains(words), "{words} is not in {}", page.body);
    }
    assert!(!page.body.contains("Renovar"));
    world.get(&format!("/a/{reference}?sent=1")).await;
    assert_eq!(
        world
            .post(&format!("/a/{reference}/permit"), &[("purpose", "renewal")])
            .await
            .status,
        StatusCode::CONFLICT
    );
    world.clock.pass(jiff::SignedDuration::from_hours(25));
    assert!(
        world
            .get(&format!("/a/{reference}"))
            .await
            .body
            .contains("Renovar")
    );
    assert_eq!(
        world
            .post(&format!("/a/{reference}/permit"), &[("purpose", "renewal")])
            .await
            .location(),
        "/s/every-type/apply"
    );
    assert_eq!(
        world.get("/s/every-type/apply").await.location(),
        "/s/every-type/apply/oath",
        "only the oath is sworn anew"
    );
}

#[tokio::test]
async fn the_permit_is_a_web_page_too_with_all_that_the_paper_says() {
    let (mut world, reference) = sent().await;
    for path in ["permit", "permit.svg", "permit.pdf"] {
        let early = world.get(&format!("/a/{reference}/{path}")).await;
        assert_eq!(
            early.status,
            StatusCode::NOT_FOUND,
            "{path}: nothing is issued yet"
        );
    }
    world
        .command(&reference, vec![Command::Claim, Command::APPROVE])
        .await;
    let page = format!("/a/{reference}/permit");
    assert!(
        world
            .get(&format!("/a/{reference}"))
            .await
            .body
            .contains(&format!("href=\"{page}\""))
    );
    let shown = world.get(&page).await;
    check(&page, &shown);
    let permit = permit_of(&world, &reference).await;
    assert!(shown.body.contains(&permit.number.to_string()), "{}", shown.body);
    for field in &permit.printed.fields {
        assert!(
            shown.body.contains(&field.value),
            "{} is not in {}",
            field.value,
            shown.body
        );
    }
    for words in [
        "Vale hasta",
        "Cómo verificar este permiso",
        "https://permisos.test",
        "Vigente",
    ] {
        assert!(shown.body.contains(words), "{words} is not in {}", shown.body);
    }
    let code = world.get(&attribute(&shown.body, "<img class=\"qr\" src")).await;
    assert_eq!(code.headers["content-type"], "image/svg+xml");
    assert!(
        code.body.starts_with("<svg ") && code.body.len() < 20_000,
        "{}",
        code.body
    );
    let english = world.get(&format!("{page}?lang=en")).await;
    assert!(
        english.body.contains("Valid until") && english.body.contains("<dd><span lang=\"es\">"),
        "{}",
        english.body
    );
    world.forget_cookies();
    assert_eq!(world.get(&page).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_permit_that_was_taken_back_is_no_longer_handed_out() {
    let (mut world, reference) = sent().await;
    world
        .command(&reference, vec![Command::Claim, Command::APPROVE])
        .await;
    let permit = permit_of(&world, &reference).await;
    world.change_as_before(&permit, PermitStatus::Revoked, None).await;
    for path in ["permit", "permit.svg", "permit.pdf"] {
        let reply = world.get(&format!("/a/{reference}/{path}")).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{path}");
    }
}

async fn permit_of(world: &World, reference: &str) -> PermitRow {
    let case = world
        .store
        .case_by_reference(&reference.parse().unwrap())
        .await
        .unwrap();
    world
        .store
        .permits_of(case.application.id)
        .await
        .unwrap()
        .remove(0)
}

fn attribute(html: &str, name: &str) -> String {
    let (_, rest) = html
        .split_once(&format!("{name}=\""))
        .unwrap_or_else(|| panic!("no {name} in {html}"));
    rest.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn how_it_was_is_kept_without_a_name() {
    let (mut world, reference) = sent().await;
    world.get(&format!("/a/{reference}?sent=1")).await;
    let reply = world
        .post(
            &format!("/a/{reference}/rating"),
            &[("score", "4"), ("comment", "Rápido")],
        )
        .await;
    assert_eq!(reply.location(), format!("/a/{reference}?rated=1"));
    assert!(
        world
            .get(&reply.location())
            .await
            .body
            .contains("Gracias por tu opinión")
    );
    let since = "2026-01-01T00:00:00Z".parse().unwrap();
    let scores = world.store.scores(&"every-type".into(), since, 9).await.unwrap();
    assert_eq!(
        (scores.counts, scores.comments[0].text.as_str()),
        ([0, 0, 0, 1, 0], "Rápido")
    );
}

#[tokio::test]
async fn an_empty_opinion_is_asked_for_again_and_a_second_one_is_not_kept() {
    let (mut world, reference) = sent().await;
    let address = format!("/a/{reference}/rating");
    world.get(&format!("/a/{reference}?sent=1")).await;
    let empty = world.post(&address, &[("comment", "Rápido")]).await;
    for told in ["href=\"#score-5\">Elige qué te pareció", ">Rápido</textarea>"] {
        assert!(empty.body.contains(told), "{told}: {}", empty.body);
    }
    let long = "x".repeat(1_001);
    let long = world.post(&address, &[("score", "2"), ("comment", &long)]).await;
    for told in ["1000 letras o menos", "value=\"2\" checked"] {
        assert!(long.body.contains(told), "{told}: {}", long.body);
    }
    for score in ["4", "1", "1"] {
        let fields = [("score", score), ("comment", "Rápido")];
        let reply = world.post(&address, &fields).await;
        assert_eq!(reply.location(), format!("/a/{reference}?rated=1"));
    }
    let again = world.get(&format!("/a/{reference}?sent=1")).await;
    assert!(!again.body.contains("name=\"score\""), "it was answered");
    let since = "2026-01-01T00:00:00Z".parse().unwrap();
    let scores = world.store.scores(&"every-type".into(), since, 9).await.unwrap();
    assert_eq!(scores.counts, [0, 0, 0, 1, 0]);
}

#[tokio::test]
async fn whoever_has_no_permit_is_led_on() {
    let (mut world, reference) = sent().await;
    let page = format!("/a/{reference}");
    assert!(!world.get(&page).await.body.contains("Pedir el permiso otra vez"));
    let withdraw = format!("{page}/withdraw");
    world.get(&withdraw).await;
    world.post(&withdraw, &[]).await;
    let over = world.get(&page).await;
    for link in [
        "href=\"/s/every-type\">Pedir el permiso otra vez",
        "href=\"/s/every-type#help\"",
    ] {
        assert!(over.body.contains(link), "{link}: {}", over.body);
    }
    assert!(world.get("/s/every-type").await.body.contains("id=\"help\""));
}

#[tokio::test]
async fn the_holder_sees_when_and_where_it_was_checked_if_the_service_says_so() {
    for shown in [true, false] {
        let policy = format!("valid: 36h\n  scans: {{kept_for: 7d, shown_to_holder: {shown}}}");
        let source = include_str!("../every-type.yaml").replace("valid: 36h", &policy);
        let service = forms::read("every-type.yaml", &source).unwrap();
        let mut world = World::with(std::slice::from_ref(&service)).await;
        let reference = world.apply(&service).await;
        let permit = world.approve(&reference).await;
        let mut phone = world.phone("Ancón", "-11.77", "-77.18").await;
        let path = format!("/a/{reference}");
        let before = world.get(&path).await;
        assert_eq!(
            before.body.contains("Todavía nadie lo verificó"),
            shown,
            "{}",
            before.body
        );
        world.clock.pass(SignedDuration::from_mins(5));
        let scan = Phone::scan(&world, 1, &permit, 2);
        phone.hand_in(&world, &[scan]).await;
        let after = world.get(&path).await;
        assert_eq!(
            after.body.contains("10:03</time><p>Ancón</p>"),
            shown,
            "{}",
            after.body
        );
        assert_eq!(after.body.contains("Se borra después de 7 días."), shown);
        check(&path, &after);
    }
}

#[tokio::test]
async fn what_a_step_says_is_not_followed_by_that_there_is_nothing_to_do() {
    let service = shipped("market-stall-permit");
    let mut world = World::with(std::slice::from_ref(&service)).await;
    let reference = world.apply(&service).await;
    let page = format!("/a/{reference}");
    let nothing = "No tienes que hacer nada";
    assert!(world.get(&page).await.body.contains(nothing));
    world
        .command(&reference, vec![Command::Claim, Command::APPROVE])
        .await;
    let inspected = world.get(&page).await.body;
    assert!(
        inspected.contains("Ese día tienes que estar en el puesto") && !inspected.contains(nothing),
        "{inspected}"
    );
}
