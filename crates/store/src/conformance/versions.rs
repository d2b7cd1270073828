//! Versions, and what the database is for.

use super::world::{at, publication, version};
use forms::ContentHash;

use super::{Backend, World};
use crate::{
    AuditAction, AuditActor, AuditQuery, Banner, Pause, Purpose, SecretMark, StoreError, Subject,
    TypedVersion,
};

/// A published version is the current one, with its skeletons.
pub async fn publishing_makes_current(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let market = version("market-stall-permit", "{\"a\":1}");
    world
        .store
        .publish(&market, &publication(AuditActor::System, 1, None))
        .await
        .unwrap();
    assert_eq!(world.store.version(&market.hash).await.unwrap(), market);
    let current = world.store.current_versions().await.unwrap();
    let since: Vec<_> = current
        .iter()
        .map(|current| (current.hash, current.since))
        .collect();
    assert_eq!(
        since,
        [(market.hash, at(1)), (world.version, at(0))],
        "in the order of the services' ids"
    );
    let rewritten = "# another comment";
    world.store.rewrite_source(&market.hash, rewritten).await.unwrap();
    let kept = world.store.version(&market.hash).await.unwrap();
    assert_eq!(
        (kept.source.as_deref(), kept.hash),
        (Some(rewritten), market.hash)
    );
    let unknown = version("nobody", "").hash;
    let missing = world.store.version(&unknown).await;
    assert!(matches!(missing, Err(StoreError::NotFound(Subject::Version))));
}

/// Publishing again what was replaced brings it back, with the time of its first publication.
pub async fn an_older_version_comes_back(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let newer = version("transit-permit", "{\"newer\":true}");
    let by = AuditActor::Person(world.officer);
    let older = world.store.version(&world.version).await.unwrap();
    let published = publication(by, 1, Some(&older));
    assert!(world.store.publish(&newer, &published).await.unwrap());
    for again in [publication(by, 2, Some(&older)), publication(by, 2, Some(&newer))] {
        assert!(
            !world.store.publish(&newer, &again).await.unwrap(),
            "it is current already"
        );
    }
    let query = AuditQuery {
        limit: 2,
        ..AuditQuery::default()
    };
    let lines = world.store.audit(&query).await.unwrap();
    let (line, before) = (&lines[0].1, &lines[1].1);
    assert_eq!(line.action.known(), Some(&newer.publication(&published).action));
    assert_eq!((line.actor.known(), line.at), (Some(&by), at(1)));
    assert_ne!(line.action, before.action, "it was current already");
    assert_eq!(current(&world).await, [newer.hash]);
    let mut older = older;
    older.published_at = at(2);
    world
        .store
        .publish(&older, &publication(AuditActor::System, 2, Some(&newer)))
        .await
        .unwrap();
    assert_eq!(current(&world).await, [world.version]);
    let kept = world.store.version(&world.version).await.unwrap();
    assert_eq!(kept.published_at, at(0));
    let history = world.store.versions_of(&world.service).await.unwrap();
    let history: Vec<_> = history.iter().map(|line| line.hash).collect();
    let mut expected = vec![newer.hash, older.hash];
    expected.sort_by_key(|hash| std::cmp::Reverse(hash.0));
    assert_eq!(
        history, expected,
        "published in the same minute, in the order of their names"
    );
}

/// Who publishes in the place of a version that is current no more is told so, and nothing is written.
pub async fn of_two_who_publish_at_once_one_is_told(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let seen = world.store.version(&world.version).await.unwrap();
    let [one, other] = ["[1]", "[2]"].map(|json| version("transit-permit", json));
    let published = publication(AuditActor::System, 1, Some(&seen));
    assert!(world.store.publish(&one, &published).await.unwrap());
    for late in [published, publication(AuditActor::System, 2, None)] {
        let overtaken = world.store.publish(&other, &late).await;
        assert!(
            matches!(
                overtaken,
                Err(StoreError::Conflict {
                    subject: Subject::Version,
                    ..
                })
            ),
            "{overtaken:?}"
        );
    }
    assert_eq!(current(&world).await, [one.hash]);
    let unwritten = world.store.version(&other.hash).await;
    assert!(matches!(unwritten, Err(StoreError::NotFound(Subject::Version))));
}

/// A pause is there until it is taken back, through publications, and each has its line in the log.
pub async fn a_service_pauses(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let by = AuditActor::Person(world.officer);
    let paused = async |pause: Option<&Pause>, minute| {
        world
            .store
            .pause(&world.service, pause, by, at(minute))
            .await
            .unwrap();
        world.store.current_versions().await.unwrap().remove(0).pause
    };
    for kept in [pause(1, Some(60)), pause(2, None)] {
        assert_eq!(paused(Some(&kept), 1).await, Some(kept));
    }
    let older = world.store.version(&world.version).await.unwrap();
    let newer = version("transit-permit", "[2]");
    let published = publication(by, 3, Some(&older));
    world.store.publish(&newer, &published).await.unwrap();
    let current = world.store.current_versions().await.unwrap().remove(0);
    assert_eq!(current.pause, Some(pause(2, None)));
    assert_eq!(paused(None, 4).await, None);
    let query = AuditQuery {
        kinds: vec!["ServicePaused", "ServiceResumed"],
        limit: 9,
        ..AuditQuery::default()
    };
    let lines = world.store.audit(&query).await.unwrap();
    let told: Vec<_> = lines.iter().filter_map(|(_, line)| line.action.known()).collect();
    let service = world.service.clone();
    assert_eq!(
        told,
        [
            &AuditAction::ServiceResumed(service.clone()),
            &AuditAction::ServicePaused {
                service: service.clone(),
                until: None
            },
            &AuditAction::ServicePaused {
                service,
                until: Some(at(60))
            },
        ]
    );
    let unknown = "nobody".into();
    let missing = world.store.pause(&unknown, None, by, at(5)).await;
    assert!(matches!(missing, Err(StoreError::NotFound(Subject::Version))));
}

