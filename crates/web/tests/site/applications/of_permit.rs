//! `POST /a/{reference}/permit`: what is asked for of a permit that is out, from the button to the permit that comes of it.

mod forged;
mod handing_over;
mod meanwhile;

use axum::http::StatusCode;
use engine::{error::Error, jobs::runner::run_jobs, peer::Peer};
use forms::Service;
use jiff::SignedDuration;
use review::{Cause, Command};
use store::{PermitRow, PermitStatus};

use crate::world::{World, publish};

/// A stall for a year: renewed at half the price with the sales told, changed for S/ 15, handed over with an officer's yes, and issued
/// again by a rule.
const SOURCE: &str = r"
service: stall
languages: [es]
name: Permiso de puesto
summary: Para vender.
audience: Todos.
cost: Desde S/ 8
takes: Un minuto
authority: {name: Municipio}
contact: {phone: '01 1234567'}
form:
  - page: who
    title: Tus datos
    questions:
      - {id: name, type: full-name, label: Nombre}
      - {id: email, type: e-mail, label: Correo}
      - {id: document, type: identity-document, label: Documento, accepts: [dni]}
  - page: stall
    title: Tu puesto
    questions:
      - {id: goods, type: text, label: Qué vendes}
  - page: sales
    title: Tus ventas
    when: purpose == 'renewal'
    questions:
      - {id: sold, type: integer, label: Cuánto vendiste}
fee:
  rows:
    - {text: Un año, amount: 100, when: purpose == 'new'}
    - {text: Un año más, amount: 50, when: purpose == 'renewal'}
    - {text: El cambio, amount: 15, when: purpose == 'amendment'}
    - {text: El duplicado, amount: 8, when: purpose == 'copy'}
review:
  rules:
    - {when: purpose == 'copy' || purpose == 'new', then: approve, because: fine}
  steps:
    - {id: check, name: Revisión, role: officer}
  reasons: {fine: Está bien., no: No se puede.}
permit:
  type: 98
  title: Permiso de puesto
  valid: 365d
  renewal: {opens: 30d, closes: 60d, begins: at-end}
  amendment: {changes: [goods]}
  transfer: {changes: [name, email, document]}
  copy: true
  claims:
    - {answer: name, role: holder}
    - {answer: document, role: document, as: last-four}
    - {answer: goods}
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
    permits.into_iter().next_back().expect("it has a permit")
}

/// Comes back after so many days, by the link in the letter.
async fn later(world: &mut World, reference: &str, days: i64) {
    world.clock.pass(SignedDuration::from_hours(days * 24));
    world.forget_cookies();
    let document = world.document_of(reference).await;
    let asked = world
        .app
        .send_link_again(Peer::UNKNOWN, reference, &document)
        .await;
    asked.unwrap();
    world.open_by_mail(reference).await;
}

/// Presses a button on the permit's page, and answers where that leads.
async fn pressed(world: &mut World, reference: &str, purpose: &str) -> String {
    world.get(&format!("/a/{reference}")).await;
    let begun = world
        .post(&format!("/a/{reference}/permit"), &[("purpose", purpose)])
        .await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{purpose}: {}", begun.body);
    begun.location()
}

async fn sent(world: &mut World) -> String {
    world.get("/s/stall/apply/check").await;
    let sent = world.post("/s/stall/apply/submit", &[]).await;
    assert!(sent.location().ends_with("?sent=1"), "{}", sent.body);
    sent.location()
        .trim_start_matches("/a/")
        .trim_end_matches("?sent=1")
        .to_owned()
}

async fn approve(world: &World, reference: &str) {
    world
        .command(reference, vec![Command::Claim, Command::APPROVE])
        .await;
}

