//! `/a/{reference}/replace`, `/o/permits/{number}/replace`: a permit in the place of another.

use axum::http::StatusCode;
use engine::{jobs::runner::run_jobs, permits::replacement::Replacement};
use forms::Service;
use jiff::SignedDuration;
use review::{Event, Link, Message, ReplacementReason};
use store::{PermitRow, PermitStatus};

use crate::world::World;

/// Grants everything at once, for thirty days from the day that is wanted.
pub(super) const SOURCE: &str = r"
service: stall
languages: [es]
name: {es: Permiso de puesto}
summary: {es: Para vender.}
audience: {es: Todos.}
requirements: []
cost: {es: Gratis}
takes: {es: Un minuto}
channels: {online: true}
authority: {name: {es: Municipio}}
legal_basis: []
contact: {phone: '01 1234567'}
drafts: pin
form:
  - page: who
    title: {es: Tus datos}
    questions:
      - {id: name, type: full-name, label: {es: Nombre}}
      - {id: email, type: e-mail, label: {es: Correo}}
      - {id: document, type: identity-document, label: {es: Documento}, accepts: [dni]}
  - page: when
    title: {es: Desde cuándo}
    questions:
      - {id: starts, type: date, label: {es: Empieza}, min: today}
review:
  rules: [{when: 'true', then: approve, because: fine}]
  steps:
    - {id: check, name: {es: Revisión}, role: officer}
  reasons: {fine: {es: Está bien.}}
permit:
  type: 98
  title: {es: Permiso de puesto}
  valid: {from: starts, for: 30d}
  claims:
    - {answer: name, role: holder}
    - {answer: document, role: document, as: last-four}
  prints: []
  conditions: []
";

fn service() -> Service {
    forms::read("stall.yaml", SOURCE).unwrap_or_else(|wrong| panic!("{wrong}"))
}

/// A permit that was granted at once, with its application's reference.
async fn granted() -> (World, String) {
    let service = service();
    let mut world = World::with(std::slice::from_ref(&service)).await;
    let reference = world.apply(&service).await;
    (world, reference)
}

async fn permit_of(world: &World, reference: &str) -> PermitRow {
    let case = world.case(reference).await;
    let permits = world.store.permits_of(case.application.id).await.unwrap();
    permits.into_iter().next_back().unwrap()
}

/// Asks for another permit in place of one's own, from that day of March on, and answers its reference.
async fn replaced(world: &mut World, reference: &str, reason: &str, day: i8) -> String {
    let page = format!("/a/{reference}/replace");
    world.get(&page).await;
    let to = world.post(&page, &[("reason", reason)]).await.location();
    let first = if reason == "loss" { "check" } else { "who" };
    assert_eq!(to, format!("/s/stall/apply/{first}"));
    let check = world.get("/s/stall/apply/check").await;
    assert!(
        check.body.contains("reemplazar el permiso que ya tienes"),
        "{}",
        check.body
    );
    sent_again(world, day).await
}

/// Sends the draft at hand from that day on.
pub(super) async fn sent_again(world: &mut World, day: i8) -> String {
    let day = day.to_string();
    let fields = [
        ("starts.day", day.as_str()),
        ("starts.month", "3"),
        ("starts.year", "2026"),
    ];
    let saved = world.post("/s/stall/apply/when?change=1", &fields).await;
    assert_eq!(saved.location(), "/s/stall/apply/check");
    let sent = world.post("/s/stall/apply/submit", &[]).await.location();
    sent.trim_start_matches("/a/")
        .trim_end_matches("?sent=1")
        .to_owned()
}

