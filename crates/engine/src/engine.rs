//! What every operation works with.

use std::sync::{Arc, PoisonError, RwLock};

use files::Files;
use forms::{ContentHash, Role};
use jiff::{Timestamp, Zoned, civil::Date, tz::TimeZone};
use site::Site;
use store::Store;
use uuid::Uuid;

use crate::{
    banner::known::KnownBanner,
    clock::{Clock, Random},
    error::Error,
    issuer::Issuer,
    peer::Networks,
    secret::Secret,
    services::{Published, Services},
    status_lists::{places::Places, signed::StatusLists},
    waits::known::KnownWaits,
};

/// The service, whoever asks it. Its operations stand in the modules of what they are about.
#[derive(Clone)]
#[allow(missing_debug_implementations, reason = "it holds the secret")]
pub struct Engine {
    /// Where everything is kept.
    pub(crate) store: Arc<dyn Store>,
    /// Where the files of applications are kept.
    pub(crate) files: Files,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Unguessable bytes.
    pub random: Arc<dyn Random>,
    /// The published services, checked.
    pub services: Arc<Services>,
    /// What all visitors are told.
    pub(crate) banner: Arc<KnownBanner>,
    pub(crate) waits: Arc<KnownWaits>,
    /// Places on status lists that this node has in hand.
    pub(crate) places: Arc<Places>,
    /// Status lists as this node last signed them.
    pub(crate) status_lists: Arc<StatusLists>,
    issuer: Arc<RwLock<Arc<Issuer>>>,
    /// What access keys and tokens are made with.
    pub(crate) secret: Arc<Secret>,
    /// What the administrator chose.
    pub settings: Arc<Settings>,
}

/// What the administrator chose about the service.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where citizens find the site, without a slash at the end: `https://permisos.gob.pe`.
    pub base_url: String,
    /// Who runs the site.
    pub site: Arc<Site>,
    /// Whether nothing here counts.
    pub demo: bool,
    /// Whose clock people read.
    pub time_zone: TimeZone,
    /// Whether nobody decides of whom no identity document is kept.
    pub officers_need_documents: bool,
    /// Offices' networks, on which limits of addresses do not fall.
    pub exempt_networks: Networks,
    /// Who is not let in without a second factor: whoever was granted one of these roles.
    pub second_factor_roles: Vec<Role>,
}

/// What an engine is made of.
#[allow(missing_debug_implementations, reason = "it holds the secret")]
pub struct Parts {
    /// Where everything is kept.
    pub store: Arc<dyn Store>,
    /// Where the files of applications are kept.
    pub files: Files,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Unguessable bytes.
    pub random: Arc<dyn Random>,
    /// Who issues permits, with the keys of today.
    pub issuer: Issuer,
    /// What access keys and tokens are made with.
    pub secret: Secret,
    /// What the administrator chose.
    pub settings: Settings,
}

impl Engine {
    /// An engine that has not learnt yet which services are published.
    pub fn new(parts: Parts) -> Self {
        Self {
            store: parts.store,
            files: parts.files,
            clock: parts.clock,
            random: parts.random,
            services: Arc::new(Services::new(parts.settings.demo)),
            banner: Arc::default(),
            waits: Arc::default(),
            places: Arc::default(),
            status_lists: Arc::default(),
            issuer: Arc::new(RwLock::new(Arc::new(parts.issuer))),
            secret: Arc::new(parts.secret),
            settings: Arc::new(parts.settings),
        }
    }

    /// The same engine by another clock.
    #[must_use]
    pub fn with_clock(self, clock: Arc<dyn Clock>) -> Self {
        Self { clock, ..self }
    }

    /// Finishes the writes that wait and lets go of the store. Whatever is asked of it later fails as unavailable.
    pub async fn close(&self) {
        self.store.close().await;
    }

    /// The same with another home of files.
    #[must_use]
    pub fn with_files(self, files: Files) -> Self {
        Self { files, ..self }
    }

    /// The same with another source of randomness.
    #[must_use]
    pub fn with_random(self, random: Arc<dyn Random>) -> Self {
        Self { random, ..self }
    }

    /// Who signs here, with the keys of this minute.
    pub fn issuer(&self) -> Arc<Issuer> {
        Arc::clone(&self.issuer.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Signs and publishes with other keys from now on, without a restart.
    pub fn replace_issuer(&self, issuer: Issuer) {
        *self.issuer.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(issuer);
    }

    /// Any published version: applications stay on theirs.
    pub async fn version(&self, hash: &ContentHash) -> Result<Arc<Published>, Error> {
        self.services.version(&*self.store, hash).await
    }

    /// What tells of permits of this type, also where none is issued any more.
    pub async fn permits_of_type(&self, permit_type: u32) -> Result<Option<Arc<Published>>, Error> {
        self.services.of_type(&*self.store, permit_type).await
    }

    /// Whether a service may be applied for on line, as things stand. Whoever began while it could be does not go on once it cannot.
    pub fn is_online(&self, service: &str) -> bool {
        let offered = self.services.offered(service);
        offered.is_some_and(|offered| offered.is_online(self.now()))
    }

    /// The time it is.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// That moment on the clock of the service's people.
    pub fn local(&self, at: Timestamp) -> Zoned {
        at.to_zoned(self.settings.time_zone.clone())
    }

    /// The day it is where the service's people are.
    pub fn today(&self) -> Date {
        self.local(self.now()).date()
    }

    /// A version 7 UUID of the engine's clock and random source.
    pub fn new_id(&self) -> Uuid {
        let mut random = [0; 10];
        self.random.fill(&mut random);
        let milliseconds = u64::try_from(self.now().as_millisecond()).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(milliseconds, &random).into_uuid()
    }
}
