//! `/consent/{reference}`: somebody whom an application names says whether they consent, by the link that was mailed to them.

use std::sync::Arc;

use axum::http::StatusCode;
use engine::letters::{OutgoingLetter, delivery::deliver};
use forms::{Answer, Answers, Service, samples};
use jiff::SignedDuration;
use permit::Reference;

use crate::{every_page::check, world::World};

const OWNER: &str = "duena@example.org";

fn house() -> Service {
    let read = forms::read("house.yaml", include_str!("house.yaml"));
    read.unwrap_or_else(|problems| panic!("{problems}"))
}

/// Sends an application with these answers; its reference.
async fn send(world: &mut World, service: &Service, answers: &Answers) -> String {
    world.fill(service, answers, |_| {}).await;
    let sent = world.post("/s/house/apply/submit", &[]).await.location();
    sent.trim_start_matches("/a/")
        .trim_end_matches("?sent=1")
        .to_owned()
}

/// An application that waits for the owner, its reference, and what the owner was mailed. The browser is the applicant's.
async fn sent(change: impl FnOnce(&mut Answers)) -> (World, String, Arc<OutgoingLetter>) {
    let service = house();
    let mut world = World::with(std::slice::from_ref(&service)).await;
    let mut answers = samples::sample(&service, world.app.today());
    answers.insert("name".into(), Answer::FullName("Ana Flores Rojas".into()));
    answers.insert("email".into(), Answer::Email("ana@example.org".into()));
    answers.insert("works".into(), Answer::Text("La puerta azul".into()));
    answers.insert("salary".into(), Answer::Integer(4_321));
    answers.insert("owner".into(), Answer::Email(OWNER.into()));
    change(&mut answers);
    let reference = send(&mut world, &service, &answers).await;
    let letters = world.mailed().await;
    let asked = letters.iter().find(|letter| letter.to == OWNER);
    (world, reference, asked.expect("nobody was asked").clone())
}

/// The page of the link in a letter, without the site's address.
fn link(letter: &OutgoingLetter) -> String {
    let words = letter.body.split_whitespace();
    let mut links = words.filter_map(|word| word.strip_prefix("https://permisos.test"));
    links
        .find(|link| link.starts_with("/consent/"))
        .unwrap()
        .to_owned()
}

fn key(link: &str) -> &str {
    link.split_once("?key=").unwrap().1
}

#[tokio::test]
async fn whoever_is_asked_sees_what_they_consent_to_and_nothing_else() {
    let (mut world, reference, letter) = sent(|_| {}).await;
    for words in [
        "Ana Flores Rojas",
        "Permiso de obra",
        "¿Permites esta obra en tu casa?",
        "25 de marzo de 2026",
    ] {
        assert!(letter.body.contains(words), "{words}: {}", letter.body);
    }
    world.forget_cookies();
    let page = world.get(&link(&letter)).await;
    check("the consent", &page);
    for words in [
        "Ana Flores Rojas",
        "¿Permites esta obra en tu casa?",
        "Obra",
        "La puerta azul",
        "25 de marzo de 2026",
    ] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    for secret in [
        "4321",
        "4 321",
        "ana@example.org",
        OWNER,
        &world.document_of(&reference).await,
    ] {
        assert!(!page.body.contains(secret), "{secret}: {}", page.body);
    }
    let opened = world.get(&format!("/a/{reference}")).await;
    assert!(
        !opened.body.contains("La puerta azul"),
        "the link opens no application"
    );
    let english = world.get(&format!("{}&lang=en", link(&letter))).await;
    let english = if english.status == StatusCode::SEE_OTHER {
        world.get(&english.location()).await
    } else {
        english
    };
    assert!(
        english.body.contains("Do you allow these works at your house?"),
        "{}",
        english.body
    );
}

