//! Accounts and sessions.

use engine::{
    authorise::{Action, Caller},
    error::Error,
    log::{AccountField, AuditAction, AuditActor, AuditQuery, Difference},
    people::{
        accounts::{Account, AccountError, NewAccount},
        browsers::Visitor,
        change::AccountChange,
        grants::{self, UnknownGrant},
        judged::Weakness,
    },
};
use jiff::SignedDuration;

use crate::{
    applying::published_on,
    world::{PASSWORD, World, new_account},
};

fn difference(field: AccountField, before: &str, after: &str) -> Difference {
    Difference {
        field,
        before: before.into(),
        after: after.into(),
    }
}

#[tokio::test]
async fn the_log_says_what_was_changed_before_and_after() {
    let world = World::new().await;
    let andres = world.caller("andres", "administrator").await;
    let olga = world.employ("olga", "verifier").await;
    let change = async |change| {
        let account = world.engine.account(&andres, olga).await.unwrap();
        world.engine.change_account(account, change).await.unwrap();
        world.last_line().await.1
    };
    let auditor = grants::read("auditor").unwrap();
    for (changed, field, before, after) in [
        (
            AccountChange::Grant(auditor.clone()),
            AccountField::Grants,
            "verifier",
            "verifier, auditor",
        ),
        (
            AccountChange::Ungrant(auditor),
            AccountField::Grants,
            "verifier, auditor",
            "verifier",
        ),
        (
            AccountChange::Document("10117410".into()),
            AccountField::DocumentEnding,
            "",
            "7410",
        ),
    ] {
        let what = vec![difference(field, before, after)];
        assert_eq!(
            change(changed).await,
            AuditAction::AccountChanged { person: olga, what }
        );
    }
    assert_eq!(
        change(AccountChange::Disable).await,
        AuditAction::PersonDisabled(olga)
    );
}

#[tokio::test]
async fn the_log_says_who_was_refused_and_stays_short() {
    let world = World::new().await;
    let olga = world.caller("olga", "verifier").await;
    for _ in 0..100 {
        world
            .engine
            .note_refusal(&olga, Action::ManagePeople)
            .await
            .unwrap();
    }
    let refused = AuditAction::Refused {
        action: "ManagePeople".into(),
    };
    assert_eq!(world.last_line().await.1, refused);
    let query = AuditQuery {
        limit: 100,
        ..AuditQuery::default()
    };
    let lines = world.store.audit(&query).await.unwrap();
    let of_refusals = lines
        .iter()
        .filter(|(_, line)| line.action.known() == Some(&refused));
    assert_eq!(of_refusals.count(), 20);
}

#[tokio::test]
async fn the_log_says_who_let_somebody_in() {
    let world = World::new().await;
    let andres = world.employ("andres", "administrator").await;
    let added = |person, login: &str, grant: &str| AuditAction::AccountAdded {
        person,
        with: [
            (AccountField::Name, login.to_owned()),
            (AccountField::Email, format!("{login}@oficina.test")),
            (AccountField::Grants, grant.to_owned()),
        ]
        .map(|(field, after)| difference(field, "", &after))
        .into(),
    };
    assert_eq!(
        world.last_line().await,
        (AuditActor::System, added(andres, "andres", "administrator"))
    );
    let caller = world.log_in("andres").await.caller;
    let invited = NewAccount {
        // What nobody sees of it, or what turns it around, is not kept.
        name: " ol\u{202e}ga\r\n".into(),
        password: None,
        ..new_account("olga", "verifier")
    };
    let olga = world.engine.add_account(&caller, invited).await.unwrap();
    assert_eq!(
        world.last_line().await,
        (AuditActor::Person(andres), added(olga, "olga", "verifier"))
    );
}

