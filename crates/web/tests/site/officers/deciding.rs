//! `/o/cases/{case}/…`

use axum::http::StatusCode;
use forms::{Answer, samples};
use jiff::SignedDuration;
use permit::{Freshness, Verdict};
use review::{Message, Status};

use super::queue::three;
use crate::world::{World, every_type};

/// Olga has the oldest of three cases in hand.
async fn claimed() -> (World, [String; 3]) {
    let (mut world, references) = three().await;
    world.employ("olga", &["officer"]).await;
    world.employ("oscar", &["officer"]).await;
    world.log_in("olga").await;
    assert_eq!(world.next_case().await, references[0]);
    (world, references)
}

#[tokio::test]
async fn a_day_that_has_passed_is_refused_in_words() {
    let source = include_str!("../every-type.yaml").replace("valid: 36h", "valid: {until: born}");
    let service = forms::read("every-type.yaml", &source).unwrap();
    let mut world = World::with(std::slice::from_ref(&service)).await;
    world.employ("olga", &["officer"]).await;
    let mut answers = samples::sample(&service, world.app.today());
    answers.insert(
        "born".into(),
        Answer::Date(world.app.today().yesterday().unwrap()),
    );
    let check = world.fill(&service, &answers, |_| {}).await;
    for refused in [
        world.get(&check).await,
        world.post("/s/every-type/apply/submit", &[]).await,
    ] {
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert!(
            refused.body.contains("Elige otro día")
                && refused.body.contains("/s/every-type/apply/numbers?change=1"),
            "{}",
            refused.body
        );
    }
    answers.insert("born".into(), Answer::Date(world.app.today()));
    world.fill(&service, &answers, |_| {}).await;
    let sent = world.post("/s/every-type/apply/submit", &[]).await.location();
    let reference = sent
        .trim_start_matches("/a/")
        .trim_end_matches("?sent=1")
        .to_owned();

    world.log_in("olga").await;
    world.next_case().await;
    world.clock.pass(SignedDuration::from_hours(15));
    world.log_in("olga").await;
    let late = world
        .on_case(&reference, "decide", &[("decision", "approve")])
        .await;
    assert_eq!(late.status, StatusCode::OK, "{}", late.body);
    assert!(
        late.body.contains("Pide otra fecha o rechaza")
            && late.body.contains(&format!("/o/cases/{reference}")),
        "{}",
        late.body
    );
    world
        .on_case(
            &reference,
            "decide",
            &[("decision", "reject"), ("reason", "unclear")],
        )
        .await;
    assert!(matches!(
        world.case(&reference).await.application.status,
        Status::Rejected { .. }
    ));
}

#[tokio::test]
async fn an_approval_issues_a_permit_that_a_scanner_takes() {
    let (mut world, [first, second, _]) = claimed().await;
    let done = world
        .on_case(&first, "decide", &[("decision", "approve"), ("then", "next")])
        .await;
    assert_eq!(
        done.location(),
        format!("/o/cases/{second}?notice=done&case={first}")
    );
    let case = world.case(&first).await;
    let permits = world.store.permits_of(case.application.id).await.unwrap();
    assert_eq!(world.scan(&permits[0]).await, (Verdict::Valid, Freshness::Fresh));
    let page = world.get(&format!("/o/cases/{first}")).await;
    for words in [
        "Aprobado",
        &permits[0].number.to_string(),
        "Permiso aprobado",
        "<strong>olga:</strong> la aprobó",
    ] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
}

#[tokio::test]
async fn a_rejection_needs_a_reason_and_keeps_what_was_typed() {
    let (mut world, [first, ..]) = claimed().await;
    let reply = world
        .on_case(
            &first,
            "decide",
            &[("decision", "reject"), ("note", "Falta el plano")],
        )
        .await;
    assert_eq!(reply.status, StatusCode::OK);
    for words in [
        "<title>Error: ",
        "href=\"#reason\">Elige el motivo del rechazo",
        ">Falta el plano</textarea>",
    ] {
        assert!(reply.body.contains(words), "{words}: {}", reply.body);
    }
    let reply = world
        .on_case(&first, "decide", &[("decision", "reject"), ("reason", "made-up")])
        .await;
    assert!(
        reply.status == StatusCode::OK && reply.body.contains("Elige uno de los motivos de la lista."),
        "{reply:?}"
    );
    let fields = [
        ("decision", "reject"),
        ("reason", "unclear"),
        ("note", "Falta el plano"),
    ];
    let done = world.on_case(&first, "decide", &fields).await;
    assert_eq!(done.location(), format!("/o?notice=done&case={first}"));
    assert!(
        world
            .get(&done.location())
            .await
            .body
            .contains(&format!("Listo: {first}."))
    );
    let case = world.case(&first).await;
    assert!(
        matches!(&case.application.status, Status::Rejected { note: Some(note), .. } if note == "Falta el plano")
    );
}

