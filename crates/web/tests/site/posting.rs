//! After every form comes an address: no answer to one is a page, which going back to would ask to send it again.

use axum::http::{Method, StatusCode, header};

use crate::{
    staff::PASSWORD,
    world::{Reply, World, every_type, shipped},
};

const EVERYBODY: [&str; 6] = [
    "officer",
    "supervisor",
    "administrator",
    "auditor",
    "service-owner",
    "verifier",
];

/// A site with something at every kind of address, and somebody who may do everything there.
async fn full() -> (World, Vec<(&'static str, String)>) {
    let service = every_type();
    let mut world = World::with(&[service.clone(), shipped("transit-permit")]).await;
    world.store.dedicate(store::Purpose::Service).await.unwrap();
    let reference = world.apply(&service).await;
    let permit = world.approve(&reference).await;
    let case = world.apply(&service).await;
    world.post("/s/every-type/apply", &[]).await;
    let person = world.employ("olga", &EVERYBODY).await;
    let id = uuid::Uuid::from_u128(9).to_string();
    let names = vec![
        ("{service}", "every-type".to_owned()),
        ("{page}", service.form.pages[0].id.to_string()),
        ("{reference}", reference),
        ("{case}", case),
        ("{number}", permit.number.to_string()),
        ("{person}", person.0.to_string()),
        ("{letter}", id.clone()),
        ("{job}", id.clone()),
        ("{incident}", id.clone()),
        ("{device}", id),
    ];
    (world, names)
}

/// Whether a page has a form, besides the one in the office's header.
fn has_form(reply: &Reply) -> bool {
    let forms = reply.body.split("<form").skip(1);
    let mut forms = forms.filter(|form| !form.split('>').next().unwrap().contains("/o/log-out"));
    forms.next().is_some()
}

#[tokio::test]
async fn no_form_is_answered_with_a_page_that_has_one() {
    let (mut world, names) = full().await;
    let addresses = web::addresses(&world.app);
    let mut posts: Vec<&str> = addresses
        .iter()
        .filter(|(method, path, _)| *method == Method::POST && !path.starts_with("/api/"))
        .map(|(_, path, _)| *path)
        .collect();
    // That one ends the session which the others need.
    posts.sort_by_key(|path| path.ends_with("/log-out"));
    let applicant = world.cookies();
    world.log_in("olga").await;
    let mut everybody = world.cookies();
    everybody.extend(applicant);
    let mut led_back = 0;
    for path in posts {
        let mut at = path.to_owned();
        for (name, value) in &names {
            at = at.replace(name, value);
        }
        let page = at.rsplit_once('/').map_or("", |(above, _)| above).to_owned();
        let page = if page.is_empty() { "/".to_owned() } else { page };
        for fields in [
            &[][..],
            &[("do", "x"), ("seen", "active"), ("revision", "0"), ("code", "1")][..],
        ] {
            world.restore_cookies(everybody.clone());
            let look = if at.starts_with("/o") || at.starts_with("/admin") {
                "/o/account"
            } else {
                &page
            };
            for shown in [&at, look] {
                world.get(shown).await;
            }
            let reply = world.send_form(&at, fields).await;
            let is_html = reply.headers.get(header::CONTENT_TYPE).is_some();
            assert!(
                reply.status == StatusCode::SEE_OTHER
                    || (reply.status.is_client_error() && is_html && !has_form(&reply)),
                "{at} {fields:?}: {} {}",
                reply.status,
                reply.body
            );
            if let Some(page) = reply.shown_again() {
                led_back += 1;
                let shown = world.get(&page).await;
                assert!(
                    matches!(
                        shown.status,
                        StatusCode::OK | StatusCode::GONE | StatusCode::SEE_OTHER
                    ),
                    "{at} {fields:?} leads to {page}: {} {}",
                    shown.status,
                    shown.body
                );
            }
        }
    }
    assert!(led_back >= 16, "only {led_back} forms came back to their pages");
}

/// What is wrong is said as long as the address says so, and no other visit of the page hears of it.
#[tokio::test]
async fn a_page_shows_what_is_wrong_once_more_when_it_is_loaded_again() {
    let mut world = World::with(&[every_type()]).await;
    world.post("/s/every-type/apply", &[]).await;
    let path = "/s/every-type/apply/words";
    world.get(path).await;
    let typed = [("name", "Ana Quispe"), ("story", "Una historia"), ("email", "no")];
    let answer = world.send_form(path, &typed).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.location(), format!("{path}?again=1#error-summary"));
    let page = answer.shown_again().unwrap();
    for _ in 0..2 {
        let shown = world.get(&page).await;
        for told in ["error-summary", "value=\"no\"", ">Una historia</textarea>"] {
            assert!(shown.body.contains(told), "{told}: {}", shown.body);
        }
    }
    let english = world.get(&format!("{page}&lang=en")).await;
    assert!(
        english.body.contains("There is a problem") && english.body.contains("value=\"no\""),
        "{}",
        english.body
    );
    let plain = world.get(path).await;
    assert!(
        plain.body.contains("value=\"no\"") && !plain.body.contains("error-summary"),
        "{}",
        plain.body
    );
    world.clock.pass(jiff::SignedDuration::from_mins(61));
    let late = world.get(path).await;
    assert!(!late.body.contains("value=\"no\""), "an hour has passed");
}

