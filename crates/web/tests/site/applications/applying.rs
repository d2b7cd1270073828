//! `/s/{service}/apply`, `/s/{service}/apply/{page}`, `/s/{service}/apply/check`, `/s/{service}/apply/submit`

use axum::http::StatusCode;
use forms::{Service, samples};
use jiff::SignedDuration;

use crate::world::{World, every_type, shipped};

async fn begun() -> World {
    let mut world = World::with(&[every_type()]).await;
    world.post("/s/every-type/apply", &[]).await;
    world
}

async fn open(world: &mut World, page: &str) -> String {
    let path = format!("/s/every-type/apply/{page}");
    assert_eq!(world.get(&path).await.status, StatusCode::OK);
    path
}

#[tokio::test]
async fn what_was_typed_is_kept_beside_what_is_wrong() {
    let mut world = begun().await;
    let path = open(&mut world, "words").await;
    let reply = world
        .post(
            &path,
            &[
                ("name", "María <Quispe>"),
                ("story", ""),
                ("email", "maria"),
                ("phone", ""),
            ],
        )
        .await;
    assert_eq!(reply.status, StatusCode::OK);
    assert!(reply.body.contains("value=\"maria\""), "{}", reply.body);
    assert!(
        reply.body.contains("María &#60;Quispe&#62;") && !reply.body.contains("<Quispe>"),
        "{}",
        reply.body
    );
    assert!(
        reply
            .between("id=\"email\"", ">")
            .contains("aria-describedby=\"email-error\" aria-invalid=\"true\"")
    );
}

#[tokio::test]
async fn a_letter_that_the_paper_lacks_is_refused_and_named() {
    let mut world = begun().await;
    let path = open(&mut world, "words").await;
    let fields = [
        ("name", "Иван Quispe"),
        ("story", "x"),
        ("email", "i@example.pe"),
        ("phone", "987654321"),
    ];
    let reply = world.post(&path, &fields).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert!(
        reply.body.contains("no puede mostrar la letra «И»"),
        "{}",
        reply.body
    );
}

