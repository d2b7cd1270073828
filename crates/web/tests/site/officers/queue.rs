//! `/o`, `/o/next`

use std::sync::Arc;

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use jiff::SignedDuration;
use tower::ServiceExt as _;

use crate::world::{World, every_type};

/// A site on which three people applied, one after the other.
pub(super) async fn three() -> (World, [String; 3]) {
    let service = every_type();
    let mut world = World::with(std::slice::from_ref(&service)).await;
    let mut references = Vec::new();
    for _ in 0..3 {
        world.forget_cookies();
        references.push(world.apply(&service).await);
        world.clock.pass(SignedDuration::from_mins(10));
    }
    (world, references.try_into().unwrap())
}

#[tokio::test]
async fn two_officers_get_two_cases_the_oldest_first() {
    let (mut world, [first, second, third]) = three().await;
    world.employ("olga", &["officer"]).await;
    world.employ("oscar", &["officer"]).await;
    world.log_in("olga").await;
    assert_eq!(world.next_case().await, first);
    let olga = world.cookies();
    world.log_in("oscar").await;
    assert_eq!(world.next_case().await, second);
    world.restore_cookies(olga);
    let mine = world.get("/o?view=mine").await;
    assert!(
        mine.body.contains(&first) && !mine.body.contains(&second),
        "{}",
        mine.body
    );
    assert_eq!(world.next_case().await, third);
    assert_eq!(world.post("/o/next", &[]).await.location(), "/o?notice=empty");
    assert!(
        world
            .get("/o?notice=empty")
            .await
            .body
            .contains("No queda ningún caso para ti.")
    );
}

#[tokio::test]
async fn nobody_gets_their_own_application() {
    let (mut world, [first, ..]) = three().await;
    world
        .employ_as("María", "Maria.Quispe@ejemplo.pe", &["officer"])
        .await;
    world.log_in_as("maria.quispe@ejemplo.pe").await;
    assert_eq!(world.post("/o/next", &[]).await.location(), "/o?notice=empty");
    let page = world.get(&format!("/o/cases/{first}")).await;
    assert!(
        page.body.contains("Esta solicitud te nombra") && page.field("revision").is_none(),
        "{}",
        page.body
    );
    let reply = world
        .post(&format!("/o/cases/{first}/claim"), &[("revision", "2")])
        .await;
    assert_eq!(reply.status, StatusCode::FORBIDDEN);
    assert!(
        reply.body.contains("Nadie actúa sobre lo que lo nombra"),
        "{}",
        reply.body
    );
}

#[tokio::test]
async fn where_documents_are_asked_a_page_says_why_nothing_can_be_decided() {
    let (mut world, [first, ..]) = three().await;
    world.change_engine(|mut engine| {
        engine.settings = Arc::new(engine::engine::Settings {
            officers_need_documents: true,
            ..engine::engine::Settings::clone(&engine.settings)
        });
        engine
    });
    world.employ("olga", &["officer"]).await;
    world.log_in("olga").await;
    let page = world.get(&format!("/o/cases/{first}")).await;
    assert!(
        page.body.contains("Pide a un administrador que lo agregue.") && page.field("revision").is_none(),
        "{}",
        page.body
    );
    let next = world.post("/o/next", &[]).await;
    assert!(
        next.status == StatusCode::CONFLICT && next.body.contains("necesita un documento de identidad"),
        "{next:?}"
    );
    let claim = format!("/o/cases/{first}/claim");
    let reply = world.post(&claim, &[("revision", "2")]).await;
    assert!(
        reply.status == StatusCode::OK && reply.body.contains("necesita un documento de identidad"),
        "{reply:?}"
    );
}