async fn fill(world: &mut World, page: &str, fields: &[(&str, &str)]) -> String {
    let path = format!("/s/stall/apply/{page}");
    world.get(&path).await;
    let saved = world.post(&path, fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{page}: {}", saved.body);
    saved.location()
}

async fn cost(world: &World, reference: &str) -> i64 {
    let case = world.case(reference).await;
    case.application.fee.expect("it costs something").total()
}

#[tokio::test]
async fn the_permits_page_offers_what_may_be_asked_for_with_what_it_costs() {
    let (mut world, first) = granted().await;
    let page = world.get(&format!("/a/{first}")).await.body;
    for (told, wanted) in [
        ("value=\"renewal\"", false),
        ("value=\"amendment\"", true),
        ("15.00", true),
        ("/hand-over\"", true),
        ("No cuesta nada.", true),
        ("value=\"copy\"", true),
        ("8.00", true),
        // Both that it offered are asked for in ways of their own.
        ("/replace\"", false),
    ] {
        assert_eq!(page.contains(told), wanted, "{told}: {page}");
    }
    later(&mut world, &first, 340).await;
    let page = world.get(&format!("/a/{first}")).await.body;
    assert!(
        page.contains("value=\"renewal\"") && page.contains("50.00"),
        "{page}"
    );
    later(&mut world, &first, 30).await;
    let page = world.get(&format!("/a/{first}")).await.body;
    for (purpose, shown, wanted) in [
        ("renewal", "value=\"renewal\"", true),
        ("amendment", "value=\"amendment\"", false),
        ("transfer", "/hand-over\"", false),
        ("copy", "value=\"copy\"", false),
    ] {
        let offered = page.contains(shown);
        assert_eq!(offered, wanted, "what has run out is only renewed: {purpose}");
        if !wanted && purpose != "transfer" {
            let forged = world
                .post(&format!("/a/{first}/permit"), &[("purpose", purpose)])
                .await;
            assert_eq!(forged.status, StatusCode::CONFLICT, "{purpose}");
        }
    }
}

/// Nobody renews for half the price what ended long ago.
#[tokio::test]
async fn a_renewal_is_asked_for_in_its_time() {
    let (mut world, first) = granted().await;
    for (days, wanted) in [(334, false), (2, true), (88, true), (2, false)] {
        later(&mut world, &first, days).await;
        let page = world.get(&format!("/a/{first}")).await.body;
        assert_eq!(page.contains("value=\"renewal\""), wanted, "{days}: {page}");
    }
    let late = world
        .post(&format!("/a/{first}/permit"), &[("purpose", "renewal")])
        .await;
    assert_eq!(late.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_renewal_asks_its_own_costs_its_own_and_begins_where_the_earlier_one_ends() {
    let (mut world, first) = granted().await;
    later(&mut world, &first, 340).await;
    assert_eq!(pressed(&mut world, &first, "renewal").await, "/s/stall/apply");
    let first_gap = world.get("/s/stall/apply").await.location();
    assert_eq!(first_gap, "/s/stall/apply/sales");
    fill(&mut world, "sales", &[("sold", "1200")]).await;
    let check = world.get("/s/stall/apply/check").await.body;
    assert!(
        check.contains("renovar tu permiso") && check.contains("50.00"),
        "{check}"
    );
    let second = sent(&mut world).await;
    let status = world.get(&format!("/a/{second}")).await.body;
    assert!(status.contains("pides renovar un permiso"), "{status}");
    assert_eq!(cost(&world, &second).await, 5000);
    approve(&world, &second).await;
    let (earlier, newer) = (permit_of(&world, &first).await, permit_of(&world, &second).await);
    assert_eq!(
        newer.not_before, earlier.expires_at,
        "no day twice, and none lost"
    );
    assert_eq!(earlier.status, PermitStatus::Active, "it runs out by itself");
}

/// It is still needed until it ends, so its paper may be asked for again; all else waits for the renewal, from the copy too.
#[tokio::test]
async fn a_permit_that_is_being_renewed_may_still_be_lost() {
    let (mut world, first) = granted().await;
    later(&mut world, &first, 340).await;
    pressed(&mut world, &first, "renewal").await;
    fill(&mut world, "sales", &[("sold", "1200")]).await;
    let renewed = sent(&mut world).await;
    let page = world.get(&format!("/a/{first}")).await.body;
    for (shown, wanted) in [
        (format!("href=\"/a/{renewed}\""), true),
        ("value=\"copy\"".to_owned(), true),
        ("value=\"renewal\"".to_owned(), false),
        ("value=\"amendment\"".to_owned(), false),
        ("/hand-over\"".to_owned(), false),
    ] {
        assert_eq!(page.contains(&shown), wanted, "{shown}: {page}");
    }
    pressed(&mut world, &first, "copy").await;
    let copy = sent(&mut world).await;
    run_jobs(&world.app).await.unwrap();
    let page = world.get(&format!("/a/{copy}")).await.body;
    assert!(
        page.contains(&format!("href=\"/a/{renewed}\"")) && page.contains("value=\"copy\""),
        "{page}"
    );
    assert!(
        !page.contains("value=\"renewal\""),
        "it is being renewed already: {page}"
    );
    let again = world
        .post(&format!("/a/{copy}/permit"), &[("purpose", "renewal")])
        .await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    approve(&world, &renewed).await;
    let (copied, newer) = (permit_of(&world, &copy).await, permit_of(&world, &renewed).await);
    assert_eq!(newer.not_before, copied.expires_at);
}

#[tokio::test]
async fn an_amendment_asks_only_what_may_change_and_keeps_the_end() {
    let (mut world, first) = granted().await;
    later(&mut world, &first, 100).await;
    assert_eq!(
        pressed(&mut world, &first, "amendment").await,
        "/s/stall/apply/stall"
    );
    let page = world.get("/s/stall/apply/stall").await.body;
    assert!(
        page.contains("1 de 2"),
        "the page about the person is passed over: {page}"
    );
    assert_eq!(
        fill(&mut world, "stall", &[("goods", "Libros")]).await,
        "/s/stall/apply/check"
    );
    let check = world.get("/s/stall/apply/check").await.body;
    assert!(
        check.contains("cambiar un dato") && check.contains("15.00"),
        "{check}"
    );
    assert!(
        check.contains("apply/stall?change") && !check.contains("apply/who?change"),
        "{check}"
    );
    let who = world.get("/s/stall/apply/who").await.body;
    assert!(
        who.contains("Esto queda como está") && !who.contains("name=\"name\""),
        "{who}"
    );
    let second = sent(&mut world).await;
    assert_eq!(
        permit_of(&world, &first).await.status,
        PermitStatus::Active,
        "until it is decided"
    );
    approve(&world, &second).await;
    run_jobs(&world.app).await.unwrap();
    let (earlier, newer) = (permit_of(&world, &first).await, permit_of(&world, &second).await);
    assert_eq!(newer.expires_at, earlier.expires_at);
    assert!(newer.not_before > earlier.not_before);
    assert_eq!(
        (earlier.status, newer.status),
        (PermitStatus::Replaced, PermitStatus::Active)
    );
    let page = world.get(&format!("/a/{second}")).await.body;
    assert!(
        page.contains("value=\"amendment\""),
        "the newer one is changed in its turn"
    );
}

#[tokio::test]
async fn a_copy_comes_at_once_with_another_code_and_replaces_the_lost_one() {
    let (mut world, first) = granted().await;
    pressed(&mut world, &first, "copy").await;
    assert_eq!(
        world.get("/s/stall/apply").await.location(),
        "/s/stall/apply/check"
    );
    let second = sent(&mut world).await;
    run_jobs(&world.app).await.unwrap();
    let (earlier, newer) = (permit_of(&world, &first).await, permit_of(&world, &second).await);
    assert_eq!(cost(&world, &second).await, 800);
    assert_eq!(newer.expires_at, earlier.expires_at);
    assert_ne!(newer.id, earlier.id);
    assert_eq!(
        (earlier.status, newer.status),
        (PermitStatus::Replaced, PermitStatus::Active)
    );
}

#[tokio::test]
async fn officers_see_what_is_asked_for_and_ask_back_only_what_may_change() {
    let (mut world, first) = granted().await;
    pressed(&mut world, &first, "amendment").await;
    let second = sent(&mut world).await;
    let olga = world.employ("olga", &["officer"]).await;
    world.log_in("olga").await;
    let queue = world.get("/o").await.body;
    assert!(queue.contains("Cambio de datos"), "{queue}");
    world.try_command_of(olga, &second, Command::Claim).await.unwrap();
    let case = world.get(&format!("/o/cases/{second}")).await.body;
    assert!(
        case.contains("value=\"goods\"") && !case.contains("value=\"document\""),
        "{case}"
    );
    let ask = |id: &str| Command::Ask {
        questions: vec![id.into()],
        message: "Otra vez".to_owned(),
    };
    let refused = world
        .try_command_of(olga, &second, ask("document"))
        .await
        .unwrap_err();
    let Error::Refused(refusal) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(refusal.cause, Cause::MayNotAsk("document".into()));
    world.try_command_of(olga, &second, ask("goods")).await.unwrap();
}

/// Begun under one version and sent under another that offers it no more: then it is an application like any other.
#[tokio::test]
async fn what_is_offered_no_more_is_a_new_application_and_says_so() {
    let (mut world, first) = granted().await;
    pressed(&mut world, &first, "copy").await;
    let newer = SOURCE
        .replace("  copy: true\n", "")
        .replace("purpose == 'copy'", "purpose == 'renewal'")
        .replace(
            "contact: {phone: '01 1234567'}",
            "contact: {phone: '01 1234567'}\ndrafts: fast-forward",
        );
    let newer = forms::read("stall.yaml", &newer).unwrap_or_else(|wrong| panic!("{wrong}"));
    publish(&world.app, &newer).await;
    let check = world.get("/s/stall/apply/check").await;
    assert!(check.body.contains("pides un permiso nuevo"), "{}", check.body);
    assert!(check.body.contains("100.00"), "{}", check.body);
}
