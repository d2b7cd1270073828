//! A step at which somebody inspects: the day is set, told by mail and put off; the report leads on to who decides.

use std::sync::Arc;

use engine::{casework::claims::put_back_what_is_held_too_long, letters::OutgoingLetter};
use forms::{Answer, Service, samples};
use jiff::{SignedDuration, Timestamp};
use review::Status;

use crate::{every_page::check, world::World};

fn kiosk() -> Service {
    let read = forms::read("inspected.yaml", include_str!("inspected.yaml"));
    read.unwrap_or_else(|problems| panic!("{problems}"))
}

/// An application that Ines is to inspect and Olga to decide.
async fn sent() -> (World, String) {
    let service = kiosk();
    let mut world = World::with(std::slice::from_ref(&service)).await;
    world.employ("ines", &["inspector"]).await;
    world.employ("olga", &["officer"]).await;
    let mut answers = samples::sample(&service, world.app.today());
    for (id, answer) in [
        ("name", Answer::FullName("Ana Flores Rojas".into())),
        ("email", Answer::Email("ana@example.org".into())),
        ("place", Answer::Text("Jirón Lima 3".into())),
    ] {
        answers.insert(id.into(), answer);
    }
    world.fill(&service, &answers, |_| {}).await;
    let sent = world.post("/s/kiosk/apply/submit", &[]).await.location();
    let reference = sent.trim_start_matches("/a/").trim_end_matches("?sent=1");
    let reference = reference.to_owned();
    world.log_in("ines").await;
    assert_eq!(world.next_case().await, reference);
    (world, reference)
}

/// So many days from now at that hour, as a browser's field says it.
fn typed(world: &World, days: i64, hour: i8) -> String {
    let day = world.app.today() + jiff::Span::new().days(days);
    day.at(hour, 0, 0, 0).strftime("%Y-%m-%dT%H:%M").to_string()
}

async fn appointment(world: &World, reference: &str) -> Option<Timestamp> {
    let case = world.case(reference).await;
    case.application.appointment().map(|appointment| appointment.at)
}

async fn step(world: &World, reference: &str) -> String {
    let status = world.case(reference).await.application.status;
    status.step().map(ToString::to_string).unwrap_or_default()
}

async fn as_applicant(world: &mut World, reference: &str) -> crate::world::Reply {
    world.forget_cookies();
    world.open_by_mail(reference).await;
    world.get(&format!("/a/{reference}")).await
}

#[tokio::test]
async fn the_day_is_set_and_told_and_put_off() {
    let (mut world, reference) = sent().await;
    let case = world.get(&format!("/o/cases/{reference}")).await;
    check("a case to inspect", &case);
    assert!(case.body.contains("Fijar la inspección") && !case.body.contains("name=\"decision\""));
    for wrong in ["", "mañana", "2020-01-01T10:00"] {
        let reply = world.on_case(&reference, "inspection", &[("at", wrong)]).await;
        assert_eq!(
            appointment(&world, &reference).await,
            None,
            "{wrong}: {}",
            reply.body
        );
    }
    let (first, then) = (typed(&world, 2, 9), typed(&world, 3, 15));
    for at in [&first, &then] {
        world.on_case(&reference, "inspection", &[("at", at)]).await;
        let set = appointment(&world, &reference).await.expect("it is set");
        let local = set.to_zoned(world.app.settings.time_zone.clone()).datetime();
        assert_eq!(local.strftime("%Y-%m-%dT%H:%M").to_string(), **at);
        world.mailed().await;
    }
    let case = world.get(&format!("/o/cases/{reference}")).await;
    check("a case with an inspection to come", &case);
    assert_eq!(
        case.body.matches("Enviar otra vez").count(),
        2,
        "the receipt and the newer day, and no longer the earlier one"
    );
    for words in [
        "Por hacer",
        "Cambiar la fecha",
        "fijó la inspección",
        "Aviso de inspección",
    ] {
        assert!(case.body.contains(words), "{words}: {}", case.body);
    }
    let queue = world.get("/o?view=mine").await;
    check("a queue with an inspection", &queue);
    assert!(queue.body.contains("15:00"), "{}", queue.body);

    let page = as_applicant(&mut world, &reference).await;
    check("an application to be inspected", &page);
    for words in [
        "15:00",
        "Jirón Lima 3",
        "Ten el quiosco armado.",
        "Inspección fijada para el",
    ] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    let letters = world.mailed().await;
    let is_told = |letter: &&Arc<OutgoingLetter>| letter.subject.starts_with("Inspección el");
    let told: Vec<_> = letters.iter().filter(is_told).collect();
    assert_eq!(told.len(), 2, "a new letter for the new day");
    let last = told.iter().find(|letter| letter.body.contains("15:00"));
    let last = last.expect("of the new day");
    for words in [
        "15:00",
        "Jirón Lima 3",
        "Ten el quiosco armado.",
        "esta la reemplaza",
    ] {
        assert!(last.body.contains(words), "{words}: {}", last.body);
    }
}

