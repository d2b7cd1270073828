//! What whoever is applying is told when a newer version of the service is published meanwhile, by what it says of drafts.

use axum::http::StatusCode;
use forms::{Answer, Service, samples};
use jiff::SignedDuration;

use crate::every_page::check;
use crate::world::{Reply, World, every_type, publish};

/// `every-type` a day later: it costs something, asks one thing more on its first page and one thing less, takes fewer numbers, and has
/// another oath.
fn newer(drafts: &str) -> Service {
    let story = "      - {id: story,";
    let pet = "      - {id: pet, type: text, label: {es: Mascota, en: Pet}}\n";
    let mut source = include_str!("../every-type.yaml").to_owned();
    for (was, is) in [
        ("drafts: pin", &*format!("drafts: {drafts}")),
        ("cost: {es: Gratis, en: Free}", "cost: {es: S/ 10, en: 10 soles}"),
        (story, &format!("{pet}{story}")),
        ("min: 1, max: 9", "min: 3, max: 9"),
        (
            "      - {id: area, type: decimal, label: {es: Área, en: Area}}\n",
            "",
        ),
        ("Lo que dije es verdad.", "Todo lo que dije es verdad."),
        ("What I said is true.", "All that I said is true."),
    ] {
        assert!(source.contains(was), "{was}");
        source = source.replacen(was, is, 1);
    }
    forms::read("newer.yaml", &source).unwrap_or_else(|problems| panic!("{problems}"))
}

/// Somebody who came as far as the check, when the newer version was published.
async fn overtaken(newer: &Service) -> World {
    let older = every_type();
    let mut world = World::with(std::slice::from_ref(&older)).await;
    let answers = samples::sample(&older, world.app.today());
    world.fill(&older, &answers, |_| ()).await;
    world.clock.pass(SignedDuration::from_hours(20));
    publish(world.app.engine(), newer).await;
    world
}

async fn follow(world: &mut World, path: &str) -> Reply {
    let led = world.get(path).await;
    assert_eq!(led.status, StatusCode::SEE_OTHER, "{path}: {}", led.body);
    let page = world.get(&led.location()).await;
    check(path, &page);
    page
}

fn says(page: &Reply, sentences: &[&str]) {
    for sentence in sentences {
        assert!(page.body.contains(sentence), "no “{sentence}” in {}", page.body);
    }
}

#[tokio::test]
async fn whoever_goes_on_with_the_newer_form_is_told_once_what_is_different() {
    let newer = newer("fast-forward");
    let mut world = overtaken(&newer).await;
    let page = follow(&mut world, "/s/every-type/apply/check").await;
    says(
        &page,
        &[
            "Este trámite cambió el 21 de marzo de 2026",
            "Lo que escribiste sigue guardado",
            "<dd>Antes: Gratis</dd>",
            "<dd>Ahora: S/ 10</dd>",
            "<p>Preguntas nuevas para ti:</p>\n  <ul>\n    <li>Mascota</li>\n  </ul>",
            "<p>Responde esto otra vez, porque tu respuesta ya no sirve:</p>\n  <ul>\n    <li>Personas</li>\n    <li>Declaración jurada</li>",
            "<p>Ya no pedimos esto:</p>\n  <ul>\n    <li>Área</li>",
            "id=\"pet\"",
        ],
    );
    let english = world.get("/s/every-type/apply/words?lang=en").await;
    says(
        &english,
        &[
            "This service changed on 21 March 2026",
            "<dd>Before: Free</dd>",
            "<dd>Now: 10 soles</dd>",
            "<li>Pet</li>",
            "<li>People</li>",
            "<li>Area</li>",
        ],
    );
    let page = world.get("/s/every-type/apply/words?lang=es").await;
    let told = page.field("told").expect("the page says what it told");
    let mut answers = samples::sample(&newer, world.app.today());
    answers.insert("pet".into(), Answer::Text("Gato".to_owned()));
    let words = fields(&newer, "words", &answers);
    let words = [&borrowed(&words)[..], &[("told", told.as_str())]].concat();
    let next = world.post("/s/every-type/apply/words", &words).await;
    assert_eq!(next.location(), "/s/every-type/apply/numbers");
    let numbers = world.get("/s/every-type/apply/numbers").await;
    assert!(
        !numbers.body.contains("since-title"),
        "told twice: {}",
        numbers.body
    );
    says(&numbers, &["value=\"2\""]);
    let left = follow(&mut world, "/s/every-type/apply/check").await;
    says(&left, &["id=\"people\""]);
}

#[tokio::test]
async fn a_form_of_before_is_taken_and_its_sender_told_on_the_next_page() {
    let newer = newer("fast-forward");
    let mut world = overtaken(&newer).await;
    // The page lay open since before: the newer version asks no area any more.
    let older = every_type();
    let mut answers = samples::sample(&older, world.app.today());
    answers.insert("people".into(), Answer::Integer(7));
    let numbers = fields(&older, "numbers", &answers);
    let next = world
        .post("/s/every-type/apply/numbers", &borrowed(&numbers))
        .await;
    let page = world.get(&next.location()).await;
    says(
        &page,
        &["Este trámite cambió el 21 de marzo de 2026", "<li>Mascota</li>"],
    );
    assert!(!page.body.contains("<li>Personas</li>"), "7 fits: {}", page.body);
    let kept = world.get("/s/every-type/apply/numbers").await;
    says(&kept, &["value=\"7\""]);
}