#[tokio::test]
async fn what_was_typed_is_nobody_elses_nor_another_drafts() {
    let mut world = World::with(&[every_type()]).await;
    world.post("/s/every-type/apply", &[]).await;
    let path = "/s/every-type/apply/words";
    world.get(path).await;
    world.post(path, &[("name", "Ana Quispe")]).await;
    let first = world.cookies();
    world.post("/s/every-type/apply", &[]).await;
    assert!(!world.get(path).await.body.contains("Ana Quispe"), "begun anew");
    world.forget_cookies();
    world.post("/s/every-type/apply", &[]).await;
    assert!(
        !world.get(path).await.body.contains("Ana Quispe"),
        "another browser"
    );
    world.restore_cookies(first);
    assert!(world.get(path).await.body.contains("Ana Quispe"));
    world.post("/finish", &[]).await;
    let kept: Vec<_> = world
        .cookies()
        .into_keys()
        .filter(|(_, name)| name.contains("typed"))
        .collect();
    assert_eq!(kept, [], "whoever finishes leaves nothing");
}

/// The page is shown as it is now, beside what was typed, and what was typed is gone once its application is erased.
#[tokio::test]
async fn an_appeal_that_was_not_taken_waits_and_is_erased_with_its_application() {
    let service = every_type();
    let mut world = World::with(std::slice::from_ref(&service)).await;
    let reference = world.apply(&service).await;
    world
        .command(
            &reference,
            vec![
                review::Command::Claim,
                review::Command::Reject {
                    reason: "unclear".into(),
                    note: None,
                },
            ],
        )
        .await;
    let path = format!("/a/{reference}/appeal");
    world.get(&path).await;
    let long = "No es así. ".repeat(500);
    let refused = world.post(&path, &[("message", &long)]).await;
    assert!(
        refused.body.contains("No es así. No es así.") && refused.body.contains("error-summary"),
        "{}",
        refused.body
    );
    let case = world.case(&reference).await;
    world
        .store
        .forget_drafts_of(case.application.id, &case.reference)
        .await
        .unwrap();
    assert!(!world.get(&path).await.body.contains("No es así."), "erased");
}

#[tokio::test]
async fn a_wrong_password_leads_back_to_the_address_that_was_typed() {
    let mut world = World::new().await;
    world.employ("olga", &["officer"]).await;
    world.get("/o/log-in?then=/o/scans").await;
    let fields = [
        ("email", "olga@oficina.test"),
        ("password", "x"),
        ("then", "/o/scans"),
    ];
    let answer = world.send_form("/o/log-in", &fields).await;
    assert_eq!(answer.location(), "/o/log-in?again=1#error-summary");
    let again = world.get("/o/log-in?again=1").await;
    assert!(
        again.body.contains("value=\"olga@oficina.test\"") && again.body.contains("error-summary"),
        "{}",
        again.body
    );
    assert_eq!(again.field("then").as_deref(), Some("/o/scans"));
    let fields = [
        ("email", "olga@oficina.test"),
        ("password", PASSWORD),
        ("then", "/o/scans"),
    ];
    assert_eq!(world.send_form("/o/log-in", &fields).await.location(), "/o/scans");
}

