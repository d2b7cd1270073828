//! Browsers that are known: by what the server drew at the last log-in, and by nothing that somebody else put there.

use engine::{
    error::Error,
    people::{
        browsers::Visitor,
        log_in::{LogIn, LoggedIn},
    },
    secret,
};

use crate::world::{PASSWORD, World};

/// A browser in some network, with what it keeps.
fn browser(network: &str, keeps: &str) -> Visitor {
    Visitor {
        known_by: Some(keeps.to_owned()),
        ..Visitor::from_network(network)
    }
}

async fn log_in(
    world: &World,
    visitor: &Visitor,
    login: &str,
    password: &str,
) -> Result<Option<LoggedIn>, Error> {
    let email = format!("{login}@oficina.test");
    let found = world
        .engine
        .log_in(visitor.clone(), &email, password.into())
        .await?;
    Ok(found.and_then(LogIn::logged_in))
}

/// What the browser keeps after somebody has logged in with it.
async fn keeps(world: &World, visitor: &Visitor, login: &str) -> String {
    let logged_in = log_in(world, visitor, login, PASSWORD).await.unwrap();
    logged_in.unwrap().browser
}

/// Whether somebody gets in with this browser although strangers have used up all tries at their account.
async fn passes(world: &World, visitor: &Visitor, login: &str) -> bool {
    for network in 0..3 {
        let stranger = Visitor::from_network(format!("203.0.{network}.0"));
        // Ten at most from one network, thirty in all.
        for _ in 0..10 {
            let _ = log_in(world, &stranger, login, "guess").await;
        }
    }
    log_in(world, visitor, login, PASSWORD).await.is_ok()
}

#[tokio::test]
async fn what_somebody_planted_is_never_known() {
    let world = World::new().await;
    world.employ("olga", "officer").await;
    let planted = secret::to_text(&[7; 32]);
    let victim = browser("192.0.2.0", &planted);
    let kept = keeps(&world, &victim, "olga").await;
    assert!(!kept.starts_with(&planted), "a new value is drawn at each log-in");
    assert!(
        !passes(&world, &browser("198.51.100.0", &planted), "olga").await,
        "whoever planted it is a stranger"
    );
    assert!(
        passes(&world, &browser("198.51.101.0", &kept), "olga").await,
        "the browser itself is known"
    );
}

#[tokio::test]
async fn what_was_read_in_a_browser_is_known_until_its_owner_logs_in_again() {
    let world = World::new().await;
    world.employ("olga", "officer").await;
    let read = keeps(&world, &Visitor::from_network("192.0.2.0"), "olga").await;
    let kept = keeps(&world, &browser("192.0.2.0", &read), "olga").await;
    assert_ne!(kept, read);
    assert!(!passes(&world, &browser("198.51.100.0", &read), "olga").await);
    assert!(passes(&world, &browser("198.51.101.0", &kept), "olga").await);
}

#[tokio::test]
async fn people_who_share_a_browser_are_each_known_in_it() {
    let world = World::new().await;
    let mut kept = String::new();
    for login in ["olga", "rosa", "tito"] {
        world.employ(login, "officer").await;
        kept = keeps(&world, &browser("192.0.2.0", &kept), login).await;
    }
    kept = keeps(&world, &browser("192.0.2.0", &kept), "rosa").await;
    assert_eq!(kept.split('.').count(), 3, "one value of each");
    for login in ["olga", "rosa", "tito"] {
        assert!(
            passes(&world, &browser("198.51.100.0", &kept), login).await,
            "{login}"
        );
    }
}

/// Ten wrong tries with a browser that is known are its own: its owner gets in elsewhere, and what is added to what it keeps gives it
/// no further tries.
#[tokio::test]
async fn whoever_sits_at_a_known_browser_stops_that_browser_alone() {
    let world = World::new().await;
    world.employ("olga", "officer").await;
    let kept = keeps(&world, &Visitor::from_network("192.0.2.0"), "olga").await;
    let other = keeps(&world, &Visitor::from_network("192.0.2.0"), "olga").await;
    let here = browser("192.0.2.0", &kept);
    for guess in 0..10 {
        let tried = log_in(&world, &here, "olga", "guess").await;
        assert!(tried.unwrap().is_none(), "guess {guess}");
    }
    let padded = browser("192.0.2.0", &format!("{}.{kept}", secret::to_text(&[9; 32])));
    for visitor in [here, padded] {
        let late = log_in(&world, &visitor, "olga", PASSWORD).await;
        assert!(matches!(late, Err(Error::TooMany { retry_after: 30, .. })));
    }
    for visitor in [
        browser("192.0.2.0", &other),
        Visitor::from_network("198.51.100.0"),
    ] {
        let owner = log_in(&world, &visitor, "olga", PASSWORD).await;
        assert!(owner.unwrap().is_some(), "{visitor:?}");
    }
}