#[tokio::test]
async fn a_page_that_is_out_of_date_decides_nothing() {
    let (mut world, [first, ..]) = claimed().await;
    let page = world.get(&format!("/o/cases/{first}")).await;
    let revision = page.field("revision").unwrap();
    assert_eq!(
        world.on_case(&first, "release", &[]).await.status,
        StatusCode::SEE_OTHER
    );
    let old = [
        ("decision", "reject"),
        ("note", "Falta el plano"),
        ("revision", revision.as_str()),
    ];
    let olga = world.cookies();
    world.log_in("oscar").await;
    assert_eq!(world.next_case().await, first);
    world.restore_cookies(olga);
    world.get("/o").await;
    let reply = world.post(&format!("/o/cases/{first}/decide"), &old).await;
    assert_eq!(reply.status, StatusCode::OK);
    for words in [
        "Alguien llegó antes",
        "Lo tiene oscar desde el ",
        "readonly>Falta el plano</textarea>",
    ] {
        assert!(reply.body.contains(words), "{words}: {}", reply.body);
    }
    let page = world.get(&format!("/o/cases/{first}")).await;
    assert!(
        page.body.contains("Lo tiene oscar.") && !page.body.contains("Aprobar"),
        "{}",
        page.body
    );
    let revision = world.case(&first).await.application.revision.to_string();
    let reply = world
        .post(
            &format!("/o/cases/{first}/decide"),
            &[("decision", "approve"), ("revision", &revision)],
        )
        .await;
    assert!(
        reply.status == StatusCode::OK && reply.body.contains("Otra persona tiene este caso."),
        "{reply:?}"
    );
}

#[tokio::test]
async fn what_is_asked_waits_for_the_applicant() {
    let (mut world, [first, ..]) = claimed().await;
    for (fields, words) in [
        (vec![("message", "¿Dónde?")], "Elige al menos una pregunta"),
        (vec![("question", "story")], "Escribe qué falta o qué está mal"),
    ] {
        let reply = world.on_case(&first, "ask", &fields).await;
        assert!(
            reply.status == StatusCode::OK && reply.body.contains(words),
            "{}",
            reply.body
        );
    }
    let reply = world
        .on_case(&first, "ask", &[("question", "story"), ("message", "¿Dónde?")])
        .await;
    assert_eq!(reply.location(), format!("/o?notice=done&case={first}"));
    let page = world.get(&format!("/o/cases/{first}")).await;
    for words in [
        "Se espera la respuesta del solicitante.",
        "<q>¿Dónde?</q>",
        "pidió datos al solicitante",
    ] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    assert!(page.field("revision").is_none(), "nothing can be done meanwhile");
}

#[tokio::test]
async fn a_supervisor_gives_a_case_to_a_colleague() {
    let (mut world, [first, ..]) = claimed().await;
    let oscar = world.employ("otro", &["officer"]).await.to_string();
    let inspector = world.employ("ines", &["inspector"]).await.to_string();
    world.employ("sara", &["supervisor"]).await;
    world.log_in("sara").await;
    let page = world.get(&format!("/o/cases/{first}")).await;
    assert!(
        page.body.contains(&oscar) && !page.body.contains(&inspector),
        "{}",
        page.body
    );
    assert!(
        !page.body.contains("Aprobar"),
        "the step is for officers: {}",
        page.body
    );
    let reply = world.on_case(&first, "assign", &[("to", &oscar)]).await;
    assert_eq!(reply.location(), format!("/o/cases/{first}"));
    assert!(world.get(&reply.location()).await.body.contains("A: otro"));
    let reply = world.on_case(&first, "assign", &[("to", &inspector)]).await;
    assert!(
        reply.status == StatusCode::OK && reply.body.contains("No tienes el rol"),
        "{reply:?}"
    );
}

