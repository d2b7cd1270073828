//! `/admin/planned/…`: a version that is published later, or once another person confirms it.

use axum::http::StatusCode;

use crate::world::World;

const TRANSIT: &str = include_str!("../../../../forms/transit-permit.yaml");
const FILE: &str = "/admin/services/transit-permit/file";

async fn owners() -> World {
    let mut world = World::new().await;
    world.employ("olga", &["service-owner@transit-permit"]).await;
    world.employ("otilia", &["service-owner@transit-permit"]).await;
    world.log_in("olga").await;
    world
}

fn edited(from: &str, to: &str) -> String {
    assert!(TRANSIT.contains(from), "{from}");
    TRANSIT.replacen(from, to, 1)
}

/// Sends a file to be published, and answers where that leads.
async fn send(world: &mut World, file: &str, at: &str) -> String {
    let page = world.get(FILE).await;
    let (seen, plan) = (page.field("seen").unwrap(), page.field("plan").unwrap());
    let fields = [
        ("file", file),
        ("seen", &seen),
        ("plan", &plan),
        ("at", at),
        ("do", "publish"),
    ];
    world.send_form(FILE, &fields).await.location()
}

#[tokio::test]
async fn a_version_is_planned_for_a_day_and_called_off() {
    let mut world = owners().await;
    let file = edited("valid: 36h", "valid: 48h");
    let seen = world.get(FILE).await.field("seen").unwrap();
    for (typed, told) in [
        ("mañana", "Escribe una fecha y una hora"),
        ("2020-03-18T08:00", "Escribe una hora que todavía no haya pasado"),
    ] {
        let page = world
            .post(
                FILE,
                &[("file", &file), ("seen", &seen), ("at", typed), ("do", "publish")],
            )
            .await;
        assert!(page.body.contains(told), "{told} in {}", page.body);
        assert!(page.body.contains("valid: 48h"), "what was typed is there again");
        assert!(page.body.contains(&format!("value=\"{typed}\"")), "{}", page.body);
    }
    // A moment that was typed is not lost while the file is put right.
    let broken = edited("valid: 36h", "valid: 48 parsecs");
    let at = "2099-01-05T08:00";
    let page = world
        .post(
            FILE,
            &[("file", &broken), ("seen", &seen), ("at", at), ("do", "check")],
        )
        .await;
    assert!(
        page.body
            .contains(&format!("type=\"hidden\" name=\"at\" value=\"{at}\"")),
        "{}",
        page.body
    );
    let planned = send(&mut world, &file, at).await;
    assert!(planned.starts_with("/admin/planned/"), "{planned}");
    let page = world.get(&planned).await;
    for part in [
        "Se va a publicar",
        "5 de enero de 2099",
        "<ins>48h</ins>",
        "A quién afecta",
        "olga",
    ] {
        assert!(page.body.contains(part), "{part} in {}", page.body);
    }
    assert!(!page.body.contains("/confirm"), "one person is enough");
    for list in ["/admin/services", "/admin/services/transit-permit", FILE] {
        let page = match list {
            FILE => {
                world
                    .post(FILE, &[("file", &file), ("seen", &seen), ("do", "check")])
                    .await
            }
            list => world.get(list).await,
        };
        assert!(page.body.contains(&planned), "{list}: {}", page.body);
    }
    let called_off = world.send_form(&format!("{planned}/call-off"), &[]).await;
    let page = world.get(&called_off.location()).await;
    assert!(page.body.contains("Cancelada"), "{}", page.body);
    assert!(!page.body.contains("/call-off"), "{}", page.body);
    let again = world.post(&format!("{planned}/call-off"), &[]).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "{}", again.body);
    assert!(!world.get("/admin/services").await.body.contains(&planned));
}

#[tokio::test]
async fn another_person_confirms_what_takes_two() {
    let mut world = owners().await;
    let two = edited(
        "service: transit-permit\n",
        "service: transit-permit\npublish: two-people\n",
    );
    let done = send(&mut world, &two, "").await;
    assert_eq!(done, "/admin/services/transit-permit?notice=published");
    let file = two.replacen("valid: 36h", "valid: 48h", 1);
    let seen = world.get(FILE).await.field("seen").unwrap();
    let page = world
        .post(FILE, &[("file", &file), ("seen", &seen), ("do", "check")])
        .await;
    assert!(
        page.body.contains("Pedir la confirmación de otra persona"),
        "{}",
        page.body
    );
    let planned = send(&mut world, &file, "").await;
    let page = world.get(&planned).await;
    assert!(page.body.contains("Tú programaste esta versión"), "{}", page.body);
    assert!(!page.body.contains("/confirm"), "{}", page.body);
    let own = world.post(&format!("{planned}/confirm"), &[]).await;
    assert_eq!(own.status, StatusCode::FORBIDDEN, "{}", own.body);

    world.log_in("otilia").await;
    let page = world.get(&planned).await;
    for part in [
        "Apenas se confirme",
        "Espera a otra persona",
        "<ins>48h</ins>",
        "A quién afecta",
        "/confirm",
    ] {
        assert!(page.body.contains(part), "{part} in {}", page.body);
    }
    let confirmed = world.send_form(&format!("{planned}/confirm"), &[]).await;
    let page = world.get(&confirmed.location()).await;
    assert!(page.body.contains("La confirmó"), "{}", page.body);
    assert!(world.get("/s/transit-permit").await.body.contains("36 horas"));
    engine::jobs::runner::run_jobs(&world.app).await.unwrap();
    assert!(world.get("/s/transit-permit").await.body.contains("48 horas"));
    let page = world.get(&planned).await;
    assert!(
        page.location().starts_with("/admin/planned/"),
        "it is known by another id since"
    );
    world.employ("aurora", &["auditor"]).await;
    world.log_in("aurora").await;
    let log = world.get("/admin/audit").await;
    for line in ["programó una versión", "confirmó una versión programada"] {
        assert!(log.body.contains(line), "{line} in {}", log.body);
    }

    // Back to the version before is one act, and further back takes two.
    world.log_in("olga").await;
    let page = world.get("/admin/services/transit-permit").await;
    let versions: Vec<String> = page
        .body
        .split("href=\"/admin/services/transit-permit/versions/")
        .skip(1)
        .filter_map(|rest| Some(rest.split('"').next()?.to_owned()))
        .collect();
    let mut by_two = 0;
    for version in versions {
        let path = format!("/admin/services/transit-permit/versions/{version}");
        let page = world.get(&path).await;
        if page.body.contains("Pedir la confirmación de otra persona") {
            by_two += 1;
            let (seen, plan) = (page.field("seen").unwrap(), page.field("plan").unwrap());
            let asked = world.send_form(&path, &[("seen", &seen), ("plan", &plan)]).await;
            let page = world.get(&asked.location()).await;
            assert!(page.body.contains("Espera a otra persona"), "{}", page.body);
        }
    }
    assert_eq!(by_two, 1);
}
