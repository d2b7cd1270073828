//! Pages of an application whose version of the service may not be published any more.

use axum::http::StatusCode;
use engine::publishing::papers;
use forms::ContentHash;
use store::{AuditActor, Publication, Version};

use crate::world::World;

#[tokio::test]
async fn an_application_of_such_a_version_is_sent_decided_and_shown() {
    let of_before = include_str!("every-type.yaml")
        .replace(
            "name: {es: Permiso de prueba, en: Test permit}",
            "name: Permiso de antes",
        )
        .replace("answer_within: 72h", "answer_within: 9999d")
        .replace("role: officer}", "role: officer, people: 0}");
    assert!(forms::read("before.yaml", &of_before).is_err());
    let service = forms::read_kept("before.yaml", &of_before).unwrap();
    let mut world = World::with(&[]).await;
    let version = Version {
        service: service.id.clone(),
        hash: ContentHash::of(of_before.as_bytes()),
        skeletons: papers(&service, "https://permisos.test", false).unwrap(),
        canonical_json: of_before,
        source: None,
        published_at: "2020-03-20T15:00:00Z".parse().unwrap(),
    };
    let publication = Publication {
        by: AuditActor::System,
        at: version.published_at,
        instead_of: None,
        changes: Vec::new(),
    };
    world.store.publish(&version, &publication).await.unwrap();
    world.app.engine().refresh_services().await.unwrap();

    let reference = world.apply(&service).await;
    let own_cookies = world.cookies();
    world.employ("olga", &["officer"]).await;
    world.log_in("olga").await;
    assert_eq!(world.next_case().await, reference);
    let decided = world
        .on_case(&reference, "decide", &[("decision", "approve")])
        .await;
    assert_eq!(decided.status, StatusCode::SEE_OTHER, "{}", decided.body);

    world.restore_cookies(own_cookies);
    for (language, words) in [("es", "La aprobamos"), ("en", "We approved it")] {
        let status = world.get(&format!("/a/{reference}?lang={language}")).await;
        assert_eq!(status.status, StatusCode::OK);
        for words in [words, "Permiso de antes"] {
            assert!(status.body.contains(words), "{words}: {}", status.body);
        }
    }
}