#[tokio::test]
async fn a_role_that_no_step_knows_is_granted_at_the_command_line_alone() {
    let world = World::new().await;
    let andres = world.caller("andres", "administrator").await;
    let added = world
        .engine
        .add_account(
            &andres,
            NewAccount {
                password: None,
                ..new_account("olga", "oficial")
            },
        )
        .await;
    assert!(
        matches!(added, Err(AccountError::UnknownGrant(UnknownGrant::Role(_)))),
        "{added:?}"
    );
    world.employ("olga", "oficial").await;
    let account = world.engine.account_by_email(&andres, "OLGA@oficina.test").await;
    let account = account.unwrap().unwrap();
    let grant = AccountChange::Grant(grants::read("oficial@transit-permit").unwrap());
    let changed = world.engine.change_account(account, grant).await;
    assert!(
        matches!(changed, Err(AccountError::UnknownGrant(UnknownGrant::Role(_)))),
        "{changed:?}"
    );
}

#[tokio::test]
async fn a_grant_that_means_nothing_here_is_told() {
    let world = World::demanding(&["administrator", "adminstrator"]).await;
    let service = published_on(&world).await;
    for (grant, is_known) in [
        ("officer".to_owned(), true),
        (format!("officer@{service}"), true),
        (format!("supervisor@{service}/15"), true),
        ("oficial".to_owned(), false),
        ("officer@other".to_owned(), false),
    ] {
        let grant = grants::read(&grant).unwrap();
        assert_eq!(world.engine.check_grant(&grant).is_ok(), is_known, "{grant:?}");
    }
    let unknown = world.engine.unknown_second_factor_roles();
    assert_eq!(unknown, ["adminstrator".into()]);
}

#[tokio::test]
async fn who_changes_an_account_that_has_changed_is_told_so() {
    let world = World::new().await;
    let operator = Caller::operator();
    let olga = world.employ("olga", "officer").await;
    let stale = world.engine.account_to_change(&operator, olga, Some(1)).await;
    assert!(matches!(stale, Err(Error::Conflict)), "{stale:?}");
    let account = world.engine.account_to_change(&operator, olga, Some(0)).await;
    let account = account.unwrap();
    let first = world
        .engine
        .change_account(account.clone(), AccountChange::Disable)
        .await;
    assert!(first.is_ok(), "{first:?}");
    let second = world.engine.change_account(account, AccountChange::Enable).await;
    let is_conflict = matches!(second, Err(AccountError::Engine(Error::Conflict)));
    assert!(is_conflict, "{second:?}");
}

#[tokio::test]
async fn another_password_ends_every_session() {
    let world = World::new().await;
    let olga = world.employ("olga", "officer").await;
    let token = world.log_in("olga").await.token;
    let account = world.engine.account(&Caller::operator(), olga).await.unwrap();
    let password = AccountChange::Password("otra frase que recuerdo".into());
    world.engine.change_account(account, password).await.unwrap();
    let caller = world.engine.caller_by_session(&token, Action::UseOwnAccount);
    let caller = caller.await.unwrap();
    assert!(caller.person().is_none(), "{caller:?}");
    let email = "olga@oficina.test";
    for (typed, is_right) in [("otra frase que recuerdo", true), ("papas con ocopa", false)] {
        let visitor = Visitor::from_network("192.0.2.0");
        let logged_in = world.engine.log_in(visitor, email, typed.into()).await;
        assert_eq!(logged_in.unwrap().is_some(), is_right, "{typed}");
    }
}

#[tokio::test]
async fn who_logs_out_leaves_a_line_and_who_never_was_in_leaves_none() {
    let world = World::new().await;
    let olga = world.employ("olga", "officer").await;
    let logged_in = world.log_in("olga").await;
    let stranger = Caller::stranger();
    world.engine.log_out(&stranger, Some("no token")).await.unwrap();
    assert_eq!(
        world.last_line().await,
        (AuditActor::Person(olga), AuditAction::LoggedIn)
    );
    let out = world.engine.log_out(&logged_in.caller, Some(&logged_in.token));
    out.await.unwrap();
    assert_eq!(
        world.last_line().await,
        (AuditActor::Person(olga), AuditAction::LoggedOut)
    );
    let caller = world
        .engine
        .caller_by_session(&logged_in.token, Action::UseOwnAccount);
    let caller = caller.await.unwrap();
    assert!(caller.person().is_none(), "{caller:?}");
}

