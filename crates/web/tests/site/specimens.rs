//! `/admin/services/{service}/specimen/{version}`: a version is tried as its citizens would, and nothing of it counts.

use axum::http::StatusCode;
use engine::specimens::CODE;
use forms::{Answer, Answers, Service, samples};
use jiff::SignedDuration;
use permit::{Trust, Verdict};
use store::AuditQuery;

use crate::{
    every_page::check,
    world::{Reply, SHIPPED, World, every_type, shipped},
};

const TRANSIT: &str = include_str!("../../../../forms/transit-permit.yaml");
const FILE: &str = "/admin/services/transit-permit/file";

fn house() -> Service {
    let read = forms::read("house.yaml", include_str!("house.yaml"));
    read.unwrap_or_else(|problems| panic!("{problems}"))
}

/// Where a version is tried.
fn at(service: &Service) -> String {
    format!("/admin/services/{}/specimen/{}", service.id, service.hash())
}

/// A site with that service, and its owner in the browser.
async fn owner_of(service: &Service) -> World {
    let mut world = World::with(std::slice::from_ref(service)).await;
    world
        .employ("olga", &[&format!("service-owner@{}", service.id)])
        .await;
    world.log_in("olga").await;
    world
}

/// Fills the form in and sees what would happen.
async fn outcome(world: &mut World, service: &Service, answers: &Answers) -> Reply {
    let start = at(service);
    let checked = world.fill_from(&start, service, answers, |_| {}).await;
    assert_eq!(checked, format!("{start}/form/check"));
    let page = world.get(&checked).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let sent = world.post(&format!("{start}/form/submit"), &[]).await;
    assert_eq!(sent.location(), format!("{start}/outcome"), "{}", sent.body);
    world.get(&sent.location()).await
}

/// Presses a button of the page of what would happen.
async fn choose(world: &mut World, service: &Service, fields: &[(&str, &str)]) -> Reply {
    let address = format!("{}/outcome", at(service));
    let seen = world.get(&address).await.field("seen").unwrap_or_default();
    let fields = [&[("seen", seen.as_str())], fields].concat();
    world.post(&address, &fields).await
}

fn of_house(world: &World, service: &Service) -> Answers {
    let mut answers = samples::sample(service, world.app.today());
    answers.insert("name".into(), Answer::FullName("Ana Flores Rojas".into()));
    answers.insert("email".into(), Answer::Email("ana@example.org".into()));
    answers.insert("owner".into(), Answer::Email("duena@example.org".into()));
    answers
}

fn has(page: &Reply, parts: &[&str]) {
    for part in parts {
        assert!(page.body.contains(part), "{part} in {}", page.body);
    }
}

fn has_not(page: &Reply, parts: &[&str]) {
    for part in parts {
        assert!(!page.body.contains(part), "{part} in {}", page.body);
    }
}

#[tokio::test]
async fn every_version_is_tried_to_its_permit_in_both_languages() {
    let mut services: Vec<Service> = SHIPPED.map(shipped).into();
    services.extend([every_type(), house()]);
    for service in services {
        let mut world = owner_of(&service).await;
        let found = samples::search(&service, world.app.today());
        for language in ["es", "en"] {
            world.get(&format!("{}?lang={language}", at(&service))).await;
            let strip = if language == "es" {
                "Espécimen."
            } else {
                "Specimen."
            };
            let start = at(&service);
            world
                .fill_from(&start, &service, &found.answers, |page| {
                    has(page, &[strip]);
                    has_not(page, &["own-device-title", "/finish"]);
                    check(&start, page);
                })
                .await;
            let mut page = outcome(&mut world, &service, &found.answers).await;
            for _ in 0..12 {
                has(&page, &[strip]);
                check(&start, &page);
                if page.body.contains("/permit.pdf\">") {
                    break;
                }
                let yes = if page.body.contains("value=\"approve\"") {
                    "approve"
                } else {
                    "consent"
                };
                page = choose(&mut world, &service, &[("choice", yes)]).await;
                assert_eq!(page.status, StatusCode::OK, "{}", page.body);
            }
            let paper = world.get(&format!("{start}/permit.pdf")).await;
            assert!(paper.body.starts_with("%PDF"), "{}: {}", service.id, page.body);
            assert_eq!(paper.headers["cache-control"], "no-store");
        }
    }
}

