//! Passkeys as the second factor: setting one up, showing it, losing it.

use engine::{
    authorise::Action,
    error::Error,
    log::AuditAction,
    people::{
        browsers::Visitor,
        factors::{FactorRemoved, MOST_PASSKEYS, PasskeyAdded, PasskeyAnswer, PasskeyAsk},
        log_in::{LogIn, LoggedIn},
        second_factor::{SetUp, Waiting},
    },
};
use jiff::SignedDuration;
use review::{MaybeNewer, PersonId};
use serde_json::{Value, json};
use store::{Credential, Proof, TokenHash};
use totp_rs::{Builder, Secret};

use crate::{
    authenticator::Authenticator,
    world::{PASSWORD, World},
};

fn visitor() -> Visitor {
    Visitor::from_network("192.0.2.0")
}

/// Somebody whose password was right.
async fn waiting(world: &World, login: &str) -> Waiting {
    let email = format!("{login}@oficina.test");
    let begun = world.engine.log_in(visitor(), &email, PASSWORD.into()).await;
    let Some(LogIn::Begun(begun)) = begun.unwrap() else {
        panic!("not begun")
    };
    let waiting = world.engine.waiting_log_in(&begun.token).await;
    waiting.unwrap().unwrap()
}

fn answer(ask: &PasskeyAsk, response: String) -> PasskeyAnswer {
    let ceremony = ask.ceremony.clone();
    PasskeyAnswer { ceremony, response }
}

/// Adds a passkey as the first second factor of somebody who must have one.
async fn set_up(world: &World, login: &str, device: &Authenticator) -> SetUp {
    let engine = &world.engine;
    let waiting = waiting(world, login).await;
    let ask = engine.ask_new_passkey_at_log_in(&waiting).await.unwrap().unwrap();
    let made = answer(&ask, device.make(&ask.options));
    let added = add_at_log_in(world, &waiting, &made, "Llavero").await;
    added.unwrap().unwrap()
}

async fn add_at_log_in(
    world: &World,
    waiting: &Waiting,
    made: &PasskeyAnswer,
    name: &str,
) -> Result<Option<SetUp>, Error> {
    let engine = &world.engine;
    engine
        .add_passkey_at_log_in(waiting, &visitor(), made, name)
        .await
}

async fn ask(world: &World, waiting: &Waiting) -> PasskeyAsk {
    let ask = world.engine.ask_passkey_at_log_in(waiting).await;
    ask.unwrap().unwrap()
}

async fn show(world: &World, waiting: &Waiting, answer: PasskeyAnswer) -> Result<Option<LoggedIn>, Error> {
    world.engine.show_passkey(waiting, &visitor(), answer).await
}

/// Logs in with a passkey, if the device's signature is good.
async fn log_in(world: &World, login: &str, device: &Authenticator) -> Option<LoggedIn> {
    let waiting = waiting(world, login).await;
    let ask = ask(world, &waiting).await;
    let signed = answer(&ask, device.sign(&ask.options));
    show(world, &waiting, signed).await.unwrap()
}

/// An administrator who logged in with a passkey.
async fn andres(roles: &[&str]) -> (World, PersonId, Authenticator, SetUp) {
    let world = World::demanding(roles).await;
    let andres = world.employ("andres", "administrator").await;
    let device = Authenticator::new(1);
    let set_up = set_up(&world, "andres", &device).await;
    (world, andres, device, set_up)
}

/// Adds one more in a session that is proven.
async fn add(world: &World, in_it: &LoggedIn, device: &Authenticator, name: &str) -> PasskeyAdded {
    let engine = &world.engine;
    let ask = engine.ask_new_passkey(&in_it.caller, &in_it.token).await;
    let ask = ask.unwrap().unwrap();
    let made = answer(&ask, device.make(&ask.options));
    let added = engine.add_passkey(&in_it.caller, &in_it.token, &made, name);
    added.await.unwrap()
}