/// Another language, or the page before, is a button of the form: it takes what was typed along.
#[tokio::test]
async fn whoever_leaves_a_page_finds_what_they_typed_when_they_come_back() {
    let mut world = World::with(&[every_type()]).await;
    world.post("/s/every-type/apply", &[]).await;
    let path = "/s/every-type/apply/words";
    let page = world.get(path).await;
    let english = format!("form=\"answers\" name=\"leave\" value=\"{path}?lang=en\"");
    assert!(page.body.contains(&english), "{}", page.body);
    let first = page.body.find("<button").unwrap();
    assert!(
        page.body[first..].starts_with("<button class=\"visually-hidden\" form=\"answers\""),
        "the key Enter goes on, and does not change the language"
    );
    let to = format!("{path}?lang=en");
    let typed = [("name", "Ana Quispe"), ("email", "no"), ("leave", to.as_str())];
    let left = world.send_form(path, &typed).await;
    assert_eq!(left.location(), to);
    let shown = world.get(&to).await;
    assert!(
        shown.body.contains("value=\"Ana Quispe\"")
            && shown.body.contains("value=\"no\"")
            && shown.body.contains("<html lang=\"en\"")
            && !shown.body.contains("error-summary"),
        "{}",
        shown.body
    );
    let typed = [("name", "Ana Quispe Ríos"), ("leave", "/s/every-type")];
    assert_eq!(world.send_form(path, &typed).await.location(), "/s/every-type");
    assert!(world.get(path).await.body.contains("value=\"Ana Quispe Ríos\""));
    for elsewhere in ["//evil.example", "https://evil.example", "/a\\b", "x"] {
        let answer = world
            .send_form(path, &[("name", "Ana"), ("leave", elsewhere)])
            .await;
        assert_ne!(answer.location(), elsewhere, "only to addresses of ours");
    }
}

/// The same where nobody is known yet, and in the office: what was typed is there in the other language, and nothing is judged.
#[tokio::test]
async fn another_language_keeps_what_was_typed_on_every_page_with_one_form() {
    let mut world = World::with(&[every_type()]).await;
    let strangers = [
        ("/a", "reference", "7K2Q-M9XT-4"),
        ("/a", "document", "10117410"),
        ("/v/number", "number", "K7Q2M"),
        ("/o/log-in", "email", "olga@oficina.test"),
    ];
    for (path, field, typed) in strangers {
        assert_kept(&mut world, path, field, typed).await;
    }
    let page = world.get("/o/log-in").await;
    assert!(
        page.body.contains("formnovalidate"),
        "an address half typed is no obstacle"
    );
    // What is changed on a page with mistakes is not judged before it is sent.
    let again = world.send_form("/a", &[("reference", "7K2Q")]).await.location();
    let again = again.split('#').next().unwrap().to_owned();
    assert!(
        world.get(&again).await.body.contains("id=\"error-summary\""),
        "{again}"
    );
    let to = format!("{again}&lang=en");
    let fields = [("reference", "7K2Q"), ("document", "10117410"), ("leave", &to)];
    let left = world.send_form("/a", &fields).await.location();
    assert_eq!(left, "/a?lang=en&left=1");
    let shown = world.get(&left).await.body;
    assert!(
        shown.contains("value=\"10117410\"") && !shown.contains("id=\"error-summary\""),
        "{shown}"
    );
    world.employ("olga", &EVERYBODY).await;
    world.log_in("olga").await;
    let office = [
        ("/admin/people", "name", "Beto Ríos"),
        ("/admin/devices", "name", "Garita 2"),
        ("/admin/services/every-type/file", "file", "service: fair"),
        ("/o/check", "number", "K7Q2M"),
        ("/o/permits/revoke-all", "reason", "Fueron falsos"),
    ];
    for (path, field, typed) in office {
        assert_kept(&mut world, path, field, typed).await;
    }
}

