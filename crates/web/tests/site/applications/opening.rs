//! What opens an application: the mailed link, the return code, the browser that was let in; until it is ended.

use axum::http::{StatusCode, header};
use engine::secret::Purpose;
use jiff::SignedDuration;

use super::finding::other_reference;
use crate::world::{Reply, World, every_type, secret};

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// A sent application that waits for a person, its reference, and its return code as the page after sending showed it.
async fn sent() -> (World, String, String) {
    let service = every_type();
    let mut world = World::with(std::slice::from_ref(&service)).await;
    let reference = world.apply(&service).await;
    let page = world.get(&format!("/a/{reference}?sent=1")).await;
    let code = shown_code(&page).unwrap();
    (world, reference, code)
}

fn shown_code(page: &Reply) -> Option<String> {
    page.body.contains("Tu código de regreso es").then(|| {
        page.between(
            "Tu código de regreso es <strong class=\"reference\">",
            "</strong>",
        )
        .to_owned()
    })
}

/// Whether this browser opens the application.
async fn opens(world: &mut World, reference: &str) -> bool {
    world
        .get(&format!("/a/{reference}"))
        .await
        .body
        .contains("Qué ha pasado")
}

async fn does(world: &mut World, reference: &str, fields: &[(&str, &str)]) -> Reply {
    let address = format!("/a/{reference}/access");
    assert_eq!(world.get(&address).await.status, StatusCode::OK);
    world.post(&address, fields).await
}

#[tokio::test]
async fn the_mailed_link_asks_a_new_browser_for_the_document_once() {
    let (mut world, reference, _) = sent().await;
    let link = world.mailed_link(&reference).await;
    world.forget_cookies();
    let led = world.get(&link).await;
    assert_eq!(
        led.location(),
        format!("/a/{reference}"),
        "no key is left in the address"
    );
    let asked = world.arrive_by(&link).await;
    assert!(asked.body.contains("Confirma que eres tú"), "{}", asked.body);
    assert!(!opens(&mut world, &reference).await, "the link alone is half");
    let key = asked.field("key").unwrap();
    let wrong = [("key", key.as_str()), ("document", "12345678")];
    let refused = world.post(&format!("/a/{reference}"), &wrong).await;
    assert_eq!(refused.status, StatusCode::OK);
    assert!(
        refused.body.contains("Ese no es el documento"),
        "{}",
        refused.body
    );
    assert!(!opens(&mut world, &reference).await);
    let opened = world.open_by_mail(&reference).await;
    assert_eq!(
        opened.location(),
        format!("/a/{reference}"),
        "no key is left in the address"
    );
    assert!(opens(&mut world, &reference).await);
    assert_eq!(
        world.get(&link).await.location(),
        format!("/a/{reference}"),
        "it asks once"
    );
}

#[tokio::test]
async fn a_link_that_is_wrong_or_over_says_what_to_do() {
    let (mut world, reference, _) = sent().await;
    let link = world.mailed_link(&reference).await;
    world.forget_cookies();
    let ended = "Ese enlace ya no abre la solicitud";
    assert!(world.get(&format!("{link}x")).await.body.contains(ended));
    let other = link.replace(&reference, &other_reference(&reference));
    assert!(world.get(&other).await.body.contains(ended));
    world.clock.pass(DAY * 90);
    assert!(
        world.arrive_by(&link).await.body.contains("Confirma que eres tú"),
        "its last day"
    );
    world.clock.pass(DAY);
    assert!(world.get(&link).await.body.contains(ended));
    let document = world.document_of(&reference).await;
    let fields = [
        ("reference", reference.as_str()),
        ("document", &document),
        ("do", "send-link"),
    ];
    let sent = world.post("/a", &fields).await;
    assert!(sent.body.contains("Te enviamos el enlace a "), "{}", sent.body);
    assert_ne!(world.mailed_link(&reference).await, link);
    world.open_by_mail(&reference).await;
    assert!(opens(&mut world, &reference).await);
}

#[tokio::test]
async fn a_link_of_the_release_before_works_until_links_are_ended() {
    let (mut world, reference, _) = sent().await;
    let id = world.case(&reference).await.application.id;
    let key = secret().code_text(Purpose::Access, &[id.0.as_bytes()]);
    let link = format!("/a/{reference}?key={key}");
    does(&mut world, &reference, &[("do", "end-code")]).await;
    let applicant = world.cookies();
    world.forget_cookies();
    assert!(world.arrive_by(&link).await.body.contains("Confirma que eres tú"));
    world.restore_cookies(applicant);
    does(&mut world, &reference, &[("do", "end-links")]).await;
    world.forget_cookies();
    assert!(world.get(&link).await.body.contains("Ese enlace ya no abre"));
}

