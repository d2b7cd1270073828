//! Second factors: setting one up, showing it, losing it.

use engine::{
    authorise::{Action, Caller, Denied, Scope, authorise},
    error::Error,
    log::AuditAction,
    people::{
        browsers::Visitor,
        factors::Offer,
        log_in::{LogIn, LoggedIn},
        second_factor::{Begun, SetUp},
    },
};
use jiff::SignedDuration;
use totp_rs::{Builder, Secret};

use crate::world::{PASSWORD, World};

const ELSEWHERE: &str = "198.51.100.0";

fn visitor() -> Visitor {
    Visitor::from_network("192.0.2.0")
}

/// The code that an app shows for an offer, now or later.
fn code(world: &World, offer: &Offer, later: i64) -> String {
    let secret = Secret::try_from_base32(offer.typed.replace(' ', "")).unwrap();
    let totp = Builder::new().with_secret(secret).build().unwrap();
    let at = world.engine.now().as_second() + later;
    totp.generate(u64::try_from(at).unwrap()).to_string()
}

async fn begun(world: &World, login: &str, visitor: Visitor) -> Begun {
    let email = format!("{login}@oficina.test");
    match world
        .engine
        .log_in(visitor, &email, PASSWORD.into())
        .await
        .unwrap()
    {
        Some(LogIn::Begun(begun)) => begun,
        Some(LogIn::In(_)) => panic!("in without a second factor"),
        None => panic!("the password was wrong"),
    }
}

/// Somebody who must have a second factor logs in for the first time, and sets it up.
async fn set_up(world: &World, login: &str) -> (Offer, SetUp) {
    let begun = begun(world, login, visitor()).await;
    assert!(!begun.has_factor);
    let engine = &world.engine;
    let waiting = engine.waiting_log_in(&begun.token).await.unwrap().unwrap();
    let offer = engine.offer_factor_at_log_in(&waiting, None).unwrap();
    let typed = code(world, &offer, 0);
    let set_up = engine
        .set_up_factor_at_log_in(waiting, &visitor(), &offer.sealed, &typed)
        .await;
    let set_up = set_up.unwrap().unwrap();
    (offer, set_up)
}

async fn show(world: &World, login: &str, visitor: Visitor, typed: &str) -> Result<Option<LoggedIn>, Error> {
    let begun = begun(world, login, visitor.clone()).await;
    assert!(begun.has_factor);
    let waiting = world.engine.waiting_log_in(&begun.token).await?.unwrap();
    world.engine.show_code(waiting, &visitor, typed).await
}

#[tokio::test]
async fn who_must_have_one_sets_it_up_before_anything_else() {
    let world = World::demanding(&["administrator"]).await;
    let andres = world.employ("andres", "administrator").await;
    let (offer, set_up) = set_up(&world, "andres").await;
    assert!(
        offer.uri.starts_with("otpauth://totp/permisos.test:andres"),
        "{}",
        offer.uri
    );
    assert_eq!(set_up.codes.shown().len(), 10);
    assert_eq!(set_up.logged_in.caller.person().unwrap().id, andres);
    assert!(world.log_has(&AuditAction::SecondFactorAdded(andres)).await);
    let olga = world.employ("olga", "officer").await;
    assert_eq!(world.log_in("olga").await.caller.person().unwrap().id, olga);
}

#[tokio::test]
async fn a_right_password_alone_sets_up_no_other_factor() {
    let world = World::demanding(&["administrator"]).await;
    world.employ("andres", "administrator").await;
    set_up(&world, "andres").await;
    let begun = begun(&world, "andres", visitor()).await;
    let engine = &world.engine;
    let waiting = engine.waiting_log_in(&begun.token).await.unwrap().unwrap();
    let offer = engine.offer_factor_at_log_in(&waiting, None).unwrap();
    let typed = code(&world, &offer, 0);
    let refused = engine
        .set_up_factor_at_log_in(waiting, &visitor(), &offer.sealed, &typed)
        .await;
    assert!(matches!(refused, Err(Error::Forbidden)));
}

