//! `/o/permits/…`, `/a/{reference}/permit.pdf`

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
};

use axum::http::{StatusCode, header};
use engine::{clock::Random, jobs::runner::run_jobs, letters::delivery::deliver};
use permit::{Freshness, PermitNumber, Verdict};
use review::{Command, chain};
use store::{AuditAction, AuditActor, AuditEntry, PermitRow, PermitStatus};
use web::demo::letter_box::LetterBox;

use super::queue::three;
use crate::world::{World, publish};

/// Olga approved two of three; Sara supervises.
pub(crate) async fn approved() -> (World, Vec<PermitRow>, String) {
    let (mut world, [first, second, _]) = three().await;
    world.employ("olga", &["officer"]).await;
    world.employ("sara", &["supervisor"]).await;
    let applicant = world.cookies();
    world.log_in("olga").await;
    let mut permits = Vec::new();
    for reference in [&first, &second] {
        world.next_case().await;
        world
            .on_case(reference, "decide", &[("decision", "approve")])
            .await;
        let case = world.case(reference).await;
        permits.extend(world.store.permits_of(case.application.id).await.unwrap());
    }
    world.restore_cookies(applicant);
    (world, permits, first)
}

#[tokio::test]
async fn the_paper_is_for_its_holder_and_the_office() {
    let (mut world, permits, first) = approved().await;
    let own = format!("/a/{first}/permit.pdf");
    assert_eq!(
        world.get(&own).await.status,
        StatusCode::FORBIDDEN,
        "another applicant's browser"
    );
    world.open_by_mail(&first).await;
    let paper = world.get(&own).await;
    assert!(
        paper.status == StatusCode::OK && paper.body.starts_with("%PDF-"),
        "{:?}",
        paper.headers
    );
    assert_eq!(paper.headers[header::CONTENT_TYPE], "application/pdf");
    assert_eq!(paper.headers[header::CACHE_CONTROL], "no-store");
    let name = format!("inline; filename=\"every-type-{}.pdf\"", permits[0].number);
    assert_eq!(paper.headers[header::CONTENT_DISPOSITION], name.as_str());
    world.log_in("olga").await;
    let office = world
        .get(&format!("/o/permits/{}/permit.pdf", permits[0].number))
        .await;
    assert_eq!(office.body, paper.body, "the same bytes for everybody");
    assert_eq!(
        world.get(&own).await.status,
        StatusCode::FORBIDDEN,
        "an officer is not the holder"
    );
}

#[tokio::test]
async fn whoever_guesses_four_digits_waits_and_others_may_ask() {
    let mut world = World::behind_proxy().await;
    let number = PermitNumber::draw(&[3; 56]).unwrap().to_string();
    let fields = [("number", number.as_str()), ("document", "1234")];
    world.from = Some("203.0.113.7");
    for _ in 0..5 {
        assert_eq!(world.post("/v/number", &fields).await.status, StatusCode::OK);
    }
    let sixth = world.post("/v/number", &fields).await;
    assert_eq!(sixth.status, StatusCode::TOO_MANY_REQUESTS, "{}", sixth.body);
    world.from = Some("192.0.2.1");
    let elsewhere = world.post("/v/number", &fields).await;
    assert_eq!(elsewhere.status, StatusCode::OK, "{}", elsewhere.body);
    let other = PermitNumber::draw(&[4; 56]).unwrap().to_string();
    world.from = Some("203.0.113.7");
    let other = world
        .post("/v/number", &[("number", &other), ("document", "1234")])
        .await;
    assert_eq!(
        other.status,
        StatusCode::OK,
        "another permit may still be asked for"
    );
}

