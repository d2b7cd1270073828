//! What a newer release of the program, beside this one, has written: pages say so, in the reader's language.

use axum::http::{StatusCode, header};
use review::chain::{Head, Header, commitment};
use review::{Link, MaybeNewer};
use serde_json::{Value, json};
use store::{AuditRecord, Delivery, KeptApplication, Kind, Record};

use crate::world::{World, shipped};

/// A site in which that release has gone on with an application, given up a letter and written to the log; the
/// application's reference. The browser is the applicant's.
async fn shared() -> (World, String) {
    let mut before = World::new().await;
    let reference = before.apply(&shipped("transit-permit")).await;
    let mut applications = before.store.take(Kind::Applications, None, 1).await.unwrap();
    let Some(Record::Application(mut kept_application)) = applications.pop() else {
        panic!("it was just sent");
    };
    gone_on(&mut kept_application);
    let line = AuditRecord {
        at: before.app.now(),
        actor: MaybeNewer::read(json!({"Operator": "root"})),
        person: None,
        action: MaybeNewer::read(json!({"PermitSuspended": {"permit": "7A"}})),
    };
    let mut world = World::new().await;
    for record in [Record::Application(kept_application), Record::Line(900, line)] {
        world.store.put(vec![record]).await.unwrap();
    }
    world.restore_cookies(before.cookies());
    (world, reference)
}

fn gone_on(kept_application: &mut KeptApplication) {
    let by = json!({"kind": "operator"});
    add(
        kept_application,
        "permit-lent",
        &json!({"event": "permit-lent.1"}),
        by,
    );
    let by = json!({"kind": "system"});
    add(kept_application, "approved", &json!({"event": "approved.2"}), by);
    let letter = &mut kept_application.outbox[0];
    letter.entry.message = MaybeNewer::read("suspended".into());
    letter.delivery = Delivery::Dead(letter.entry.due_at);
}

fn add(kept_application: &mut KeptApplication, kind: &str, payload: &Value, author: Value) {
    let (end, salt) = (Head::of(&kept_application.history).unwrap(), [9; 16]);
    let header = Header {
        application: end.application,
        sequence: end.sequence + 1,
        at: kept_application.case.application.submitted_at,
        actor: MaybeNewer::read(author),
        kind: MaybeNewer::read(kind.into()),
        commitment: commitment(&salt, payload),
        previous: end.hash,
    };
    let erased = header.sealed();
    let application = &mut kept_application.case.application;
    (application.revision, application.head) = (erased.sequence, erased.hash);
    kept_application
        .history
        .push(erased.with_payload(payload.clone(), salt));
    assert!(matches!(kept_application.history.last(), Some(Link::Newer(_))));
}

const IN_SPANISH: &str = "Algo que escribió una versión más nueva del programa";
const IN_ENGLISH: &str = "Something that a newer release of the program wrote";

/// The page says this in Spanish, and that in English.
async fn says(world: &mut World, path: &str, spanish: &[String], english: &[String]) {
    for (language, words) in [("es", spanish), ("en", english)] {
        let page = world.get_with(path, header::ACCEPT_LANGUAGE, language).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        for words in words {
            assert!(page.body.contains(words), "{path} says {words}: {}", page.body);
        }
    }
}

fn wrote(kind: &str) -> (String, String) {
    (format!("{IN_SPANISH} ({kind})"), format!("{IN_ENGLISH} ({kind})"))
}

#[tokio::test]
async fn a_history_a_letter_and_a_line_are_told_as_a_newer_releases() {
    let (mut world, reference) = shared().await;
    let (suspended, approved, letter, line) = (
        wrote("permit-lent"),
        wrote("approved"),
        wrote("suspended"),
        wrote("PermitSuspended"),
    );
    let own = format!("/a/{reference}");
    says(
        &mut world,
        &own,
        std::slice::from_ref(&suspended.0),
        std::slice::from_ref(&suspended.1),
    )
    .await;

    world
        .employ("aurora", &["officer", "auditor", "administrator"])
        .await;
    world.log_in("aurora").await;
    let case = format!("/o/cases/{reference}");
    let (spanish, english) = (
        "Alguien que conoce una versión más nueva del programa (operator)",
        "Somebody whom a newer release of the program knows (operator)",
    );
    says(
        &mut world,
        &case,
        &[suspended.0, approved.0, letter.0.clone(), spanish.into()],
        &[suspended.1, approved.1, letter.1.clone(), english.into()],
    )
    .await;
    says(&mut world, "/admin/mail", &[letter.0], &[letter.1]).await;
    let (spanish, english) = (
        spanish.replace("operator", "Operator"),
        english.replace("operator", "Operator"),
    );
    says(&mut world, "/admin/audit", &[line.0, spanish], &[line.1, english]).await;
}