#[tokio::test]
async fn the_report_leads_on_to_who_decides_and_is_not_shown_to_the_applicant() {
    let (mut world, reference) = sent().await;
    let at = typed(&world, 1, 9);
    world.on_case(&reference, "inspection", &[("at", &at)]).await;
    world.clock.pass(SignedDuration::from_hours(30));
    world.log_in("ines").await;
    let on = world.app.today().to_string();
    let nobody = [("found", "nobody-there"), ("on", on.as_str())];
    world.on_case(&reference, "report", &nobody).await;
    assert_eq!(step(&world, &reference).await, "look");
    assert_eq!(appointment(&world, &reference).await, None);
    let again = typed(&world, 1, 11);
    world.on_case(&reference, "inspection", &[("at", &again)]).await;

    let lacking = [("found", "not-in-order"), ("on", on.as_str())];
    let lacking = world.on_case(&reference, "report", &lacking).await;
    assert!(
        lacking.body.contains("Escribe qué no está en orden"),
        "{}",
        lacking.body
    );
    let fields = [
        ("found", "not-in-order"),
        ("on", on.as_str()),
        ("findings", "Falta el extintor."),
    ];
    world.on_case(&reference, "report", &fields).await;
    assert_eq!(
        step(&world, &reference).await,
        "decision",
        "a report decides nothing"
    );

    let page = as_applicant(&mut world, &reference).await;
    assert!(page.body.contains("no encontramos a nadie") && page.body.contains("Hicimos la inspección"));
    assert!(!page.body.contains("extintor") && !page.body.contains("No está en orden"));

    world.log_in("olga").await;
    assert_eq!(world.next_case().await, reference);
    let case = world.get(&format!("/o/cases/{reference}")).await;
    check("a case that was inspected", &case);
    for words in [
        "Falta el extintor.",
        "No está en orden",
        "No había nadie",
        "name=\"decision\"",
    ] {
        assert!(case.body.contains(words), "{words}: {}", case.body);
    }
    world
        .on_case(&reference, "decide", &[("decision", "approve")])
        .await;
    let case = world.case(&reference).await;
    assert!(matches!(case.application.status, Status::Approved { .. }));
    let permit = world
        .store
        .permits_of(case.application.id)
        .await
        .unwrap()
        .remove(0);
    let signed = String::from_utf8_lossy(&permit.signed).into_owned();
    assert!(!signed.contains("extintor"), "nothing of it is in the code");
}

/// Whoever is to inspect in a fortnight has the case until then.
#[tokio::test]
async fn a_case_is_not_put_back_before_its_inspection() {
    let (mut world, reference) = sent().await;
    let at = typed(&world, 7, 9);
    world.on_case(&reference, "inspection", &[("at", &at)]).await;
    world.clock.pass(SignedDuration::from_hours(24 * 6));
    assert_eq!(put_back_what_is_held_too_long(&world.app).await.unwrap(), 0);
    world.clock.pass(SignedDuration::from_hours(24 * 5));
    assert_eq!(put_back_what_is_held_too_long(&world.app).await.unwrap(), 1);
}
