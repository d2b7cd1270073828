//! Limits fall on whoever causes the cost, and whoever does not is let in.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use engine::{
    applications::{
        Submitted,
        find::Found,
        own::{OwnApplication, Score},
    },
    authorise::{Action, Caller},
    clock::Clock,
    engine::Settings,
    error::Error,
    letters::{MailTransport, OutgoingLetter, SendError, delivery::deliver},
    peer::Peer,
};
use forms::{Answer, Answers, Service};
use jiff::{SignedDuration, Timestamp};
use review::Command;

use crate::{
    applying::{answers, published, send, send_from},
    world::World,
};

/// A clock that moves when a test moves it.
struct Hands(Mutex<Timestamp>);

impl Hands {
    fn of(world: &mut World) -> Arc<Self> {
        let hands = Arc::new(Self(Mutex::new(world.engine.now())));
        world.engine = world.engine.clone().with_clock(hands.clone());
        hands
    }

    fn pass(&self, time: SignedDuration) {
        *self.0.lock().unwrap() += time;
    }
}

impl Clock for Hands {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

fn from(address: &str) -> Peer {
    Peer::new(address.parse().unwrap())
}

/// How long a refused caller is told to wait, in seconds; nothing where it was not refused.
fn wait<T: std::fmt::Debug>(result: Result<T, Error>) -> Option<u64> {
    match result {
        Ok(_) => None,
        Err(Error::TooMany { retry_after, .. }) => Some(retry_after),
        Err(other) => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_whole_town_begins_at_one_address_and_a_machine_waits_a_minute() {
    let (mut world, service) = published().await;
    let hands = Hands::of(&mut world);
    let town_hall = from("203.0.113.7");
    let begin = async |world: &World, peer| wait(world.engine.begin(peer, service.id.as_str(), "es").await);
    for _ in 0..200 {
        assert_eq!(begin(&world, town_hall).await, None);
    }
    hands.pass(SignedDuration::from_secs(20));
    assert_eq!(
        begin(&world, town_hall).await,
        Some(40),
        "what is left of the minute"
    );
    assert_eq!(begin(&world, from("203.0.113.8")).await, None, "a neighbour");
    hands.pass(SignedDuration::from_secs(40));
    assert_eq!(begin(&world, town_hall).await, None);
    world.engine.settings = Arc::new(Settings {
        exempt_networks: "203.0.113.0/24".parse().unwrap(),
        ..(*world.engine.settings).clone()
    });
    for _ in 0..300 {
        assert_eq!(begin(&world, town_hall).await, None, "an office's network");
    }
}

/// An application of 10117410, and how somebody looks for it.
async fn applied() -> (World, Arc<Hands>, String) {
    let (mut world, service) = published().await;
    let hands = Hands::of(&mut world);
    let sent = send(&world, &service, answers(&service)).await.unwrap();
    (world, hands, sent.reference.to_string())
}

async fn look_up(world: &World, peer: &str, reference: &str, document: &str) -> Result<bool, Error> {
    let found = world
        .engine
        .find_application(from(peer), reference, document)
        .await;
    found.map(|found| matches!(found, Found::Case(_)))
}

#[tokio::test]
async fn whoever_guesses_waits_and_the_one_who_is_guessed_at_does_not() {
    let (world, hands, reference) = applied().await;
    for address in 1..=5 {
        let guesser = format!("198.51.100.{address}");
        assert!(!look_up(&world, &guesser, &reference, "10117411").await.unwrap());
    }
    let guesser = look_up(&world, "198.51.100.200", &reference, "10117410").await;
    assert_eq!(
        wait(guesser),
        Some(60),
        "the network has guessed, whichever address it takes"
    );
    assert!(
        look_up(&world, "192.0.2.1", &reference, "10117410")
            .await
            .unwrap()
    );
    hands.pass(SignedDuration::from_mins(1));
    assert!(
        !look_up(&world, "198.51.100.1", &reference, "10117412")
            .await
            .unwrap()
    );
    let again = look_up(&world, "198.51.100.1", &reference, "10117413").await;
    assert_eq!(wait(again), Some(120), "the wait grows");
}

#[tokio::test]
async fn whoever_types_it_right_may_look_as_often_as_they_like() {
    let (world, _, reference) = applied().await;
    for _ in 0..100 {
        assert!(
            look_up(&world, "192.0.2.1", &reference, "10117410")
                .await
                .unwrap()
        );
    }
}

#[tokio::test]
async fn in_an_attack_from_everywhere_the_holder_waits_once_and_is_let_in() {
    let (world, hands, reference) = applied().await;
    for network in 0..100 {
        let guesser = format!("10.0.{network}.1");
        assert!(!look_up(&world, &guesser, &reference, "10117411").await.unwrap());
    }
    let guesser = look_up(&world, "10.0.99.1", &reference, "10117411").await;
    assert_eq!(wait(guesser), Some(600), "one slip costs more in an attack");
    let holder = async || look_up(&world, "192.0.2.1", &reference, "10117410").await;
    assert_eq!(wait(holder().await), Some(60));
    hands.pass(SignedDuration::from_secs(59));
    assert_eq!(wait(holder().await), Some(1));
    // The attack goes on meanwhile, from networks that wait as well: none of them takes the holder's turn.
    for network in 100..200 {
        let guesser = look_up(&world, &format!("10.0.{network}.1"), &reference, "10117411").await;
        assert_eq!(wait(guesser), Some(60));
    }
    hands.pass(SignedDuration::from_secs(1));
    assert!(holder().await.unwrap());
    assert!(holder().await.unwrap(), "and again");
    hands.pass(SignedDuration::from_hours(24));
    assert!(holder().await.unwrap(), "the next day nobody remembers");
}

#[tokio::test]
async fn one_document_is_not_used_up_from_elsewhere() {
    let (world, service) = published().await;
    let send = async |peer: Peer| {
        let answers = answers(&service);
        wait(send_from(&world, peer, &service, answers).await)
    };
    for address in 1..=10 {
        assert_eq!(send(from(&format!("198.51.100.{address}"))).await, None);
    }
    assert_eq!(send(from("198.51.100.11")).await, Some(24 * 60 * 60));
    assert_eq!(
        send(from("192.0.2.1")).await,
        None,
        "its holder is somewhere else"
    );
}

/// A mail server that takes everything.
#[derive(Default)]
struct Letters(Mutex<Vec<OutgoingLetter>>);

#[async_trait]
impl MailTransport for Letters {
    async fn send(&self, letter: &OutgoingLetter) -> Result<(), SendError> {
        self.0.lock().unwrap().push(letter.clone());
        Ok(())
    }
}

impl Letters {
    async fn deliver(&self, world: &World) -> usize {
        while deliver(&world.engine, self).await.unwrap() > 0 {}
        self.0.lock().unwrap().len()
    }
}

fn from_mailbox(service: &Service, number: u32) -> Answers {
    let mut answers = answers(service);
    let address = format!("Ana.Quispe+{number}@example.org");
    answers.insert("email".into(), Answer::Email(address));
    answers
}

#[tokio::test]
async fn a_mailbox_is_not_filled_and_nobody_is_kept_from_applying() {
    let (mut world, service) = published().await;
    let hands = Hands::of(&mut world);
    let letters = Letters::default();
    for number in 0..10 {
        let peer = from(&format!("10.0.{number}.1"));
        let sent = send_from(&world, peer, &service, from_mailbox(&service, number)).await;
        sent.unwrap();
        letters.deliver(&world).await;
    }
    let eleventh = send_from(&world, from("192.0.2.1"), &service, from_mailbox(&service, 10)).await;
    let eleventh = eleventh.unwrap();
    assert_eq!(letters.deliver(&world).await, 10, "its letter waits");
    let kept = world.store.outbox_of(eleventh.id).await.unwrap();
    assert!(
        kept[0]
            .last_error
            .as_deref()
            .unwrap()
            .contains("enough letters today"),
        "{kept:?}"
    );
    let mut other = answers(&service);
    other.insert("email".into(), Answer::Email("rosa@example.org".into()));
    send_from(&world, from("192.0.2.1"), &service, other)
        .await
        .unwrap();
    assert_eq!(letters.deliver(&world).await, 11, "another's leaves");
    hands.pass(SignedDuration::from_hours(24));
    assert_eq!(letters.deliver(&world).await, 12, "the next day it leaves");
}

/// Whoever has no key is refused without a look at what there is; so is whoever has the key of another application, whatever they ask
/// for: how long it takes tells nothing.
#[tokio::test]
async fn a_reference_alone_asks_the_store_nothing() {
    let (world, service) = published().await;
    let sent = send(&world, &service, answers(&service)).await.unwrap();
    let other = send(&world, &service, answers(&service)).await.unwrap();
    let token = world.engine.access_of(&other);
    let applicant = world.engine.caller_by_access_token(&token);
    let action = Action::SeeOwnApplication;
    let foreign = world
        .engine
        .own_application(&applicant, action, &sent.reference)
        .await;
    assert!(matches!(foreign, Err(Error::Forbidden)));
    world.store.close().await;
    let refused = world
        .engine
        .own_application(&Caller::stranger(), action, &sent.reference)
        .await;
    assert!(matches!(refused, Err(Error::Forbidden)));
}

#[tokio::test]
async fn a_network_shows_so_many_wrong_links_only() {
    let (world, service) = published().await;
    let sent = send(&world, &service, answers(&service)).await.unwrap();
    let (stranger, holder) = (from("198.51.100.1"), from("192.0.2.1"));
    let open = async |peer| {
        wait_of(
            world
                .engine
                .opens_by_link(peer, &sent.reference, "20900.AAAA")
                .await,
        )
    };
    for _ in 0..600 {
        assert_eq!(open(stranger).await, None);
    }
    assert_eq!(open(from("198.51.100.2")).await, Some(15 * 60));
    assert_eq!(open(holder).await, None);
}

/// As [`wait`], of what must not be printed.
fn wait_of<T>(result: Result<T, Error>) -> Option<u64> {
    wait(result.map(|_| ()))
}

/// What strangers have us write to somebody's mailbox uses up neither their way back to their own application nor the office's answer.
#[tokio::test]
async fn strangers_do_not_use_up_what_somebody_asks_for_themselves() {
    let (world, service) = published().await;
    let letters = Letters::default();
    let victims = send_from(&world, from("192.0.2.1"), &service, from_mailbox(&service, 0)).await;
    let victims = victims.unwrap();
    for number in 1..=45 {
        let peer = from(&format!("10.0.{number}.1"));
        let sent = send_from(&world, peer, &service, from_mailbox(&service, number)).await;
        let own = own(&world, &sent.unwrap(), Action::Withdraw).await;
        world.engine.withdraw(own).await.unwrap();
    }
    let before = letters.deliver(&world).await;
    assert_eq!(before, 50, "ten receipts and forty withdrawals");

    let reference = victims.reference.to_string();
    let asked = world
        .engine
        .send_link_again(from("192.0.2.1"), &reference, "10117410")
        .await;
    assert!(matches!(asked, Ok(Found::Case(_))), "{asked:?}");
    assert_eq!(
        letters.deliver(&world).await,
        before + 1,
        "the link leaves at once"
    );

    let olga = world.caller("olga", "officer").await;
    for (action, command) in [
        (Action::Claim, Command::Claim),
        (
            Action::Decide,
            Command::Reject {
                reason: "unclear".into(),
                note: None,
            },
        ),
    ] {
        let seen = world.store.case(victims.id).await.unwrap().application.revision;
        let case = world
            .engine
            .case_to_change(&olga, action, &reference, Some(seen))
            .await;
        world.engine.change_case(case.unwrap(), command).await.unwrap();
    }
    assert_eq!(letters.deliver(&world).await, before + 2, "so does the decision");
}

/// Whoever holds many applications that name one mailbox fills it with no more links than with one, and with no more corrections.
#[tokio::test]
async fn links_are_counted_against_who_asks_for_them() {
    let (world, service) = published().await;
    let stranger = from("10.0.0.1");
    let (mut links, mut corrections) = (0, 0);
    for number in 1..=9 {
        let sent = send_from(&world, stranger, &service, from_mailbox(&service, number)).await;
        let sent = sent.unwrap();
        let asked = world
            .engine
            .send_own_link(stranger, own(&world, &sent, Action::ManageAccess).await)
            .await;
        links += u32::from(wait(asked).is_none());
        let found = world
            .engine
            .send_link_again(stranger, &sent.reference.to_string(), "10117410")
            .await;
        links += u32::from(wait(found).is_none());
        let own = own(&world, &sent, Action::ManageAccess).await;
        let address = format!("ana.quispe+c{number}@example.org");
        let corrected = world
            .engine
            .correct_address(stranger, own, &address, "10117410", "es")
            .await;
        corrections += u32::from(corrected.is_ok());
    }
    assert!(
        links + 2 * corrections <= 6,
        "{links} links, {corrections} corrections"
    );
    let victims = send_from(&world, from("192.0.2.1"), &service, from_mailbox(&service, 0)).await;
    let own = own(&world, &victims.unwrap(), Action::ManageAccess).await;
    let asked = world.engine.send_own_link(from("192.0.2.1"), own).await;
    assert_eq!(wait(asked), None, "its owner is somewhere else");
}

async fn own(world: &World, sent: &Submitted, action: Action) -> OwnApplication {
    let applicant = world.engine.caller_by_access_token(&world.engine.access_of(sent));
    let own = world
        .engine
        .own_application(&applicant, action, &sent.reference)
        .await;
    own.unwrap()
}

#[tokio::test]
async fn a_rating_is_given_once_and_letters_are_repeated_a_few_times_only() {
    let (world, service) = published().await;
    let sent = send(&world, &service, answers(&service)).await.unwrap();
    let applicant = world
        .engine
        .caller_by_access_token(&world.engine.access_of(&sent));
    let own = world
        .engine
        .own_application(&applicant, Action::Rate, &sent.reference)
        .await;
    let own = own.unwrap();
    let mut rated = 0;
    while world
        .engine
        .rate(&own, Score::new(1).unwrap(), None)
        .await
        .is_ok()
    {
        rated += 1;
    }
    assert_eq!(rated, 1);
    let administrator: Caller = world.caller("elsa", "administrator").await;
    let letter = world.store.outbox_of(sent.id).await.unwrap()[0].entry.id;
    let mut resent = 0;
    while world
        .engine
        .resend_dead_letter(&administrator, sent.id, letter)
        .await
        .is_ok()
    {
        resent += 1;
    }
    assert_eq!(resent, 10);
}