#[tokio::test]
async fn a_correction_leaves_the_earlier_permit_until_the_newer_one_is_in_force() {
    let (mut world, first) = granted().await;
    let page = world.get(&format!("/a/{first}")).await;
    assert!(page.body.contains(&format!("/a/{first}/replace")));
    let second = replaced(&mut world, &first, "correction", 25).await;
    assert_eq!(
        run_jobs(&world.app).await.unwrap(),
        0,
        "the newer one starts on the 25th"
    );
    assert_eq!(permit_of(&world, &first).await.status, PermitStatus::Active);
    world.clock.pass(SignedDuration::from_hours(5 * 24));
    assert_eq!(run_jobs(&world.app).await.unwrap(), 1);
    let (earlier, newer) = (permit_of(&world, &first).await, permit_of(&world, &second).await);
    assert_eq!(
        (earlier.status, newer.status),
        (PermitStatus::Replaced, PermitStatus::Active)
    );
    let case = world.case(&first).await;
    let letters = world.store.outbox_of(case.application.id).await.unwrap();
    assert_eq!(
        letters.last().map(|mail| mail.entry.message.known()),
        Some(Some(&Message::Replaced))
    );
    let history = world.store.history(case.application.id).await.unwrap();
    let Some(Link::Whole(last)) = history.last() else {
        panic!("{history:?}")
    };
    let Event::PermitReplaced { permit, by, reason } = last.event else {
        panic!("{:?}", last.event)
    };
    assert_eq!((permit.0, by.0), (earlier.id.0, newer.id.0));
    assert_eq!(reason, ReplacementReason::Correction);
    let page = world.get(&format!("/a/{first}")).await;
    for told in ["Reemplazado", "Un permiso más nuevo reemplazó al tuyo"] {
        assert!(page.body.contains(told), "{told}: {}", page.body);
    }
    assert!(!page.body.contains("/replace") && !page.body.contains("permit.pdf"));
    assert_eq!(
        run_jobs(&world.app).await.unwrap(),
        0,
        "the job is done and forgotten"
    );
}

#[tokio::test]
async fn of_two_replacements_the_later_stands() {
    let (mut world, first) = granted().await;
    let second = replaced(&mut world, &first, "correction", 20).await;
    let third = replaced(&mut world, &first, "loss", 20).await;
    while run_jobs(&world.app).await.unwrap() > 0 {}
    let mut statuses = Vec::new();
    for reference in [&first, &second, &third] {
        statuses.push(permit_of(&world, reference).await.status);
    }
    let (replaced, active) = (PermitStatus::Replaced, PermitStatus::Active);
    assert_eq!(statuses, [replaced, replaced, active]);
}

#[tokio::test]
async fn a_newer_permit_that_was_taken_back_before_it_began_replaces_nothing() {
    let (mut world, first) = granted().await;
    let second = replaced(&mut world, &first, "loss", 25).await;
    let newer = permit_of(&world, &second).await;
    world.change_as_before(&newer, PermitStatus::Revoked, None).await;
    world.clock.pass(SignedDuration::from_hours(5 * 24));
    assert_eq!(run_jobs(&world.app).await.unwrap(), 1);
    assert_eq!(permit_of(&world, &first).await.status, PermitStatus::Active);
}