async fn names(world: &World, in_it: &LoggedIn) -> Vec<String> {
    let own = world.engine.own_account(&in_it.caller, &in_it.token).await;
    let passkeys = own.unwrap().passkeys.into_iter();
    passkeys.filter_map(|passkey| passkey.name).collect()
}

#[tokio::test]
async fn a_passkey_is_a_second_factor_and_lets_its_person_in() {
    let (world, andres, mut device, set_up) = andres(&["administrator"]).await;
    assert_eq!(set_up.codes.shown().len(), 10);
    assert_eq!(set_up.logged_in.caller.person().unwrap().id, andres);
    let name = "Llavero".to_owned();
    assert!(
        world
            .log_has(&AuditAction::PasskeyAdded { person: andres, name })
            .await
    );
    world.pass(SignedDuration::from_hours(1));
    for counter in [0, 0, 1, 7] {
        device.counter = counter;
        let shown = log_in(&world, "andres", &device).await.expect("let in");
        assert_eq!(shown.caller.person().unwrap().id, andres);
        let own = world.engine.own_account(&shown.caller, &shown.token).await;
        let own = own.unwrap();
        assert_eq!(own.passkeys[0].last_used_at, Some(world.engine.now()));
        assert!(own.has_factor && own.may_add_passkey && own.app.is_none());
        assert_eq!(own.codes_left, 10);
    }
    let waiting = waiting(&world, "andres").await;
    assert!(waiting.has_factor() && !waiting.has_app());
    let paper = &set_up.codes.shown()[0];
    let shown = world.engine.show_code(waiting, &visitor(), paper).await;
    assert!(shown.unwrap().is_some(), "a recovery code stands in for it");
}

#[tokio::test]
async fn the_password_alone_adds_none_beside_what_there_is() {
    let (world, ..) = andres(&["administrator"]).await;
    let engine = &world.engine;
    let waiting = waiting(&world, "andres").await;
    let asked = engine.ask_new_passkey_at_log_in(&waiting).await;
    assert!(matches!(asked, Err(Error::Forbidden)));

    // Two who know one password, both before there was a factor.
    world.employ("ada", "administrator").await;
    let [one, other] = [
        self::waiting(&world, "ada").await,
        self::waiting(&world, "ada").await,
    ];
    let asks = [
        engine.ask_new_passkey_at_log_in(&one).await.unwrap().unwrap(),
        engine.ask_new_passkey_at_log_in(&other).await.unwrap().unwrap(),
    ];
    let made = answer(&asks[0], Authenticator::new(2).make(&asks[0].options));
    let added = add_at_log_in(&world, &one, &made, "a");
    assert!(added.await.unwrap().is_some());
    let made = answer(&asks[1], Authenticator::new(3).make(&asks[1].options));
    let added = add_at_log_in(&world, &other, &made, "b");
    assert!(matches!(added.await, Err(Error::Conflict)));
}

/// What a device signed for one question is no answer to another, and none a second time.
#[tokio::test]
async fn an_answer_is_good_once() {
    let (world, andres, device, set_up) = andres(&["administrator"]).await;
    let LoggedIn { caller, token, .. } = &set_up.logged_in;
    let engine = &world.engine;
    let ask = engine.ask_passkey_again(caller, token).await.unwrap().unwrap();
    let signed = answer(&ask, device.sign(&ask.options));
    let (one, other) = tokio::join!(
        engine.show_passkey_again(caller, token, signed.clone()),
        engine.show_passkey_again(caller, token, signed.clone()),
    );
    assert!(one.unwrap() != other.unwrap(), "of two nodes one takes it");
    let again = engine.show_passkey_again(caller, token, signed.clone()).await;
    assert!(!again.unwrap(), "a replay");
    let next = engine.ask_passkey_again(caller, token).await.unwrap().unwrap();
    let other_question = answer(&next, signed.response);
    let shown = engine.show_passkey_again(caller, token, other_question).await;
    assert!(!shown.unwrap(), "the answer to another question");
    assert!(world.log_has(&AuditAction::SecondFactorRefused(andres)).await);
}

