//! Whose site it is, on every page.

use std::sync::Arc;

use axum::http::StatusCode;
use jiff::SignedDuration;
use site::Site;

use crate::world::World;

/// A town's site.
fn of_a_town() -> Site {
    let file = "\
name: {es: Permisos de Huayrana, en: Huayrana permits}
authority: {es: \"Municipalidad <de> Huayrana\", en: Municipality of Huayrana}
colour: '#14497f'
crest: crest.svg
footer:
  contact: {phone: (084) 555 010, email: hola@huayrana.test}
  privacy: https://huayrana.test/privacidad
  complaints: https://huayrana.test/libro
";
    let crest = include_bytes!("../../../../forms/site/crest.svg");
    let site = Site::read(file, |_| Ok(crest.to_vec())).unwrap();
    site.served_at("permisos.huayrana.test").unwrap()
}

async fn world() -> World {
    let mut world = World::new().await;
    world.change_settings(|settings| engine::engine::Settings {
        site: Arc::new(of_a_town()),
        ..settings
    });
    world
}

#[tokio::test]
async fn every_page_for_the_public_says_whose_site_it_is() {
    let mut world = world().await;
    for address in [
        "/",
        "/s/transit-permit",
        "/a",
        "/accessibility",
        "/v/number",
        "/no-such-page",
        "/s/transit-permit/apply/reason",
    ] {
        let page = world.get(address).await.body;
        for said in [
            "Sitio oficial: <strong>Municipalidad &#60;de&#62; Huayrana</strong>, solo en <strong>permisos.huayrana.test</strong>",
            "<span>Permisos de Huayrana</span>",
            " - Permisos de Huayrana</title>",
            "<img class=\"crest\" src=\"/assets/crest.svg?",
            "<meta name=\"theme-color\" content=\"#14497f\">",
            "<a href=\"https://huayrana.test/privacidad\">Privacidad</a>",
            "<a href=\"https://huayrana.test/libro\">Libro de Reclamaciones</a>",
            ">(084) 555 010</a>",
            "<a href=\"mailto:hola@huayrana.test\">",
        ] {
            assert!(page.contains(said), "{address}: {said}\n{page}");
        }
        assert!(
            !page.contains("Condiciones de uso"),
            "{address}: a link that leads nowhere"
        );
    }
    let english = world.get("/?lang=en").await.body;
    assert!(english.contains("Official site: <strong>Municipality of Huayrana</strong>, only at"));
}

#[tokio::test]
async fn the_scanner_says_it_too() {
    let mut world = world().await;
    let page = world.get("/v").await.body;
    assert!(page.contains("<span>Permisos de Huayrana</span>"), "{page}");
    let quechua = world.get("/v?lang=qu").await.body;
    assert!(
        quechua.contains("<span><span lang=\"es\">Permisos de Huayrana</span></span>"),
        "words in another language are marked"
    );
    let manifest = world.get("/v.webmanifest").await.body;
    assert!(manifest.contains("\"theme_color\":\"#14497f\""), "{manifest}");
}

/// The stylesheet and the crest have addresses of their own content, and are kept for ever there.
#[tokio::test]
async fn what_is_the_sites_own_is_kept_by_its_content() {
    let mut world = world().await;
    let page = world.get("/").await.body;
    for (before, content) in [
        ("rel=\"stylesheet\" href=\"", "--accent:#14497f"),
        ("class=\"crest\" src=\"", "viewBox=\"0 0 48 56\""),
    ] {
        let (_, rest) = page.split_once(before).unwrap();
        let address = rest.split('"').next().unwrap();
        let file = world.get(address).await;
        assert_eq!(file.status, StatusCode::OK, "{address}");
        assert!(file.body.contains(content), "{address}\n{}", file.body);
        assert!(
            file.headers["cache-control"]
                .to_str()
                .unwrap()
                .contains("immutable")
        );
        assert!(
            file.headers["content-security-policy"]
                .to_str()
                .unwrap()
                .contains("script-src 'none'")
        );
    }
}

/// Without a site file nothing is claimed.
#[tokio::test]
async fn a_site_that_is_nobodys_says_nothing() {
    let mut world = World::new().await;
    let page = world.get("/").await.body;
    assert!(page.contains("<span>Permisos y trámites</span>"));
    for claim in ["Sitio oficial", "crest", "Privacidad"] {
        assert!(!page.contains(claim), "{claim}");
    }
    assert_eq!(world.get("/assets/crest.svg").await.status, StatusCode::NOT_FOUND);
}

/// What an administrator tells all visitors stands above every page at once, in each language, also where the page was made before; what
/// is wrong with it is said, and nothing typed is lost.
#[tokio::test]
async fn a_banner_is_above_every_page_until_it_is_taken_down() {
    let mut world = World::new().await;
    world.store.dedicate(store::Purpose::Service).await.unwrap();
    for address in ["/", "/s/transit-permit", "/a"] {
        assert!(
            !world.get(address).await.body.contains("site-banner"),
            "{address}"
        );
    }
    world.employ("ana", &["administrator"]).await;
    world.log_in("ana").await;
    let page = world.get("/admin/site").await;
    assert!(
        page.body.contains("say-es") && page.body.contains("say-en"),
        "{}",
        page.body
    );

    let long = "a".repeat(301);
    let wrong = [
        ("say-es", "Mañana <no> atendemos."),
        ("say-en", long.as_str()),
        ("until", "2026-03-19T10:00"),
    ];
    let again = world.post("/admin/site", &wrong).await.body;
    for said in [
        "300 letras como máximo",
        "todavía no haya pasado",
        "Mañana &#60;no&#62; atendemos.",
    ] {
        assert!(again.contains(said), "{said}\n{again}");
    }

    let right = [
        ("say-es", "Mañana <no> atendemos."),
        ("say-en", "Closed tomorrow."),
        ("until", "2026-03-20T12:00"),
    ];
    let shown = world.post("/admin/site", &right).await;
    assert_eq!(shown.location(), "/admin/site?notice=shown");
    for address in ["/", "/s/transit-permit", "/a", "/no-such-page", "/v/number"] {
        let page = world.get(address).await.body;
        assert!(
            page.contains("<p>Mañana &#60;no&#62; atendemos.</p>"),
            "{address}\n{page}"
        );
    }
    assert!(
        world
            .get("/?lang=en")
            .await
            .body
            .contains("<p>Closed tomorrow.</p>")
    );
    world.get("/?lang=es").await;
    let told = world.get("/admin/audit").await.body;
    assert!(told.contains("puso un aviso en todo el sitio"), "{told}");

    // Ten in the morning, in Lima: two hours later it is over by itself.
    world.clock.pass(SignedDuration::from_hours(3));
    assert!(!world.get("/a").await.body.contains("site-banner"));
    assert!(
        !world.get("/").await.body.contains("site-banner"),
        "a page that was made before"
    );

    world.log_in("ana").await;
    let for_good = [("say-es", "Aviso."), ("say-en", "Notice.")];
    world.post("/admin/site", &for_good).await;
    assert!(world.get("/").await.body.contains("<p>Aviso.</p>"));
    let down = world.post("/admin/site/take-down", &[]).await;
    assert_eq!(down.location(), "/admin/site?notice=taken-down");
    assert!(!world.get("/").await.body.contains("site-banner"));
}