#[tokio::test]
async fn many_addresses_together_do_not_guess_four_digits() {
    let mut world = World::behind_proxy().await;
    let number = PermitNumber::draw(&[3; 56]).unwrap().to_string();
    let fields = [("number", number.as_str()), ("document", "1234")];
    let guessers = (0..20).map(|network| format!("10.0.{network}.1").leak() as &'static str);
    for guesser in guessers {
        world.from = Some(guesser);
        assert_eq!(world.post("/v/number", &fields).await.status, StatusCode::OK);
    }
    world.from = Some("192.0.2.1");
    let waiting = world.post("/v/number", &fields).await;
    assert_eq!(waiting.headers["retry-after"], "60", "{}", waiting.body);
    world.clock.pass(jiff::SignedDuration::from_secs(60));
    assert_eq!(world.post("/v/number", &fields).await.status, StatusCode::OK);
    let slip = world.post("/v/number", &fields).await;
    assert_eq!(slip.headers["retry-after"], "600", "{}", slip.body);
}

#[tokio::test]
async fn a_letter_brings_no_permit_that_was_taken_back_meanwhile() {
    let (world, permits, _) = approved().await;
    world
        .change_as_before(&permits[0], PermitStatus::Suspended, Some("r"))
        .await;
    let letters = LetterBox::default();
    while deliver(&world.app, &letters).await.unwrap() > 0 {}
    let letters = letters.all();
    let enclosed: Vec<_> = letters
        .iter()
        .filter_map(|letter| letter.attachment.as_ref())
        .collect();
    assert_eq!(enclosed.len(), 1, "{enclosed:?}");
    assert!(
        enclosed[0].name.contains(&permits[1].number.to_string()),
        "{}",
        enclosed[0].name
    );
}

/// Fills every number's worth of bytes alike until it has done so `left` times.
struct Repeating {
    left: Mutex<u32>,
    then: Arc<dyn Random>,
}

impl Random for Repeating {
    fn fill(&self, bytes: &mut [u8]) {
        let mut left = self.left.lock().unwrap();
        if bytes.len() == 56 && *left > 0 {
            *left -= 1;
            bytes.fill(7);
        } else {
            self.then.fill(bytes);
        }
    }
}

#[tokio::test]
async fn a_permit_number_that_is_taken_is_drawn_again() {
    let (mut world, references) = three().await;
    let random = Arc::new(Repeating {
        left: Mutex::new(2),
        then: world.app.random.clone(),
    });
    world.change_engine(|engine| engine.with_random(random));
    let mut numbers = BTreeSet::new();
    for reference in &references[..2] {
        let commands = vec![Command::Claim, Command::APPROVE];
        let id = world.command(reference, commands).await.application.id;
        numbers.insert(world.store.permits_of(id).await.unwrap()[0].number.to_string());
    }
    assert_eq!(numbers.len(), 2, "{numbers:?}");
}

#[tokio::test]
async fn a_permit_is_found_by_its_number_as_people_type_it() {
    let (mut world, permits, _) = approved().await;
    world.log_in("olga").await;
    let typed = permits[0].number.to_string().to_lowercase().replace('-', "+");
    assert_eq!(
        world.get(&format!("/o/permits?number={typed}")).await.location(),
        format!("/o/permits/{}", permits[0].number)
    );
    assert!(
        world
            .get("/o/permits?number=7K2QM")
            .await
            .body
            .contains("Ese número tiene un error.")
    );
    let page = world.get(&format!("/o/permits/{}", permits[0].number)).await;
    assert!(
        page.body.contains("Vigente") && page.body.contains("<dd>olga</dd>"),
        "{}",
        page.body
    );
    assert!(
        !page.body.contains("name=\"change\""),
        "an officer changes no permit"
    );
    let reply = world
        .post(
            &format!("/o/permits/{}/status", permits[0].number),
            &[("change", "revoke")],
        )
        .await;
    assert_eq!(reply.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_holder_is_not_told_to_carry_what_does_not_hold() {
    let (mut world, permits, first) = approved().await;
    let (own, change) = (
        format!("/a/{first}"),
        format!("/o/permits/{}/status", permits[0].number),
    );
    world.open_by_mail(&first).await;
    assert!(world.get(&own).await.body.contains("Llévalo impreso"));
    for (what, seen, words) in [
        (
            "suspend",
            "active",
            "La oficina suspendió tu permiso: por ahora no vale.",
        ),
        ("revoke", "suspended", "La oficina anuló tu permiso: ya no vale."),
    ] {
        world.log_in("sara").await;
        let fields = [("change", what), ("seen", seen), ("reason", "Denuncia")];
        assert_eq!(world.post(&change, &fields).await.status, StatusCode::SEE_OTHER);
        world.open_by_mail(&first).await;
        let page = world.get(&own).await.body;
        assert!(
            page.contains(words) && !page.contains("Llévalo impreso"),
            "{what}: {page}"
        );
    }
}

#[tokio::test]
async fn a_revocation_reaches_scanners_and_the_holder() {
    let (mut world, permits, first) = approved().await;
    let permit = &permits[0];
    world.log_in("sara").await;
    let path = format!("/o/permits/{}", permit.number);
    let change = format!("{path}/status");
    world.employ("silvio", &["supervisor"]).await;
    for (who, what, seen, verdict) in [
        ("sara", "suspend", "active", Verdict::Suspended),
        ("silvio", "reinstate", "suspended", Verdict::Valid),
        ("sara", "revoke", "active", Verdict::Revoked),
    ] {
        world.log_in(who).await;
        assert_eq!(world.get(&path).await.field("seen").as_deref(), Some(seen));
        let reply = world.post(&change, &[("change", what), ("seen", seen)]).await;
        assert!(
            reply.status == StatusCode::OK && reply.body.contains("Escribe el motivo"),
            "{reply:?}"
        );
        let reply = world
            .post(
                &change,
                &[("change", what), ("seen", seen), ("reason", "Denuncia")],
            )
            .await;
        assert_eq!(reply.location(), path);
        assert_eq!(world.scan(permit).await, (verdict, Freshness::Fresh), "{what}");
    }
    let late = world
        .post(
            &change,
            &[("change", "suspend"), ("seen", "active"), ("reason", "Denuncia")],
        )
        .await;
    assert!(
        late.status == StatusCode::OK && late.body.contains("Denuncia"),
        "{late:?}"
    );
    let page = world.get(&path).await;
    assert!(
        page.body.contains("Anulado") && page.field("seen").is_none(),
        "it is for ever: {}",
        page.body
    );
    let case = world.case(&first).await;
    let letters = world.store.outbox_of(case.application.id).await.unwrap();
    let told = letters
        .iter()
        .find(|letter| letter.entry.message == review::Message::Revoked)
        .unwrap();
    assert_eq!(told.entry.words["reason"], "Denuncia");
    assert_eq!(told.entry.words["permit"], permit.number.to_string());
}

#[tokio::test]
async fn the_history_tells_who_changed_a_permit_when_and_why_and_the_log_does_not() {
    let (mut world, permits, first) = approved().await;
    let path = format!("/o/permits/{}", permits[0].number);
    let change = format!("{path}/status");
    world.log_in("sara").await;
    let fields = [
        ("change", "suspend"),
        ("seen", "active"),
        ("cause", "report"),
        ("reason", "Denuncia <de> Ancón"),
    ];
    assert_eq!(world.post(&change, &fields).await.location(), path);
    for page in [path, format!("/o/cases/{first}")] {
        let page = world.get(&page).await.body;
        for told in [
            "sara:",
            "Reporte de quien verificó el permiso",
            "<q>Denuncia &#60;de&#62; Ancón</q>",
            "datetime=\"2026-03-2",
        ] {
            assert!(page.contains(told), "{told}: {page}");
        }
    }
    world.open_by_mail(&first).await;
    let own = world.get(&format!("/a/{first}")).await.body;
    assert!(own.contains("La oficina suspendió tu permiso"), "{own}");
    assert!(
        !own.contains("Denuncia"),
        "the office's words are the office's: {own}"
    );
    world.employ("aurora", &["auditor"]).await;
    world.log_in("aurora").await;
    let log = world
        .get("/admin/audit")
        .await
        .between("<tbody>", "</tbody>")
        .to_owned();
    assert!(!log.contains("Denuncia"), "its event is the line: {log}");
}

#[tokio::test]
async fn whoever_suspended_a_permit_does_not_reinstate_it() {
    let (mut world, permits, _) = approved().await;
    world.log_in("sara").await;
    let change = format!("/o/permits/{}/status", permits[0].number);
    let suspend = [("change", "suspend"), ("seen", "active"), ("reason", "Denuncia")];
    world.post(&change, &suspend).await;
    let reinstate = [
        ("change", "reinstate"),
        ("seen", "suspended"),
        ("reason", "Error"),
    ];
    let refused = world.post(&change, &reinstate).await;
    assert!(
        refused.status == StatusCode::CONFLICT && refused.body.contains("tiene que hacerlo otra persona"),
        "{refused:?}"
    );
    assert_eq!(world.scan(&permits[0]).await.0, Verdict::Suspended);
}

#[tokio::test]
async fn nobody_changes_their_own_permit() {
    let (mut world, permits, first) = approved().await;
    let address = world.case(&first).await.contact.email.unwrap();
    world.employ_as("marta", &address, &["supervisor"]).await;
    world.log_in_as(&address).await;
    let change = format!("/o/permits/{}/status", permits[0].number);
    let page = world.get(&format!("/o/permits/{}", permits[0].number)).await;
    assert!(!page.body.contains("name=\"change\""), "{}", page.body);
    let revoke = [("change", "revoke"), ("seen", "active"), ("reason", "Denuncia")];
    assert_eq!(world.post(&change, &revoke).await.status, StatusCode::FORBIDDEN);
    assert_eq!(world.scan(&permits[0]).await.0, Verdict::Valid);
}

#[tokio::test]
async fn past_its_end_a_permit_is_everywhere_what_scanners_say() {
    let (mut world, permits, _) = approved().await;
    world.log_in("sara").await;
    let fields = [("change", "suspend"), ("seen", "active"), ("reason", "Denuncia")];
    let change = format!("/o/permits/{}/status", permits[0].number);
    world.post(&change, &fields).await;
    world
        .clock
        .pass(permits[0].expires_at.duration_since(world.app.now()));
    world.log_in("sara").await;
    for (permit, verdict, tag) in [
        (&permits[0], Verdict::Suspended, "tag--suspended"),
        (&permits[1], Verdict::Expired, "tag--expired"),
    ] {
        let row = world.store.permit(&permit.id).await.unwrap();
        let by_hand = row.verdict_at(world.app.now());
        assert_eq!((world.scan(permit).await.0, by_hand), (verdict, verdict));
        let page = world.get(&format!("/o/permits/{}", permit.number)).await;
        assert!(page.body.contains(tag), "{tag}: {}", page.body);
    }
}

#[tokio::test]
async fn everything_that_somebody_approved_goes_at_once_after_a_count() {
    let (mut world, permits, _) = approved().await;
    let olga = permits[0].approved_by[0].to_string();
    world.log_in("sara").await;
    let path = "/o/permits/revoke-all";
    assert!(world.get(path).await.body.contains(&olga));
    let fields = [("which", "approver"), ("person", olga.as_str())];
    let reply = world.post(path, &fields).await;
    assert!(
        reply.status == StatusCode::OK && reply.body.contains("Escribe el motivo"),
        "{reply:?}"
    );
    let fields = [&fields[..], &[("reason", "Vendía aprobaciones")]].concat();
    let confirm = world.post(path, &fields).await;
    assert!(
        confirm.body.contains("Se anularán 2 permisos.") && confirm.body.contains("Todo lo que aprobó olga"),
        "{}",
        confirm.body
    );
    assert_eq!(confirm.field("person").as_deref(), Some(olga.as_str()));
    assert_eq!(
        world.scan(&permits[1]).await.0,
        Verdict::Valid,
        "nothing has happened yet"
    );
    let job = confirm.field("job").unwrap();
    let fields = [&fields[..], &[("cause", "fraud"), ("job", job.as_str())]].concat();
    let asked = world.post(path, &fields).await;
    let again = world.post(path, &fields).await;
    assert_eq!(asked.location(), format!("{path}/{job}"));
    assert_eq!(again.location(), asked.location(), "two clicks ask for one");
    let waiting = world.get(&asked.location()).await.body;
    assert!(
        waiting.contains("Se están anulando permisos")
            && waiting.contains("Se anularon 0 permisos.")
            && waiting.contains("Había 2 cuando se pidió."),
        "{waiting}"
    );
    assert_eq!(run_jobs(&world.app).await.unwrap(), 1);
    assert_eq!(run_jobs(&world.app).await.unwrap(), 0);
    let done = world.get(&asked.location()).await.body;
    for words in [
        "Se anularon los permisos",
        "Se anularon 2 permisos.",
        "Todo lo que aprobó olga",
        "sara",
        "Vendía aprobaciones",
        "Datos falsos",
    ] {
        assert!(done.contains(words), "{words}: {done}");
    }
    let list = world.get(path).await.body;
    assert!(list.contains(&asked.location()), "{list}");
    for permit in &permits {
        assert_eq!(world.scan(permit).await, (Verdict::Revoked, Freshness::Fresh));
        let case = world.get(&format!("/o/cases/{}", permit.application)).await.body;
        assert!(
            case.contains("<strong>sara:</strong> anuló el permiso") && case.contains("Vendía aprobaciones"),
            "{case}"
        );
    }
    world.employ("aurora", &["auditor"]).await;
    world.log_in("aurora").await;
    let log = world
        .get("/admin/audit")
        .await
        .between("<tbody>", "</tbody>")
        .to_owned();
    assert_eq!(log.matches("pidió anular muchos permisos").count(), 1, "{log}");
    assert!(
        log.contains("terminó la anulación de muchos permisos") && !log.contains("cambió un permiso"),
        "{log}"
    );
}

/// Whoever answers for another service neither asks for a revocation nor sees one; one that is unknown is not found.
#[tokio::test]
async fn a_mass_revocation_is_seen_by_whoever_could_ask_for_it() {
    let (mut world, permits, _) = approved().await;
    let olga = permits[0].approved_by[0].to_string();
    world.employ("fuera", &["supervisor@another-service"]).await;
    world.log_in("sara").await;
    let job = "0199a000-0000-7000-8000-000000000001";
    let fields = [
        ("which", "approver"),
        ("person", olga.as_str()),
        ("reason", "r"),
        ("job", job),
    ];
    let path = "/o/permits/revoke-all";
    world.get(path).await;
    let address = format!("{path}/{job}");
    assert_eq!(world.get(&address).await.status, StatusCode::NOT_FOUND);
    world.post(path, &fields).await;
    assert_eq!(world.get(&address).await.status, StatusCode::OK);
    assert_eq!(
        world.get(&format!("{path}/x")).await.status,
        StatusCode::NOT_FOUND
    );
    world.log_in("fuera").await;
    assert_eq!(world.get(&address).await.status, StatusCode::FORBIDDEN);
    let list = world.get(path).await.body;
    assert!(!list.contains(job), "{list}");
    assert_eq!(world.post(path, &fields).await.status, StatusCode::FORBIDDEN);
}

/// What is typed beside "all that a person approved" narrows it down, or is refused: nothing is passed over in silence.
#[tokio::test]
async fn what_is_typed_beside_a_person_counts() {
    let (mut world, permits, _) = approved().await;
    let olga = permits[0].approved_by[0].to_string();
    world.log_in("sara").await;
    let path = "/o/permits/revoke-all";
    world.get(path).await;
    // They were issued at 15:30 UTC, which is 10:30 here.
    for (choice, service, from, until, words) in [
        ("approver", "", "", "", "Se anularán 2 permisos."),
        ("approver", "every-type", "", "", "solo de «"),
        ("approver", "transit-permit", "", "", "Se anularán 0 permisos."),
        ("approver", "", "2026-03-20T10:31", "", "Se anularán 0 permisos."),
        ("approver", "", "", "2026-03-20T10:30", "Se anularán 0 permisos."),
        (
            "approver",
            "every-type",
            "2026-03-20T10:30",
            "2026-03-20T10:31",
            "Se anularán 2 permisos.",
        ),
        ("approver", "", "ayer", "", "Escribe la fecha y la hora completas"),
        (
            "approver",
            "",
            "2026-03-20T10:31",
            "2026-03-20T10:30",
            "el final va después del comienzo",
        ),
        (
            "service",
            "every-type",
            "2026-03-20T10:30",
            "2026-03-20T10:31",
            "Todo lo que aprobó olga, solo de «",
        ),
    ] {
        let fields = [
            ("which", choice),
            ("person", olga.as_str()),
            ("service", service),
            ("from", from),
            ("until", until),
            ("reason", "r"),
        ];
        let reply = world.post(path, &fields).await;
        assert!(
            reply.body.contains(words),
            "{choice} {service} {from} {until}: {}",
            reply.body
        );
    }
}

#[tokio::test]
async fn what_would_be_revoked_and_what_was_is_a_page_and_a_file() {
    let (mut world, permits, _) = approved().await;
    let olga = permits[0].approved_by[0].to_string();
    world.log_in("sara").await;
    let path = "/o/permits/revoke-all";
    world.get(path).await;
    let fields = [("which", "approver"), ("person", olga.as_str()), ("reason", "r")];
    let confirm = world.post(path, &fields).await;
    let before = format!("{path}/list?which=approver&person={olga}");
    assert!(
        confirm.body.contains(&before.replace('&', "&#38;")),
        "{}",
        confirm.body
    );
    let form = world.get(path).await;
    assert!(
        form.body.contains(">r</textarea>") && form.body.contains(&format!("value=\"{olga}\" selected")),
        "whoever goes back finds the form as they filled it in: {}",
        form.body
    );
    let file = before.replace("/list", "/list.csv");
    for (address, status) in [(&before, "Vale"), (&file, "active")] {
        let list = world.get(address).await;
        assert_eq!(list.status, StatusCode::OK, "{address}: {}", list.body);
        for permit in &permits {
            assert!(
                list.body.contains(&permit.number.to_string()),
                "{address}: {}",
                list.body
            );
        }
        assert!(list.body.contains(status), "{address}: {}", list.body);
    }
    let csv = world.get(&file).await;
    assert_eq!(
        csv.headers[header::CONTENT_DISPOSITION],
        "attachment; filename=\"to-revoke.csv\""
    );
    assert_eq!(csv.body.lines().count(), 3, "{}", csv.body);
    let job = confirm.field("job").unwrap();
    let fields = [&fields[..], &[("job", job.as_str())]].concat();
    world.post(path, &fields).await;
    run_jobs(&world.app).await.unwrap();
    let csv = world.get(&format!("{path}/{job}/list.csv")).await;
    assert_eq!(csv.body.lines().count(), 3, "{}", csv.body);
    assert_eq!(csv.body.matches("revoked").count(), 2, "{}", csv.body);
    let page = world.get(&format!("{path}/{job}/list")).await;
    assert!(
        page.body.contains(&permits[0].number.to_string()),
        "{}",
        page.body
    );
}

#[tokio::test]
async fn another_person_confirms_what_takes_two() {
    let (mut world, permits, _) = approved().await;
    let source =
        include_str!("../every-type.yaml").replace("  prints:", "  revoke_many: two-people\n  prints:");
    let service = forms::read("two-people.yaml", &source).unwrap();
    publish(world.app.engine(), &service).await;
    let olga = permits[0].approved_by[0].to_string();
    world.log_in("sara").await;
    let path = "/o/permits/revoke-all";
    world.get(path).await;
    let fields = [("which", "approver"), ("person", olga.as_str()), ("reason", "r")];
    let confirm = world.post(path, &fields).await;
    assert!(
        confirm.body.contains("Hacen falta dos personas"),
        "{}",
        confirm.body
    );
    let job = confirm.field("job").unwrap();
    let fields = [&fields[..], &[("job", job.as_str())]].concat();
    let waiting = world.post(path, &fields).await.location();
    let own = world.get(&waiting).await;
    assert!(own.body.contains("La pediste tú"), "{}", own.body);
    let refused = world.post(&format!("{waiting}/confirm"), &[]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(
        refused.body.contains("Debe confirmarla otra persona"),
        "{}",
        refused.body
    );
    world.employ("elsa", &["supervisor"]).await;
    world.log_in("elsa").await;
    let page = world.get(&waiting).await;
    assert!(page.body.contains("Se anularán 2 permisos."), "{}", page.body);
    let done = world.post(&format!("{waiting}/confirm"), &[]).await.location();
    run_jobs(&world.app).await.unwrap();
    let page = world.get(&done).await;
    assert!(
        page.body.contains("Se anularon 2 permisos.") && page.body.contains("Quién la confirmó"),
        "{}",
        page.body
    );
    assert_eq!(
        world.get(&waiting).await.location(),
        done,
        "the request leads to it"
    );
}

/// What a supervisor asked for stops once they may not do it any more; what was revoked stays so.
#[tokio::test]
async fn a_mass_revocation_stops_with_whoever_asked_for_it() {
    let (mut world, permits, _) = approved().await;
    let olga = permits[0].approved_by[0].to_string();
    world.log_in("sara").await;
    let job = "0199a000-0000-7000-8000-000000000001";
    let path = "/o/permits/revoke-all";
    world.get(path).await;
    let fields = [
        ("which", "approver"),
        ("person", olga.as_str()),
        ("reason", "r"),
        ("job", job),
    ];
    let asked = world.post(path, &fields).await;
    let mut person = world
        .store
        .person_by_email("sara@oficina.test")
        .await
        .unwrap()
        .unwrap();
    person.disabled_at = Some(world.app.now());
    let entry = AuditEntry {
        at: world.app.now(),
        actor: AuditActor::System,
        action: AuditAction::PersonDisabled(person.id),
    };
    world.store.change_person(&person, &entry).await.unwrap();
    assert_eq!(run_jobs(&world.app).await.unwrap(), 1);
    for permit in &permits {
        assert_eq!(world.scan(permit).await.0, Verdict::Valid);
    }
    world.employ("elsa", &["supervisor"]).await;
    world.log_in("elsa").await;
    let page = world.get(&asked.location()).await.body;
    assert!(page.contains("La anulación se detuvo"), "{page}");
}

#[tokio::test]
async fn a_service_in_a_time_is_counted_on_the_clock_of_the_place() {
    let (mut world, ..) = approved().await;
    world.employ("fuera", &["supervisor@another-service"]).await;
    world.log_in("sara").await;
    let service = |from, until| {
        [
            ("which", "service"),
            ("service", "every-type"),
            ("from", from),
            ("until", until),
            ("reason", "Regla mala"),
        ]
    };
    let path = "/o/permits/revoke-all";
    // They were issued at 15:30 UTC, which is 10:30 here.
    for (from, until, words) in [
        ("2026-03-20T10:30", "2026-03-20T10:31", "Se anularán 2 permisos."),
        ("2026-03-20T10:31", "2026-03-20T23:00", "Se anularán 0 permisos."),
        (
            "2026-03-20T10:31",
            "2026-03-20T10:30",
            "el final va después del comienzo",
        ),
        ("", "2026-03-20T10:30", "el final va después del comienzo"),
        ("ayer", "", "Escribe la fecha y la hora completas"),
    ] {
        let reply = world.post(path, &service(from, until)).await;
        assert!(reply.body.contains(words), "{from} {until}: {}", reply.body);
    }
    world.log_in("fuera").await;
    world.get(path).await;
    let reply = world
        .post(path, &service("2026-03-20T10:30", "2026-03-20T10:31"))
        .await;
    assert_eq!(reply.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_permit_of_whom_the_law_erased_can_still_be_revoked() {
    let (mut world, permits, _) = approved().await;
    let id = permits[0].application;
    let entry = AuditEntry {
        at: world.app.now(),
        actor: AuditActor::System,
        action: AuditAction::Erased(id),
    };
    world.store.erase(id, &entry).await.unwrap();
    world.log_in("sara").await;
    let path = format!("/o/permits/{}", permits[0].number);
    let revoke = [
        ("change", "revoke"),
        ("seen", "active"),
        ("reason", "Lo pidió Juan Pérez"),
    ];
    let reply = world.post(&format!("{path}/status"), &revoke).await;
    assert_eq!(reply.location(), path);
    assert_eq!(world.scan(&permits[0]).await.0, Verdict::Revoked);
    world.employ("aurora", &["auditor"]).await;
    world.log_in("aurora").await;
    let log = world
        .get("/admin/audit")
        .await
        .between("<tbody>", "</tbody>")
        .to_owned();
    assert!(
        !log.contains("cambió un permiso") && !log.contains("Juan"),
        "{log}"
    );
    let case = world.get(&format!("/o/cases/{id}")).await.body;
    assert!(
        case.contains("<strong>sara:</strong> anuló el permiso") && !case.contains("Juan"),
        "{case}"
    );
    let history = world.store.history(id).await.unwrap();
    chain::verify(&history).unwrap();
}

#[tokio::test]
async fn a_permit_that_a_release_before_this_one_changed_is_changed_again() {
    let (mut world, permits, _) = approved().await;
    world.log_in("sara").await;
    let path = format!("/o/permits/{}", permits[0].number);
    world
        .change_as_before(&permits[0], PermitStatus::Suspended, None)
        .await;
    let reinstate = [
        ("change", "reinstate"),
        ("seen", "suspended"),
        ("reason", "Error"),
    ];
    let reply = world.post(&format!("{path}/status"), &reinstate).await;
    assert_eq!(reply.location(), path);
    assert_eq!(world.scan(&permits[0]).await.0, Verdict::Valid);
}

#[tokio::test]
async fn a_number_of_another_office_is_answered_as_none() {
    let (mut world, permits, _) = approved().await;
    world
        .employ("otra", &["officer@another-service", "supervisor@another-service"])
        .await;
    world.log_in("otra").await;
    let known = permits[0].number.to_string();
    let unknown = PermitNumber::draw(&[9; 56]).unwrap().to_string();
    for path in ["/o/permits?number=", "/o/permits/"] {
        let (there, none) = (
            world.get(&format!("{path}{known}")).await,
            world.get(&format!("{path}{unknown}")).await,
        );
        assert_eq!(there.status, none.status, "{path}: {}", there.body);
        let at = |body: &str| {
            let mut said = body.replace(&known, "N").replace(&unknown, "N");
            if let Some(at) = said.find("dinos este n") {
                said.truncate(at);
            }
            said
        };
        assert_eq!(at(&there.body), at(&none.body), "{path}");
    }
    let cti = |id: [u8; 16]| format!("/o/permits/id/{}", hex::encode(id));
    let (there, none) = (
        world.get(&cti(permits[0].id.0)).await,
        world.get(&cti([1; 16])).await,
    );
    assert_eq!(there.status, none.status);
    for change in ["status", "replace"] {
        let (there, none) = (
            world.post(&format!("/o/permits/{known}/{change}"), &[]).await,
            world.post(&format!("/o/permits/{unknown}/{change}"), &[]).await,
        );
        assert_eq!(there.status, none.status, "{change}");
    }
}

/// Whoever opens the case or the permit sees at once that it was revoked, by whom, when and why; and no letter says again that it
/// is ready.
#[tokio::test]
async fn what_was_revoked_is_seen_on_its_case_and_its_page() {
    let (mut world, permits, _) = approved().await;
    let permit = &permits[0];
    let case = world.store.case(permit.application).await.unwrap();
    world.mailed().await;
    world.log_in("sara").await;
    let page = format!("/o/permits/{}", permit.number);
    world.get(&page).await;
    let fields = [
        ("change", "revoke"),
        ("seen", "active"),
        ("cause", "order"),
        ("reason", "Resolución 12"),
    ];
    let done = world.post(&format!("{page}/status"), &fields).await;
    assert_eq!(done.location(), page);
    let of_case = format!("/o/cases/{}", case.reference);
    for address in [&page, &of_case] {
        let shown = world.get(address).await;
        let told = shown.between("<p class=\"finding finding--bad\">", "</p>");
        for words in ["Anulado", "sara", "20 de marzo de 2026", "Resolución 12"] {
            assert!(told.contains(words), "{address} {words}: {told}");
        }
        assert!(!shown.body.contains("vale hasta"), "{address}");
    }
    let letters = world.store.outbox_of(permit.application).await.unwrap();
    let ready = letters
        .iter()
        .find(|letter| letter.entry.message.known() == Some(&review::Message::Approved))
        .unwrap();
    let resend = format!("{of_case}/letters/{}", ready.entry.id.0);
    let shown = world.get(&of_case).await;
    assert!(!shown.body.contains(&resend), "it is not offered: {}", shown.body);
    let refused = world.post(&resend, &[]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(
        refused.body.contains("Ese permiso ya no vale"),
        "{}",
        refused.body
    );
}