#[tokio::test]
async fn a_letter_that_left_is_sent_again() {
    let (mut world, [first, ..]) = claimed().await;
    world.on_case(&first, "decide", &[("decision", "approve")]).await;
    let page = world.get(&format!("/o/cases/{first}")).await;
    assert!(
        page.body.contains("Por salir") && !page.body.contains("Enviar otra vez"),
        "{}",
        page.body
    );
    let due = world
        .store
        .due_mail(world.app.now(), jiff::SignedDuration::from_mins(1), 9)
        .await
        .unwrap();
    let approved = due
        .iter()
        .find(|mail| mail.entry.message == Message::Approved)
        .unwrap();
    world
        .store
        .failed(approved, "550 no such user", store::Retry::Never, world.app.now())
        .await
        .unwrap();
    let page = world.get(&format!("/o/cases/{first}")).await;
    assert!(
        page.body.contains("No se pudo entregar") && page.body.contains("550 no such user"),
        "{}",
        page.body
    );
    let again = world
        .post(&format!("/o/cases/{first}/letters/{}", approved.entry.id.0), &[])
        .await;
    assert_eq!(again.location(), format!("/o/cases/{first}?notice=resent"));
    assert!(
        world
            .get(&again.location())
            .await
            .body
            .contains("El correo saldrá otra vez.")
    );
    let due = world
        .store
        .due_mail(world.app.now(), jiff::SignedDuration::from_mins(1), 9)
        .await
        .unwrap();
    assert!(due.iter().any(|mail| mail.entry.id == approved.entry.id));
}

