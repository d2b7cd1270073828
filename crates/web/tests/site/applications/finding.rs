//! `/a` and `/a/{reference}` without its key

use axum::http::StatusCode;
use forms::{Answer, samples};
use permit::PermitNumber;

use crate::world::{World, shipped};

/// A sent application: its world, reference and document number.
async fn sent() -> (World, String, String) {
    let service = shipped("transit-permit");
    let mut world = World::with(std::slice::from_ref(&service)).await;
    let reference = world.apply(&service).await;
    let answers = samples::sample(&service, world.app.today());
    let Some(Answer::IdentityDocument(document)) = answers.get(&"document".into()) else {
        panic!("no document")
    };
    world.forget_cookies();
    (world, reference, document.number.clone())
}

#[tokio::test]
async fn reference_and_document_show_the_status_and_nothing_else() {
    let (mut world, reference, document) = sent().await;
    let reply = world
        .post(
            "/a",
            &[("reference", &reference.to_lowercase()), ("document", &document)],
        )
        .await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
    assert!(reply.body.contains("tag--"));
    for secret in ["permit.pdf", "Quispe", "withdraw", "timeline", document.as_str()] {
        assert!(!reply.body.contains(secret), "{secret} is in {}", reply.body);
    }
}

/// As the form takes a document, so does the look-up.
#[tokio::test]
async fn ones_own_document_opens_however_it_is_typed() {
    let (mut world, reference, document) = sent().await;
    let arabic: String = document
        .chars()
        .map(|digit| char::from_u32(digit as u32 - '0' as u32 + 0x660).unwrap())
        .collect();
    let (front, back) = document.split_at(4);
    for typed in [
        format!("DNI {document}"),
        format!("dni-{document}"),
        format!(" {front} {back} "),
        format!("{front}.{back}"),
        arabic,
    ] {
        let reply = world
            .post("/a", &[("reference", &reference), ("document", &typed)])
            .await;
        assert!(reply.body.contains("tag--"), "{typed}: {}", reply.body);
    }
}

#[tokio::test]
async fn an_unknown_reference_and_a_wrong_document_look_alike() {
    let (mut world, reference, document) = sent().await;
    let wrong = world
        .post("/a", &[("reference", &reference), ("document", "00000000")])
        .await;
    let unknown = other_reference(&reference);
    let missing = world
        .post("/a", &[("reference", &unknown), ("document", "00000000")])
        .await;
    assert_eq!(wrong.status, StatusCode::OK);
    assert_eq!(wrong.status, missing.status);
    assert_eq!(
        wrong.body.replace(&reference, ""),
        missing.body.replace(&unknown, "")
    );
    assert!(
        world
            .post("/a", &[("reference", &reference), ("document", &document)])
            .await
            .status
            .is_success()
    );
}

/// A right reference that nobody has.
pub(super) fn other_reference(taken: &str) -> String {
    let taken: permit::Reference = taken.parse().unwrap();
    let mut drawn = (0..u8::MAX).filter_map(|seed| permit::Reference::draw(&[seed; 64]));
    drawn.find(|reference| *reference != taken).unwrap().to_string()
}

#[tokio::test]
async fn guessing_is_slowed_down() {
    let (mut world, reference, document) = sent().await;
    for _ in 0..5 {
        world
            .post("/a", &[("reference", &reference), ("document", "00000000")])
            .await;
    }
    let slowed = world
        .post("/a", &[("reference", &reference), ("document", &document)])
        .await;
    assert_eq!(slowed.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(slowed.headers["retry-after"], "60");
    assert!(slowed.body.contains("Espera 1 minuto"), "{}", slowed.body);
    world.clock.pass(jiff::SignedDuration::from_secs(60));
    assert!(
        world
            .post("/a", &[("reference", &reference), ("document", &document)])
            .await
            .status
            .is_success()
    );
}

#[tokio::test]
async fn a_typing_mistake_in_the_reference_is_named() {
    let (mut world, reference, document) = sent().await;
    let mistyped = if reference.starts_with('0') {
        reference.replacen('0', "1", 1)
    } else {
        format!("0{}", &reference[1..])
    };
    let reply = world
        .post("/a", &[("reference", &mistyped), ("document", &document)])
        .await;
    assert!(
        reply.body.contains("tiene un error de escritura"),
        "{}",
        reply.body
    );
}

/// Whether there is such a permit or application is not said.
#[tokio::test]
async fn a_code_that_was_typed_for_another_is_named() {
    let number = (0..9).find_map(|byte| PermitNumber::draw(&[byte; 56]));
    let number = number.unwrap().to_string();
    let (mut world, reference, document) = sent().await;
    let fields = [("reference", number.as_str()), ("document", &document)];
    let answer = world.post("/a", &fields).await;
    assert!(
        answer
            .body
            .contains("Eso es un número de permiso o un código de regreso."),
        "{}",
        answer.body
    );
    let fields = [
        ("reference", reference.as_str()),
        ("document", &document),
        ("code", &reference),
    ];
    let twice = world.post("/a", &fields).await;
    assert!(
        twice.body.contains("Eso es un número de solicitud."),
        "{}",
        twice.body
    );
    for (code, says) in [
        (reference.as_str(), "Ese es un número de solicitud."),
        (&number, "un código de regreso se le parece"),
    ] {
        let checked = world
            .post("/v/number", &[("number", code), ("document", "1234")])
            .await;
        assert!(checked.body.contains(says), "{says}: {}", checked.body);
    }
    world.employ("olga", &["officer"]).await;
    world.log_in("olga").await;
    for (address, says) in [
        (
            format!("/o?q={number}&status=all"),
            format!("href=\"/o/permits?number={number}\""),
        ),
        (
            format!("/o/permits?number={reference}"),
            "Ese es el número de una solicitud".to_owned(),
        ),
        (
            format!("/o/permits?number={number}"),
            "Un código de regreso se ve igual".to_owned(),
        ),
    ] {
        let page = world.get(&address).await;
        assert!(page.body.contains(&says), "{says}: {}", page.body);
    }
}

#[tokio::test]
async fn without_its_key_an_application_asks_for_the_document() {
    let (mut world, reference, _) = sent().await;
    let page = world.get(&format!("/a/{reference}")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains(&format!("value=\"{reference}\"")) && page.body.contains("id=\"document\""));
    for path in ["withdraw", "answer", "appeal"] {
        let closed = world.get(&format!("/a/{reference}/{path}")).await;
        assert_eq!(closed.status, StatusCode::FORBIDDEN, "{path}");
        assert!(closed.body.contains("Abre esta página desde tu correo"));
    }
}