#[tokio::test]
async fn the_list_is_narrowed_by_what_the_address_says() {
    let (mut world, [first, second, third]) = three().await;
    world.employ("olga", &["officer"]).await;
    world.log_in("olga").await;
    world.next_case().await;
    let lists = |body: &str| [&first, &second, &third].map(|reference| body.contains(reference.as_str()));
    for (query, listed) in [
        ("", [false, true, true]),
        ("?status=Claimed", [true, false, false]),
        ("?status=all", [true, true, true]),
        ("?status=Rejected", [false, false, false]),
        ("?service=every-type&step=check", [false, true, true]),
        ("?service=another", [false, false, false]),
        ("?q=quispe", [true, true, true]),
        (&format!("?q={}", second.to_lowercase()), [false, true, false]),
        ("?q=nobody", [false, false, false]),
        ("?page=2", [false, false, false]),
        ("?page=x&status=x&view=x", [false, true, true]),
    ] {
        let page = world.get(&format!("/o{query}")).await;
        assert_eq!(lists(&page.body), listed, "{query}: {}", page.body);
    }
    let page = world.get("/o").await;
    assert!(
        page.between("<dl class=\"figures\">", "</dl>")
            .contains("<dt>En cola</dt><dd>2</dd>"),
        "{}",
        page.body
    );
    assert!(
        page.body.contains("En cola</span></td><td>20 minutos</td>"),
        "{}",
        page.body
    );
}

#[tokio::test]
async fn a_grant_for_one_office_shows_that_offices_cases() {
    let (mut world, [first, ..]) = three().await;
    world
        .employ("lejos", &["officer@every-type/no-such-office"])
        .await;
    world.employ("otra", &["officer@another-service"]).await;
    for login in ["lejos", "otra"] {
        let page = world.log_in(login).await;
        assert!(!page.body.contains(&first), "{login}: {}", page.body);
        assert_eq!(world.post("/o/next", &[]).await.location(), "/o?notice=empty");
        let case = world.get(&format!("/o/cases/{first}")).await;
        assert_eq!(
            case.status,
            StatusCode::NOT_FOUND,
            "{login}: as one that is not there"
        );
    }
}

/// By what somebody says at the counter: their document in any spelling, their address, the permit's number, the reference as they read it.
#[tokio::test]
async fn a_case_is_found_by_what_it_names() {
    let (mut world, [first, second, _]) = three().await;
    let permit = world.approve(&first).await.number.to_string();
    world.employ("olga", &["officer"]).await;
    world.log_in("olga").await;
    let (document, case) = (world.document_of(&second).await, world.case(&second).await);
    let email = case.contact.email.clone().unwrap();
    for (typed, found) in [
        (format!("DNI {document}"), &second),
        (email.to_uppercase(), &second),
        (second.replace('-', "").to_lowercase(), &second),
        (permit.replace('-', " "), &first),
    ] {
        let typed = typed.replace(' ', "+").replace('@', "%40");
        let page = world.get(&format!("/o?q={typed}&status=all")).await;
        assert!(
            page.body.contains(&format!("/o/cases/{found}")),
            "{typed}: {}",
            page.body
        );
    }
    world
        .employ("lejos", &["officer@every-type/no-such-office"])
        .await;
    world.log_in("lejos").await;
    let page = world.get(&format!("/o?q={document}&status=all")).await;
    assert!(
        !page.body.contains("/o/cases/"),
        "within what one may see: {}",
        page.body
    );
}

/// What is decided waits for nobody.
#[tokio::test]
async fn how_long_a_case_waits_is_told_until_it_is_decided() {
    let (mut world, [first, second, _]) = three().await;
    world.approve(&first).await;
    world.clock.pass(SignedDuration::from_hours(31));
    world.employ("olga", &["officer"]).await;
    world.log_in("olga").await;
    let page = world.get("/o?status=all").await;
    let row = |reference: &str| page.between(&format!("/o/cases/{reference}"), "</tr>").to_owned();
    assert!(row(&second).contains("1 día y 8 horas"), "{}", row(&second));
    assert!(!row(&first).contains("hora"), "{}", row(&first));
}

