//! `/admin/…`

use axum::http::StatusCode;
use store::{AuditAction, AuditQuery};

use crate::{staff::PASSWORD, world::World};

async fn administrator() -> World {
    let mut world = World::new().await;
    world.employ("andres", &["administrator"]).await;
    let page = world.log_in("andres").await;
    assert!(
        page.body.contains("andres@oficina.test"),
        "the first page of an administrator is the people"
    );
    world
}

#[tokio::test]
async fn a_person_is_let_in_with_a_role_and_shut_out_again() {
    let mut world = administrator().await;
    let person = [
        ("name", "Olga Quispe"),
        ("email", "Olga@oficina.test"),
        ("role", "Officer"),
        ("service", "transit-permit"),
    ];
    let typo = [&person[..2], &[("role", "oficial")]].concat();
    let typo = world.post("/admin/people", &typo).await;
    assert_eq!(typo.status, StatusCode::OK);
    assert!(
        typo.body.contains("Ese rol no existe.") && typo.body.contains("value=\"Olga Quispe\""),
        "{}",
        typo.body
    );
    let path = world.post("/admin/people", &person).await.location();
    let page = world.get(&path).await;
    assert!(
        page.body.contains("evaluador, Pase personal de tránsito"),
        "{}",
        page.body
    );
    let again = world.post("/admin/people", &person).await;
    assert!(
        again.body.contains("Ya hay una persona con ese correo"),
        "{}",
        again.body
    );

    let andres = world.cookies();
    world.set_password(&path).await;
    world.log_in("olga").await;
    let olga = world.cookies();
    world.restore_cookies(andres.clone());
    let revision = world.get(&path).await.field("revision").unwrap();
    let grant = [
        ("do", "grant"),
        ("role", "supervisor"),
        ("revision", revision.as_str()),
    ];
    assert_eq!(world.post(&path, &grant).await.location(), path);
    assert_eq!(
        world.post(&path, &grant).await.status,
        StatusCode::CONFLICT,
        "the page was out of date"
    );
    let page = world.get(&path).await;
    assert!(
        page.body.contains("value=\"supervisor\">supervisor"),
        "{}",
        page.body
    );
    let revision = page.field("revision").unwrap();
    world
        .post(
            &path,
            &[("do", "disable"), ("revision", &revision), ("confirmed", "1")],
        )
        .await;
    assert!(
        world
            .get(&path)
            .await
            .body
            .contains("Esta persona no puede entrar.")
    );
    world.restore_cookies(olga);
    assert_eq!(
        world.get("/o").await.location(),
        "/o/log-in?then=/o",
        "whoever is shut out is out at once"
    );
    assert_eq!(
        world.try_log_in("olga@oficina.test", PASSWORD).await.status,
        StatusCode::OK,
        "the same page again"
    );

    world.restore_cookies(andres);
    let log = world.get("/admin/audit").await;
    for words in [
        "agregó a una persona",
        "hizo un enlace para poner la contraseña",
        "puso una contraseña",
        "cambió a una persona",
        "quitó el acceso",
        "intento fallido de entrar",
        "Olga Quispe",
    ] {
        assert!(log.body.contains(words), "{words}: {}", log.body);
    }
}