async fn assert_kept(world: &mut World, path: &str, field: &str, typed: &str) {
    let page = world.get(path).await;
    let mut forms = page
        .body
        .split("<form ")
        .map(|form| form.split('>').next().unwrap());
    let action = forms
        .find(|form| form.contains("id=\"answers\""))
        .unwrap_or_default();
    let action = action
        .split("action=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next());
    let action = action
        .unwrap_or_else(|| panic!("{path}: {}", page.body))
        .to_owned();
    let to = format!("{path}?lang=en");
    assert!(
        page.body.contains(&format!("name=\"leave\" value=\"{to}\"")),
        "{path}: {}",
        page.body
    );
    let fields = [(field, typed), ("password", PASSWORD), ("leave", &to)];
    let left = world.send_form(&action, &fields).await;
    let shown = world.get(&left.location()).await;
    assert!(
        shown.body.contains("<html lang=\"en\"")
            && shown.body.contains(typed)
            && !shown.body.contains(PASSWORD)
            && !shown.body.contains("id=\"error-summary\""),
        "{path}: {}",
        shown.body
    );
    world.get(&format!("{path}?lang=es")).await;
}

/// Two tabs, and one of them begins anew: the other's page is not lost, and nothing of it is taken unseen.
#[tokio::test]
async fn a_page_of_the_draft_before_is_shown_in_the_new_one() {
    let mut world = World::with(&[every_type()]).await;
    world.post("/s/every-type/apply", &[]).await;
    let path = "/s/every-type/apply/words";
    world.get(path).await;
    let old = world.token.clone();
    world.post("/s/every-type/apply", &[]).await;
    world.get(path).await;
    world.token = old.clone();
    let typed = [("name", "Ana Quispe"), ("email", "ana@example.pe")];
    let foreign = world.send_form(path, &typed).await;
    assert_eq!(
        foreign.status,
        StatusCode::FORBIDDEN,
        "a browser that does not say where it comes from"
    );
    let answer = world.send_form_from_here(path, &typed).await;
    assert_eq!(answer.location(), path);
    let shown = world.get(path).await;
    assert!(
        shown.body.contains("value=\"Ana Quispe\"") && shown.body.contains("value=\"ana@example.pe\""),
        "{}",
        shown.body
    );
}

/// What a browser knows is about whoever holds it: it does not fill in their superior. And no field stops taking letters unheard.
#[tokio::test]
async fn a_browser_fills_in_its_owners_address_alone_and_cuts_nothing_off() {
    let transit = shipped("transit-permit");
    let mut world = World::with(std::slice::from_ref(&transit)).await;
    let answers = forms::samples::sample(&transit, world.app.today());
    let mut emails = Vec::new();
    world
        .fill(&transit, &answers, |page| {
            assert!(!page.body.contains("maxlength"), "{}", page.body);
            for input in page
                .body
                .split("<input")
                .filter(|input| input.contains("type=\"email\""))
            {
                let filled = input.split("autocomplete=\"").nth(1).unwrap();
                emails.push(filled.split('"').next().unwrap().to_owned());
            }
        })
        .await;
    assert_eq!(emails, ["email", "off"]);
}

/// What one of a group is called, and not all of them.
#[tokio::test]
async fn another_of_a_group_is_added_by_its_own_name() {
    let market = shipped("market-stall-permit");
    let mut world = World::with(std::slice::from_ref(&market)).await;
    world.post("/s/market-stall-permit/apply", &[]).await;
    let page = world.get("/s/market-stall-permit/apply/helpers?lang=en").await;
    assert!(
        page.body
            .contains("Add another <span class=\"visually-hidden\">Helper</span>"),
        "{}",
        page.body
    );
}

/// A sworn rule that whoever works for themselves can keep: no superior is invented, and nobody waits for one.
#[tokio::test]
async fn whoever_works_for_themselves_needs_no_superior() {
    let transit = shipped("transit-permit");
    let mut world = World::with(std::slice::from_ref(&transit)).await;
    let mut given = forms::Answers::default();
    given.insert("reason".into(), forms::Answer::Choice("food".to_owned()));
    given.insert("works_for".into(), forms::Answer::Choice("self".to_owned()));
    let answers = forms::samples::around(&transit, given, world.app.today());
    assert!(answers.get(&"boss_email".into()).is_none());
    let check = world.fill(&transit, &answers, |_| {}).await;
    world.get(&check).await;
    let sent = world.post("/s/transit-permit/apply/submit", &[]).await.location();
    let reference = sent.trim_start_matches("/a/").trim_end_matches("?sent=1");
    let status = world.case(reference).await.application.status;
    assert!(matches!(status, review::Status::Approved { .. }), "{status:?}");
}