#[tokio::test]
async fn a_deadline_shows_before_it_passes_and_after() {
    let file = include_str!("../every-type.yaml");
    let (role, late) = (
        "role: officer}",
        "role: officer, deadline: {after: 48h, then: lapse}}",
    );
    let service = forms::read("every-type.yaml", &file.replacen(role, late, 1)).unwrap();
    let mut world = World::with(std::slice::from_ref(&service)).await;
    world.apply(&service).await;
    world.employ("olga", &["officer"]).await;
    for (hours, words) in [
        (1, "<td class=\"\">vence en 1 día y 23 horas</td>"),
        (40, "due--soon\">vence en 7 horas"),
        (9, "due--late\">venció hace 2 horas"),
    ] {
        world.clock.pass(SignedDuration::from_hours(hours));
        let page = world.log_in("olga").await;
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
}

#[tokio::test]
async fn two_officers_who_press_at_the_same_instant_get_two_cases() {
    let (mut world, [first, second, _]) = three().await;
    let mut presses = Vec::new();
    for login in ["olga", "oscar"] {
        world.employ(login, &["officer"]).await;
        presses.push(
            world
                .log_in(login)
                .await
                .field("form_token")
                .map(|token| (token, world.cookies())),
        );
    }
    let press = |at: usize| {
        let (token, cookies) = presses[at].clone().unwrap();
        let cookies: Vec<String> = cookies
            .iter()
            .map(|((_, name), value)| format!("{name}={value}"))
            .collect();
        let body = form_urlencoded::Serializer::new(String::new())
            .append_pair("form_token", &token)
            .finish();
        let request = Request::post("/o/next").header(header::HOST, "permisos.test");
        let request = request
            .header(header::COOKIE, cookies.join("; "))
            .body(Body::from(body))
            .unwrap();
        web::router(world.app.clone()).oneshot(request)
    };
    let (one, other) = tokio::join!(press(0), press(1));
    let mut taken = [one, other].map(|reply| {
        reply.unwrap().headers()[header::LOCATION]
            .to_str()
            .unwrap()
            .to_owned()
    });
    taken.sort();
    let mut expected = [first, second].map(|reference| format!("/o/cases/{reference}"));
    expected.sort();
    assert_eq!(taken, expected);
}

/// Cases that nobody can go on with are shown to who can mend it: no role held there, or held by somebody who is gone.
#[tokio::test]
async fn what_nobody_attends_to_is_told_to_who_can_mend_it() {
    let (mut world, [first, ..]) = three().await;
    world.employ("andres", &["administrator"]).await;
    // The officer of these tests is gone as well.
    disable(&world, crate::world::OFFICER).await;
    world.log_in("andres").await;
    let people = world.get("/admin/people").await;
    for told in [
        "3 casos esperan y nadie puede verlos:",
        "Nadie tiene el rol «evaluador»",
    ] {
        assert!(people.body.contains(told), "{told}: {}", people.body);
    }
    let olga = world.employ("olga", &["officer"]).await;
    world.employ("sara", &["supervisor"]).await;
    world.log_in("olga").await;
    assert_eq!(world.next_case().await, first);
    disable(&world, olga).await;
    world.employ("oscar", &["officer"]).await;
    world.log_in("sara").await;
    let queue = world.get("/o").await;
    assert!(
        queue.body.contains("1 caso no avanza:")
            && queue.body.contains("quien lo tiene, olga, ya no puede entrar"),
        "{}",
        queue.body
    );
    world.log_in("oscar").await;
    let officers = world.get("/o").await;
    assert!(!officers.body.contains("Hay que arreglar"), "{}", officers.body);
}

#[allow(
    clippy::disallowed_methods,
    reason = "accounts are disabled as at the command line"
)]
async fn disable(world: &World, person: review::PersonId) {
    use engine::{authorise::Caller, people::change::AccountChange};
    let account = world.app.account(&Caller::operator(), person).await.unwrap();
    let seen = Some(account.revision());
    let account = world
        .app
        .account_to_change(&Caller::operator(), person, seen)
        .await
        .unwrap();
    world
        .app
        .change_account(account, AccountChange::Disable)
        .await
        .unwrap();
}

/// What somebody took and left alone goes back to the queue after three days, and not before.
#[tokio::test]
async fn a_case_is_not_held_for_ever() {
    use engine::casework::claims::put_back_what_is_held_too_long;
    let (mut world, [first, ..]) = three().await;
    world.employ("olga", &["officer"]).await;
    world.log_in("olga").await;
    assert_eq!(world.next_case().await, first);
    world.clock.pass(SignedDuration::from_hours(71));
    assert_eq!(
        put_back_what_is_held_too_long(world.app.engine()).await.unwrap(),
        0
    );
    world.clock.pass(SignedDuration::from_hours(1));
    assert_eq!(
        put_back_what_is_held_too_long(world.app.engine()).await.unwrap(),
        1
    );
    let case = world.case(&first).await;
    assert!(matches!(case.application.status, review::Status::Queued { .. }));
    let history = world.store.history(case.application.id).await.unwrap();
    assert!(review::chain::verify(&history).is_ok());
}