#[tokio::test]
async fn only_the_devices_own_answer_from_our_page_lets_in() {
    let (world, person, device, _) = andres(&["administrator"]).await;
    let stranger = Authenticator::new(9);
    let imposter = Authenticator {
        id: device.id,
        ..Authenticator::new(9)
    };
    let wait = async || {
        let waiting = waiting(&world, "andres").await;
        let ask = ask(&world, &waiting).await;
        (waiting, ask)
    };
    for (why, device) in [
        (
            "the page of another site",
            &Authenticator {
                origin: "https://permisos.example",
                ..device.clone()
            },
        ),
        (
            "another port",
            &Authenticator {
                origin: "https://permisos.test:8443",
                ..device.clone()
            },
        ),
        (
            "nobody showed the device who they are",
            &Authenticator {
                verifies: false,
                ..device.clone()
            },
        ),
        (
            "a passkey that says it is another's",
            &Authenticator {
                owner: Some([7; 16]),
                ..device.clone()
            },
        ),
        ("a device that nobody knows", &stranger),
        ("another's signature", &imposter),
    ] {
        world.pass(SignedDuration::from_hours(1));
        let (waiting, ask) = wait().await;
        let signed = answer(&ask, device.sign(&ask.options));
        let shown = show(&world, &waiting, signed).await.unwrap();
        assert!(shown.is_none(), "{why}");
    }
    world.pass(SignedDuration::from_hours(24));
    for response in ["", "{}", "null", "not json"] {
        let (waiting, ask) = wait().await;
        let shown = show(&world, &waiting, answer(&ask, response.to_owned())).await;
        assert!(shown.unwrap().is_none(), "{response}");
    }
    world.pass(SignedDuration::from_hours(24));
    let device = Authenticator {
        owner: Some(person.0.into_bytes()),
        ..device
    };
    assert!(log_in(&world, "andres", &device).await.is_some());
}

#[tokio::test]
async fn an_answer_is_good_for_five_minutes_beside_what_it_was_asked_for() {
    let (world, _, device, _) = andres(&["administrator"]).await;
    let engine = &world.engine;
    let waiting = self::waiting(&world, "andres").await;
    let ask = self::ask(&world, &waiting).await;
    world.pass(SignedDuration::from_mins(5));
    let late = answer(&ask, device.sign(&ask.options));
    assert!(show(&world, &waiting, late).await.unwrap().is_none(), "late");

    let other = self::waiting(&world, "andres").await;
    let ask = self::ask(&world, &other).await;
    let signed = answer(&ask, device.sign(&ask.options));
    let shown = show(&world, &waiting, signed.clone()).await.unwrap();
    assert!(shown.is_none(), "another log-in's");
    let shown = show(&world, &other, signed).await.unwrap();
    assert!(shown.is_some(), "which loses nothing by it");

    world.employ("ada", "administrator").await;
    let device_of_ada = Authenticator::new(2);
    set_up(&world, "ada", &device_of_ada).await;
    let ada = self::waiting(&world, "ada").await;
    let ask = self::ask(&world, &ada).await;
    for (device, why) in [
        (&device, "another's device"),
        (&device_of_ada, "another's question"),
    ] {
        let waiting = if why == "another's device" { &ada } else { &waiting };
        let signed = answer(&ask, device.sign(&ask.options));
        assert!(show(&world, waiting, signed).await.unwrap().is_none(), "{why}");
    }
    // A question to make one is none to sign with one.
    let olga = world.employ("olga", "officer").await;
    let olga = (olga, world.log_in("olga").await).1;
    let ask = engine.ask_new_passkey(&olga.caller, &olga.token).await;
    let ask = ask.unwrap().unwrap();
    let made = answer(&ask, Authenticator::new(4).make(&ask.options));
    let shown = engine.show_passkey_again(&olga.caller, &olga.token, made.clone());
    assert!(!shown.await.unwrap());
    let added = engine.add_passkey(&olga.caller, &olga.token, &made, "x").await;
    assert!(matches!(added.unwrap(), PasskeyAdded::Refused), "it was used up");
}