/// Of two who know the password and set up the first factor at once, be it with one begun log-in or with two, one does, and that one's
/// codes are good.
#[tokio::test]
async fn one_first_factor_is_set_up() {
    for of_one_log_in in [true, false] {
        let world = World::demanding(&["administrator"]).await;
        world.employ("andres", "administrator").await;
        let engine = &world.engine;
        let first = begun(&world, "andres", visitor()).await.token;
        let second = begun(&world, "andres", visitor()).await.token;
        let second = if of_one_log_in { &first } else { &second };
        let owner = engine.waiting_log_in(&first).await.unwrap().unwrap();
        let other = engine.waiting_log_in(second).await.unwrap().unwrap();
        let offer = engine.offer_factor_at_log_in(&owner, None).unwrap();
        let others = engine.offer_factor_at_log_in(&other, None).unwrap();
        let typed = code(&world, &offer, 0);
        let set_up = engine
            .set_up_factor_at_log_in(owner, &visitor(), &offer.sealed, &typed)
            .await;
        let codes = set_up.unwrap().unwrap().codes;
        let typed = code(&world, &others, 0);
        let late = engine
            .set_up_factor_at_log_in(other, &visitor(), &others.sealed, &typed)
            .await;
        assert!(matches!(late, Err(Error::Conflict)), "{of_one_log_in}");
        world.pass(SignedDuration::from_secs(90));
        for (typed, is_right) in [
            (code(&world, &others, 0), false),
            (code(&world, &offer, 0), true),
            (codes.shown()[0].clone(), true),
        ] {
            let shown = show(&world, "andres", visitor(), &typed).await;
            assert_eq!(shown.unwrap().is_some(), is_right, "{of_one_log_in}");
        }
    }
}

#[tokio::test]
async fn a_code_is_good_once_and_for_one_step_around() {
    let world = World::demanding(&["administrator"]).await;
    world.employ("andres", "administrator").await;
    let (offer, _) = set_up(&world, "andres").await;
    for (later, is_right, why) in [
        (0, false, "it was shown when the app was set up"),
        (60, false, "it is of two steps later"),
        (30, true, "the clock of the phone is fast"),
        (30, false, "it was used"),
        (0, false, "a later one was used"),
    ] {
        let shown = show(&world, "andres", visitor(), &code(&world, &offer, later)).await;
        assert_eq!(shown.unwrap().is_some(), is_right, "{later}: {why}");
    }
    world.pass(SignedDuration::from_secs(90));
    let typed = code(&world, &offer, 0);
    let spaced = format!(" {} {}", &typed[..3], &typed[3..]);
    assert!(
        show(&world, "andres", visitor(), &spaced)
            .await
            .unwrap()
            .is_some()
    );
}

/// Two begun log-ins with one code: the store settles which of them it was good for.
#[tokio::test]
async fn of_two_at_once_one_gets_in() {
    let world = World::demanding(&["administrator"]).await;
    world.employ("andres", "administrator").await;
    let (offer, _) = set_up(&world, "andres").await;
    world.pass(SignedDuration::from_secs(90));
    let typed = code(&world, &offer, 0);
    let from = visitor();
    let (one, other) = tokio::join!(
        show(&world, "andres", from.clone(), &typed),
        show(&world, "andres", from.clone(), &typed)
    );
    assert!(one.unwrap().is_some() != other.unwrap().is_some());
}

#[tokio::test]
async fn a_recovery_code_is_good_once() {
    let world = World::demanding(&["administrator"]).await;
    let andres = world.employ("andres", "administrator").await;
    let (_, set_up) = set_up(&world, "andres").await;
    let codes = set_up.codes.shown();
    for (typed, is_right) in [
        (codes[3].to_lowercase(), true),
        (codes[3].clone(), false),
        (codes[4].replace('-', " "), true),
        ("AAAA-BBBB-CCCC-DDDD".to_owned(), false),
    ] {
        let shown = show(&world, "andres", visitor(), &typed).await.unwrap();
        assert_eq!(shown.is_some(), is_right, "{typed}");
    }
    assert!(world.log_has(&AuditAction::RecoveryCodeUsed(andres)).await);
    assert!(world.log_has(&AuditAction::SecondFactorRefused(andres)).await);
    let LoggedIn { caller, token, .. } = set_up.logged_in;
    let own = world.engine.own_account(&caller, &token).await.unwrap();
    assert_eq!(own.codes_left, 8);
    let caller = world.engine.caller_by_session(&token, Action::ChangeOwnProofs);
    let renewed = world
        .engine
        .renew_own_codes(&caller.await.unwrap())
        .await
        .unwrap();
    assert!(
        show(&world, "andres", visitor(), &codes[5])
            .await
            .unwrap()
            .is_none()
    );
    let shown = show(&world, "andres", visitor(), &renewed.shown()[0])
        .await
        .unwrap();
    assert!(shown.is_some());
}

/// Wrong codes are limited like wrong passwords, and those from elsewhere do not stop a known browser.
#[tokio::test]
async fn whoever_goes_on_guessing_codes_waits() {
    let world = World::demanding(&["administrator"]).await;
    world.employ("andres", "administrator").await;
    let (offer, set_up) = set_up(&world, "andres").await;
    world.pass(SignedDuration::from_secs(90));
    let stranger = Visitor::from_network(ELSEWHERE);
    for guess in 0..5 {
        let shown = show(&world, "andres", stranger.clone(), "000000").await;
        assert!(shown.unwrap().is_none(), "guess {guess}");
    }
    let typed = code(&world, &offer, 0);
    let late = show(&world, "andres", stranger, &typed).await;
    assert!(matches!(late, Err(Error::TooMany { retry_after: 30, .. })));
    let known = Visitor {
        known_by: Some(set_up.logged_in.browser),
        ..visitor()
    };
    assert!(show(&world, "andres", known, &typed).await.unwrap().is_some());
}

