//! An engine on a database in a temporary folder, and people who work there.

use std::sync::{Arc, Mutex};

use engine::{
    authorise::Caller,
    clock::{Clock, Random},
    engine::{Engine, Parts, Settings},
    issuer::Issuer,
    log::{AuditAction, AuditActor},
    peer::Networks,
    people::{
        accounts::NewAccount,
        browsers::Visitor,
        grants,
        log_in::{LogIn, LoggedIn},
    },
    secret::Secret,
};
use files::Files;
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use permit::{KeySet, SigningKey};
use review::PersonId;
use store::{AuditEntry, AuditQuery, Person, Store};
use store_sqlite::SqliteStore;

pub(crate) const PASSWORD: &str = "papas con ocopa";

pub(crate) struct World {
    pub(crate) engine: Engine,
    pub(crate) store: Arc<dyn Store>,
    clock: Arc<Hand>,
    _folder: tempfile::TempDir,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::demanding(&[]).await
    }

    /// Where nobody with these roles is let in without a second factor.
    pub(crate) async fn demanding(second_factor_roles: &[&str]) -> Self {
        Self::at("https://permisos.test", second_factor_roles).await
    }

    /// The same at another address.
    pub(crate) async fn at(base_url: &str, second_factor_roles: &[&str]) -> Self {
        let clock = Arc::new(Hand(Mutex::new("2026-03-20T15:00:00Z".parse().unwrap())));
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(&folder.path().join("chasqui.db")).await;
        let store: Arc<dyn Store> = Arc::new(store.unwrap());
        let key = Arc::new(SigningKey::generate().unwrap());
        let engine = Engine::new(Parts {
            store: store.clone(),
            files: Files::in_memory(),
            clock: clock.clone(),
            random: Arc::new(Counted(Mutex::new(1))),
            issuer: Issuer {
                host: "permisos.test".into(),
                permit_signer: key.clone(),
                status_signer: key,
                keys: KeySet::new("permisos.test", "https://permisos.test", Vec::new()),
                rooted: None,
            },
            secret: Secret::new([7; 32]),
            settings: Settings {
                base_url: base_url.into(),
                demo: false,
                time_zone: TimeZone::UTC,
                site: Arc::default(),
                officers_need_documents: false,
                exempt_networks: Networks::default(),
                second_factor_roles: second_factor_roles.iter().map(|role| (*role).into()).collect(),
            },
        });
        Self {
            engine,
            store,
            clock,
            _folder: folder,
        }
    }

    /// Lets somebody in at the command line.
    pub(crate) async fn employ(&self, login: &str, grant: &str) -> PersonId {
        let operator = Caller::operator();
        let added = self
            .engine
            .add_account(&operator, new_account(login, grant))
            .await;
        added.unwrap()
    }

    /// The same, and logs them in.
    pub(crate) async fn caller(&self, login: &str, grant: &str) -> Caller {
        self.employ(login, grant).await;
        self.log_in(login).await.caller
    }

    pub(crate) async fn log_in(&self, login: &str) -> LoggedIn {
        self.log_in_as(&format!("{login}@oficina.test")).await
    }

    pub(crate) async fn log_in_as(&self, email: &str) -> LoggedIn {
        let visitor = Visitor::from_network("192.0.2.0");
        let logged_in = self.engine.log_in(visitor, email, PASSWORD.into()).await;
        logged_in.unwrap().and_then(LogIn::logged_in).unwrap()
    }

    /// Another account of somebody, as they may have from before there was one for each, logged in.
    pub(crate) async fn second_account(&self, first: &Caller, change: impl FnOnce(&mut Person)) -> Caller {
        let mut second = Person::clone(first.person().unwrap());
        change(&mut second);
        let line = AuditEntry {
            at: self.engine.now(),
            actor: AuditActor::System,
            action: AuditAction::PersonAdded(second.id),
        };
        self.store.add_person(&second, &line).await.unwrap();
        self.log_in_as(&second.email).await.caller
    }

    /// Moves the clock on.
    pub(crate) fn pass(&self, time: SignedDuration) {
        *self.clock.0.lock().unwrap() += time;
    }

    /// Whether a line of the log says this.
    pub(crate) async fn log_has(&self, action: &AuditAction) -> bool {
        let query = AuditQuery {
            limit: 100,
            ..AuditQuery::default()
        };
        let lines = self.store.audit(&query).await.unwrap();
        lines.iter().any(|(_, line)| line.action.known() == Some(action))
    }

    /// What was done last, and by whom.
    pub(crate) async fn last_line(&self) -> (AuditActor, AuditAction) {
        let query = AuditQuery {
            limit: 1,
            ..AuditQuery::default()
        };
        let (_, line) = self.store.audit(&query).await.unwrap().remove(0);
        (
            *line.actor.known().unwrap(),
            line.action.known().cloned().unwrap(),
        )
    }
}

pub(crate) fn new_account(login: &str, grant: &str) -> NewAccount {
    NewAccount {
        name: login.into(),
        email: format!("{login}@oficina.test"),
        password: Some(PASSWORD.into()),
        grants: vec![grants::read(grant).unwrap()],
        document: None,
    }
}

struct Hand(Mutex<Timestamp>);

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

struct Counted(Mutex<u64>);

impl Random for Counted {
    fn fill(&self, bytes: &mut [u8]) {
        let mut state = self.0.lock().unwrap();
        for byte in bytes {
            *state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            *byte = state.to_be_bytes()[0];
        }
    }
}