/// A device that has signed less often than was known has a twin.
#[tokio::test]
async fn a_copy_is_refused_and_written_down() {
    let (world, person, mut device, _) = andres(&["administrator"]).await;
    let copied = AuditAction::PasskeyCopied {
        person,
        name: "Llavero".to_owned(),
    };
    device.counter = 6;
    assert!(log_in(&world, "andres", &device).await.is_some());
    assert!(!world.log_has(&copied).await);
    for counter in [6, 5, 0] {
        device.counter = counter;
        assert!(log_in(&world, "andres", &device).await.is_none(), "{counter}");
        assert!(world.log_has(&copied).await);
    }
    // Its question is older than what the other twin has signed since.
    let old = waiting(&world, "andres").await;
    let ask = ask(&world, &old).await;
    device.counter = 8;
    assert!(log_in(&world, "andres", &device).await.is_some());
    device.counter = 7;
    let signed = answer(&ask, device.sign(&ask.options));
    assert!(show(&world, &old, signed).await.unwrap().is_none());
}

#[tokio::test]
async fn wrong_passkeys_and_wrong_codes_are_counted_together() {
    let (world, _, device, set_up) = andres(&["administrator"]).await;
    let wrong = Authenticator::new(9);
    for guess in 0..3 {
        assert!(log_in(&world, "andres", &wrong).await.is_none(), "{guess}");
    }
    for guess in 3..5 {
        let waiting = waiting(&world, "andres").await;
        let shown = world.engine.show_code(waiting, &visitor(), "000000").await;
        assert!(shown.unwrap().is_none(), "{guess}");
    }
    let waiting = waiting(&world, "andres").await;
    let ask = ask(&world, &waiting).await;
    let signed = answer(&ask, device.sign(&ask.options));
    let late = show(&world, &waiting, signed.clone()).await;
    assert!(matches!(late, Err(Error::TooMany { retry_after: 30, .. })));
    let LoggedIn { caller, token, .. } = &set_up.logged_in;
    let ask = world.engine.ask_passkey_again(caller, token).await;
    let ask = ask.unwrap().unwrap();
    let signed_again = answer(&ask, device.sign(&ask.options));
    let shown = world.engine.show_passkey_again(caller, token, signed_again);
    assert!(shown.await.unwrap(), "who is in already is not kept out");
    world.pass(SignedDuration::from_secs(31));
    assert!(
        show(&world, &waiting, signed).await.unwrap().is_some(),
        "what was not looked at is good still"
    );
}

#[tokio::test]
async fn great_harm_takes_the_passkey_again() {
    let (world, _, device, set_up) = andres(&["administrator"]).await;
    let token = &set_up.logged_in.token;
    let may = async || {
        let caller = world.engine.caller_by_session(token, Action::RevokeMany);
        let caller = caller.await.unwrap();
        let may = caller.may(Action::RevokeMany, &engine::authorise::Scope::Everything);
        (may, caller)
    };
    assert!(may().await.0);
    world.pass(SignedDuration::from_mins(10));
    let (is_allowed, caller) = may().await;
    assert!(!is_allowed);
    let added = world.engine.ask_new_passkey(&caller, token).await;
    assert!(matches!(added, Err(Error::Forbidden)));
    let ask = world.engine.ask_passkey_again(&caller, token).await;
    let ask = ask.unwrap().unwrap();
    let signed = answer(&ask, device.sign(&ask.options));
    let shown = world.engine.show_passkey_again(&caller, token, signed).await;
    assert!(shown.unwrap() && may().await.0);
}

