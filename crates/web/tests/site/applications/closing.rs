//! What becomes of what is open when a service is closed, and of who cannot be written to.

use axum::http::StatusCode;
use engine::authorise::Caller;
use forms::{Service, samples};
use jiff::SignedDuration;
use store::Retry;

use crate::world::{World, every_type, shipped};

fn closed() -> Service {
    let offices = "channels: {online: false, in_person: [{office: centre, name: {es: Centro, en: Centre}, address: {es: Av. 1, en: Av. 1}, \
                   hours: {es: \"8:00-13:00\", en: \"8:00-13:00\"}}]}";
    let file = include_str!("../every-type.yaml").replacen("channels: {online: true}", offices, 1);
    forms::read("every-type.yaml", &file).unwrap_or_else(|problems| panic!("{problems}"))
}

#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "as whoever runs the server publishes")]
async fn nothing_is_sent_to_a_service_that_is_closed_and_what_was_sent_goes_on() {
    let service = every_type();
    let mut world = World::with(std::slice::from_ref(&service)).await;
    let sent = world.apply(&service).await;
    let key = world.cookies();
    world.forget_cookies();
    let answers = samples::sample(&service, world.app.today());
    let check = world.fill(&service, &answers, |_| ()).await;
    world
        .app
        .publish(&Caller::operator(), &closed().into())
        .await
        .unwrap();
    for path in [check.as_str(), "/s/every-type/apply"] {
        let page = world.get(path).await;
        assert_eq!(page.status, StatusCode::GONE, "{path}: {}", page.body);
        assert!(
            page.body.contains("ya no se hace en línea"),
            "{path}: {}",
            page.body
        );
    }
    for path in ["/s/every-type/apply/submit", "/s/every-type/apply"] {
        let answer = world.post(path, &[]).await;
        assert_eq!(answer.status, StatusCode::GONE, "{path}: {}", answer.body);
    }
    let page = world.get("/s/every-type").await;
    assert!(
        page.body.contains("no se hace en línea") && page.body.contains("Centro"),
        "{}",
        page.body
    );
    let rows = store::QueueFilter {
        scopes: vec![store::QueueScope::everything()],
        ..store::QueueFilter::default()
    };
    assert_eq!(
        world.store.queue(&rows).await.unwrap().total,
        1,
        "the one that was sent"
    );
    world.approve(&sent).await;
    world.restore_cookies(key);
    let page = world.get(&format!("/a/{sent}")).await;
    assert!(page.body.contains("permit.pdf"), "{}", page.body);
    world.clock.pass(SignedDuration::from_hours(35));
    let page = world.get(&format!("/a/{sent}")).await;
    assert!(
        !page.body.contains("value=\"renewal\""),
        "nothing is renewed: {}",
        page.body
    );
}

#[tokio::test]
async fn who_cannot_be_written_to_is_told_on_the_page() {
    let service = every_type();
    let mut world = World::with(std::slice::from_ref(&service)).await;
    let reference = world.apply(&service).await;
    let email = world.case(&reference).await.contact.email.unwrap();
    let path = format!("/a/{reference}");
    let told = format!("Nuestro correo a {email} no llegó");
    assert!(!world.get(&path).await.body.contains(&told));
    let lease = SignedDuration::from_mins(1);
    let now = world.app.now();
    for mail in world.store.due_mail(now, lease, 9).await.unwrap() {
        let failed = world
            .store
            .failed(&mail, "550 5.1.1 no such user", Retry::Never, now);
        failed.await.unwrap();
    }
    let page = world.get(&path).await;
    assert!(page.body.contains(&told), "{}", page.body);
    assert!(
        page.body.contains(&format!("/a/{reference}/access")),
        "{}",
        page.body
    );
}

#[tokio::test]
async fn a_letter_says_who_writes_and_how_they_are_reached() {
    let service = every_type();
    let mut world = World::with(std::slice::from_ref(&service)).await;
    world.apply(&service).await;
    for letter in world.mailed().await {
        assert!(
            letter.body.ends_with("\n\nMinisterio\n01 1234567\n"),
            "{}",
            letter.body
        );
    }
}

/// Nobody's permit for a stall or a licence is checked by the police unless its service says so.
#[tokio::test]
async fn a_letter_names_who_checks_the_permit_where_the_service_does() {
    let who = "Quién verifica el permiso con su código QR: La policía.";
    for (service, is_named) in [(shipped("transit-permit"), true), (every_type(), false)] {
        let mut world = World::with(std::slice::from_ref(&service)).await;
        let reference = world.apply(&service).await;
        if !world.case(&reference).await.application.status.is_final() {
            world.approve(&reference).await;
        }
        let letters = world.mailed().await;
        let letter = letters.iter().find(|letter| letter.attachment.is_some());
        let body = &letter.expect("the permit is mailed").body;
        assert_eq!(body.contains(who), is_named, "{body}");
        assert!(is_named || !body.to_lowercase().contains("policía"), "{body}");
        assert!(!body.contains("\n\n\n"), "{body}");
    }
}
