//! Pages whose answers are as long as they may be.

use axum::http::StatusCode;
use forms::Service;
use review::Command;

use crate::world::World;

const TEXTS: usize = 7;
const LETTERS: usize = 9_999;

/// One page that asks seven long texts, of ten thousand letters each.
fn memoirs() -> Service {
    let text = |number| {
        format!("      - {{id: part_{number}, type: long-text, label: Part {number}, max_length: 10000}}\n")
    };
    let texts: Vec<String> = (1..=TEXTS).map(text).collect();
    let source = include_str!("memoirs.yaml").replace("      # texts\n", &texts.concat());
    forms::read("memoirs.yaml", &source).unwrap_or_else(|wrong| panic!("{wrong}"))
}

/// Seven answers of this letter, which is sent as `%C3%B1` or longer.
fn answers(letter: &str, letters: usize) -> Vec<(String, String)> {
    (1..=TEXTS)
        .map(|number| (format!("part_{number}"), letter.repeat(letters)))
        .collect()
}

fn fields(answers: &[(String, String)]) -> Vec<(&str, &str)> {
    let fields = answers.iter();
    fields
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

/// Somebody at the page, after their name.
async fn writing() -> (World, String) {
    let mut world = World::with(&[memoirs()]).await;
    world.employ("olga", &["officer"]).await;
    let page = begun(&mut world, "/s/memoirs/apply").await;
    (world, page)
}

/// The page, after a name, of what is begun at that address.
async fn begun(world: &mut World, start: &str) -> String {
    let first = world.post(start, &[]).await.location();
    world.get(&first).await;
    let page = world
        .post(
            &first,
            &[
                ("name", "Ana Quispe"),
                ("document.kind", "dni"),
                ("document.number", "12345678"),
            ],
        )
        .await
        .location();
    world.get(&page).await;
    page
}

#[tokio::test]
async fn answers_as_long_as_they_may_be_are_taken_by_a_specimen() {
    let service = memoirs();
    let mut world = World::with(std::slice::from_ref(&service)).await;
    world.employ("olga", &["service-owner@memoirs"]).await;
    world.log_in("olga").await;
    let start = format!("/admin/services/memoirs/specimen/{}", service.hash());
    world.get(&start).await;
    let page = begun(&mut world, &start).await;
    let long = answers("\u{1f999}", LETTERS);
    let sent = world.post(&page, &fields(&long)).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    assert_eq!(sent.location(), format!("{start}/form/check"));
    let checked = world.get(&format!("{start}/form/check")).await;
    assert_eq!(checked.status, StatusCode::OK);
}

#[tokio::test]
async fn answers_as_long_as_they_may_be_are_taken() {
    for letter in ["ñ", "\u{1f999}"] {
        let (mut world, page) = writing().await;
        let long = answers(letter, LETTERS);
        let sent = world.post(&page, &fields(&long)).await;
        assert_eq!(
            sent.status,
            StatusCode::SEE_OTHER,
            "{}",
            &sent.body[..sent.body.len().min(2_000)]
        );
        assert_eq!(sent.location(), "/s/memoirs/apply/check");
        world.get("/s/memoirs/apply/check").await;
        let sent = world.post("/s/memoirs/apply/submit", &[]).await.location();
        let reference = sent
            .trim_start_matches("/a/")
            .trim_end_matches("?sent=1")
            .to_owned();

        let ask = Command::Ask {
            questions: (1..=TEXTS)
                .map(|number| format!("part_{number}").as_str().into())
                .collect(),
            message: "Otra vez".into(),
        };
        world.command(&reference, vec![Command::Claim, ask]).await;
        let path = format!("/a/{reference}/answer");
        world.get(&path).await;
        let answered = world.post(&path, &fields(&answers(letter, LETTERS - 1))).await;
        assert_eq!(
            answered.status,
            StatusCode::SEE_OTHER,
            "{}",
            &answered.body[..answered.body.len().min(2_000)]
        );
    }
}

#[tokio::test]
async fn one_letter_too_many_is_told_at_its_question() {
    let (mut world, page) = writing().await;
    let long = answers("ñ", 10_001);
    let sent = world.post(&page, &fields(&long)).await;
    assert_eq!(sent.status, StatusCode::OK);
    assert!(sent.body.contains("href=\"#part_7\""));
}

#[tokio::test]
async fn what_is_really_too_large_is_refused_and_what_was_sent_before_stays() {
    let (mut world, page) = writing().await;
    let long = answers("ñ", 40_000);
    let sent = world.post(&page, &fields(&long)).await;
    assert_eq!(sent.status, StatusCode::PAYLOAD_TOO_LARGE);
    for words in [
        "Es demasiado para enviarlo de una vez",
        "lo que enviaste antes sí",
        &format!("href=\"{page}\""),
    ] {
        assert!(sent.body.contains(words), "{words}: {}", sent.body);
    }
    let check = world.get("/s/memoirs/apply/check").await;
    assert!(check.status.is_success() || check.status.is_redirection());
    let first = world.get("/s/memoirs/apply/you").await;
    assert!(first.body.contains("Ana Quispe"), "{}", first.body);
}

#[tokio::test]
async fn nobody_else_may_send_so_much() {
    let (mut world, page) = writing().await;
    world.forget_cookies();
    let long = answers("ñ", LETTERS);
    for path in [page.as_str(), "/a", "/o/log-in", "/v/number"] {
        let sent = world.post(path, &fields(&long)).await;
        assert!(sent.status.is_client_error(), "{path}: {}", sent.status);
        assert_ne!(sent.status, StatusCode::OK, "{path} was read");
    }
}