#[tokio::test]
async fn nothing_is_sent_under_rules_that_its_sender_has_not_seen() {
    let source = include_str!("../every-type.yaml").replacen("drafts: pin", "drafts: fast-forward", 1);
    let dearer = source.replacen("{es: Gratis, en: Free}", "{es: S/ 10, en: 10 soles}", 1);
    let dearer = forms::read("dearer.yaml", &dearer).unwrap();
    let mut world = overtaken(&dearer).await;
    let answer = world.post("/s/every-type/apply/submit", &[]).await;
    assert_eq!(answer.location(), "/s/every-type/apply/check");
    let page = world.get("/s/every-type/apply/check").await;
    check("check", &page);
    says(&page, &["<dd>Ahora: S/ 10</dd>"]);
    let told = page.field("told").unwrap();
    let sent = world.post("/s/every-type/apply/submit", &[("told", &told)]).await;
    let location = sent.location();
    let reference = location.trim_start_matches("/a/").trim_end_matches("?sent=1");
    assert_eq!(world.case(reference).await.application.version, dearer.hash());
}

#[tokio::test]
async fn a_change_that_concerns_the_office_alone_is_told_to_nobody() {
    let source = include_str!("../every-type.yaml").replacen("drafts: pin", "drafts: fast-forward", 1);
    let reworded = source.replacen("unclear: {es: No se entiende.", "unclear: {es: No se lee.", 1);
    let mut world = overtaken(&forms::read("reworded.yaml", &reworded).unwrap()).await;
    let page = world.get("/s/every-type/apply/check").await;
    assert!(!page.body.contains("since-title"), "{}", page.body);
    let sent = world.post("/s/every-type/apply/submit", &[]).await;
    assert!(sent.location().ends_with("?sent=1"));
}

#[tokio::test]
async fn whoever_must_begin_again_is_told_why_and_loses_nothing() {
    let mut world = overtaken(&newer("cutoff")).await;
    for lead in ["/s/every-type/apply/check", "/s/every-type/apply/words"] {
        let page = follow(&mut world, lead).await;
        says(
            &page,
            &[
                "El trámite cambió: empieza otra vez",
                "Este trámite cambió el 21 de marzo de 2026",
                "Lo que escribiste no se pierde",
                "<dd>Ahora: S/ 10</dd>",
                "<li>Mascota</li>",
                "Empezar otra vez con lo que escribí",
            ],
        );
    }
    let english = world.get("/s/every-type/apply?lang=en").await;
    says(
        &english,
        &["The service changed: begin again", "What you typed is not lost"],
    );
    let resume = world.get("/s/every-type?lang=es").await;
    says(&resume, &["href=\"/s/every-type/apply\""]);
    assert_eq!(
        world
            .send_form("/s/every-type/apply/submit", &[])
            .await
            .location(),
        "/s/every-type/apply"
    );
    // What lay open still is kept too, right or wrong.
    let older = every_type();
    let mut answers = samples::sample(&older, world.app.today());
    answers.insert("story".into(), Answer::Text("Otra historia".to_owned()));
    let mut words = fields(&older, "words", &answers);
    let phone = words.iter_mut().find(|(name, _)| name == "phone").unwrap();
    phone.1 = "98765".to_owned();
    world
        .send_form("/s/every-type/apply/words", &borrowed(&words))
        .await;
    world.get("/s/every-type/apply").await;
    let begun = world.post("/s/every-type/apply", &[("keep", "1")]).await;
    assert_eq!(begun.location(), "/s/every-type/apply");
    let page = follow(&mut world, "/s/every-type/apply").await;
    assert!(!page.body.contains("since-title"), "{}", page.body);
    says(&page, &["Otra historia", "value=\"98765\"", "id=\"pet\""]);
    let numbers = world.get("/s/every-type/apply/numbers").await;
    says(&numbers, &["value=\"2\""]);
}

#[tokio::test]
async fn whoever_stays_on_the_version_of_before_is_told_what_that_means_and_may_change() {
    let newer = newer("pin");
    let mut world = overtaken(&newer).await;
    let page = world.get("/s/every-type/apply/check").await;
    check("check", &page);
    let sentences = [
        "Este trámite cambió el 21 de marzo de 2026",
        "Tu solicitud sigue con las reglas del día en que la empezaste",
        "<dd>Antes: Gratis</dd>",
        "<dd>Ahora: S/ 10</dd>",
        "Empezar otra vez con las reglas nuevas",
    ];
    says(&page, &sentences);
    // Coming back tells of it too; going from page to page does not.
    let back = follow(&mut world, "/s/every-type/apply").await;
    says(&back, &sentences);
    let page = world.get("/s/every-type/apply/words").await;
    assert!(
        !page.body.contains("since-title") && !page.body.contains("id=\"pet\""),
        "{}",
        page.body
    );

    let kept = world.cookies();
    world.get("/s/every-type/apply/check").await;
    let begun = world.post("/s/every-type/apply", &[("keep", "1")]).await;
    let page = follow(&mut world, &begun.location()).await;
    says(&page, &["id=\"pet\"", "value=\"+51987654321\""]);

    world.restore_cookies(kept);
    world.get("/s/every-type/apply/check").await;
    let sent = world.post("/s/every-type/apply/submit", &[]).await;
    let location = sent.location();
    let reference = location.trim_start_matches("/a/").trim_end_matches("?sent=1");
    assert_eq!(
        world.case(reference).await.application.version,
        every_type().hash()
    );
}

/// What a browser sends for a page's answers.
fn fields(service: &Service, page: &str, answers: &forms::Answers) -> Vec<(String, String)> {
    let page = service.page(&page.into()).unwrap();
    let answered = page
        .questions
        .iter()
        .filter_map(|q| Some((q, answers.get(&q.id)?)));
    answered
        .flat_map(|(question, answer)| answer.to_raw(question))
        .flat_map(|(name, values)| values.into_iter().map(move |value| (name.clone(), value)))
        .collect()
}

fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (&**name, &**value)).collect()
}