#[tokio::test]
async fn consent_is_signed_with_a_name_and_leads_to_the_office() {
    let (mut world, reference, letter) = sent(|_| {}).await;
    let own = world.cookies();
    world.forget_cookies();
    let link = link(&letter);
    let address = format!("/consent/{reference}");
    world.get(&link).await;
    let again = world
        .post(
            &address,
            &[("key", key(&link)), ("name", " "), ("answer", "consent")],
        )
        .await;
    assert!(
        again.body.contains("Escribe tus nombres y apellidos"),
        "{}",
        again.body
    );
    assert!(
        again.body.contains("La puerta azul"),
        "nothing is lost: {}",
        again.body
    );
    let fields = [
        ("key", key(&link)),
        ("name", "Rosa  Quispe"),
        ("answer", "consent"),
    ];
    let done = world.post(&address, &fields).await.location();
    let page = world.get(&done).await;
    assert!(page.body.contains("Diste tu consentimiento"), "{}", page.body);
    assert!(!page.body.contains("La puerta azul"), "{}", page.body);

    // Pressed twice, or opened once more: it was said once.
    let events = |world: &World| {
        let (store, reference) = (world.store.clone(), reference.clone());
        async move {
            let case = store
                .case_by_reference(&reference.parse().unwrap())
                .await
                .unwrap();
            case.application.revision
        }
    };
    let before = events(&world).await;
    let refused = [("key", key(&link)), ("name", "Rosa Quispe"), ("answer", "refuse")];
    let page = world.post(&address, &refused).await.location();
    let page = world.get(&page).await;
    assert!(page.body.contains("Diste tu consentimiento"), "{}", page.body);
    assert_eq!(events(&world).await, before);

    world.restore_cookies(own);
    let page = world.get(&format!("/a/{reference}")).await;
    assert!(
        page.body.contains("La otra persona dio su consentimiento"),
        "{}",
        page.body
    );
    assert!(!page.body.contains("Falta el consentimiento"), "{}", page.body);
    world.employ("olga", &["officer"]).await;
    world.log_in("olga").await;
    let case = world.next_case().await;
    assert_eq!(case, reference);
    let page = world.get(&format!("/o/cases/{case}")).await;
    for words in ["dio su consentimiento", "Firmó como Rosa Quispe", OWNER] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
}

#[tokio::test]
async fn the_office_waits_with_the_applicant() {
    let (mut world, reference, _) = sent(|_| {}).await;
    let page = world.get(&format!("/a/{reference}")).await;
    for words in [
        "Falta el consentimiento de otra persona",
        OWNER,
        "La otra persona tiene hasta el 25 de marzo de 2026",
    ] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    assert!(!page.body.contains("delante de la tuya"), "{}", page.body);
    let letters = world.mailed().await;
    let received = letters
        .iter()
        .find(|letter| letter.to == "ana@example.org")
        .unwrap();
    assert!(
        received.body.contains(&format!("Escribimos a {OWNER}")),
        "{}",
        received.body
    );
    world.employ("olga", &["officer"]).await;
    world.log_in("olga").await;
    let queue = world.get("/o").await;
    assert!(!queue.body.contains(&reference), "{}", queue.body);
    let page = world.get(&format!("/o/cases/{reference}")).await;
    assert!(
        page.body.contains("Espera el consentimiento de otra persona"),
        "{}",
        page.body
    );
    // Of whoever asks with reference and document, nobody is told whose consent is awaited.
    world.forget_cookies();
    let document = world.document_of(&reference).await;
    let found = world
        .send_form("/a", &[("reference", &reference), ("document", &document)])
        .await;
    let page = world.get(&found.location()).await;
    assert!(
        page.body.contains("Estamos esperando que otra persona"),
        "{}",
        page.body
    );
    assert!(!page.body.contains(OWNER), "{}", page.body);
}

#[tokio::test]
async fn a_refusal_ends_it_without_an_appeal() {
    let (mut world, reference, letter) = sent(|_| {}).await;
    let own = world.cookies();
    world.forget_cookies();
    let link = link(&letter);
    world.get(&link).await;
    let fields = [("key", key(&link)), ("name", "Rosa Quispe"), ("answer", "refuse")];
    let done = world
        .post(&format!("/consent/{reference}"), &fields)
        .await
        .location();
    let page = world.get(&done).await;
    assert!(page.body.contains("No diste tu consentimiento"), "{}", page.body);
    world.restore_cookies(own);
    let page = world.get(&format!("/a/{reference}")).await;
    assert!(
        page.body.contains("La dueña o el dueño no está de acuerdo."),
        "{}",
        page.body
    );
    assert!(
        !page.body.contains(&format!("/a/{reference}/appeal")),
        "{}",
        page.body
    );
    let appealed = world
        .post(
            &format!("/a/{reference}/appeal"),
            &[("message", "Sí está de acuerdo.")],
        )
        .await;
    assert_eq!(appealed.status, StatusCode::CONFLICT, "{}", appealed.body);
}

