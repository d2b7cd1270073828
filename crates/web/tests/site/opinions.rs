//! `/o/opinions`: others are asked for their opinions, each shown what the file says and nothing else, before the office decides.

use axum::http::StatusCode;
use engine::{error::Error, jobs::timers::run_due, opinions::OpinionSaid, publishing::case_moves::StepMap};
use forms::{Answer, OpinionOutcome, Service, samples};
use jiff::SignedDuration;
use review::{PersonId, Status};

use crate::{every_page::check, world::World};

const FIRE: &str = "consultee-civil-defence";
const TRAFFIC: &str = "consultee-traffic";

fn feast() -> Service {
    let read = forms::read("feast.yaml", include_str!("feast.yaml"));
    read.unwrap_or_else(|problems| panic!("{problems}"))
}

/// An application of which two opinions are awaited, and its reference. Dina is of civil defence, Tito of traffic, Olga decides.
async fn sent() -> (World, String) {
    let service = feast();
    let mut world = World::with(std::slice::from_ref(&service)).await;
    world.employ("dina", &[FIRE]).await;
    world.employ("tito", &[TRAFFIC]).await;
    world.employ("olga", &["officer"]).await;
    let reference = send(&mut world, &service).await;
    (world, reference)
}

async fn send(world: &mut World, service: &Service) -> String {
    let mut answers = samples::sample(service, world.app.today());
    for (id, answer) in [
        ("name", Answer::FullName("Ana Flores Rojas".into())),
        ("email", Answer::Email("ana@example.org".into())),
        ("place", Answer::Text("Jirón Lima 3".into())),
        ("people", Answer::Integer(350)),
        ("salary", Answer::Integer(4_321)),
    ] {
        answers.insert(id.into(), answer);
    }
    world.fill(service, &answers, |_| {}).await;
    let sent = world.post("/s/feast/apply/submit", &[]).await.location();
    sent.trim_start_matches("/a/")
        .trim_end_matches("?sent=1")
        .to_owned()
}

fn page_of(reference: &str, opinion: &str) -> String {
    format!("/o/opinions/{reference}/{opinion}")
}

/// Whoever applied opens it in another browser.
async fn as_applicant(world: &mut World, reference: &str) -> crate::world::Reply {
    world.forget_cookies();
    world.open_by_mail(reference).await;
    world.get(&format!("/a/{reference}")).await
}

/// Gives an opinion on the page as it is now.
async fn give(world: &mut World, address: &str, fields: &[(&str, &str)]) -> crate::world::Reply {
    let page = world.get(address).await;
    let visit = page.field("visit").unwrap_or_default();
    world
        .post(address, &[fields, &[("visit", visit.as_str())]].concat())
        .await
}

async fn step(world: &World, reference: &str) -> String {
    let status = world.case(reference).await.application.status;
    status.step().map(ToString::to_string).unwrap_or_default()
}

fn said(visit: u64, words: Option<&str>) -> OpinionSaid {
    OpinionSaid {
        visit,
        outcome: match words {
            None => OpinionOutcome::Favourable,
            Some(_) => OpinionOutcome::WithConditions,
        },
        words: words.map(str::to_owned),
    }
}

#[tokio::test]
async fn each_body_sees_what_it_is_asked_and_nothing_else() {
    let (mut world, reference) = sent().await;
    let secrets = [
        "Ana Flores",
        "ANA FLORES",
        "ana@example.org",
        "4321",
        "4 321",
        &world.document_of(&reference).await,
    ];
    let home = world.log_in("dina").await;
    check("the opinions", &home);
    assert!(home.body.contains(&reference) && home.body.contains("Defensa Civil"));
    assert!(!home.body.contains("Tránsito"), "what others are asked is theirs");
    let page = world.get(&page_of(&reference, "civil-defence")).await;
    check("an opinion", &page);
    for words in [
        "¿Alcanza la salida?",
        "Jirón Lima 3",
        "350",
        "el silencio vale como opinión favorable",
    ] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    for secret in secrets {
        for reply in [&home, &page] {
            assert!(!reply.body.contains(secret), "{secret}: {}", reply.body);
        }
    }
    world.log_in("tito").await;
    let page = world.get(&page_of(&reference, "traffic")).await;
    assert!(
        page.body.contains("Jirón Lima 3") && !page.body.contains("350"),
        "{}",
        page.body
    );
}