#[tokio::test]
async fn one_person_has_one_account() {
    let world = World::new().await;
    let operator = Caller::operator();
    let add = async |email: &str, document: Option<&str>| {
        let account = NewAccount {
            email: email.into(),
            document: document.map(str::to_owned),
            ..new_account("x", "officer")
        };
        world.engine.add_account(&operator, account).await
    };
    let olga = add("olga@oficina.test", Some("10117410-2")).await.unwrap();
    let none = add("rosa@oficina.test", None).await.unwrap();
    for typed in [
        "10117410",
        "DNI 10117410",
        "10 117 410",
        "10117410-2",
        "10117410G",
    ] {
        let added = add("ana@oficina.test", Some(typed)).await;
        assert!(
            matches!(added, Err(AccountError::DocumentTaken)),
            "{typed} {added:?}"
        );
    }
    for (email, is_same) in [("OLGA@oficina.test", true), ("olga+2@oficina.test", false)] {
        let refused = match add(email, None).await {
            Err(AccountError::EmailTaken) => is_same,
            Err(AccountError::MailboxTaken) => !is_same,
            _ => false,
        };
        assert!(refused, "{email}");
    }
    let wrong = add("ana@oficina.test", Some("DNI 1011741")).await;
    assert!(matches!(wrong, Err(AccountError::NoSuchDocument)), "{wrong:?}");

    let set = async |caller: &Caller, person, typed: &str| {
        let account = world.engine.account(caller, person).await.unwrap();
        let document = AccountChange::Document(typed.into());
        world.engine.change_account(account, document).await
    };
    let taken = set(&operator, none, "DNI 10117410").await;
    assert!(matches!(taken, Err(AccountError::DocumentTaken)), "{taken:?}");
    set(&operator, none, "AB-123456").await.unwrap();
    assert_eq!(
        world.last_line().await,
        (
            AuditActor::System,
            AuditAction::AccountChanged {
                person: none,
                what: vec![difference(AccountField::DocumentEnding, "", "3456")]
            }
        )
    );
    set(&operator, olga, "10117410").await.unwrap();
    let account = world.engine.account(&operator, none).await.unwrap();
    assert_eq!(account.document_ending().as_deref(), Some("3456"));
}

#[tokio::test]
async fn nobody_says_which_document_is_their_own() {
    let world = World::new().await;
    let andres = world.caller("andres", "administrator").await;
    let own = andres.person().unwrap().id;
    let ada = world.caller("ada", "administrator").await;
    for (caller, may) in [(&andres, false), (&ada, true), (&Caller::operator(), true)] {
        let account = world.engine.account(caller, own).await.unwrap();
        let document = AccountChange::Document("10117410".into());
        let changed = world.engine.change_account(account, document).await;
        let refused = matches!(changed, Err(AccountError::OwnDocument));
        assert_eq!((changed.is_ok(), refused), (may, !may));
    }
}

#[tokio::test]
async fn a_document_is_wanted_of_those_who_decide() {
    let world = World::new().await;
    for (login, grant) in [
        ("olga", "officer"),
        ("ines", "inspector@market-stall-permit"),
        ("sara", "supervisor/15"),
        ("victor", "verifier"),
        ("andres", "administrator"),
    ] {
        world.employ(login, grant).await;
    }
    let accounts = world.engine.accounts(&Caller::operator()).await.unwrap();
    let wanted = accounts.iter().filter(|account| account.wants_document());
    let names: Vec<_> = wanted.map(Account::name).collect();
    assert_eq!(names, ["ines", "olga", "sara"]);
}