#[tokio::test]
async fn no_other_key_says_anything() {
    let (mut world, reference, letter) = sent(|_| {}).await;
    let link = link(&letter);
    let (visit, code) = key(&link).split_once('.').unwrap();
    world.forget_cookies();
    for wrong in [
        String::new(),
        code.to_owned(),
        format!("{visit}."),
        format!("3.{code}"),
        format!("{visit}.{}", "A".repeat(43)),
    ] {
        let page = world.get(&format!("/consent/{reference}?key={wrong}")).await;
        assert!(
            page.body.contains("Este enlace no abre nada"),
            "{wrong}: {}",
            page.body
        );
        let fields = [
            ("key", wrong.as_str()),
            ("name", "Rosa Quispe"),
            ("answer", "consent"),
        ];
        world.post(&format!("/consent/{reference}"), &fields).await;
        assert_eq!(world.case(&reference).await.application.revision, 2, "{wrong}");
    }
    // Not that of another application either, nor does it open that one.
    let other = Reference::draw(&[9; 56]).unwrap();
    let page = world.get(&format!("/consent/{other}?key={}", key(&link))).await;
    assert!(page.body.contains("Este enlace no abre nada"), "{}", page.body);
    let page = world.get("/consent/nothing?key=2.A").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    let mailed = world.mailed_link(&reference).await;
    let opened = world.get(&format!("/a/{reference}?key={}", key(&link))).await;
    assert!(!opened.body.contains("La puerta azul"), "{}", opened.body);
    let page = world
        .get(&format!(
            "/consent/{reference}?key={}",
            mailed.split_once("?key=").unwrap().1
        ))
        .await;
    assert!(page.body.contains("Este enlace no abre nada"), "{}", page.body);
}

/// Two must consent, one after the other. What the first was mailed never opens what the second is asked, however late it leaves.
#[tokio::test]
async fn a_letter_opens_what_its_reader_was_asked_and_nothing_else() {
    let source = include_str!("house.yaml")
        .replace(
            "review:\n",
            "      - {id: second, type: e-mail, label: {es: Correo de la segunda dueña, en: E-mail of the second owner}, rules: [{rule: \"not same_person(answer, email) and not same_person(answer, owner)\", say: {es: Otro, en: Another}}]}\nreview:\n",
        )
        .replace(
            "    - {id: check,",
            "    - {id: second, name: {es: Segunda dueña, en: Second owner}, consent: {of: second, asks: {es: ¿Y tú?, en: And you?}, shows: [works], because: no-consent}, deadline: {after: 5 days, then: lapse}}\n    - {id: check,",
        );
    let service = forms::read("house.yaml", &source).unwrap_or_else(|problems| panic!("{problems}"));
    let mut world = World::with(std::slice::from_ref(&service)).await;
    let mut answers = samples::sample(&service, world.app.today());
    answers.insert("owner".into(), Answer::Email(OWNER.into()));
    answers.insert("second".into(), Answer::Email("segunda@example.org".into()));
    let reference = send(&mut world, &service, &answers).await;
    // The first answers before their letter has left.
    let case = world.case(&reference).await;
    let key = world.app.consent_key(&case);
    let address = format!("/consent/{reference}");
    let fields = [
        ("key", key.as_str()),
        ("name", "Rosa Quispe"),
        ("answer", "consent"),
    ];
    world.post(&address, &fields).await;
    let letters = world.mailed().await;
    let to = |whom: &str| letters.iter().find(|letter| letter.to == whom);
    assert!(to(OWNER).is_none(), "it asked for what was given: {letters:?}");
    let page = world.get(&format!("{address}?key={key}")).await;
    assert!(page.body.contains("Diste tu consentimiento"), "{}", page.body);
    let second = link(to("segunda@example.org").unwrap());
    let page = world.get(&second).await;
    assert!(page.body.contains("¿Y tú?"), "{}", page.body);

    // Nobody sends it once more, and no page offers to.
    let letters = world.store.outbox_of(case.application.id).await.unwrap();
    let past = letters.iter().find(|letter| letter.entry.to == OWNER).unwrap();
    world.employ("olga", &["officer"]).await;
    world.log_in("olga").await;
    let page = world.get(&format!("/o/cases/{reference}")).await;
    let resend = |id: &store::OutboxId| format!("/o/cases/{reference}/letters/{}", id.0);
    assert!(!page.body.contains(&resend(&past.entry.id)), "{}", page.body);
    let open = letters
        .iter()
        .find(|letter| letter.entry.to == "segunda@example.org")
        .unwrap();
    assert!(page.body.contains(&resend(&open.entry.id)), "{}", page.body);
    let refused = world.post(&resend(&past.entry.id), &[]).await;
    assert!(
        refused.status.is_client_error() || refused.status.is_redirection(),
        "{}",
        refused.body
    );
    assert_eq!(deliver(&world.app, &world.letters).await.unwrap(), 0);
}