/// `every-type`, whose permit prints more than a sheet of paper has room for.
fn talkative() -> Service {
    let source = include_str!("../every-type.yaml")
        .replace("max_length: 300", "max_length: 2000")
        .replace("optional: true, max_length: 20}", "max_length: 200}")
        .replace("prints: [home]", "prints: [home, story]")
        .replace(
            "as: last-four}",
            "as: last-four}\n    - {answer: nickname}\n    - {answer: email}",
        );
    forms::read("talkative.yaml", &source).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

#[tokio::test]
async fn what_the_paper_has_no_room_for_is_refused_where_it_is_typed() {
    let mut world = World::with(&[talkative()]).await;
    world.post("/s/every-type/apply", &[]).await;
    let path = "/s/every-type/apply/words";
    let mail = format!("i@{}.pe", "a".repeat(60));
    let long_mail = format!("i@{}.pe", ["a".repeat(60).as_str(); 4].join("."));
    let (story, much) = ("x ".repeat(200), "x ".repeat(1000));
    let name = "Ana ".repeat(24);
    let nickname = "o ".repeat(99);
    for (typed, at_fault) in [
        (
            [
                ("name", "Ana Quispe"),
                ("nickname", "Anita"),
                ("story", &*story),
                ("email", &*mail),
            ],
            None,
        ),
        (
            [
                ("name", "Ana Quispe"),
                ("nickname", "Anita"),
                ("story", &*much),
                ("email", &*mail),
            ],
            Some("story"),
        ),
        (
            [
                ("name", &*name),
                ("nickname", &*nickname),
                ("story", "x"),
                ("email", &*long_mail),
            ],
            Some("email"),
        ),
    ] {
        world.get(path).await;
        let fields = [typed.as_slice(), &[("phone", "987654321")]].concat();
        let reply = world.post(path, &fields).await;
        let Some(at_fault) = at_fault else {
            assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
            continue;
        };
        assert_eq!(reply.status, StatusCode::OK);
        let summary = reply.between("id=\"error-summary\"", "</div>");
        assert_eq!(
            summary.matches("demasiado largo para el permiso").count(),
            1,
            "{summary}"
        );
        assert!(summary.contains(&format!("href=\"#{at_fault}\"")), "{summary}");
    }
}

#[tokio::test]
async fn a_district_is_found_by_its_name_and_chosen_among_those_that_share_it() {
    let mut world = begun().await;
    let path = open(&mut world, "places").await;
    let first = world.get(&path).await;
    assert!(
        first.body.contains("name=\"works_in.find\"") && !first.body.contains("name=\"works_in.region\"")
    );
    let mut fields = vec![
        ("born_in", "PE"),
        ("works_in.find", "miraflores"),
        ("home.find", "BARRANCO"),
        ("home.street", "Jr. Ica 1"),
    ];
    let answer = world.send_form(&path, &fields).await;
    assert_eq!(
        answer.location(),
        format!("{path}#works_in-region"),
        "the list is in view"
    );
    let second = world.get(&path).await;
    assert!(!second.body.contains("error-summary"), "{}", second.body);
    let list = second.between("name=\"works_in.found\" value=\"miraflores\"", "</fieldset>");
    let named: Vec<&str> = list
        .split("<label for=\"works_in-region")
        .skip(1)
        .filter_map(|label| label.split_once('>')?.1.split('<').next())
        .collect();
    assert!(
        named.contains(&"Miraflores, Lima, Lima") && named.contains(&"Miraflores, Arequipa, Arequipa"),
        "{named:?}"
    );
    assert!(
        !second.body.contains("name=\"home.region\""),
        "there is only one Barranco"
    );
    assert!(second.body.contains("value=\"Jr. Ica 1\""));
    fields.push(("works_in.found", "miraflores"));
    let unchosen = world.post(&path, &fields).await;
    assert!(
        unchosen
            .body
            .contains("href=\"#works_in-region\">Elige el distrito de la lista"),
        "{}",
        unchosen.body
    );
    fields.push(("works_in.region", "040110"));
    assert_eq!(
        world.send_form(&path, &fields).await.status,
        StatusCode::SEE_OTHER
    );
    let kept = world.get(&path).await;
    assert!(
        kept.body.contains("value=\"Miraflores, Arequipa, Arequipa\"")
            && kept.body.contains("value=\"Barranco, Lima, Lima\""),
        "{}",
        kept.body
    );
}

#[tokio::test]
async fn a_question_that_an_answer_on_the_same_page_calls_for_is_shown_before_it_is_wanted() {
    let mut world = begun().await;
    let path = open(&mut world, "choices").await;
    let fields = [("travels_by", "car"), ("days", "mon"), ("alone", "yes")];
    let asked = world.post(&path, &fields).await;
    assert_eq!(asked.status, StatusCode::OK);
    assert!(
        asked.body.contains("id=\"plate\"") && !asked.body.contains("error-summary"),
        "{}",
        asked.body
    );
    let fields = [
        ("travels_by", "car"),
        ("days", "mon"),
        ("alone", "yes"),
        ("plate", ""),
        ("shown", "plate"),
    ];
    assert_eq!(world.post(&path, &fields).await.status, StatusCode::OK);
}

/// Whichever kind they are: a choice that nobody made looks like an error, and is none yet.
#[tokio::test]
async fn of_the_questions_that_appear_the_first_on_the_page_is_led_to() {
    let source = include_str!("../every-type.yaml").replace(
        "      - {id: plate,",
        "      - {id: insured, type: yes-no, label: {es: ¿Asegurado?, en: Insured?}, when: \"travels_by == 'car'\"}
      - {id: plate,",
    );
    let service = forms::read("every-type.yaml", &source).unwrap_or_else(|wrong| panic!("{wrong}"));
    let mut world = World::with(std::slice::from_ref(&service)).await;
    world.post("/s/every-type/apply", &[]).await;
    let path = open(&mut world, "choices").await;
    let fields = [("travels_by", "car"), ("days", "mon"), ("alone", "yes")];
    let led = world.send_form(&path, &fields).await.location();
    assert!(led.ends_with("#insured"), "{led}");
}

#[tokio::test]
async fn who_needs_no_permit_is_told_so_and_may_change_the_answer() {
    let mut world = begun().await;
    let path = open(&mut world, "choices").await;
    let reply = world
        .post(&path, &[("travels_by", "boat"), ("days", "mon"), ("alone", "no")])
        .await;
    assert_eq!(reply.status, StatusCode::OK);
    assert!(
        reply.body.contains("Los botes no necesitan permiso.")
            && reply.body.contains(&format!("href=\"{path}\""))
    );
}

#[tokio::test]
async fn blocks_of_a_group_come_and_go_without_a_script() {
    let mut world = begun().await;
    let path = open(&mut world, "others").await;
    let name = |index: u32| format!("name=\"companions.{index}.companion_name\"");
    let typed = [
        ("companions.0.companion_name", "Ana Ríos"),
        ("companions.0.companion_born.day", "5"),
    ];
    let added = world
        .post(&path, &[&typed[..], &[("add", "companions")]].concat())
        .await;
    assert!(
        added.body.contains(&name(1)) && added.body.contains("value=\"Ana Ríos\""),
        "{}",
        added.body
    );
    assert!(!added.body.contains("error-summary"));
    let two = [
        &typed[..],
        &[
            ("companions.1.companion_name", "Luz Paz"),
            ("remove", "companions.0"),
        ],
    ]
    .concat();
    let removed = world.post(&path, &two).await;
    assert!(
        removed.body.contains("value=\"Luz Paz\"") && !removed.body.contains("Ana Ríos"),
        "{}",
        removed.body
    );
    assert!(!removed.body.contains(&name(1)));
}

#[tokio::test]
async fn a_change_from_the_check_leads_back_to_it() {
    let service = every_type();
    let mut world = World::with(std::slice::from_ref(&service)).await;
    let answers = samples::sample(&service, world.app.today());
    let check = world.fill(&service, &answers, |_| {}).await;
    let page = world.get(&check).await;
    assert!(
        page.body
            .contains("href=\"/s/every-type/apply/words?change=1#name\"")
    );
    let form = world.get("/s/every-type/apply/words?change=1").await;
    assert!(
        form.body.contains("value=\"/s/every-type/apply/check\">Atrás"),
        "the way back leads there too"
    );
    let fields = [
        ("name", "Luz Paz"),
        ("story", "x"),
        ("email", "luz@example.pe"),
        ("phone", "987654321"),
    ];
    assert_eq!(
        world
            .post("/s/every-type/apply/words?change=1", &fields)
            .await
            .location(),
        check
    );
    assert!(world.get(&check).await.body.contains("Luz Paz"));
}

#[tokio::test]
async fn a_form_without_our_token_is_refused() {
    let mut world = begun().await;
    let reply = world.post("/s/every-type/apply/words", &[]).await;
    assert_eq!(
        reply.status,
        StatusCode::FORBIDDEN,
        "no page was seen, so no token is known"
    );
    assert!(reply.body.contains("No se guardó nada"));
}

#[tokio::test]
async fn an_unfinished_application_is_kept_a_day_and_then_says_so() {
    let mut world = begun().await;
    world.clock.pass(SignedDuration::from_hours(23));
    assert_eq!(
        world.get("/s/every-type/apply/words").await.status,
        StatusCode::OK
    );
    world.clock.pass(SignedDuration::from_hours(2));
    let gone = world.get("/s/every-type/apply/words").await;
    assert_eq!(gone.status, StatusCode::GONE);
    assert!(
        gone.body.contains("Empezar otra vez") && gone.body.contains("href=\"/s/every-type\""),
        "{}",
        gone.body
    );
}

#[tokio::test]
async fn a_page_that_is_not_on_the_journey_leads_to_the_one_that_is() {
    let mut world = begun().await;
    assert_eq!(
        world.get("/s/every-type/apply/check").await.location(),
        "/s/every-type/apply/words"
    );
    assert_eq!(
        world.get("/s/every-type/apply/nowhere").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn pressing_send_twice_sends_once() {
    let service = shipped("transit-permit");
    let mut world = World::with(std::slice::from_ref(&service)).await;
    let answers = samples::sample(&service, world.app.today());
    let check = world.fill(&service, &answers, |_| {}).await;
    world.get(&check).await;
    let kept = world.cookies();
    let first = world.post("/s/transit-permit/apply/submit", &[]).await.location();
    world.restore_cookies(kept);
    let second = world.post("/s/transit-permit/apply/submit", &[]).await.location();
    assert_eq!(first, second);
}

#[tokio::test]
async fn who_goes_back_after_sending_is_led_to_what_was_sent() {
    let service = every_type();
    let mut world = World::with(std::slice::from_ref(&service)).await;
    let answers = samples::sample(&service, world.app.today());
    let check = world.fill(&service, &answers, |_| {}).await;
    world.get(&check).await;
    let before = world.cookies();
    let sent = world.post("/s/every-type/apply/submit", &[]).await.location();
    let code = |page: &crate::world::Reply| page.body.contains("Tu código de regreso");
    let token = world.token.clone();
    assert!(code(&world.get(&sent).await));
    world.token = token;
    for minutes in [1, 20] {
        // The answer was lost on its way: the browser holds what it held before.
        world.restore_cookies(before.clone());
        world.clock.pass(SignedDuration::from_mins(minutes));
        for path in [
            "/s/every-type/apply",
            "/s/every-type/apply/words",
            "/s/every-type/apply/check",
        ] {
            assert_eq!(world.get(path).await.location(), sent, "{path}");
        }
        let corrected = [
            ("name", "Otra Persona"),
            ("story", "x"),
            ("email", "o@example.pe"),
            ("phone", "987654321"),
        ];
        let corrected = world.post("/s/every-type/apply/words", &corrected).await;
        assert_eq!(corrected.location(), sent);
        let again = world.post("/s/every-type/apply/submit", &[]).await;
        assert_eq!(again.location(), sent);
    }
    let shown = world.get(&sent).await;
    assert!(
        shown.status == StatusCode::OK && code(&shown),
        "with its key, and its return code: {shown:?}"
    );
}

#[tokio::test]
async fn nobody_begins_or_sends_without_end() {
    let service = every_type();
    let mut world = World::with(std::slice::from_ref(&service)).await;
    for _ in 0..10 {
        world.apply(&service).await;
    }
    let answers = samples::sample(&service, world.app.today());
    world.fill(&service, &answers, |_| {}).await;
    let eleventh = world.post("/s/every-type/apply/submit", &[]).await;
    assert_eq!(
        eleventh.status,
        StatusCode::TOO_MANY_REQUESTS,
        "{}",
        eleventh.body
    );
    for _ in 11..200 {
        world.post("/s/every-type/apply", &[]).await;
    }
    let late = world.post("/s/every-type/apply", &[]).await;
    assert_eq!(late.status, StatusCode::TOO_MANY_REQUESTS, "{}", late.body);
    world.clock.pass(SignedDuration::from_hours(24));
    world.apply(&service).await;
}

#[tokio::test]
async fn an_address_that_is_probably_wrong_is_asked_about_once() {
    let mut world = World::with(&[talkative()]).await;
    world.post("/s/every-type/apply", &[]).await;
    let path = "/s/every-type/apply/words";
    world.get(path).await;
    let typed = [
        ("name", "Ana Quispe"),
        ("nickname", "Anita"),
        ("story", "x"),
        ("email", "ana@gmial.com"),
        ("phone", "987654321"),
    ];
    let asked = world.post(path, &typed).await;
    assert_eq!(asked.status, StatusCode::OK);
    let summary = asked.between("id=\"error-summary\"", "</div>");
    assert!(
        summary.contains("¿quisiste escribir ana@gmail.com?") && summary.contains("href=\"#email\""),
        "{summary}"
    );
    let hidden = "<input type=\"hidden\" name=\"email.asked\" value=\"ana@gmial.com\">";
    assert!(asked.body.contains(hidden), "{}", asked.body);
    let again = [typed.as_slice(), &[("email.asked", "ana@gmial.com")]].concat();
    assert_eq!(world.post(path, &again).await.status, StatusCode::SEE_OTHER);
    let changed = world.get(path).await;
    assert!(changed.body.contains(hidden), "it is not asked about again");
}