#[tokio::test]
async fn the_return_code_is_shown_where_it_was_made_and_opens_beside_the_document() {
    let (mut world, reference, code) = sent().await;
    let address = format!("/a/{reference}?sent=1");
    for path in [format!("/a/{reference}/access"), format!("/a/{reference}")] {
        assert_eq!(shown_code(&world.get(&path).await), None, "{path}");
    }
    let back = shown_code(&world.get(&address).await);
    assert_eq!(back.as_deref(), Some(code.as_str()), "going back loses nothing");
    world.clock.pass(SignedDuration::from_mins(61));
    assert_eq!(shown_code(&world.get(&address).await), None, "for an hour");
    world.forget_cookies();
    let document = world.document_of(&reference).await;
    let typed = code.to_lowercase().replace('-', " ");
    for (reference, document, code) in [
        (reference.as_str(), "12345678", typed.as_str()),
        (&other_reference(&reference), &document, &typed),
        (&reference, &document, "7K2QM-X9T4B-H"),
    ] {
        let fields = [("reference", reference), ("document", document), ("code", code)];
        let refused = world.post("/a", &fields).await;
        assert_eq!(refused.status, StatusCode::OK);
        assert!(
            refused.body.contains("Esos datos no abren ninguna solicitud"),
            "{}",
            refused.body
        );
    }
    let fields = [
        ("reference", reference.as_str()),
        ("document", &document),
        ("code", &typed),
    ];
    assert_eq!(
        world.post("/a", &fields).await.location(),
        format!("/a/{reference}")
    );
    assert!(opens(&mut world, &reference).await);
}

#[tokio::test]
async fn a_return_code_is_renewed_and_ended_at_will() {
    let (mut world, reference, first) = sent().await;
    let document = world.document_of(&reference).await;
    let renewed = does(&mut world, &reference, &[("do", "renew-code")]).await;
    let second = shown_code(&world.get(&renewed.location()).await).unwrap();
    let applicant = world.cookies();
    let by = async |world: &mut World, code: &str| {
        world.forget_cookies();
        let fields = [
            ("reference", reference.as_str()),
            ("document", &document),
            ("code", code),
        ];
        world.post("/a", &fields).await.status
    };
    assert_eq!(by(&mut world, &first).await, StatusCode::OK);
    assert_eq!(by(&mut world, &second).await, StatusCode::SEE_OTHER);
    world.restore_cookies(applicant);
    does(&mut world, &reference, &[("do", "end-code")]).await;
    let page = world.get(&format!("/a/{reference}/access")).await.body;
    assert!(
        page.contains("Ahora ningún código de regreso abre tu solicitud"),
        "{page}"
    );
    assert_eq!(by(&mut world, &second).await, StatusCode::OK);
}

#[tokio::test]
async fn whoever_closes_it_elsewhere_keeps_it_open_here_alone() {
    let (mut world, reference, code) = sent().await;
    let document = world.document_of(&reference).await;
    let link = world.mailed_link(&reference).await;
    let here = world.cookies();
    world.forget_cookies();
    world.open_by_mail(&reference).await;
    let elsewhere = world.cookies();
    world.restore_cookies(here);
    let ended = does(&mut world, &reference, &[("do", "end-links")]).await;
    assert_eq!(
        ended.location(),
        format!("/a/{reference}/access?done=links-ended")
    );
    assert!(opens(&mut world, &reference).await);
    world.restore_cookies(elsewhere);
    assert!(!opens(&mut world, &reference).await);
    let fields = [
        ("reference", reference.as_str()),
        ("document", &document),
        ("code", &code),
    ];
    let back = world.post("/a", &fields).await;
    assert_eq!(back.status, StatusCode::OK, "nor by the code that they saw");
    let withdrawn = world.get(&format!("/a/{reference}/withdraw")).await;
    assert_eq!(withdrawn.status, StatusCode::FORBIDDEN);
    assert!(world.get(&link).await.body.contains("Ese enlace ya no abre"));
}

