//! Permits for days that were asked for.

use axum::http::StatusCode;
use engine::jobs::timers;
use forms::{Answer, Answers, Service, samples};
use jiff::{SignedDuration, ToSpan as _, civil::Date};
use permit::Verdict;
use review::{Command, Status};

use crate::world::World;

pub(super) fn fair() -> Service {
    let file = include_str!("../fair.yaml");
    forms::read("fair.yaml", file).unwrap_or_else(|problems| panic!("{problems}"))
}

/// It is Friday, 20 March 2026, ten in the morning.
pub(super) async fn world(service: &Service) -> (World, Date) {
    let world = World::with(std::slice::from_ref(service)).await;
    let today = world.app.today();
    (world, today)
}

pub(super) fn answers(service: &Service, first: Date, last: Option<Date>, fireworks: bool) -> Answers {
    let mut answers = samples::sample(service, first);
    answers.insert("first".into(), Answer::Date(first));
    answers.remove(&"last".into());
    if let Some(last) = last {
        answers.insert("last".into(), Answer::Date(last));
    }
    answers.insert("opens".into(), Answer::Time(jiff::civil::time(18, 30, 0, 0)));
    answers.insert("fireworks".into(), Answer::YesNo(fireworks));
    answers
}

pub(super) async fn sent(world: &mut World, service: &Service, answers: &Answers) -> String {
    world.fill(service, answers, |_| {}).await;
    let sent = world.post("/s/fair/apply/submit", &[]).await.location();
    sent.trim_start_matches("/a/")
        .trim_end_matches("?sent=1")
        .to_owned()
}

/// Through the steps that take it.
pub(super) async fn approved(world: &mut World, reference: &str) -> store::PermitRow {
    let commands = vec![Command::Claim, Command::APPROVE];
    world.command(reference, commands).await;
    world.approve(reference).await
}

#[tokio::test]
async fn a_permit_for_later_days_says_from_when_and_is_not_valid_yet() {
    let service = fair();
    let (mut world, today) = world(&service).await;
    let days = answers(
        &service,
        today.saturating_add(2.days()),
        Some(today.saturating_add(4.days())),
        false,
    );
    let reference = sent(&mut world, &service, &days).await;
    let permit = approved(&mut world, &reference).await;
    let page = world.get(&format!("/a/{reference}")).await;
    for words in [
        "tag--not-yet-valid\">Aún no vale",
        "Vale desde</dt><dd>22 de marzo de 2026",
        "Vale hasta</dt><dd>24 de marzo de 2026",
    ] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    let page = world.get(&format!("/a/{reference}/permit")).await;
    assert!(page.body.contains("Aún no vale"), "{}", page.body);
    for (hours, verdict) in [
        (0, Verdict::NotYetValid),
        (37, Verdict::NotYetValid),
        (1, Verdict::Valid),
        (71, Verdict::Valid),
        (1, Verdict::Expired),
    ] {
        world.clock.pass(SignedDuration::from_hours(hours));
        assert_eq!(world.scan(&permit).await.0, verdict, "{}", world.app.now());
    }
}

/// Whoever says no last day has six hours from the time that they said.
#[tokio::test]
async fn a_permit_from_a_time_holds_from_then() {
    let service = fair();
    let (mut world, today) = world(&service).await;
    let day = today.tomorrow().unwrap();
    let reference = sent(&mut world, &service, &answers(&service, day, None, false)).await;
    approved(&mut world, &reference).await;
    let page = world.get(&format!("/a/{reference}")).await;
    for words in [
        "Vale desde</dt><dd>21 de marzo de 2026, 18:30",
        "Vale hasta</dt><dd>22 de marzo de 2026, 00:30",
    ] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
}

#[tokio::test]
async fn days_that_end_before_they_begin_are_told_before_anything_is_sent() {
    let service = fair();
    let (mut world, today) = world(&service).await;
    let (first, last) = (today.saturating_add(4.days()), today.saturating_add(2.days()));
    let check = world
        .fill(&service, &answers(&service, first, Some(last), false), |_| {})
        .await;
    for refused in [
        world.get(&check).await,
        world.post("/s/fair/apply/submit", &[]).await,
    ] {
        assert_eq!(refused.status, StatusCode::CONFLICT);
        for words in [
            "El permiso terminaría antes de empezar",
            "No se envió nada",
            "/s/fair/apply/fair?change=1",
        ] {
            assert!(refused.body.contains(words), "{words}: {}", refused.body);
        }
    }
}

/// The office was silent for five days, and the day asked for is over by then: nothing is granted, and everybody reads why.
#[tokio::test]
async fn silence_grants_no_permit_for_days_that_are_over() {
    let service = fair();
    let (mut world, today) = world(&service).await;
    let days = answers(&service, today, Some(today.tomorrow().unwrap()), false);
    let reference = sent(&mut world, &service, &days).await;
    let own = world.cookies();
    let page = world.get(&format!("/a/{reference}")).await;
    assert!(
        page.body.contains("queda aprobada") && !page.body.contains("un día que ya pasó"),
        "{}",
        page.body
    );
    world.clock.pass(SignedDuration::from_hours(5 * 24 + 1));
    assert_eq!(timers::run_due(world.app.engine()).await.unwrap(), 1);
    world.clock.pass(SignedDuration::from_hours(1));
    assert_eq!(
        timers::run_due(world.app.engine()).await.unwrap(),
        0,
        "it is not tried again"
    );
    let case = world.case(&reference).await;
    assert!(matches!(case.application.status, Status::Queued { .. }));
    assert!(
        world
            .store
            .permits_of(case.application.id)
            .await
            .unwrap()
            .is_empty()
    );

    let page = world.get(&format!("/a/{reference}")).await;
    assert!(
        page.body.contains("un día que ya pasó") && !page.body.contains("queda aprobada"),
        "{}",
        page.body
    );
    world.employ("olga", &["officer"]).await;
    world.log_in("olga").await;
    world.next_case().await;
    let page = world.get(&format!("/o/cases/{reference}")).await;
    assert!(page.body.contains("así que no se puede aprobar"), "{}", page.body);
    world
        .on_case(
            &reference,
            "decide",
            &[("decision", "reject"), ("reason", "full")],
        )
        .await;
    world.restore_cookies(own);
    let page = world.get(&format!("/a/{reference}")).await;
    assert!(!page.body.contains("un día que ya pasó"), "{}", page.body);
}

/// Nobody reads of the step that was passed over.
#[tokio::test]
async fn a_step_for_some_cases_is_told_to_those_who_came_to_it() {
    let service = fair();
    for fireworks in [true, false] {
        let (mut world, today) = world(&service).await;
        let reference = sent(&mut world, &service, &answers(&service, today, None, fireworks)).await;
        let own = world.cookies();
        world.employ("olga", &["officer"]).await;
        world.log_in("olga").await;
        let mut steps = 0;
        while !world.case(&reference).await.application.status.is_final() {
            assert_eq!(world.next_case().await, reference);
            let reply = world
                .on_case(&reference, "decide", &[("decision", "approve")])
                .await;
            assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
            steps += 1;
        }
        assert_eq!(steps, if fireworks { 3 } else { 2 });
        let office = world.get(&format!("/o/cases/{reference}")).await;
        world.restore_cookies(own);
        let own = world.get(&format!("/a/{reference}")).await;
        for page in [office, own] {
            assert_eq!(page.body.contains("Bomberos"), fireworks, "{}", page.body);
            assert!(page.body.contains("Firma"), "{}", page.body);
        }
    }
}