#[tokio::test]
async fn a_begun_log_in_is_good_once_and_for_ten_minutes() {
    let world = World::demanding(&["administrator"]).await;
    world.employ("andres", "administrator").await;
    let (offer, _) = set_up(&world, "andres").await;
    world.pass(SignedDuration::from_secs(90));
    let engine = &world.engine;
    let begun = begun(&world, "andres", visitor()).await;
    let waiting = engine.waiting_log_in(&begun.token).await.unwrap().unwrap();
    let twin = engine.waiting_log_in(&begun.token).await.unwrap().unwrap();
    let shown = engine
        .show_code(waiting, &visitor(), &code(&world, &offer, 0))
        .await;
    assert!(shown.unwrap().is_some());
    world.pass(SignedDuration::from_secs(90));
    let again = engine.show_code(twin, &visitor(), &code(&world, &offer, 0)).await;
    assert!(matches!(again, Err(Error::Conflict)));
    assert!(engine.waiting_log_in(&begun.token).await.unwrap().is_none());

    let begun = self::begun(&world, "andres", visitor()).await;
    assert!(
        engine
            .caller_by_session(&begun.token, Action::UseOwnAccount)
            .await
            .unwrap()
            .person()
            .is_none()
    );
    world.pass(SignedDuration::from_mins(10));
    assert!(engine.waiting_log_in(&begun.token).await.unwrap().is_none());
}

/// What does great harm wants the second factor again after ten minutes; of who has none and needs none nothing is asked.
#[tokio::test]
async fn it_is_shown_again_before_what_does_great_harm() {
    let world = World::demanding(&["administrator"]).await;
    world.employ("andres", "administrator").await;
    let (offer, set_up) = set_up(&world, "andres").await;
    let token = set_up.logged_in.token;
    let denied = async || {
        let caller = world.engine.caller_by_session(&token, Action::RevokeMany);
        let caller = caller.await.unwrap();
        (
            authorise(&caller, Action::RevokeMany, &Scope::Everything).err(),
            caller,
        )
    };
    assert_eq!(denied().await.0, None);
    world.pass(SignedDuration::from_mins(10));
    let (why, caller) = denied().await;
    assert_eq!(why, Some(Denied::Unproven));
    let wrong = world.engine.show_code_again(&caller, &token, "000000").await;
    assert!(!wrong.unwrap());
    assert_eq!(denied().await.0, Some(Denied::Unproven));
    let typed = code(&world, &offer, 0);
    assert!(
        world
            .engine
            .show_code_again(&caller, &token, &typed)
            .await
            .unwrap()
    );
    assert_eq!(denied().await.0, None);
    assert!(matches!(
        world.engine.remove_own_factor(&caller).await,
        Err(Error::Forbidden)
    ));

    world.employ("sara", "supervisor").await;
    let sara = world.log_in("sara").await;
    world.pass(SignedDuration::from_mins(29));
    let caller = world.engine.caller_by_session(&sara.token, Action::RevokeMany);
    let allowed = authorise(&caller.await.unwrap(), Action::RevokeMany, &Scope::Everything);
    assert_eq!(allowed, Ok(()));
}

/// Who has lost phone and paper is helped by somebody else, and sets up another.
#[tokio::test]
async fn another_administrator_removes_what_was_lost() {
    let world = World::demanding(&["administrator"]).await;
    let andres = world.employ("andres", "administrator").await;
    world.employ("ada", "administrator").await;
    set_up(&world, "andres").await;
    let (_, ada) = set_up(&world, "ada").await;
    let account = world.engine.account(&ada.logged_in.caller, andres).await.unwrap();
    assert!(world.engine.has_factors(&account).await.unwrap());
    world.engine.remove_factors(&account).await.unwrap();
    assert!(world.log_has(&AuditAction::SecondFactorRemoved(andres)).await);
    assert!(!begun(&world, "andres", visitor()).await.has_factor);
    let own = ada.logged_in.caller.person().unwrap().id;
    let own = world.engine.account(&ada.logged_in.caller, own).await.unwrap();
    assert!(world.engine.remove_factors(&own).await.is_err());
    let operator = world.engine.account(&Caller::operator(), andres).await.unwrap();
    world.engine.remove_factors(&operator).await.unwrap();
}
