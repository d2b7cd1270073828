//! Lists, the next case, and honest waits.

use forms::{OfficeId, Role, ServiceId};
use jiff::SignedDuration;
use review::{ApplicationId, Command, Due, Opinion, OpinionAnswer};

use super::world::{at, publication, version};
use super::{Backend, World};
use crate::{AuditActor, QueueFilter, QueueScope, Search, StatusName, StoreError, Subject, Waits};

/// Submits a case of this office.
async fn of_office(world: &World, office: &str, minute: i64) -> ApplicationId {
    let mut submission = world.transition(minute);
    submission.case.application.office = Some(OfficeId::from(office));
    world.store.submit(submission).await.unwrap().id
}

fn all() -> QueueFilter {
    QueueFilter {
        scopes: vec![QueueScope::everything()],
        rows: 10,
        ..QueueFilter::default()
    }
}

async fn listed(world: &World, filter: &QueueFilter) -> Vec<ApplicationId> {
    let page = world.store.queue(filter).await.unwrap();
    page.rows.into_iter().map(|row| row.id).collect()
}

/// Role, service and office each limit; several scopes add up; none shows nothing.
pub async fn lists_only_what_the_scopes_show(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let (lima, cusco) = (of_office(&world, "15", 1).await, of_office(&world, "08", 2).await);
    let market = version("market-stall-permit", "{}");
    world
        .store
        .publish(&market, &publication(AuditActor::System, 0, None))
        .await
        .unwrap();
    let mut other = world.transition(3);
    other.case.application.service = market.service.clone();
    other.case.application.version = market.hash;
    other.case.role = Some(Role::from("inspector"));
    let stall = world.store.submit(other).await.unwrap().id;
    let officer = |office: &str| QueueScope {
        role: Some("officer".into()),
        service: Some(ServiceId::from("transit-permit")),
        office: Some(office.into()),
        ..QueueScope::default()
    };
    let inspector = QueueScope {
        role: Some("inspector".into()),
        ..QueueScope::default()
    };
    for (scopes, expected) in [
        (vec![], vec![]),
        (vec![officer("15")], vec![lima]),
        (vec![officer("08"), inspector.clone()], vec![cusco, stall]),
        (vec![officer("15"), officer("15")], vec![lima]),
        (
            vec![QueueScope {
                service: Some(market.service.clone()),
                ..QueueScope::default()
            }],
            vec![stall],
        ),
        (vec![QueueScope::everything()], vec![lima, cusco, stall]),
    ] {
        let filter = QueueFilter {
            scopes: scopes.clone(),
            rows: 10,
            ..QueueFilter::default()
        };
        assert_eq!(listed(&world, &filter).await, expected, "{scopes:?}");
        assert_eq!(
            world.store.claim_candidates(&scopes, None, 10).await.unwrap(),
            expected,
            "{scopes:?}"
        );
    }
}

/// A case that waits for several opinions is listed for each role that is asked, until it is given or the case has left the step; and for
/// nobody whose role only begins alike.
pub async fn lists_for_each_whose_opinion_is_awaited(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let mut submission = world.transition(1);
    submission.case.role = None;
    let visit = submission.case.application.visit;
    let asked = |opinion: &str| Opinion {
        step: "check".into(),
        visit: visit.revision,
        opinion: opinion.into(),
        role: Role::new(format!("consultee-{opinion}")),
        shown: forms::Answers::default(),
        asked_at: visit.at,
        is_gone: false,
        answer: None,
    };
    submission.case.application.opinions = vec![asked("fire"), asked("police")];
    let id = world.store.submit(submission).await.unwrap().id;
    world.submitted(2).await;
    let consulted = |role: &str| QueueFilter {
        scopes: vec![QueueScope {
            consulted: Some(role.into()),
            service: Some(world.service.clone()),
            ..QueueScope::default()
        }],
        status: Some(StatusName::Queued),
        ..all()
    };
    let (fire, police) = (consulted("consultee-fire"), consulted("consultee-police"));
    for (filter, expected) in [
        (&fire, vec![id]),
        (&police, vec![id]),
        (&consulted("consultee"), vec![]),
        (&consulted("consultee-fir"), vec![]),
        (&consulted("officer"), vec![]),
    ] {
        assert_eq!(listed(&world, filter).await, expected, "{:?}", filter.scopes);
    }
    let mut elsewhere = fire.clone();
    elsewhere.scopes[0].office = Some("15".into());
    assert_eq!(listed(&world, &elsewhere).await, [], "of no office");
    let page = world.store.queue(&fire).await.unwrap();
    let both = ["consultee-fire", "consultee-police"].map(Role::from);
    assert_eq!((page.total, &page.rows[0].consulted[..]), (1, &both[..]));

    let case = world.store.case(id).await.unwrap();
    let mut given = world.filed(&case, Command::Claim, world.officer, 3);
    given.case.application.status = case.application.status.clone();
    given.case.application.opinions[0].answer = Some(OpinionAnswer::Silent {
        at: visit.at,
        means: forms::Silence::Without,
    });
    world.store.commit(given).await.unwrap();
    assert_eq!(listed(&world, &fire).await, [], "it was given");
    assert_eq!(listed(&world, &police).await, [id]);

    world.act(id, Command::Claim, world.officer, 4).await.unwrap();
    assert_eq!(listed(&world, &police).await, [], "it has left the step");
}