/// Whoever is asked reaches no other address of the case, nor of the office; and nobody else reaches theirs.
#[tokio::test]
async fn every_other_address_is_refused() {
    let (mut world, reference) = sent().await;
    world.log_in("olga").await;
    let opinion = page_of(&reference, "civil-defence");
    for address in ["/o/opinions", &opinion] {
        assert_eq!(
            world.get(address).await.status,
            StatusCode::FORBIDDEN,
            "{address}"
        );
    }
    world.log_in("dina").await;
    let case = format!("/o/cases/{reference}");
    for (address, status) in [
        (case.clone(), StatusCode::FORBIDDEN),
        (format!("{case}/erase"), StatusCode::FORBIDDEN),
        ("/o?text=Flores&status=all".to_owned(), StatusCode::SEE_OTHER),
        ("/o/permits".to_owned(), StatusCode::FORBIDDEN),
        ("/o/check".to_owned(), StatusCode::FORBIDDEN),
        ("/o/incidents".to_owned(), StatusCode::FORBIDDEN),
        ("/o/erasures".to_owned(), StatusCode::FORBIDDEN),
        ("/o/scans".to_owned(), StatusCode::FORBIDDEN),
        ("/admin/services".to_owned(), StatusCode::FORBIDDEN),
        (page_of(&reference, "traffic"), StatusCode::NOT_FOUND),
        (page_of(&reference, "water"), StatusCode::NOT_FOUND),
        (page_of("2222-2222-22", "civil-defence"), StatusCode::NOT_FOUND),
    ] {
        let reply = world.get(&address).await;
        assert_eq!(reply.status, status, "{address}");
        assert!(!reply.body.contains("Flores"), "{address}");
    }
    for command in ["claim", "release", "decide", "ask", "escalate", "assign"] {
        let reply = world
            .send_form(&format!("{case}/{command}"), &[("revision", "3")])
            .await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN, "{command}");
    }
    let other = world
        .send_form(&page_of(&reference, "traffic"), &[("outcome", "favourable")])
        .await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
    // A grant for another service reaches nothing of this one.
    world.employ("dora", &[&format!("{FIRE}@other")]).await;
    world.log_in("dora").await;
    assert_eq!(world.get(&opinion).await.status, StatusCode::NOT_FOUND);
    assert!(!world.get("/o/opinions").await.body.contains(&reference));
}

#[tokio::test]
async fn opinions_are_given_and_who_decides_reads_them_beside_the_answers() {
    let (mut world, reference) = sent().await;
    let waiting = as_applicant(&mut world, &reference).await;
    assert!(
        waiting.body.contains("Otras entidades están dando su opinión"),
        "{}",
        waiting.body
    );
    assert!(
        waiting
            .body
            .contains("Se pidió opinión a: Defensa Civil, Tránsito")
    );

    world.log_in("dina").await;
    let address = page_of(&reference, "civil-defence");
    let nothing = give(&mut world, &address, &[("words", "Dos salidas.")]).await;
    assert!(nothing.body.contains("Elige una opinión") && nothing.body.contains("Dos salidas."));
    let wordless = give(&mut world, &address, &[("outcome", "with-conditions")]).await;
    assert!(wordless.body.contains("Escribe tus razones"), "{}", wordless.body);
    let fields = [("outcome", "with-conditions"), ("words", "Dos salidas libres.")];
    let given = give(&mut world, &address, &fields).await;
    assert_eq!(given.location(), "/o/opinions?notice=given");
    let list = world.get("/o/opinions?notice=given").await;
    assert!(list.body.contains("Enviaste tu opinión") && !list.body.contains(&reference));
    let own = world.get(&address).await;
    check("a given opinion", &own);
    assert!(
        own.body.contains("Dos salidas libres.") && !own.body.contains("350"),
        "{}",
        own.body
    );
    let twice = give(&mut world, &address, &[("outcome", "favourable")]).await;
    assert!(
        twice.body.contains("Ya no se espera") || twice.body.contains("cambió"),
        "{}",
        twice.body
    );
    assert_eq!(step(&world, &reference).await, "opinions");

    world.log_in("tito").await;
    let fields = [("outcome", "unfavourable"), ("words", "Es la única vía.")];
    give(&mut world, &page_of(&reference, "traffic"), &fields).await;
    assert_eq!(
        step(&world, &reference).await,
        "decision",
        "an opinion decides nothing"
    );

    world.log_in("olga").await;
    assert_eq!(world.next_case().await, reference);
    let case = world.get(&format!("/o/cases/{reference}")).await;
    check("a case with opinions", &case);
    for words in [
        "Defensa Civil",
        "Favorable, con recomendaciones",
        "Dos salidas libres.",
        "dina",
        "Tránsito",
        "Desfavorable",
        "Es la única vía.",
        "pidió opinión a otras entidades",
    ] {
        assert!(case.body.contains(words), "{words}: {}", case.body);
    }
    assert!(!case.body.contains("Trata de respuestas anteriores"));
    let ask = [("question", "people"), ("message", "¿Cuántas?")];
    world.on_case(&reference, "ask", &ask).await;
    as_applicant(&mut world, &reference).await;
    let answer = format!("/a/{reference}/answer");
    world.get(&answer).await;
    world.post(&answer, &[("people", "900")]).await;
    assert_eq!(
        step(&world, &reference).await,
        "decision",
        "no other opinion is wanted"
    );
    world.log_in("olga").await;
    let case = world.get(&format!("/o/cases/{reference}")).await;
    assert_eq!(
        case.body.matches("Trata de respuestas anteriores").count(),
        1,
        "traffic saw no number"
    );
}

