//! Accounts and sessions.

use engine::{
    authorise::{Action, Caller},
    error::Error,
    log::{AccountField, AuditAction, AuditActor, AuditQuery, Difference},
    people::{
        accounts::{Account, AccountError, NewAccount},
        change::AccountChange,
        grants,
    },
};

use crate::world::{World, new_account};

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
        (
            AccountChange::Password("otra frase que nadie adivina".into()),
            AccountField::Password,
            "",
            "",
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
    let olga = world.engine.add_account(&caller, new_account("olga", "verifier"));
    let olga = olga.await.unwrap();
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
        .add_account(&andres, new_account("olga", "oficial"))
        .await;
    assert!(matches!(added, Err(AccountError::UnknownRole(_))), "{added:?}");
    world.employ("olga", "oficial").await;
    let account = world.engine.account_by_email(&andres, "OLGA@oficina.test").await;
    let account = account.unwrap().unwrap();
    let grant = AccountChange::Grant(grants::read("oficial@transit-permit").unwrap());
    let changed = world.engine.change_account(account, grant).await;
    assert!(
        matches!(changed, Err(AccountError::UnknownRole(_))),
        "{changed:?}"
    );
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
    let caller = world.engine.caller_by_session(&token).await.unwrap();
    assert!(caller.person().is_none(), "{caller:?}");
    let email = "olga@oficina.test";
    for (typed, is_right) in [("otra frase que recuerdo", true), ("papas con ocopa", false)] {
        let logged_in = world.engine.log_in("192.0.2.1", email, typed.into()).await;
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
    let caller = world.engine.caller_by_session(&logged_in.token).await.unwrap();
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