/// An administrator lets people in and helps them on; what they prove who they are with is theirs alone.
#[tokio::test]
async fn nobody_grants_themselves_anything_or_sets_anothers_password() {
    let world = World::new().await;
    let andres = world.caller("andres", "administrator").await;
    let own = andres.person().unwrap().id;
    let account = world.engine.account(&andres, own).await.unwrap();
    let grant = AccountChange::Grant(grants::read("supervisor").unwrap());
    let granted = world.engine.change_account(account.clone(), grant).await;
    assert!(matches!(granted, Err(AccountError::OwnGrant)), "{granted:?}");
    let link = world.engine.make_password_link(&account).await;
    assert!(matches!(link, Err(AccountError::OwnProofs)), "{link:?}");

    let olga = world.employ("olga", "officer").await;
    let account = world.engine.account(&andres, olga).await.unwrap();
    let password = AccountChange::Password("otra frase que recuerdo".into());
    let set = world.engine.change_account(account, password).await;
    assert!(matches!(set, Err(AccountError::PasswordOfAnother)), "{set:?}");
    let added = world
        .engine
        .add_account(&andres, new_account("rosa", "verifier"))
        .await;
    assert!(matches!(added, Err(AccountError::PasswordOfAnother)), "{added:?}");
}

#[tokio::test]
async fn a_link_sets_a_password_once_and_for_a_day() {
    let world = World::new().await;
    let engine = &world.engine;
    let andres = world.caller("andres", "administrator").await;
    let invited = NewAccount {
        password: None,
        ..new_account("olga", "verifier")
    };
    let olga = engine.add_account(&andres, invited).await.unwrap();
    let account = async || engine.account(&andres, olga).await.unwrap();
    assert!(!account().await.has_password());
    let visitor = || Visitor::from_network("192.0.2.0");
    for typed in ["", PASSWORD] {
        let logged_in = engine.log_in(visitor(), "olga@oficina.test", typed.into()).await;
        assert!(logged_in.unwrap().is_none(), "{typed}");
    }
    let make = async || {
        let path = engine.make_password_link(&account().await).await.unwrap();
        path.strip_prefix("/o/password?link=").unwrap().to_owned()
    };
    let (first, second) = (make().await, make().await);
    assert!(
        engine.by_password_link(&first).await.unwrap().is_none(),
        "another was made"
    );
    let linked = engine.by_password_link(&second).await.unwrap().unwrap();
    let weak = engine
        .set_password_by_link(linked, &visitor(), "olga@oficina".into())
        .await;
    assert!(
        matches!(weak, Err(AccountError::WeakPassword(Weakness::Own))),
        "{weak:?}"
    );
    let linked = engine.by_password_link(&second).await.unwrap().unwrap();
    let twin = engine.by_password_link(&second).await.unwrap().unwrap();
    engine
        .set_password_by_link(linked, &visitor(), PASSWORD.into())
        .await
        .unwrap();
    let late = engine
        .set_password_by_link(twin, &visitor(), "otra frase que recuerdo".into())
        .await;
    assert!(
        matches!(late, Err(AccountError::Engine(Error::Conflict))),
        "{late:?}"
    );
    assert!(engine.by_password_link(&second).await.unwrap().is_none());
    assert!(world.log_has(&AuditAction::PasswordLinkMade(olga)).await);
    assert!(world.log_has(&AuditAction::PasswordSet(olga)).await);
    world.log_in("olga").await;

    let third = make().await;
    world.pass(SignedDuration::from_hours(24));
    assert!(engine.by_password_link(&third).await.unwrap().is_none());
}