/// Somebody else than the permit's holder may ask.
#[tokio::test]
async fn whoever_asks_is_named_by_the_service() {
    let source = include_str!("house.yaml")
        .replace(
            "      - {id: document,",
            "      - {id: agent, type: full-name, label: {es: Quién hace el trámite, en: Who applies}}\n      - {id: document,",
        )
        .replace("consent: {of: owner,", "consent: {of: owner, asked_by: agent,");
    let service = forms::read("house.yaml", &source).unwrap_or_else(|problems| panic!("{problems}"));
    let mut world = World::with(std::slice::from_ref(&service)).await;
    let mut answers = samples::sample(&service, world.app.today());
    answers.insert("name".into(), Answer::FullName("Ana Flores Rojas".into()));
    answers.insert("agent".into(), Answer::FullName("Luis Vega Soto".into()));
    answers.insert("owner".into(), Answer::Email(OWNER.into()));
    let check = world.fill(&service, &answers, |_| {}).await;
    let page = world.get(&check).await;
    assert!(
        page.body.contains(&format!(
            "escribiremos a {OWNER} para pedir su consentimiento. Verá quién lo pide y esto: Obra."
        )),
        "{}",
        page.body
    );
    world.post("/s/house/apply/submit", &[]).await;
    let letters = world.mailed().await;
    let letter = letters.iter().find(|letter| letter.to == OWNER).unwrap();
    assert!(
        letter.subject.contains("Luis Vega Soto") && !letter.body.contains("Ana Flores Rojas"),
        "{letter:?}"
    );
    let page = world.get(&link(letter)).await;
    assert!(
        page.body.contains("Luis Vega Soto") && !page.body.contains("Ana Flores Rojas"),
        "{}",
        page.body
    );
}

#[tokio::test]
async fn a_link_ends_when_the_application_does() {
    let (mut world, reference, letter) = sent(|_| {}).await;
    world.get(&format!("/a/{reference}/withdraw")).await;
    world.post(&format!("/a/{reference}/withdraw"), &[]).await;
    let page = world.get(&link(&letter)).await;
    assert!(
        page.body.contains("Ya no hace falta tu respuesta"),
        "{}",
        page.body
    );
    assert!(!page.body.contains("La puerta azul"), "{}", page.body);
}

#[tokio::test]
async fn the_applicant_has_them_asked_again_and_not_too_often() {
    let (mut world, reference, _) = sent(|_| {}).await;
    let ask = format!("/a/{reference}/consent");
    for time in 0..3 {
        world.get(&format!("/a/{reference}")).await;
        let done = world.post(&ask, &[]).await.location();
        let page = world.get(&done).await;
        assert!(
            page.body.contains("Escribimos otra vez a"),
            "{time}: {}",
            page.body
        );
        assert_eq!(deliver(&world.app, &world.letters).await.unwrap(), 1, "{time}");
    }
    world.get(&format!("/a/{reference}")).await;
    let page = world.post(&ask, &[]).await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS, "{}", page.body);
    assert_eq!(deliver(&world.app, &world.letters).await.unwrap(), 0);

    let own = world.cookies();
    world.forget_cookies();
    let page = world.post(&ask, &[]).await;
    assert!(page.status.is_client_error(), "{}", page.body);
    world.restore_cookies(own);
    world.get(&format!("/a/{reference}/withdraw")).await;
    world.post(&format!("/a/{reference}/withdraw"), &[]).await;
    world.clock.pass(SignedDuration::from_hours(25));
    world.get(&format!("/a/{reference}")).await;
    let page = world.post(&ask, &[]).await;
    assert_eq!(page.status, StatusCode::CONFLICT, "{}", page.body);
}

/// The first address of a form is where letters to the applicant go; whoever is asked to consent is somebody else.
#[tokio::test]
async fn letters_to_the_applicant_never_go_to_whoever_is_asked() {
    let (mut world, reference, letter) = sent(|answers| {
        answers.remove(&"email".into());
    })
    .await;
    world.get(&format!("/a/{reference}/withdraw")).await;
    world.post(&format!("/a/{reference}/withdraw"), &[]).await;
    let letters = world.mailed().await;
    assert_eq!(letters.len(), 1, "{letters:?}");
    assert_eq!(letters[0].subject, letter.subject);
    assert_eq!(world.case(&reference).await.contact.email, None);
}

#[tokio::test]
async fn nobody_consents_to_their_own_application() {
    let service = house();
    let mut world = World::with(std::slice::from_ref(&service)).await;
    let mut answers = samples::sample(&service, world.app.today());
    answers.insert("email".into(), Answer::Email("ana.flores@gmail.com".into()));
    let start = world.post("/s/house/apply", &[]).await.location();
    world.get(&start).await;
    let mut fields: Vec<(String, String)> = Vec::new();
    for (id, answer) in answers.iter() {
        let raw = answer.to_raw(service.question(id).unwrap());
        fields.extend(
            raw.into_iter()
                .flat_map(|(name, values)| values.into_iter().map(move |v| (name.clone(), v))),
        );
    }
    for (name, value) in &mut fields {
        if name == "owner" {
            // The same mailbox, written otherwise.
            "Ana.Flores+casa@GMAIL.com".clone_into(value);
        }
    }
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let page = world.post(&start, &fields).await;
    assert!(
        page.body.contains("Escribe el correo de la otra persona"),
        "{}",
        page.body
    );
}
