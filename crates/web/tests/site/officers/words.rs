//! What holds for every page of the office and of administration, in every language.

use axum::http::StatusCode;

use super::queue::three;
use crate::{phone::Phone, world::Reply};

#[tokio::test]
async fn every_page_speaks_its_language_and_is_well_made() {
    let (mut world, [first, second, third]) = three().await;
    let all = [
        "officer",
        "supervisor",
        "administrator",
        "auditor",
        "service-owner",
    ];
    let jefa = world.employ("jefa", &all).await;
    world.employ("olga", &["officer"]).await;
    world.log_in("jefa").await;
    for (decision, reason) in [("approve", ""), ("reject", "unclear")] {
        let reference = world.next_case().await;
        world
            .on_case(
                &reference,
                "decide",
                &[("decision", decision), ("reason", reason)],
            )
            .await;
    }
    assert_eq!(world.next_case().await, third);
    let case = world.case(&first).await;
    let permit = world
        .store
        .permits_of(case.application.id)
        .await
        .unwrap()
        .remove(0);
    let mut phone = world.phone("Ancón", "-11.77", "-77.18").await;
    let incident = uuid::Uuid::from_u128(11);
    let now = world.app.now().as_millisecond();
    let report = serde_json::json!({
        "id": incident, "kind": "question", "reason": "wrong-data", "verdict": "valid",
        "cti": hex::encode(permit.id.0), "scanned_at": now, "sent_at": now,
    });
    phone.post(&world, "/api/v1/incidents", &report).await;
    let scan = Phone::scan(&world, 1, &permit, 5);
    phone.hand_in(&world, &[scan]).await;
    let permit = permit.number;
    for language in ["es", "en"] {
        world.get(&format!("/o?lang={language}")).await;
        for path in [
            "/o".to_owned(),
            "/o?view=mine".into(),
            "/o?view=samples".into(),
            "/o?status=all".into(),
            "/o/log-in".into(),
            format!("/o/cases/{first}"),
            format!("/o/cases/{second}"),
            format!("/o/cases/{third}"),
            "/o/permits".into(),
            format!("/o/permits/{permit}"),
            "/o/permits/revoke-all".into(),
            "/o/check".into(),
            "/o/incidents".into(),
            "/o/incidents?view=closed".into(),
            format!("/o/incidents/{incident}"),
            "/o/scans".into(),
            "/admin/devices".into(),
            format!("/admin/devices/{}", phone.id),
            "/admin/people".into(),
            format!("/admin/people/{jefa}"),
            "/admin/mail".into(),
            "/admin/audit".into(),
            "/admin/services".into(),
            "/admin/keys".into(),
        ] {
            check(language, &path, &world.get(&path).await);
        }
    }
}

fn check(language: &str, path: &str, page: &Reply) {
    assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.body);
    assert!(page.body.contains(&format!("<html lang=\"{language}")), "{path}");
    assert_eq!(page.body.matches("<h1").count(), 1, "{path} has not one heading");
    assert!(
        !page.body.contains("style=\"") && !page.body.contains("<script"),
        "{path}"
    );
    for key in [
        "office-",
        "permits-",
        "admin-",
        "refusal-",
        "error-",
        "devices-",
        "incident-",
        "scans-",
        "verdict-",
    ] {
        let shown = [format!(">{key}"), format!("=\"{key}")];
        let own_id = format!("id=\"{key}");
        // The scanner's shape, and what can be chosen of the log.
        let own_words = ["class=\"verdict-sign\"", "value=\"incident-"];
        let body = own_words
            .iter()
            .fold(page.body.replace(&own_id, ""), |body, word| {
                body.replace(word, "")
            });
        assert!(
            !shown.iter().any(|text| body.contains(text.as_str())),
            "{path} shows a key: {}",
            page.body
        );
    }
    let ids = attributes(&page.body, " id");
    for label in attributes(&page.body, " for") {
        assert_eq!(
            ids.iter().filter(|id| **id == label).count(),
            1,
            "{path}: the label of {label}"
        );
    }
}

fn attributes<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    html.split(&format!("{name}=\""))
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect()
}