/// Whoever hangs up has tried all the same: it is counted, and written down.
#[tokio::test]
async fn hanging_up_saves_nobody() {
    let world = World::new().await;
    let olga = world.employ("olga", "officer").await;
    let refused = async || {
        let query = AuditQuery {
            limit: 100,
            ..AuditQuery::default()
        };
        let lines = world.store.audit(&query).await.unwrap();
        let refused = AuditAction::LogInRefused(olga);
        lines
            .iter()
            .filter(|(_, line)| line.action.known() == Some(&refused))
            .count()
    };
    let email = "olga@oficina.test";
    let visitor = || Visitor::from_network("192.0.2.0");
    for _ in 0..10 {
        let trying = world.engine.log_in(visitor(), email, "x".into());
        // It is asked once how it goes on, and then let go of.
        let hung_up = tokio::time::timeout(std::time::Duration::ZERO, trying).await;
        assert!(hung_up.is_err());
    }
    for _ in 0..1000 {
        if refused().await == 10 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert_eq!(refused().await, 10);
    let late = world.engine.log_in(visitor(), email, PASSWORD.into()).await;
    assert!(matches!(late, Err(Error::TooMany { .. })));
}

#[tokio::test]
async fn sessions_are_listed_and_ended_by_their_person() {
    let world = World::new().await;
    let olga = world.employ("olga", "officer").await;
    let rosa = world.caller("rosa", "officer").await;
    let (one, two, three) = (
        world.log_in("olga").await,
        world.log_in("olga").await,
        world.log_in("olga").await,
    );
    let engine = &world.engine;
    let is_in = async |token: &str| {
        let caller = engine.caller_by_session(token, Action::UseOwnAccount).await;
        caller.unwrap().person().is_some()
    };
    let own = engine.own_account(&one.caller, &one.token).await.unwrap();
    assert_eq!(own.sessions.len(), 3);
    assert_eq!(own.sessions.iter().filter(|session| session.is_this).count(), 1);
    assert_eq!(own.browsers, 3);
    let other = own.sessions.iter().find(|session| !session.is_this).unwrap();
    let strange = engine.end_own_sessions(&rosa, "", Some(&other.name)).await;
    assert!(matches!(strange, Err(Error::NotFound)));
    engine
        .end_own_sessions(&one.caller, &one.token, Some(&other.name))
        .await
        .unwrap();
    assert_eq!(
        world.last_line().await,
        (AuditActor::Person(olga), AuditAction::SessionsEnded(olga))
    );
    let mut left = vec![
        is_in(&one.token).await,
        is_in(&two.token).await,
        is_in(&three.token).await,
    ];
    assert!(left.remove(0));
    assert_eq!(left.iter().filter(|is_in| **is_in).count(), 1);
    engine
        .end_own_sessions(&one.caller, &one.token, None)
        .await
        .unwrap();
    assert!(is_in(&one.token).await && !is_in(&two.token).await && !is_in(&three.token).await);

    engine.forget_own_browsers(&one.caller).await.unwrap();
    let own = engine.own_account(&one.caller, &one.token).await.unwrap();
    assert_eq!(own.browsers, 0);
}

#[tokio::test]
async fn ones_own_password_is_changed_by_who_knows_the_old_one() {
    let world = World::new().await;
    world.employ("olga", "officer").await;
    let (here, there) = (world.log_in("olga").await, world.log_in("olga").await);
    let engine = &world.engine;
    let new = "otra frase que recuerdo";
    let caller = engine
        .caller_by_session(&here.token, Action::ChangeOwnProofs)
        .await
        .unwrap();
    let visitor = Visitor::from_network("192.0.2.0");
    let change = async |old: &str, new: &str| {
        let changed = engine.change_own_password(&caller, &visitor, old.into(), new.into());
        changed.await
    };
    assert!(matches!(change("x", new).await, Ok(None)));
    let weak = change(PASSWORD, "password1234").await;
    assert!(matches!(weak, Err(AccountError::WeakPassword(Weakness::Common))));
    let Ok(Some(changed)) = change(PASSWORD, new).await else {
        panic!("the password is not changed")
    };
    for (token, is_in) in [
        (&here.token, false),
        (&there.token, false),
        (&changed.token, true),
    ] {
        let caller = engine
            .caller_by_session(token, Action::UseOwnAccount)
            .await
            .unwrap();
        assert_eq!(caller.person().is_some(), is_in);
    }
    let logged_in = engine
        .log_in(visitor.clone(), "olga@oficina.test", new.into())
        .await;
    assert!(logged_in.unwrap().is_some());
}