/// Every filter shows what it says.
pub async fn filters_limit(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let (one, two) = (world.submitted(1).await, world.submitted(2).await);
    let mut named = world.transition(3);
    named.case.contact.holder = "JOSÉ ÁLVAREZ 100%".into();
    let reference = named.case.reference.to_string();
    let three = world.store.submit(named).await.unwrap().id;
    world.act(two, Command::Claim, world.officer, 4).await.unwrap();
    for (filter, expected) in [
        (
            QueueFilter {
                status: Some(StatusName::Claimed),
                ..all()
            },
            vec![two],
        ),
        (
            QueueFilter {
                status: Some(StatusName::Queued),
                ..all()
            },
            vec![one, three],
        ),
        (
            QueueFilter {
                claimed_by: Some(world.officer),
                ..all()
            },
            vec![two],
        ),
        (
            QueueFilter {
                step: Some("check".into()),
                ..all()
            },
            vec![one, two, three],
        ),
        (
            QueueFilter {
                step: Some("other".into()),
                ..all()
            },
            vec![],
        ),
        (
            QueueFilter {
                service: Some("other".into()),
                ..all()
            },
            vec![],
        ),
        (
            QueueFilter {
                sampled: Some(true),
                ..all()
            },
            vec![],
        ),
        (
            QueueFilter {
                search: Some(Search::of("josé ál")),
                ..all()
            },
            vec![three],
        ),
        (
            QueueFilter {
                search: Some(Search::of("100%")),
                ..all()
            },
            vec![three],
        ),
        (
            QueueFilter {
                search: Some(Search::of("1_0")),
                ..all()
            },
            vec![],
        ),
        (
            QueueFilter {
                search: Some(Search::of(&reference.to_lowercase())),
                ..all()
            },
            vec![three],
        ),
    ] {
        assert_eq!(listed(&world, &filter).await, expected, "{filter:?}");
    }
}

/// However a name is typed that somebody remembers: without accents, from its second word on, in another order, decomposed.
pub async fn names_are_found_as_people_type_them(backend: &dyn Backend) {
    let world = World::new(backend).await;
    world.submitted(1).await;
    let mut named = world.transition(2);
    named.case.contact.holder = "Édison Ñahui O’Connor Łącki".into();
    let reference = named.case.reference.to_string().replace('-', "");
    let two = world.store.submit(named).await.unwrap().id;
    for (typed, found) in [
        ("nahui", true),
        ("edison", true),
        ("EDISON ÑAHUI", true),
        ("n\u{303}ahui", true),
        ("nahui edi", true),
        ("o'connor", true),
        ("oconnor", false),
        ("lacki", true),
        ("ahui", false),
        ("edison quispe", false),
        (&*reference, true),
        (&*reference[2..6].to_lowercase(), true),
        ("%", false),
        ("", false),
    ] {
        let search = Some(Search::of(typed));
        let listed = listed(&world, &QueueFilter { search, ..all() }).await;
        assert_eq!(listed == [two], found, "{typed}: {listed:?}");
    }
    let search = Some(Search {
        applications: vec![two],
        ..Search::default()
    });
    assert_eq!(listed(&world, &QueueFilter { search, ..all() }).await, [two]);
}

/// What is due first stands first, whenever it was submitted; what has no deadline comes after, and what is decided has none any more.
pub async fn the_earliest_deadline_comes_first(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let submit = async |minute: i64, due: Option<i64>| {
        let mut new = world.transition(minute);
        let visit = new.case.application.visit.revision;
        new.case.application.due = due.map(|due| Due { visit, at: at(due) });
        world.store.submit(new).await.unwrap().id
    };
    let none = submit(1, None).await;
    let late = submit(2, Some(900)).await;
    let soon = submit(3, Some(600)).await;
    let queued = QueueFilter {
        status: Some(StatusName::Queued),
        ..all()
    };
    assert_eq!(listed(&world, &queued).await, [soon, late, none]);
    assert_eq!(
        listed(&world, &all()).await,
        [none, late, soon],
        "of all there are, as they came"
    );
    let scopes = [QueueScope::everything()];
    let next = world.store.claim_candidates(&scopes, None, 10).await.unwrap();
    assert_eq!(next, [soon, late, none]);
    let after = world
        .store
        .claim_candidates(&scopes, Some(soon), 1)
        .await
        .unwrap();
    assert_eq!(after, [late]);
    let ahead = async |id| world.store.position(id).await.unwrap().unwrap().ahead;
    assert_eq!(
        (ahead(soon).await, ahead(late).await, ahead(none).await),
        (0, 1, 2)
    );
    let case = world.store.case(soon).await.unwrap();
    let claimed = world.filed(&case, Command::Claim, world.officer, 5);
    world.store.commit(claimed).await.unwrap();
    let case = world.store.case(soon).await.unwrap();
    let approved = world.filed(&case, Command::APPROVE, world.officer, 6);
    world.store.commit(approved).await.unwrap();
    assert_eq!(listed(&world, &queued).await, [late, none]);
}