#[tokio::test]
async fn several_are_kept_by_name_and_none_twice() {
    let (world, _, device, set_up) = andres(&["administrator"]).await;
    let in_it = &set_up.logged_in;
    let stick = Authenticator::new(2);
    let added = add(&world, in_it, &stick, "  Mi\u{202e}   llave ").await;
    assert!(matches!(added, PasskeyAdded::Further));
    assert_eq!(names(&world, in_it).await, ["Llavero", "Mi llave"]);
    for device in [&device, &stick] {
        assert!(log_in(&world, "andres", device).await.is_some());
    }
    // Devices that have one are told, and whoever goes on all the same is refused.
    let ask = world.engine.ask_new_passkey(&in_it.caller, &in_it.token).await;
    let ask: Value = serde_json::from_str(&ask.unwrap().unwrap().options).unwrap();
    let excluded = ask["publicKey"]["excludeCredentials"].as_array().unwrap();
    assert_eq!(excluded.len(), 2);
    assert_eq!(
        ask["publicKey"]["authenticatorSelection"]["userVerification"],
        "required"
    );
    assert!(matches!(
        add(&world, in_it, &stick, "otra").await,
        PasskeyAdded::Refused
    ));
    world.employ("olga", "officer").await;
    let olga = world.log_in("olga").await;
    let taken = add(&world, &olga, &stick, "de otra persona").await;
    assert!(matches!(taken, PasskeyAdded::Refused));
    for more in 2..MOST_PASSKEYS {
        let device = Authenticator::new(10 + u8::try_from(more).unwrap());
        let added = add(&world, in_it, &device, "más").await;
        assert!(matches!(added, PasskeyAdded::Further));
    }
    let ask = world.engine.ask_new_passkey(&in_it.caller, &in_it.token).await;
    assert!(ask.unwrap().is_none(), "these are the most");
}

#[tokio::test]
async fn one_is_removed_but_not_the_last_that_a_role_demands() {
    let (world, person, device, set_up) = andres(&["administrator"]).await;
    let in_it = &set_up.logged_in;
    let engine = &world.engine;
    let own = engine.own_account(&in_it.caller, &in_it.token).await.unwrap();
    let first = &own.passkeys[0].id;
    let removed = engine.remove_one_own_factor(&in_it.caller, first).await;
    assert_eq!(removed.unwrap(), FactorRemoved::IsLast);
    assert!(matches!(
        engine.remove_one_own_factor(&in_it.caller, "0123").await,
        Err(Error::NotFound)
    ));
    let stick = Authenticator::new(2);
    add(&world, in_it, &stick, "llave").await;
    let waiting = waiting(&world, "andres").await;
    let ask = ask(&world, &waiting).await;
    let removed = engine.remove_one_own_factor(&in_it.caller, first).await;
    assert_eq!(removed.unwrap(), FactorRemoved::Done);
    let name = "Llavero".to_owned();
    assert!(world.log_has(&AuditAction::PasskeyRemoved { person, name }).await);
    let signed = answer(&ask, device.sign(&ask.options));
    let shown = show(&world, &waiting, signed).await.unwrap();
    assert!(shown.is_none(), "it was asked before and is good no more");
    assert!(log_in(&world, "andres", &stick).await.is_some());

    // Who need not have one loses the codes with the last.
    world.employ("olga", "officer").await;
    let olga = world.log_in("olga").await;
    let added = add(&world, &olga, &Authenticator::new(5), "única").await;
    assert!(matches!(added, PasskeyAdded::First(_)));
    let own = engine.own_account(&olga.caller, &olga.token).await.unwrap();
    let removed = engine.remove_one_own_factor(&olga.caller, &own.passkeys[0].id);
    assert_eq!(removed.await.unwrap(), FactorRemoved::Done);
    let own = engine.own_account(&olga.caller, &olga.token).await.unwrap();
    assert!(!own.has_factor && own.codes_left == 0);
}