#[tokio::test]
async fn silence_is_told_as_silence_and_what_it_means() {
    let (mut world, reference) = sent().await;
    world.log_in("tito").await;
    give(
        &mut world,
        &page_of(&reference, "traffic"),
        &[("outcome", "favourable")],
    )
    .await;
    world.clock.pass(SignedDuration::from_hours(24 * 14));
    assert_eq!(run_due(&world.app).await.unwrap(), 1);
    assert_eq!(step(&world, &reference).await, "decision");
    world.log_in("olga").await;
    let case = world.get(&format!("/o/cases/{reference}")).await;
    assert!(
        case.body.contains("el silencio vale como opinión favorable"),
        "{}",
        case.body
    );
    assert!(case.body.contains("No llegó hasta el"));
    world.log_in("dina").await;
    assert!(!world.get("/o/opinions").await.body.contains(&reference));
    let over = world.get(&page_of(&reference, "civil-defence")).await;
    check("an opinion whose time is over", &over);
    assert!(
        over.body.contains("Ya no se espera esta opinión") && !over.body.contains("Jirón"),
        "{}",
        over.body
    );
}

/// The time is over, and the timer has not gone off yet.
#[tokio::test]
async fn what_comes_too_late_is_not_taken_and_not_lost() {
    let (mut world, reference) = sent().await;
    world.log_in("dina").await;
    let address = page_of(&reference, "civil-defence");
    let visit = world.get(&address).await.field("visit").unwrap();
    world.clock.pass(SignedDuration::from_hours(24 * 14));
    world.log_in("dina").await;
    let fields = [
        ("outcome", "with-conditions"),
        ("words", "Dos salidas."),
        ("visit", &visit),
    ];
    let late = world.post(&address, &fields).await;
    assert!(late.body.contains("Dos salidas."), "{}", late.body);
    assert_eq!(
        world.case(&reference).await.application.opinions[0].given_by(),
        None
    );
}

#[tokio::test]
async fn two_bodies_answer_in_the_same_moment() {
    let service = feast();
    let mut world = World::with(std::slice::from_ref(&service)).await;
    let dina = world.employ("dina", &[FIRE]).await;
    let tito = world.employ("tito", &[TRAFFIC]).await;
    let reference = send(&mut world, &service).await;
    let (dina, tito) = (world.caller(dina).await, world.caller(tito).await);
    let visit = world.case(&reference).await.application.visit.revision;
    let (one, two) = tokio::join!(
        world
            .app
            .give_opinion(&dina, &reference, "civil-defence", said(visit, None)),
        world
            .app
            .give_opinion(&tito, &reference, "traffic", said(visit, Some("De noche no."))),
    );
    one.unwrap();
    two.unwrap();
    assert_eq!(step(&world, &reference).await, "decision");
    let given = world.case(&reference).await.application.opinions;
    let given: Vec<Option<PersonId>> = given.iter().map(review::Opinion::given_by).collect();
    assert_eq!(
        given,
        [dina, tito].map(|caller| caller.person().map(|person| person.id))
    );
}