/// A page has its rows whole, and the total of all pages.
pub async fn pages_have_the_total(backend: &dyn Backend) {
    let world = World::new(backend).await;
    world.submitted(1).await;
    world.submitted(2).await;
    let mut named = world.transition(3);
    named.case.contact.holder = "JOSÉ ÁLVAREZ 100%".into();
    let reference = named.case.reference.to_string();
    let three = world.store.submit(named).await.unwrap().id;
    let page = world
        .store
        .queue(&QueueFilter {
            page: 1,
            rows: 2,
            ..all()
        })
        .await
        .unwrap();
    assert_eq!((page.total, page.rows.len()), (3, 1));
    let row = &page.rows[0];
    assert_eq!(
        (row.id, row.holder.as_str(), row.submitted_at),
        (three, "JOSÉ ÁLVAREZ 100%", at(3))
    );
    assert_eq!(
        (row.status.name(), row.reference.to_string()),
        ("Queued", reference)
    );
}

/// By time of submission, whatever the order of writing; claimed cases are not offered.
pub async fn candidates_come_oldest_first(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let mut ids = Vec::new();
    for minute in [3, 1, 4, 2] {
        ids.push((minute, world.submitted(minute).await));
    }
    ids.sort();
    world
        .act(ids[0].1, Command::Claim, world.officer, 9)
        .await
        .unwrap();
    let candidates = world
        .store
        .claim_candidates(&[QueueScope::everything()], None, 2)
        .await
        .unwrap();
    assert_eq!(candidates, [ids[1].1, ids[2].1]);
    for (after, next) in [(1, &[ids[2].1, ids[3].1][..]), (2, &[ids[3].1]), (3, &[])] {
        let candidates = world
            .store
            .claim_candidates(&[QueueScope::everything()], Some(ids[after].1), 2)
            .await
            .unwrap();
        assert_eq!(candidates, next, "after {after}");
    }
}

/// Only earlier cases of the same office count, and a typical wait is one that people really took.
pub async fn a_place_in_the_queue_is_honest(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let first = of_office(&world, "15", 1).await;
    of_office(&world, "08", 2).await;
    let last = of_office(&world, "15", 3).await;
    let position = world.store.position(last).await.unwrap().unwrap();
    assert_eq!((position.ahead, position.waits), (1, None));
    world.act(first, Command::Claim, world.officer, 10).await.unwrap();
    assert_eq!(world.store.position(first).await.unwrap(), None, "claimed");
    world
        .act(first, Command::APPROVE, world.officer, 31)
        .await
        .unwrap();
    let position = world.store.position(last).await.unwrap().unwrap();
    assert_eq!(
        (position.ahead, position.waits),
        (0, Waits::of(vec![SignedDuration::from_mins(30)]))
    );
    let service = world.store.case(last).await.unwrap().application.service;
    for (since, is_told) in [(30, true), (32, false)] {
        let waits = world.store.waits(&service, at(since)).await.unwrap();
        assert_eq!(waits.is_some(), is_told, "since minute {since}");
    }
    let unknown = world.transition(1).case.application.id;
    let missing = world.store.position(unknown).await;
    assert!(matches!(missing, Err(StoreError::NotFound(Subject::Application))));
}

/// Counts by service, status and step, with the oldest of each.
pub async fn counts_cases_by_where_they_stand(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let one = world.submitted(1).await;
    world.submitted(2).await;
    world.submitted(3).await;
    world.act(one, Command::Claim, world.officer, 4).await.unwrap();
    let tally = world.store.tally(&[QueueScope::everything()]).await.unwrap();
    let counts: Vec<_> = tally
        .iter()
        .map(|tally| (tally.status, tally.count, tally.oldest))
        .collect();
    assert_eq!(
        counts,
        [(StatusName::Claimed, 1, at(1)), (StatusName::Queued, 2, at(2))]
    );
    assert_eq!(tally[0].step.as_ref().map(forms::StepId::as_str), Some("check"));
    assert!(world.store.tally(&[]).await.unwrap().is_empty());
}