/// Approves everything by rule, and draws every approval as a sample.
fn sampling() -> forms::Service {
    let source = every_type().canonical_json();
    let mut json: serde_json::Value = serde_json::from_str(&source).unwrap();
    let rule = serde_json::json!({"when": "true", "then": "approve", "because": "unclear", "sample": 100});
    json["review"]["rules"] = serde_json::json!([rule]);
    let step =
        serde_json::json!({"id": "look", "name": {"es": "Control", "en": "Control"}, "role": "officer"});
    json["review"]["steps"].as_array_mut().unwrap().push(step);
    json["review"]["sample_step"] = "look".into();
    forms::read("sampling.json", &json.to_string()).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

#[tokio::test]
async fn a_sample_that_was_wrong_takes_its_permit_back() {
    let service = sampling();
    let mut world = World::with(std::slice::from_ref(&service)).await;
    let reference = world.apply(&service).await;
    world.employ("olga", &["officer"]).await;
    world.log_in("olga").await;
    let samples = world.get("/o?view=samples").await;
    assert!(samples.body.contains(&reference), "{}", samples.body);
    let page = world.get(&format!("/o/cases/{reference}")).await;
    assert!(
        page.body.contains("Estuvo bien") && page.body.contains("La regla automática"),
        "{}",
        page.body
    );
    let case = world.case(&reference).await;
    let permit = world
        .store
        .permits_of(case.application.id)
        .await
        .unwrap()
        .remove(0);
    assert_eq!(world.scan(&permit).await.0, Verdict::Valid);
    world
        .on_case(
            &reference,
            "decide",
            &[("decision", "reject"), ("reason", "unclear")],
        )
        .await;
    world.clock.pass(jiff::SignedDuration::from_secs(15));
    assert_eq!(world.scan(&permit).await, (Verdict::Revoked, Freshness::Fresh));
    assert!(!world.get("/o?view=samples").await.body.contains(&reference));
}

#[tokio::test]
async fn a_sample_is_found_wrong_although_its_permit_was_revoked_with_many() {
    let service = sampling();
    let mut world = World::with(std::slice::from_ref(&service)).await;
    let reference = world.apply(&service).await;
    let id = world.case(&reference).await.application.id;
    let permit = world.store.permits_of(id).await.unwrap().remove(0);
    world
        .change_as_before(&permit, store::PermitStatus::Revoked, None)
        .await;
    world.employ("olga", &["officer"]).await;
    world.log_in("olga").await;
    let wrong = [("decision", "reject"), ("reason", "unclear")];
    let reply = world.on_case(&reference, "decide", &wrong).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
    let page = world.get(&format!("/o/cases/{reference}")).await.body;
    assert!(page.contains("tag--rejected"), "{page}");
}

#[tokio::test]
async fn what_the_law_erased_is_told_without_its_details() {
    let (mut world, [first, ..]) = claimed().await;
    world
        .on_case(
            &first,
            "decide",
            &[
                ("decision", "reject"),
                ("reason", "unclear"),
                ("note", "Un secreto"),
            ],
        )
        .await;
    let id = world.case(&first).await.application.id;
    let (actor, action) = (store::AuditActor::System, store::AuditAction::Erased(id));
    let entry = store::AuditEntry {
        at: world.app.now(),
        actor,
        action,
    };
    world.store.erase(id, &entry).await.unwrap();
    let page = world.get(&format!("/o/cases/{first}")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    for words in [
        "Los detalles se borraron por ley.",
        "<strong>olga:</strong> la rechazó",
    ] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    assert!(
        !page.body.contains("Un secreto") && !page.body.contains("Quispe"),
        "{}",
        page.body
    );
}

/// One's own second tab: the case is still one's own, so that the text stands in its field again.
#[tokio::test]
async fn what_was_typed_in_a_second_tab_stands_in_its_field_again() {
    let (mut world, [first, ..]) = claimed().await;
    let page = world.get(&format!("/o/cases/{first}")).await;
    let revision = page.field("revision").unwrap();
    world.on_case(&first, "release", &[]).await;
    world.on_case(&first, "claim", &[]).await;
    let old = [
        ("question", "story"),
        ("message", "¿En qué calle?"),
        ("revision", revision.as_str()),
    ];
    let reply = world.post(&format!("/o/cases/{first}/ask"), &old).await;
    assert_eq!(reply.status, StatusCode::OK);
    for words in [
        "Lo tienes tú desde el ",
        "maxlength=\"4000\">¿En qué calle?</textarea>",
    ] {
        assert!(reply.body.contains(words), "{words}: {}", reply.body);
    }
}

/// Enter in a field of one line presses the first button of its form: no field of one line stands where a case is decided.
#[tokio::test]
async fn no_key_pressed_in_a_note_decides_a_case() {
    let (mut world, [first, ..]) = claimed().await;
    let page = world.get(&format!("/o/cases/{first}")).await;
    let panel = page.between("<section class=\"decision\"", "</section>");
    for input in panel.split("<input").skip(1) {
        let input = input.split('>').next().unwrap();
        assert!(
            ["type=\"hidden\"", "type=\"checkbox\"", "type=\"radio\""]
                .iter()
                .any(|kind| input.contains(kind)),
            "{input}"
        );
    }
}

/// Nobody is refused "because their work is essential": a reason for granting is not offered for refusing, nor taken.
#[tokio::test]
async fn a_reason_for_approving_rejects_nobody() {
    let source = include_str!("../every-type.yaml").replace(
        "  reasons: {",
        "  reasons: {fine: {for: [approve], text: {es: Está bien., en: It is fine.}}, ",
    );
    let service = forms::read("reasons.yaml", &source).unwrap();
    let mut world = World::with(std::slice::from_ref(&service)).await;
    let reference = world.apply(&service).await;
    world.employ("olga", &["officer"]).await;
    world.log_in("olga").await;
    world.next_case().await;
    let page = world.get(&format!("/o/cases/{reference}")).await;
    let offered = page.between("<select class=\"select\" id=\"reason\"", "</select>");
    assert!(
        offered.contains("No se entiende.") && !offered.contains("Está bien."),
        "{offered}"
    );
    let fields = [
        ("decision", "reject"),
        ("reason", "fine"),
        ("note", "Falta el plano"),
    ];
    let refused = world.on_case(&reference, "decide", &fields).await;
    assert_eq!(refused.status, StatusCode::OK);
    for told in ["Ese motivo no es para rechazar.", ">Falta el plano</textarea>"] {
        assert!(refused.body.contains(told), "{told}: {}", refused.body);
    }
}