#[tokio::test]
async fn only_a_permit_that_holds_is_replaced_and_a_reason_is_chosen() {
    let (mut world, first) = granted().await;
    let page = format!("/a/{first}/replace");
    world.get(&page).await;
    for reason in ["", "office", "nothing"] {
        let wrong = world.post(&page, &[("reason", reason)]).await;
        assert_eq!(wrong.status, StatusCode::OK);
        assert!(wrong.body.contains("Elige qué pasó"), "{}", wrong.body);
    }
    let permit = permit_of(&world, &first).await;
    world
        .change_as_before(&permit, PermitStatus::Suspended, None)
        .await;
    assert_eq!(world.get(&page).await.location(), format!("/a/{first}"));
    let late = world.post(&page, &[("reason", "loss")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn one_application_is_begun_again_from_ten_times_a_day() {
    let (mut world, first) = granted().await;
    let page = format!("/a/{first}/replace");
    world.get(&page).await;
    for _ in 0..10 {
        let begun = world.post(&page, &[("reason", "loss")]).await;
        assert_eq!(begun.status, StatusCode::SEE_OTHER);
    }
    let refused = world.post(&page, &[("reason", "loss")]).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn the_office_puts_a_permit_that_holds_in_the_place_of_another() {
    let (mut world, first) = granted().await;
    world.clock.pass(SignedDuration::from_mins(1));
    let second = world.apply(&service()).await;
    let (earlier, newer) = (permit_of(&world, &first).await, permit_of(&world, &second).await);
    world.employ("sara", &["supervisor"]).await;
    world.log_in("sara").await;
    let permit = world.get(&format!("/o/permits/{}", earlier.number)).await;
    let page = format!("/o/permits/{}/replace", earlier.number);
    assert!(permit.body.contains(&page), "{}", permit.body);
    world.get(&page).await;
    let (own, newest) = (earlier.number.to_string(), newer.number.to_string());
    for (by, told) in [
        ("", "son 11 letras y cifras"),
        ("XXXXXXXXXXX", "son 11 letras y cifras"),
        (own.as_str(), "No hay otro permiso con ese número"),
    ] {
        let wrong = world.post(&page, &[("seen", "active"), ("by", by)]).await;
        assert_eq!(wrong.status, StatusCode::OK, "{by}");
        assert!(wrong.body.contains(told), "{by}: {}", wrong.body);
    }
    let stale = world.post(&page, &[("seen", "suspended"), ("by", &newest)]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let looked_at = world.post(&page, &[("seen", "active"), ("by", &newest)]).await;
    let holder = world.case(&second).await.contact.holder;
    for told in [&newest, &holder, "name=\"confirmed\""] {
        assert!(looked_at.body.contains(told), "{told}: {}", looked_at.body);
    }
    assert_eq!(permit_of(&world, &first).await.status, PermitStatus::Active);
    let confirmed = |by| [("seen", "active"), ("by", by), ("confirmed", "1")];
    let done = world.post(&page, &confirmed(&newest)).await;
    assert_eq!(done.location(), format!("/o/permits/{own}"));
    assert_eq!(permit_of(&world, &first).await.status, PermitStatus::Replaced);
    let back = format!("/o/permits/{newest}/replace");
    world.get(&back).await;
    let older = world.post(&back, &confirmed(&own)).await;
    assert!(older.body.contains("Ese permiso es anterior"), "{}", older.body);
    let page = world.get(&format!("/o/permits/{own}")).await;
    for told in ["Reemplazado", "lo reemplazó por otro más nuevo", &newest] {
        assert!(page.body.contains(told), "{told}: {}", page.body);
    }
    let case = world.get(&format!("/o/cases/{first}")).await;
    assert!(
        case.body.contains(&format!("/o/permits/{newest}")),
        "{}",
        case.body
    );
    let again = format!("/o/permits/{own}/replace");
    assert_eq!(world.get(&again).await.location(), format!("/o/permits/{own}"));
    let fields = [("seen", "replaced"), ("by", newest.as_str()), ("confirmed", "1")];
    let again = world.post(&again, &fields).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "{}", again.body);
}

/// What the office put in the place of a permit may be somebody else's: a replacement that was begun before leaves it alone.
#[tokio::test]
async fn a_replacement_touches_nothing_that_the_office_put_there() {
    let (mut world, first) = granted().await;
    world.clock.pass(SignedDuration::from_mins(1));
    let strangers = world.apply(&service()).await;
    let page = format!("/a/{first}/replace");
    world.get(&page).await;
    world.post(&page, &[("reason", "loss")]).await;
    world.get("/s/stall/apply/check").await;
    let sara = world.employ("sara", &["supervisor"]).await;
    let sara = world.caller(sara).await;
    let (own, other) = (
        permit_of(&world, &first).await,
        permit_of(&world, &strangers).await,
    );
    let action = engine::authorise::Action::ChangePermit;
    let issued = world.app.permit(&sara, action, &own.number).await.unwrap();
    let replaced = world.app.replace_permit(issued, own.status, &other.number).await;
    assert_eq!(replaced.unwrap(), Replacement::Done);
    let second = sent_again(&mut world, 20).await;
    while run_jobs(&world.app).await.unwrap() > 0 {}
    for reference in [&strangers, &second] {
        assert_eq!(permit_of(&world, reference).await.status, PermitStatus::Active);
    }
}

#[tokio::test]
async fn one_that_was_suspended_meanwhile_stays_so() {
    for is_sent_before in [true, false] {
        let (mut world, first) = granted().await;
        let permit = permit_of(&world, &first).await;
        let suspend = PermitStatus::Suspended;
        let page = format!("/a/{first}/replace");
        world.get(&page).await;
        world.post(&page, &[("reason", "loss")]).await;
        world.get("/s/stall/apply/check").await;
        if !is_sent_before {
            world.change_as_before(&permit, suspend, None).await;
            let check = world.get("/s/stall/apply/check").await;
            assert!(!check.body.contains("reemplazar el permiso"), "{}", check.body);
        }
        let second = sent_again(&mut world, 20).await;
        if is_sent_before {
            world.change_as_before(&permit, suspend, None).await;
        }
        while run_jobs(&world.app).await.unwrap() > 0 {}
        assert_eq!(permit_of(&world, &first).await.status, suspend);
        assert_eq!(permit_of(&world, &second).await.status, PermitStatus::Active);
    }
}