#[tokio::test]
async fn nothing_of_a_specimen_is_an_application() {
    let service = house();
    let mut world = owner_of(&service).await;
    let lists = world.get("/status").await.body;
    let told = AuditQuery {
        limit: 100,
        ..AuditQuery::default()
    };
    let log = world.store.audit(&told).await.unwrap().len();
    let answers = of_house(&world, &service);
    outcome(&mut world, &service, &answers).await;
    for choice in ["consent", "approve"] {
        choose(&mut world, &service, &[("choice", choice)]).await;
    }
    let page = world.get(&format!("{}/outcome", at(&service))).await;
    has(&page, &["Se aprueba", "/permit.pdf"]);
    world.get(&format!("{}/permit.pdf", at(&service))).await;

    assert!(world.mailed().await.is_empty(), "letters were sent");
    assert_eq!(
        world.get("/status").await.body,
        lists,
        "a place on a list was taken"
    );
    assert!(world.store.heads(None, 9).await.unwrap().is_empty());
    assert_eq!(world.store.audit(&told).await.unwrap().len(), log);
    // Nothing can be looked up by what stands where a real paper has its number.
    let found = world.post("/v/number", &[("number", "ESPÉCIMEN")]).await;
    has_not(&found, &["Vale desde", "Es válido"]);
}

/// What a scanner reads out of the code of the paper is no permit, whatever keys it trusts.
#[tokio::test]
async fn no_scanner_takes_the_code_of_a_specimen() {
    let world = World::new().await;
    let trust = Trust::new(vec![world.app.issuer().keys.clone()]);
    let checked = permit::verify(CODE, &trust, world.app.now());
    assert_eq!(checked.verdict, Verdict::NotAPermit);
}

#[tokio::test]
async fn whom_it_is_not_for_does_not_try_it() {
    let service = shipped("transit-permit");
    let mut world = World::with(&[service.clone(), house()]).await;
    let start = at(&service);
    let addresses = ["", "/form/check", "/form/holder", "/outcome", "/permit.pdf"];
    for address in addresses {
        let stranger = world.get(&format!("{start}{address}")).await;
        assert!(stranger.location().starts_with("/o/log-in"), "{address}");
    }
    for (name, grant) in [
        ("ofelia", "officer"),
        ("sara", "supervisor"),
        ("victor", "verifier"),
        ("aurora", "auditor"),
        ("olga", "service-owner@house"),
        ("dante", "administrator@house"),
    ] {
        world.employ(name, &[grant]).await;
        world.log_in(name).await;
        for address in addresses {
            let refused = world.get(&format!("{start}{address}")).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{grant} {address}");
        }
        for address in ["", "/form/submit", "/form/holder", "/outcome"] {
            let refused = world.send_form(&format!("{start}{address}"), &[]).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{grant} {address}");
        }
    }
    // Whoever may see the service and not try it is not led there.
    world.log_in("aurora").await;
    let page = world.get("/admin/services/transit-permit").await;
    has_not(&page, &["Pruébalo como ciudadano"]);
    world.employ("ada", &["administrator"]).await;
    world.log_in("ada").await;
    let page = world.get("/admin/services/transit-permit").await;
    has(&page, &["Pruébalo como ciudadano", &start]);
    // A version of another service is none of this one.
    let other = format!("/admin/services/house/specimen/{}", service.hash());
    let page = world.get(&other).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    has(&page, &["No hay tal versión para probar"]);
    world.get(&start).await;
    let foreign = world.token.clone();
    world.token = "another".to_owned();
    assert_eq!(world.send_form(&start, &[]).await.status, StatusCode::FORBIDDEN);
    world.token = foreign;
}