/// Whoever works through a list goes on in it, and comes back to it.
#[tokio::test]
async fn the_next_case_is_of_the_same_list() {
    let (mut world, [first, second, ..]) = three().await;
    world.employ("olga", &["officer"]).await;
    world.log_in("olga").await;
    let filtered = world.get("/o?service=every-type&step=check").await;
    assert_eq!(
        filtered.field("list").as_deref(),
        Some("service=every-type&#38;step=check")
    );
    let worked = "service=every-type&step=check";
    let next = world.post("/o/next", &[("list", worked)]).await.location();
    let beside = "?list=service%3Devery-type%26step%3Dcheck";
    assert_eq!(next, format!("/o/cases/{first}{beside}"));
    let page = world.get(&next).await;
    assert!(
        page.body
            .contains("href=\"/o?service=every-type&#38;step=check\""),
        "{}",
        page.body
    );
    let fields = [("decision", "approve"), ("then", "next"), ("list", worked)];
    let done = world.on_case(&first, "decide", &fields).await.location();
    assert_eq!(
        done,
        format!("/o/cases/{second}?notice=done&case={first}&{}", &beside[1..])
    );
    let other = [
        ("decision", "approve"),
        ("then", "next"),
        ("list", "step=hearing"),
    ];
    let last = world.on_case(&second, "decide", &other).await.location();
    assert_eq!(last, format!("/o?step=hearing&notice=last&case={second}"));
}

/// A newer version has another first step. Whoever applied before is decided at the step of then, which keeps its name everywhere.
#[tokio::test]
async fn a_case_at_a_step_that_a_newer_version_dropped_is_lost_nowhere() {
    let (mut world, [first, ..]) = three().await;
    let newer = include_str!("../every-type.yaml").replace(
        "{id: check, name: {es: Revisión, en: Review}, role: officer}",
        "{id: look, name: {es: Mirada, en: Look}, role: clerk}",
    );
    let newer = forms::read("newer.yaml", &newer).unwrap_or_else(|problems| panic!("{problems}"));
    crate::world::publish(world.app.engine(), &newer).await;
    // The officer of these tests is gone.
    disable(&world, crate::world::OFFICER).await;
    world.employ("sara", &["supervisor"]).await;
    world.log_in("sara").await;
    let page = world.get("/o").await;
    let need = page.between("<h2 id=\"needs\">", "</section>");
    assert!(need.contains("Revisión") && need.contains("step=check"), "{need}");

    // Whoever grants roles can still grant that of the step.
    let olga = world.employ("olga", &["verifier"]).await;
    world.employ("andres", &["administrator"]).await;
    world.log_in("andres").await;
    let people = world.get("/admin/people").await;
    assert!(people.body.contains("3 casos esperan"), "{}", people.body);
    let path = format!("/admin/people/{olga}");
    let revision = world.get(&path).await.field("revision").unwrap();
    let fields = [
        ("do", "grant"),
        ("role", "officer"),
        ("revision", revision.as_str()),
    ];
    let granted = world.post(&path, &fields).await;
    assert_eq!(granted.status, StatusCode::SEE_OTHER, "{}", granted.body);

    world.log_in("olga").await;
    let page = world.get("/o").await;
    assert_eq!(page.body.matches("<td>Revisión</td>").count(), 3, "{}", page.body);
    assert!(
        page.body
            .contains("<option value=\"check\">Revisión (ya no está en la versión actual)</option>"),
        "{}",
        page.body
    );
    let narrowed = world.get("/o?step=check").await;
    assert!(narrowed.body.contains(&first), "{}", narrowed.body);
    assert_eq!(world.next_case().await, first);
    let case = world.get(&format!("/o/cases/{first}")).await;
    assert!(
        case.body.contains("La versión actual ya no tiene este paso"),
        "{}",
        case.body
    );
    let decided = world.on_case(&first, "decide", &[("decision", "approve")]).await;
    assert_eq!(decided.status, StatusCode::SEE_OTHER, "{}", decided.body);
}