/// An app and passkeys are beside each other, and go one by one or all at once.
#[tokio::test]
async fn an_app_stands_beside_passkeys() {
    let (world, person, device, set_up) = andres(&["administrator"]).await;
    let in_it = &set_up.logged_in;
    let engine = &world.engine;
    let offer = engine.offer_factor(&in_it.caller, None).unwrap();
    let secret = Secret::try_from_base32(offer.typed.replace(' ', "")).unwrap();
    let totp = Builder::new().with_secret(secret).build().unwrap();
    let typed = totp.generate(u64::try_from(engine.now().as_second()).unwrap());
    let codes = engine
        .set_up_factor(&in_it.caller, &in_it.token, &offer.sealed, &typed.to_string())
        .await;
    assert!(codes.unwrap().is_some());
    assert!(log_in(&world, "andres", &device).await.is_some(), "it stays");
    let own = engine.own_account(&in_it.caller, &in_it.token).await.unwrap();
    assert_eq!(own.codes_left, 10, "those of before went");
    let app = own.app.unwrap().id;
    let removed = engine.remove_one_own_factor(&in_it.caller, &app).await;
    assert_eq!(removed.unwrap(), FactorRemoved::Done);
    assert!(world.log_has(&AuditAction::AuthenticatorRemoved(person)).await);
    world.employ("ada", "administrator").await;
    let ada = self::set_up(&world, "ada", &Authenticator::new(3)).await;
    let account = engine.account(&ada.logged_in.caller, person).await.unwrap();
    engine.remove_factors(&account).await.unwrap();
    assert!(
        !waiting(&world, "andres").await.has_factor(),
        "passkeys go with all"
    );
}

/// Browsers have passkeys for names over https, and for their own machine.
#[tokio::test]
async fn where_browsers_have_none_none_is_asked_for() {
    for (address, has_some) in [
        ("http://127.0.0.1:8080", false),
        ("http://permisos.test", false),
        ("https://192.0.2.7", false),
        ("http://localhost:8080", true),
    ] {
        let world = World::at(address, &["administrator"]).await;
        world.employ("andres", "administrator").await;
        let waiting = waiting(&world, "andres").await;
        let ask = world.engine.ask_new_passkey_at_log_in(&waiting).await;
        assert_eq!(ask.unwrap().is_some(), has_some, "{address}");
        assert_eq!(world.engine.has_passkeys(), has_some, "{address}");
    }
}

/// The release before knows no passkeys: whoever has nothing else counts as having a factor there, and gets in with a recovery code.
#[tokio::test]
async fn a_factor_that_a_newer_release_knows_counts_and_paper_stands_in() {
    let (world, person, _, set_up) = andres(&["administrator"]).await;
    let all = world.store.credentials_of(person, world.engine.now());
    let passkey = |found: &Credential| matches!(found.proof.known(), Some(Proof::Passkey { .. }));
    let passkey = all.await.unwrap().into_iter().find(passkey).unwrap();
    let newer = Credential {
        key: TokenHash([7; 32]),
        proof: MaybeNewer::read(json!({ "kind": "palm", "vein": 1 })),
        ..passkey.clone()
    };
    let (before, after) = ([passkey.key], [newer.clone()]);
    let exchanged = world.store.exchange_credentials(&before, &after, None);
    exchanged.await.unwrap();
    let waiting = waiting(&world, "andres").await;
    assert!(waiting.has_factor());
    assert!(
        world
            .engine
            .ask_passkey_at_log_in(&waiting)
            .await
            .unwrap()
            .is_none()
    );
    let paper = &set_up.codes.shown()[0];
    let shown = world.engine.show_code(waiting, &visitor(), paper).await;
    assert!(shown.unwrap().is_some());
    let offer = world.engine.offer_factor(&set_up.logged_in.caller, None);
    assert!(offer.is_ok());
    let kept = world.store.credential(&newer.key, world.engine.now()).await;
    assert_eq!(kept.unwrap(), Some(newer));
}