#[tokio::test]
async fn whoever_it_concerns_gives_no_opinion() {
    let (mut world, reference) = sent().await;
    world.employ_as("ana", "ana@example.org", &[FIRE]).await;
    world.log_in_as("ana@example.org").await;
    let page = world.get(&page_of(&reference, "civil-defence")).await;
    check("an opinion of one’s own application", &page);
    assert!(!page.body.contains("name=\"outcome\""), "{}", page.body);
    let fields = [("outcome", "favourable"), ("visit", "2")];
    world.post(&page_of(&reference, "civil-defence"), &fields).await;
    assert_eq!(
        world.case(&reference).await.application.opinions[0].given_by(),
        None
    );
}

#[tokio::test]
async fn a_case_that_was_withdrawn_or_asked_anew_takes_no_opinion_of_before() {
    let (mut world, reference) = sent().await;
    let dina = world.employ("dino", &[FIRE]).await;
    let dina = world.caller(dina).await;
    let visit = world.case(&reference).await.application.visit.revision;
    let stale = world
        .app
        .give_opinion(&dina, &reference, "civil-defence", said(visit + 1, None))
        .await;
    assert!(matches!(stale, Err(Error::Conflict)), "{stale:?}");
    as_applicant(&mut world, &reference).await;
    let withdraw = format!("/a/{reference}/withdraw");
    world.get(&withdraw).await;
    world.post(&withdraw, &[]).await;
    assert!(matches!(
        world.case(&reference).await.application.status,
        Status::Withdrawn { .. }
    ));
    let gone = world
        .app
        .give_opinion(&dina, &reference, "civil-defence", said(visit, None))
        .await;
    assert!(gone.is_err(), "{gone:?}");
    world.log_in("dina").await;
    assert!(!world.get("/o/opinions").await.body.contains(&reference));
}

#[tokio::test]
async fn a_role_that_nobody_holds_is_told_to_who_can_mend_it() {
    let service = feast();
    let mut world = World::with(std::slice::from_ref(&service)).await;
    world.employ("tito", &[TRAFFIC]).await;
    world.employ("sara", &["supervisor"]).await;
    let reference = send(&mut world, &service).await;
    let queue = world.log_in("sara").await;
    assert!(queue.body.contains("Opinión: civil-defence"), "{}", queue.body);
    assert!(!queue.body.contains("Opinión: traffic"));
    let listed = world.get("/o?status=Queued").await;
    assert!(
        listed.body.contains(&reference),
        "who supervises sees where it is"
    );
}

/// The bodies' step is gone from the version that is published meanwhile: its cases go on by their own, and lose nothing.
#[tokio::test]
async fn a_version_without_the_step_leaves_its_cases_where_they_are() {
    let (mut world, reference) = sent().await;
    let source = include_str!("feast.yaml");
    let (before, rest) = source.split_once("    - id: opinions\n").unwrap();
    let (_, after) = rest.split_once("business days}\n").unwrap();
    let without = forms::read("feast.yaml", &format!("{before}{after}")).unwrap();
    crate::world::publish(world.app.engine(), &without).await;
    let home = world.log_in("dina").await;
    assert!(home.body.contains(&reference), "{}", home.body);
    assert_eq!(
        world.get(&format!("/o/cases/{reference}")).await.status,
        StatusCode::FORBIDDEN
    );
    give(
        &mut world,
        &page_of(&reference, "civil-defence"),
        &[("outcome", "favourable")],
    )
    .await;
    assert_eq!(
        world
            .case(&reference)
            .await
            .application
            .awaited_opinions()
            .count(),
        1
    );
    // Moved to the version that asks for none, it is the office's.
    let owner = world.employ("delia", &["service-owner"]).await;
    let owner = world.caller(owner).await;
    let map = StepMap([("opinions".into(), "decision".into())].into());
    let rehearsed = world
        .app
        .rehearse_case_move(&owner, &without.id, &map, 10)
        .await
        .unwrap();
    assert_eq!(rehearsed.steps[0].goes.get("decision"), Some(&1), "{rehearsed:?}");
}