#[tokio::test]
async fn an_administrator_of_one_service_does_not_rule_the_site() {
    let mut world = World::new().await;
    world
        .employ(
            "ada",
            &["administrator@transit-permit", "auditor@transit-permit/15"],
        )
        .await;
    let home = world.log_in("ada").await;
    assert!(!home.body.contains("/admin/people"), "{}", home.body);
    for path in ["/admin/people", "/admin/mail", "/admin/audit", "/admin/keys"] {
        assert_eq!(world.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    let everybody = [
        ("which", "approver"),
        ("person", "00000000-0000-0000-0000-000000000005"),
        ("reason", "r"),
    ];
    let reply = world.post("/o/permits/revoke-all", &everybody).await;
    assert_eq!(reply.status, StatusCode::FORBIDDEN, "{}", reply.body);
}

#[tokio::test]
async fn nobody_shuts_themselves_out() {
    let mut world = administrator().await;
    let me = world
        .store
        .person_by_email("andres@oficina.test")
        .await
        .unwrap()
        .unwrap();
    let path = format!("/admin/people/{}", me.id);
    for what in ["disable", "ungrant"] {
        let fields = [("do", what), ("revision", "0"), ("grant", "administrator")];
        let reply = world.post(&path, &fields).await;
        assert!(
            reply.status == StatusCode::OK && reply.body.contains("No puedes quitarte"),
            "{reply:?}"
        );
    }
}

#[tokio::test]
async fn documents_are_set_and_shown_by_their_last_four() {
    let mut world = administrator().await;
    let page = world.get("/admin/people").await;
    // Rosa of these tests decides; an administrator does not.
    assert!(
        page.body
            .contains("1 persona que decide todavía no tiene documento."),
        "{}",
        page.body
    );
    let olga = [
        ("name", "Olga Quispe"),
        ("email", "olga@oficina.test"),
        ("role", "officer"),
        ("document", "DNI 10117410-2"),
    ];
    let path = world.post("/admin/people", &olga).await.location();
    let shown = world.get(&path).await;
    let list = world.get("/admin/people").await;
    for page in [&shown, &list] {
        assert!(
            page.body.contains("Termina en 7410") && !page.body.contains("10117410"),
            "{}",
            page.body
        );
    }
    let twin = [("email", "gemela@oficina.test"), ("document", "10117410")];
    let twin = world
        .post("/admin/people", &[&olga[..1], &olga[2..3], &twin].concat())
        .await;
    assert!(
        twin.body.contains("Otra cuenta tiene ese documento."),
        "{}",
        twin.body
    );
    let tagged = [("email", "Olga+2@oficina.test")];
    let tagged = world
        .post("/admin/people", &[&olga[..1], &olga[2..3], &tagged].concat())
        .await;
    assert!(tagged.body.contains("buzón de otra cuenta"), "{}", tagged.body);

    let rosa = format!("/admin/people/{}", crate::world::OFFICER);
    for (typed, words) in [
        ("", "Escribe el número de un documento"),
        ("DNI 123", "Escribe el número de un documento"),
        ("10117410", "Otra cuenta tiene ese documento."),
    ] {
        world.get(&rosa).await;
        let fields = [("do", "document"), ("revision", "0"), ("document", typed)];
        let reply = world.post(&rosa, &fields).await;
        assert!(
            reply.status == StatusCode::OK && reply.body.contains(words),
            "{reply:?}"
        );
    }
    let fields = [("do", "document"), ("revision", "0"), ("document", "ab 123456")];
    assert_eq!(world.post(&rosa, &fields).await.location(), rosa);
    let page = world.get("/admin/people").await;
    assert!(
        page.body.contains("Termina en 3456") && !page.body.contains("todavía no tiene"),
        "{}",
        page.body
    );
}

#[tokio::test]
async fn nobody_sets_their_own_document() {
    let mut world = administrator().await;
    let me = world.store.person_by_email("andres@oficina.test").await;
    let path = format!("/admin/people/{}", me.unwrap().unwrap().id);
    let fields = [("do", "document"), ("revision", "0"), ("document", "10117410")];
    let reply = world.post(&path, &fields).await;
    assert!(
        reply.status == StatusCode::OK
            && reply
                .body
                .contains("Tu propio documento lo pone otro administrador"),
        "{reply:?}"
    );
}

#[tokio::test]
async fn a_letter_that_was_given_up_is_shown_and_sent_again() {
    let mut world = administrator().await;
    let andres = world.cookies();
    let service = crate::world::shipped("transit-permit");
    world.apply(&service).await;
    let due = world
        .store
        .due_mail(world.app.now(), jiff::SignedDuration::from_mins(1), 9)
        .await
        .unwrap();
    world
        .store
        .failed(&due[0], "no route to host", store::Retry::Never, world.app.now())
        .await
        .unwrap();
    world.restore_cookies(andres);
    let page = world.get("/admin/mail").await;
    assert!(page.body.contains("no route to host"), "{}", page.body);
    let (application, letter) = (page.field("application").unwrap(), page.field("letter").unwrap());
    let fields = [("application", application.as_str()), ("letter", letter.as_str())];
    assert_eq!(world.post("/admin/mail", &fields).await.location(), "/admin/mail");
    assert!(world.get("/admin/mail").await.body.contains("Ninguno."));
    let log = world
        .store
        .audit(&AuditQuery {
            limit: 1,
            ..AuditQuery::default()
        })
        .await
        .unwrap();
    assert!(
        matches!(log[0].1.action.known(), Some(AuditAction::MailResent(_))),
        "{log:?}"
    );
}

#[tokio::test]
async fn an_administrator_sees_keys_and_no_case() {
    let mut world = administrator().await;
    for path in ["/o/permits", "/o/erasures"] {
        assert_eq!(world.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    let keys = world.get("/admin/keys").await;
    assert_eq!(keys.body.matches("En uso").count(), 2, "{}", keys.body);
    world.employ("delia", &["service-owner"]).await;
    let services = world.log_in("delia").await;
    let page = "/admin/services/transit-permit";
    assert!(services.body.contains(page), "{}", services.body);
    let hash = crate::world::shipped("transit-permit").hash().to_string();
    let service = world.get(page).await;
    assert!(service.body.contains(&hash), "{}", service.body);
}

/// Nothing is taken from anybody by one click: the page before says what will happen.
#[tokio::test]
async fn what_is_taken_from_somebody_is_confirmed_first() {
    let mut world = administrator().await;
    let olga = world
        .employ("olga", &["officer", "verifier@transit-permit"])
        .await;
    let path = format!("/admin/people/{olga}");
    for (beneath, fields, told) in [
        ("", &[("do", "disable")][..], "¿Quitar el acceso a olga?"),
        (
            "",
            &[("do", "ungrant"), ("grant", "verifier@transit-permit")],
            "el rol «verificador, Pase personal de tránsito»?",
        ),
        (
            "/proofs",
            &[("do", "remove-factors")],
            "¿Quitar el segundo paso de olga?",
        ),
    ] {
        let revision = world.get(&path).await.field("revision").unwrap();
        let fields = [fields, &[("revision", revision.as_str())]].concat();
        let asked = world.post(&format!("{path}{beneath}"), &fields).await;
        assert_eq!(asked.status, StatusCode::OK);
        for told in [told, "name=\"confirmed\""] {
            assert!(asked.body.contains(told), "{told}: {}", asked.body);
        }
        let person = world.store.person(olga).await.unwrap();
        assert!(person.disabled_at.is_none() && person.grants.len() == 2);
        let confirmed = [&fields[..], &[("confirmed", "1")]].concat();
        if beneath.is_empty() && told.contains("rol") {
            world.post(&path, &confirmed).await;
            assert_eq!(world.store.person(olga).await.unwrap().grants.len(), 1);
            world.get(&path).await;
            let grant = [
                ("do", "grant"),
                ("role", "verifier"),
                ("service", "transit-permit"),
            ];
            let revision = world.get(&path).await.field("revision").unwrap();
            let grant = [&grant[..], &[("revision", revision.as_str())]].concat();
            world.post(&path, &grant).await;
        }
    }
}

/// An office that no case ever comes to is a slip of the pen, said when it is made.
#[tokio::test]
async fn nobody_is_granted_an_office_that_there_is_not() {
    let mut world = administrator().await;
    let page = world.get("/admin/people").await;
    assert!(
        page.body.contains("<option value=\"15\">Lima</option>"),
        "{}",
        page.body
    );
    let olga = |office| {
        [
            ("name", "Olga Quispe"),
            ("email", "olga@oficina.test"),
            ("role", "officer"),
            ("service", "transit-permit"),
            ("office", office),
        ]
    };
    let wrong = world.post("/admin/people", &olga("Lima")).await;
    assert_eq!(wrong.status, StatusCode::OK);
    assert!(
        wrong.body.contains("Esa oficina no existe en ese servicio"),
        "{}",
        wrong.body
    );
    let added = world.post("/admin/people", &olga("15")).await.location();
    let person = world.get(&added).await;
    assert!(
        person
            .body
            .contains("evaluador, Pase personal de tránsito, oficina Lima"),
        "{}",
        person.body
    );
}

/// The log is read by person, by action and by day; days in the wrong order are said.
#[tokio::test]
async fn the_log_is_narrowed_to_a_person_an_action_and_days() {
    let mut world = administrator().await;
    let olga = world.employ("olga", &["officer"]).await;
    world.log_in("olga").await;
    world.log_in("andres").await;
    let rows = async |world: &mut World, query: &str| {
        let page = world.get(&format!("/admin/audit?{query}")).await;
        assert_eq!(page.status, StatusCode::OK);
        page.body.matches("<td class=\"number\">").count()
    };
    assert_eq!(rows(&mut world, &format!("by={olga}")).await, 1);
    assert_eq!(rows(&mut world, &format!("by={olga}&kind=logged-out")).await, 0);
    assert_eq!(rows(&mut world, "kind=logged-in").await, 3);
    assert_eq!(
        rows(&mut world, "kind=logged-in&from=2026-03-20&until=2026-03-20").await,
        3
    );
    assert_eq!(rows(&mut world, "until=2026-03-19").await, 0);
    let reversed = world.get("/admin/audit?from=2026-03-20&until=2026-03-19").await;
    for told in ["El último día va antes que el primero", "value=\"2026-03-20\""] {
        assert!(reversed.body.contains(told), "{told}: {}", reversed.body);
    }
    let refused = world.get("/o/erasures").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let log = world.get("/admin/audit?kind=refused").await;
    assert!(log.body.contains("proponer un borrado de datos"), "{}", log.body);
}