#[tokio::test]
async fn a_version_that_waits_is_tried_until_it_is_called_off() {
    let mut world = World::new().await;
    world.employ("olga", &["service-owner@transit-permit"]).await;
    world.log_in("olga").await;
    let file = TRANSIT.replacen("valid: 36h", "valid: 48h", 1);
    let service = forms::read("transit-permit.yaml", &file).unwrap();
    let start = at(&service);
    assert_eq!(
        world.get(&start).await.status,
        StatusCode::NOT_FOUND,
        "not planned yet"
    );

    let page = world.get(FILE).await;
    let (seen, plan) = (page.field("seen").unwrap(), page.field("plan").unwrap());
    let fields = [
        ("file", file.as_str()),
        ("seen", &seen),
        ("plan", &plan),
        ("at", "2099-01-05T08:00"),
        ("do", "publish"),
    ];
    let planned = world.send_form(FILE, &fields).await.location();
    let page = world.get(&planned).await;
    has(&page, &["Pruébalo como ciudadano", &start]);
    let answers = samples::sample(&service, world.app.today());
    outcome(&mut world, &service, &answers).await;
    choose(&mut world, &service, &[("choice", "approve")]).await;
    has(&world.get(&format!("{start}/permit.pdf")).await, &["%PDF"]);
    // The public has the version of now alone.
    let applied = world.fill(&shipped("transit-permit"), &answers, |_| {}).await;
    assert_eq!(applied, "/s/transit-permit/apply/check");

    world.get(&planned).await;
    world.send_form(&format!("{planned}/call-off"), &[]).await;
    for address in ["", "/form/check", "/outcome", "/permit.pdf"] {
        let page = world.get(&format!("{start}{address}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{address}");
        has(&page, &["No hay tal versión para probar"]);
    }
    let page = world.get(&planned).await;
    has_not(&page, &["Pruébalo como ciudadano"]);
}

#[tokio::test]
async fn a_specimen_is_no_draft_and_a_draft_no_specimen() {
    let service = shipped("transit-permit");
    let mut world = owner_of(&service).await;
    let answers = samples::sample(&service, world.app.today());
    let start = at(&service);
    // What a citizen typed in the same browser is not there.
    world.fill(&service, &answers, |_| {}).await;
    let page = world.get(&format!("{start}/form/check")).await;
    assert_eq!(page.location(), start);
    world.log_in("olga").await;
    outcome(&mut world, &service, &answers).await;
    let page = world.get("/s/transit-permit/apply/check").await;
    assert_ne!(page.status, StatusCode::OK, "{}", page.body);
    // Nor is it anybody else's.
    world.employ("otilia", &["service-owner@transit-permit"]).await;
    world.log_in("otilia").await;
    assert_eq!(world.get(&format!("{start}/outcome")).await.location(), start);
    has_not(&world.get(&start).await, &["Seguir donde quedaste"]);
    // It is its owner's in any browser, until it is deleted or a day has passed.
    world.log_in("olga").await;
    has(&world.get(&start).await, &["Seguir donde quedaste"]);
    world.send_form(&start, &[("forget", "1")]).await;
    has_not(&world.get(&start).await, &["Seguir donde quedaste"]);
    outcome(&mut world, &service, &answers).await;
    world.clock.pass(SignedDuration::from_hours(25));
    world.log_in("olga").await;
    assert_eq!(world.get(&format!("{start}/outcome")).await.location(), start);
}

#[tokio::test]
async fn what_may_happen_is_tried_and_taken_back() {
    let service = house();
    let mut world = owner_of(&service).await;
    let answers = of_house(&world, &service);
    let page = outcome(&mut world, &service, &answers).await;
    has(
        &page,
        &[
            "Consentimiento del dueño",
            "Correo a duena@example.org",
            "Correo a ana@example.org",
            "¿Permites esta obra en tu casa?",
            "(aquí va el enlace para dar el consentimiento)",
            "otra persona, que da su consentimiento",
            "value=\"refuse-consent\"",
            "Nadie hace nada hasta el",
        ],
    );
    has_not(&page, &["?key=", "value=\"approve\""]);
    let page = choose(&mut world, &service, &[("choice", "time-runs-out")]).await;
    has(
        &page,
        &["No se aprueba", "La dueña o el dueño no está de acuerdo."],
    );
    has_not(&page, &["value=\"appeal\""]);
    let page = choose(&mut world, &service, &[("choice", "undo")]).await;
    has(&page, &["value=\"consent\""]);
    let page = choose(&mut world, &service, &[("choice", "consent")]).await;
    has(&page, &["value=\"approve\"", "Revisión"]);
    let page = choose(&mut world, &service, &[("choice", "reject")]).await;
    has(&page, &["Elige el motivo del rechazo"]);
    let page = choose(&mut world, &service, &[("choice", "ask"), ("question", "works")]).await;
    has(&page, &["id=\"message-error\""]);
    let asking = [
        ("choice", "ask"),
        ("question", "works"),
        ("message", "¿Qué obra?"),
    ];
    let page = choose(&mut world, &service, &asking).await;
    has(&page, &["Espera la respuesta del solicitante", "¿Qué obra?"]);
    let page = choose(&mut world, &service, &[("choice", "answer")]).await;
    has(&page, &["value=\"approve\""]);
    let rejecting = [
        ("choice", "reject"),
        ("reason", "unsafe"),
        ("note", "Falta un plano."),
    ];
    let page = choose(&mut world, &service, &rejecting).await;
    has(
        &page,
        &["No se aprueba", "La obra es peligrosa.", "Falta un plano."],
    );
    let page = choose(&mut world, &service, &[("choice", "appeal")]).await;
    has(&page, &["Apelación", "value=\"approve\""]);
    let page = choose(&mut world, &service, &[("choice", "approve")]).await;
    has(&page, &["Se aprueba", "/permit.pdf"]);
    // What is pressed twice happens once.
    let address = format!("{}/outcome", at(&service));
    let twice = world
        .post(&address, &[("seen", "0"), ("choice", "withdraw")])
        .await;
    has(&twice, &["Se aprueba"]);
    let long = "x".repeat(4_001);
    let much = [("choice", "reject"), ("reason", "unsafe"), ("note", &long)];
    let page = choose(&mut world, &service, &much).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
    // What cannot be at all is refused in words.
    let page = choose(&mut world, &service, &[("choice", "withdraw")]).await;
    has(&page, &["error-summary"]);
    let unknown = choose(&mut world, &service, &[("choice", "parsecs")]).await;
    has(&unknown, &["error-summary"]);
    // Whoever changes an answer sends it again.
    let page = format!("{}/form/you", at(&service));
    let typed = world.get(&page).await;
    has(&typed, &["Ana Flores Rojas"]);
    let begun = world.send_form(&at(&service), &[]).await;
    let empty = world.get(&begun.location()).await;
    has_not(&empty, &["Ana Flores Rojas"]);
    assert!(world.get(&address).await.location().ends_with("/form/check"));
}

/// The works permit without a consent: two people decide, with a condition to set, and whoever earns much is approved by a rule, which a
/// person always looks at afterwards.
fn office() -> Service {
    let whole = include_str!("house.yaml");
    let (before, rest) = whole.split_once("\n    - id: owner\n").unwrap();
    let (_, after) = rest.split_once("because: no-consent}\n    - {id: check").unwrap();
    let source = format!("{before}\n    - {{id: check{after}")
        .replace(
            "review:\n  steps:\n",
            "review:\n  rules: [{when: \"salary > 5000\", then: approve, because: rich, sample: 100}]\n  sample_step: look\n  steps:\n",
        )
        .replace("role: officer}", "role: officer, people: 2}\n    - {id: look, name: {es: Muestra, en: Sample}, role: supervisor}")
        .replace(
            "  reasons:\n",
            "  reasons:\n    rich: {for: [approve], text: {es: Gana bien., en: Earns well.}}\n",
        )
        .replace(
            "  valid: 30 days\n",
            "  valid: 30 days\n  conditions: {choose: {quiet: {es: Sin ruido de noche., en: No noise at night.}}}\n",
        );
    forms::read("house.yaml", &source).unwrap_or_else(|wrong| panic!("{wrong}\n{source}"))
}

#[tokio::test]
async fn two_people_conditions_and_samples_are_tried() {
    let service = office();
    let mut world = owner_of(&service).await;
    let mut answers = of_house(&world, &service);
    answers.insert("salary".into(), Answer::Integer(4_000));
    let page = outcome(&mut world, &service, &answers).await;
    has(&page, &["evaluador · ", "value=\"quiet\""]);
    let approving = [("choice", "approve"), ("condition", "quiet")];
    let page = choose(&mut world, &service, &approving).await;
    has(&page, &["Espera una decisión", "value=\"approve\""]);
    has_not(&page, &["/permit.pdf"]);
    let page = choose(&mut world, &service, &approving).await;
    has(&page, &["Se aprueba", "Sin ruido de noche.", "/permit.pdf"]);
    // No such condition and no such reason is refused, and so is a question that is not the form's.
    choose(&mut world, &service, &[("choice", "undo")]).await;
    for wrong in [
        [("choice", "approve"), ("condition", "nothing-such")],
        [("choice", "reject"), ("reason", "nothing-such")],
    ] {
        let page = choose(&mut world, &service, &wrong).await;
        has(&page, &["error-summary", "Espera una decisión"]);
    }

    answers.insert("salary".into(), Answer::Integer(6_000));
    let page = outcome(&mut world, &service, &answers).await;
    has(
        &page,
        &[
            "El sistema, por las reglas",
            "Gana bien.",
            "Se aprueba",
            "/permit.pdf",
            "value=\"reject\"",
        ],
    );
    let overturning = [("choice", "reject"), ("reason", "unsafe")];
    let page = choose(&mut world, &service, &overturning).await;
    has(&page, &["No se aprueba", "La obra es peligrosa."]);
    has_not(&page, &["/permit.pdf"]);
}

#[tokio::test]
async fn too_much_is_not_taken() {
    let service = shipped("transit-permit");
    let mut world = owner_of(&service).await;
    let start = at(&service);
    let page = world.post(&start, &[]).await.location();
    let long = "x".repeat(5 << 20);
    let refused = world.send_form(&page, &[("name", &long)]).await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    let mut last = StatusCode::OK;
    for _ in 0..130 {
        last = world.send_form(&start, &[]).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

/// Steps that decide nothing are passed too: others say what they think, and somebody comes and looks.
#[tokio::test]
async fn opinions_and_inspections_are_tried() {
    for (source, choices, told) in [
        (
            include_str!("feast.yaml"),
            &["opinions"][..],
            "Quien da su opinión",
        ),
        (
            include_str!("inspected.yaml"),
            &["set-inspection", "inspect"],
            "Ten el quiosco armado.",
        ),
    ] {
        let service = forms::read("service.yaml", source).unwrap_or_else(|problems| panic!("{problems}"));
        let mut world = owner_of(&service).await;
        let answers = samples::sample(&service, world.app.today());
        let mut page = outcome(&mut world, &service, &answers).await;
        for choice in choices {
            let button = format!("value=\"{choice}\"");
            has(&page, &[&button]);
            has_not(&page, &["value=\"approve\"", "value=\"consent\""]);
            page = choose(&mut world, &service, &[("choice", choice)]).await;
            has_not(&page, &[&button]);
        }
        has(&page, &["value=\"approve\"", told]);
        let page = choose(&mut world, &service, &[("choice", "approve")]).await;
        has_not(&page, &["value=\"approve\""]);
        has(&page, &["Correo a "]);
    }
}