#[tokio::test]
async fn a_corrected_address_ends_old_links_and_is_told_to_the_old_one() {
    let (mut world, reference, _) = sent().await;
    let link = world.mailed_link(&reference).await;
    let old = world.case(&reference).await.contact.email.unwrap();
    let document = world.document_of(&reference).await;
    let correct = |email, document| {
        [
            ("do", "correct-address"),
            ("email", email),
            ("document", document),
        ]
    };
    for (email, document, said) in [
        ("nueva@correo.pe", "12345678", "Ese no es el documento"),
        ("nueva", document.as_str(), "correo"),
        ("", &document, "correo"),
        (old.as_str(), &document, "Ya te escribimos a ese correo"),
    ] {
        let refused = does(&mut world, &reference, &correct(email, document)).await;
        assert_eq!(refused.status, StatusCode::OK, "{email}");
        assert!(
            refused.between("error-summary-title", "</ul>").contains(said),
            "{}",
            refused.body
        );
    }
    let done = does(&mut world, &reference, &correct("nueva@correo.pe", &document)).await;
    assert_eq!(
        done.location(),
        format!("/a/{reference}/access?done=address-corrected")
    );
    let case = world.case(&reference).await;
    assert_eq!(case.contact.email.as_deref(), Some("nueva@correo.pe"));
    let letters = world.mailed().await;
    let [to_new, to_old] = [0, 1].map(|at| &letters[at]);
    let (to_new, to_old) = if to_new.to == old {
        (to_old, to_new)
    } else {
        (to_new, to_old)
    };
    assert_eq!(
        (to_new.to.as_str(), to_old.to.as_str()),
        ("nueva@correo.pe", old.as_str())
    );
    assert!(to_new.body.contains("?key="), "{}", to_new.body);
    assert!(
        !to_old.body.contains("?key=") && !to_old.body.contains(&case.contact.holder),
        "{}",
        to_old.body
    );
    world.forget_cookies();
    assert!(world.get(&link).await.body.contains("Ese enlace ya no abre"));
    world.open_by_mail(&reference).await;
    let page = world.get(&format!("/a/{reference}")).await.body;
    assert!(
        page.contains("Corregiste el correo al que te escribimos"),
        "{page}"
    );
}

#[tokio::test]
async fn a_letter_that_waits_goes_to_the_corrected_address() {
    let (mut world, reference, _) = sent().await;
    let document = world.document_of(&reference).await;
    let fields = [
        ("do", "correct-address"),
        ("email", "nueva@correo.pe"),
        ("document", document.as_str()),
    ];
    does(&mut world, &reference, &fields).await;
    for letter in world
        .mailed()
        .await
        .iter()
        .filter(|letter| letter.body.contains("?key="))
    {
        assert_eq!(letter.to, "nueva@correo.pe", "{}", letter.subject);
    }
}

#[tokio::test]
async fn the_link_is_sent_again_three_times_a_day() {
    let (mut world, reference, _) = sent().await;
    let document = world.document_of(&reference).await;
    let fields = [
        ("reference", reference.as_str()),
        ("document", &document),
        ("do", "send-link"),
    ];
    for _ in 0..3 {
        assert_eq!(world.post("/a", &fields).await.status, StatusCode::OK);
    }
    let refused = world.post("/a", &fields).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.headers.contains_key(header::RETRY_AFTER));
    let wrong = [
        ("reference", reference.as_str()),
        ("document", "12345678"),
        ("do", "send-link"),
    ];
    let letters = world.mailed().await.len();
    world.clock.pass(DAY);
    assert_eq!(world.post("/a", &wrong).await.status, StatusCode::OK);
    assert_eq!(world.mailed().await.len(), letters);
}

#[tokio::test]
async fn a_browser_opens_it_for_a_week_and_ones_own_device_for_longer() {
    let (mut world, reference, _) = sent().await;
    let passing = world.cookies();
    world.post(&format!("/a/{reference}/keep"), &[]).await;
    let lasting = world.cookies();
    world.clock.pass(DAY * 8);
    world.restore_cookies(passing);
    assert!(!opens(&mut world, &reference).await);
    world.restore_cookies(lasting);
    assert!(opens(&mut world, &reference).await);
    world.clock.pass(DAY * 180);
    assert!(!opens(&mut world, &reference).await);
}

#[tokio::test]
async fn whoever_finished_leaves_no_link_behind() {
    let (mut world, reference, _) = sent().await;
    let link = world.mailed_link(&reference).await;
    let address = format!("/a/{reference}");
    world.forget_cookies();
    world.arrive_by(&link).await;
    let here = world.get(&address).await;
    assert!(
        here.body.contains("Confirma que eres tú"),
        "the document may be looked for"
    );
    world.post("/finish", &[("here", address.as_str())]).await;
    let back = world.get(&address).await;
    assert!(!back.body.contains("Confirma que eres tú"), "{}", back.body);
    assert_eq!(back.field("key"), None);
    world.arrive_by(&link).await;
    world.open_by_mail(&reference).await;
    let links = world
        .cookies()
        .into_keys()
        .filter(|(_, name)| name.contains("link-"));
    assert_eq!(links.count(), 0, "it is over once it opened");
}