/// No applications from that minute on, until another if one is given.
pub(super) fn pause(since: i64, until: Option<i64>) -> Pause {
    let say = [("es", "Volvemos pronto."), ("en", "Back soon.")];
    Pause {
        say: say.map(|(code, text)| (code.to_owned(), text.to_owned())).into(),
        until: until.map(at),
        since: at(since),
    }
}

async fn current(world: &World) -> Vec<ContentHash> {
    let current = world.store.current_versions().await.unwrap();
    current.into_iter().map(|current| current.hash).collect()
}

/// What permits were ever issued under stays known, in the order of publication, though another version is current since.
pub async fn types_of_permits_stay_known(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let typed = |service: &str, kind: u32, minute: i64| {
        let json = format!("{{\"permit\":{{\"title\":\"\\u0000é\",\"type\":{kind}}}}}");
        let mut version = version(service, &json);
        version.published_at = at(minute);
        version
    };
    let versions = [
        typed("fishing", 901, 1),
        typed("fishing", 902, 2),
        typed("hunting", 903, 3),
    ];
    let before = [None, Some(&versions[0]), None];
    for ((minute, version), before) in (1..).zip(&versions).zip(before) {
        let publication = publication(AuditActor::System, minute, before);
        world.store.publish(version, &publication).await.unwrap();
    }
    let known = world.store.permit_types().await.unwrap();
    let expected = versions
        .iter()
        .zip([901, 902, 903])
        .map(|(version, permit_type)| TypedVersion {
            permit_type,
            service: version.service.clone(),
            hash: version.hash,
        });
    assert_eq!(known, expected.collect::<Vec<_>>());
}

/// The first purpose holds, also after a restart; and a store that serves says so until it is closed.
pub async fn a_database_has_one_purpose(backend: &dyn Backend) {
    let world = World::new(backend).await;
    assert_eq!(world.store.dedicate(Purpose::Demo).await.unwrap(), Purpose::Demo);
    assert_eq!(
        world.store.dedicate(Purpose::Service).await.unwrap(),
        Purpose::Demo
    );
    world.store.check(at(0)).await.unwrap();
    world.store.close().await;
    assert!(matches!(
        world.store.check(at(0)).await,
        Err(StoreError::Unavailable(_))
    ));
    let again = backend.open().await;
    assert_eq!(again.dedicate(Purpose::Service).await.unwrap(), Purpose::Demo);
}

/// The first node's mark is kept until it is replaced; a database that is for nothing yet has none.
pub async fn a_database_knows_its_secret(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let [first, other] = [SecretMark([1; 32]), SecretMark([2; 32])];
    assert!(matches!(
        world.store.keep_secret_mark(first).await,
        Err(StoreError::Contradiction(_))
    ));
    world.store.dedicate(Purpose::Service).await.unwrap();
    assert_eq!(world.store.secret_mark().await.unwrap(), None);
    assert_eq!(world.store.keep_secret_mark(first).await.unwrap(), first);
    assert_eq!(world.store.keep_secret_mark(other).await.unwrap(), first);
    let day = jiff::civil::date(2026, 3, 21);
    let begun = world.store.reserve_indexes(day, 1).await.unwrap();
    let transition = world.transition(1);
    let look_up = transition.look_ups.clone().unwrap().remove(0);
    let id = world.store.submit(transition).await.unwrap().id;
    world.store.replace_secret_mark(other).await.unwrap();
    assert_eq!(world.store.applications_by(look_up, 9).await.unwrap(), []);
    let missing = world.store.look_ups_missing(None, 9).await.unwrap().missing;
    assert_eq!(missing, [id], "the old secret's hashes are made anew");
    let next = world.store.reserve_indexes(day, 1).await.unwrap();
    assert_ne!(next.list, begun.list, "the old secret's list is closed");
    let again = backend.open().await;
    assert_eq!(again.secret_mark().await.unwrap(), Some(other));
    assert_eq!(again.keep_secret_mark(first).await.unwrap(), other);
}

/// What all visitors are told outlives a restart, and each change has its line in the log.
pub async fn a_banner_is_shown_until_it_is_taken_down(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let by = AuditActor::Person(world.officer);
    let banner = |since| Banner {
        say: [("es".to_owned(), "Mañana no atendemos.".to_owned())].into(),
        until: Some(at(60)),
        since: at(since),
    };
    assert_eq!(world.store.banner().await.unwrap(), None);
    let early = world.store.set_banner(Some(&banner(1)), by, at(1)).await;
    assert!(matches!(early, Err(StoreError::Contradiction(_))), "{early:?}");
    world.store.dedicate(Purpose::Service).await.unwrap();
    for shown in [Some(banner(2)), Some(banner(3)), None] {
        world.store.set_banner(shown.as_ref(), by, at(3)).await.unwrap();
        assert_eq!(backend.open().await.banner().await.unwrap(), shown);
    }
    let query = AuditQuery {
        kinds: vec!["BannerShown", "BannerTakenDown"],
        limit: 9,
        ..AuditQuery::default()
    };
    let lines = world.store.audit(&query).await.unwrap();
    let told: Vec<_> = lines.iter().filter_map(|(_, line)| line.action.known()).collect();
    let said = |shown: Banner| AuditAction::BannerShown {
        say: shown.say,
        until: shown.until,
    };
    let shown = said(banner(2));
    assert_eq!(told, [&AuditAction::BannerTakenDown, &shown, &shown]);
}
