//! What an application costs.

use axum::http::StatusCode;
use review::Command;

use super::periods::{answers, approved, fair, sent, world};

/// An amount as pages write it.
fn soles(amount: &str) -> String {
    format!("S/\u{a0}{amount}")
}

#[tokio::test]
async fn what_it_costs_is_told_before_sending_and_stays_told() {
    let service = fair();
    let (mut world, today) = world(&service).await;
    let (with, without) = (
        answers(&service, today, None, true),
        answers(&service, today, None, false),
    );
    let check = world.fill(&service, &without, |_| {}).await;
    let page = world.get(&check).await;
    assert!(
        page.body
            .contains(&format!("<strong>{}</strong>", soles("45.50")))
            && !page.body.contains("bomberos"),
        "{}",
        page.body
    );
    world.forget_cookies();

    let check = world.fill(&service, &with, |_| {}).await;
    let page = world.get(&check).await;
    let told = [
        "Lo que se paga",
        "Visita de bomberos",
        &format!("Vigilantes (3 × {})", soles("10.00")),
        &soles("120.00"),
        &format!("<strong>{}</strong>", soles("185.50")),
        "Banco de la Nación con el código 01234",
    ];
    for words in told {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    let reference = world.post("/s/fair/apply/submit", &[]).await.location();
    let reference = reference
        .trim_start_matches("/a/")
        .trim_end_matches("?sent=1")
        .to_owned();
    assert_eq!(
        world.case(&reference).await.application.fee.unwrap().total(),
        18_550
    );
    let status = format!("/a/{reference}");
    let page = world.get(&status).await;
    for words in told.iter().chain(&["Al pagar, da tu número de solicitud"]) {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    let letters = world.mailed().await;
    let words = format!(
        "Tienes que pagar {}. Paga en el Banco de la Nación",
        soles("185.50")
    );
    assert!(letters[0].body.contains(&words), "{}", letters[0].body);
    let file = world.get(&format!("{status}/data.json")).await;
    assert_eq!(file.status, StatusCode::OK);
    assert!(file.body.contains(&soles("185.50")), "{}", file.body);

    let own = world.cookies();
    world.employ("olga", &["officer"]).await;
    world.log_in("olga").await;
    let page = world.get(&format!("/o/cases/{reference}")).await;
    assert!(page.body.contains(&soles("185.50")), "{}", page.body);
    let refused = vec![
        Command::Claim,
        Command::Reject {
            reason: "full".into(),
            note: None,
        },
    ];
    world.command(&reference, refused).await;
    world.restore_cookies(own);
    let page = world.get(&status).await;
    assert!(
        !page.body.contains("Lo que se paga"),
        "nothing is due: {}",
        page.body
    );
}

/// An office that approves has seen to what is paid; where nobody looked, the letter with the permit is the first that tells of it.
#[tokio::test]
async fn the_letter_with_the_permit_tells_what_is_due_only_where_nobody_decided() {
    let source = include_str!("../fair.yaml");
    let by_rule = "review:\n  rules: [{when: 'true', then: approve, because: silence}]\n";
    for (source, by_people) in [
        (source.to_owned(), true),
        (source.replacen("review:\n", by_rule, 1), false),
    ] {
        let service = forms::read("fair.yaml", &source).unwrap_or_else(|wrong| panic!("{wrong}"));
        let (mut world, today) = world(&service).await;
        let reference = sent(&mut world, &service, &answers(&service, today, None, false)).await;
        if by_people {
            approved(&mut world, &reference).await;
        }
        let letters = world.mailed().await;
        let permits: Vec<_> = letters
            .iter()
            .filter(|letter| letter.attachment.is_some())
            .collect();
        let [letter] = permits[..] else {
            panic!("one letter has the permit: {letters:?}")
        };
        let due = letter.body.contains("Tienes que pagar");
        assert_eq!(due, !by_people, "{}", letter.body);
    }
}

/// A service without a fee says nothing of one.
#[tokio::test]
async fn a_service_without_a_fee_asks_for_nothing() {
    let file = include_str!("../fair.yaml");
    let (before, rest) = file.split_once("fee:\n").unwrap();
    let (_, after) = rest.split_once("form:\n").unwrap();
    let service = forms::read("fair.yaml", &format!("{before}form:\n{after}")).unwrap();
    let (mut world, today) = world(&service).await;
    let reference = sent(&mut world, &service, &answers(&service, today, None, true)).await;
    let page = world.get(&format!("/a/{reference}")).await;
    assert!(!page.body.contains("Lo que se paga"), "{}", page.body);
    let letter = world.mailed().await.remove(0);
    assert!(!letter.body.contains("pagar"), "{}", letter.body);
}
