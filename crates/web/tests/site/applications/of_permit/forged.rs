//! Forms that nobody was shown.

use axum::http::StatusCode;
use forms::{Answer, ApplicationPurpose};

use super::{fill, granted, pressed, sent};

/// What is posted for an answer that stays, or for what is asked for, changes nothing.
#[tokio::test]
async fn a_forged_page_changes_neither_what_stays_nor_what_is_asked_for() {
    let (mut world, first) = granted().await;
    let before = world.case(&first).await.application.answers;
    for purpose in ["copy", "amendment"] {
        pressed(&mut world, &first, purpose).await;
        let forged = [
            ("name", "Otra Persona"),
            ("email", "otra@ejemplo.pe"),
            ("document.kind", "dni"),
            ("document.number", "40404040"),
            ("goods", "Joyas"),
            ("purpose", "new"),
            ("@purpose", "new"),
        ];
        for page in ["who", "stall"] {
            fill(&mut world, page, &forged).await;
        }
        let check = world.get("/s/stall/apply/check").await.body;
        assert!(
            !check.contains("Otra Persona") && !check.contains("40404040"),
            "{check}"
        );
        assert_eq!(
            check.contains("Joyas"),
            purpose == "amendment",
            "{purpose}: {check}"
        );
    }
    let second = sent(&mut world).await;
    let answers = world.case(&second).await.application.answers;
    assert_eq!(answers.purpose(), ApplicationPurpose::Amendment);
    for id in ["name", "email", "document"] {
        assert_eq!(answers.get(&id.into()), before.get(&id.into()), "{id}");
    }
    assert_eq!(
        answers.get(&"goods".into()),
        Some(&Answer::Text("Joyas".to_owned()))
    );
}

/// What is no purpose, a new permit, and handing over without the document.
#[tokio::test]
async fn nothing_else_is_asked_for_there() {
    let (mut world, first) = granted().await;
    world.get(&format!("/a/{first}")).await;
    for (purpose, status) in [
        ("", StatusCode::BAD_REQUEST),
        ("gift", StatusCode::BAD_REQUEST),
        ("new", StatusCode::CONFLICT),
        ("renewal", StatusCode::CONFLICT),
        ("transfer", StatusCode::FORBIDDEN),
    ] {
        let sent = world
            .post(&format!("/a/{first}/permit"), &[("purpose", purpose)])
            .await;
        assert_eq!(sent.status, status, "{purpose}");
    }
}
