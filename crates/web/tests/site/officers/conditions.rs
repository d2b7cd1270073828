//! What whoever approves asks of the holder: chosen, written, printed, told by the code.

use axum::http::StatusCode;
use forms::Service;
use review::{Command, Conditions};

use crate::world::World;

fn fair() -> Service {
    let source = include_str!("../every-type.yaml").replace(
        "  conditions: []",
        "  conditions:
    always: [{es: Lleva tu documento., en: Carry your document.}]
    choose:
      no-glass: {es: Bebidas solo en plástico., en: Drinks in plastic cups only.}
      ends-at-22: {es: La música termina a las 22., en: The music ends at 22.}
    write: true",
    );
    let source = source.replace(
        "as: last-four}\n",
        "as: last-four}\n    - {answer: office_conditions}\n",
    );
    forms::read("every-type.yaml", &source).unwrap_or_else(|wrong| panic!("{wrong}"))
}

/// Olga has an application in hand.
async fn claimed() -> (World, String) {
    let service = fair();
    let mut world = World::with(std::slice::from_ref(&service)).await;
    let reference = world.apply(&service).await;
    world.employ("olga", &["officer"]).await;
    world.log_in("olga").await;
    assert_eq!(world.next_case().await, reference);
    (world, reference)
}

#[tokio::test]
async fn conditions_that_an_officer_sets_are_in_the_code_and_on_the_paper() {
    let (mut world, reference) = claimed().await;
    let case = format!("/o/cases/{reference}");
    let page = world.get(&case).await;
    for offered in [
        "value=\"no-glass\"><label for=\"condition-no-glass\">Bebidas solo en plástico.",
        "name=\"written_condition\" rows=\"2\" maxlength=\"200\"",
    ] {
        assert!(page.body.contains(offered), "{offered}: {}", page.body);
    }
    let yes = [
        ("decision", "approve"),
        ("condition", "no-glass"),
        ("written_condition", "Deja libre\r\n  la vereda."),
    ];
    let done = world.on_case(&reference, "decide", &yes).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);

    let words = "Bebidas solo en plástico. · Deja libre la vereda.";
    let letters = world.mailed().await;
    let told = format!("La oficina te puso condiciones: {words}");
    assert!(
        letters.iter().any(|letter| letter.body.contains(&told)),
        "{letters:?}"
    );
    let page = world.get(&case).await;
    assert!(
        page.body.contains(&format!("Condiciones: {words}")) && page.body.contains("Condiciones puestas"),
        "{}",
        page.body
    );
    let id = world.case(&reference).await.application.id;
    let permit = world.store.permits_of(id).await.unwrap().remove(0);
    let paper = world.get(&format!("/o/permits/{}", permit.number)).await;
    assert!(paper.body.contains(words), "{}", paper.body);
    world.employ("victor", &["verifier"]).await;
    world.log_in("victor").await;
    let number = permit.number.to_string();
    let told = world.post("/o/check", &[("number", &number)]).await;
    assert!(
        told.body
            .contains("Bebidas solo en plástico., Hay más: mira el papel"),
        "{}",
        told.body
    );
}

/// On the page of the application, of the permit, and in the letter: nothing where nothing was set.
#[tokio::test]
async fn the_holder_is_told_what_the_office_set() {
    let service = fair();
    for (code, told) in [(Some("no-glass"), true), (None, false)] {
        let mut world = World::with(std::slice::from_ref(&service)).await;
        let reference = world.apply(&service).await;
        let conditions = Conditions {
            chosen: code.into_iter().map(Into::into).collect(),
            written: Vec::new(),
        };
        let yes = Command::Approve {
            note: None,
            conditions,
        };
        world.command(&reference, vec![Command::Claim, yes]).await;
        for page in [format!("/a/{reference}"), format!("/a/{reference}/permit")] {
            let page = world.get(&page).await;
            assert_eq!(
                page.body.contains("Bebidas solo en plástico."),
                told,
                "{}",
                page.body
            );
            assert_eq!(
                page.body.contains("Condiciones de este permiso en particular"),
                told,
                "{}",
                page.body
            );
        }
        let letters = world.mailed().await;
        let letter = letters.iter().find(|letter| letter.attachment.is_some()).unwrap();
        assert_eq!(
            letter.body.contains("te puso condiciones"),
            told,
            "{}",
            letter.body
        );
        assert!(!letter.body.contains("\n\n\n"), "{}", letter.body);
    }
}

#[tokio::test]
async fn what_the_paper_cannot_show_is_refused_and_nothing_typed_is_lost() {
    let (mut world, reference) = claimed().await;
    for written in ["Cierra a las 22 \u{1f600}", "x\u{1f600}"] {
        let yes = [
            ("decision", "approve"),
            ("condition", "ends-at-22"),
            ("written_condition", written),
            ("file_note", "Vi el plano."),
        ];
        let page = world.on_case(&reference, "decide", &yes).await;
        for kept in [
            "El papel no puede mostrar esto",
            written,
            "value=\"ends-at-22\" checked",
            "Vi el plano.",
        ] {
            assert!(page.body.contains(kept), "{kept}: {}", page.body);
        }
        assert_eq!(world.case(&reference).await.application.status.name(), "Claimed");
    }
}

#[tokio::test]
async fn what_the_service_does_not_offer_is_refused_in_words() {
    let (mut world, reference) = claimed().await;
    let long = "larga ".repeat(60);
    for (field, value, said) in [
        ("condition", "no-dogs", "Esa condición no es de este servicio."),
        ("written_condition", long.as_str(), "más de 200 letras"),
    ] {
        let yes = [("decision", "approve"), (field, value)];
        let page = world.on_case(&reference, "decide", &yes).await;
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    assert_eq!(world.case(&reference).await.application.status.name(), "Claimed");
}

#[tokio::test]
async fn a_permit_without_conditions_of_its_own_says_nothing_of_them() {
    let (mut world, reference) = claimed().await;
    world
        .on_case(&reference, "decide", &[("decision", "approve")])
        .await;
    let id = world.case(&reference).await.application.id;
    let permit = world.store.permits_of(id).await.unwrap().remove(0);
    let page = world.get(&format!("/o/permits/{}", permit.number)).await;
    assert!(
        !page.body.contains("Condiciones de este permiso en particular"),
        "{}",
        page.body
    );
}

/// With two yeses needed, whoever gives the second sees what came with the first.
#[tokio::test]
async fn whoever_decides_next_sees_what_a_colleague_set() {
    let source = include_str!("../every-type.yaml").replace(
        "  conditions: []",
        "  conditions: {choose: {no-glass: {es: Bebidas solo en plástico., en: Drinks in plastic cups only.}}}",
    );
    let two = source.replacen("role: officer", "role: officer, people: 2", 1);
    assert_ne!(source, two);
    let service = forms::read("every-type.yaml", &two).unwrap_or_else(|wrong| panic!("{wrong}"));
    let mut world = World::with(std::slice::from_ref(&service)).await;
    let reference = world.apply(&service).await;
    for (name, colleague_set) in [("olga", false), ("nina", true)] {
        world.employ(name, &["officer"]).await;
        world.log_in(name).await;
        assert_eq!(world.next_case().await, reference);
        let page = world.get(&format!("/o/cases/{reference}")).await;
        assert_eq!(
            page.body.contains("Condiciones puestas"),
            colleague_set,
            "{}",
            page.body
        );
        let yes = [("decision", "approve"), ("condition", "no-glass")];
        let done = world.on_case(&reference, "decide", &yes).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    }
    assert_eq!(world.case(&reference).await.application.status.name(), "Approved");
}
