//! What every handler is handed.

use std::{
    ops::{Deref, DerefMut},
    sync::{Arc, PoisonError, RwLock},
};

use axum::body::Bytes;
use files::Files;
use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use permit::{Fingerprint, KeySet, SignedKeySet, Signer};
use store::Store;

use crate::{
    clock::{Clock, Random},
    demo::LetterBox,
    issuing::Indexes,
    prepared::Prepared,
    secret::Secret,
    services::Services,
    verify::StatusLists,
};

/// The application: cheap to clone, the same for every request. Who changes a clone changes it for themselves alone.
#[derive(Clone)]
#[allow(missing_debug_implementations, reason = "it holds the secret")]
pub struct App(Arc<Parts>);

/// What an application consists of.
#[derive(Clone)]
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
    /// The published services, checked.
    pub services: Arc<Services>,
    /// Places on status lists that this node has in hand.
    pub indexes: Arc<Indexes>,
    /// Status lists as this node last signed them.
    pub status_lists: Arc<StatusLists>,
    /// The answers that are the same for everybody, as they travel.
    pub prepared: Arc<Prepared>,
    /// The letter box that a demo's letters go to; nowhere else is there one.
    pub letters: Option<Arc<LetterBox>>,
    issuer: Arc<RwLock<Arc<Issuer>>>,
    /// What access keys and tokens are made with.
    pub secret: Arc<Secret>,
    /// What the administrator chose.
    pub settings: Arc<Settings>,
}

/// Who issues permits, with the keys of today.
pub struct Issuer {
    /// The bare host that permits name: `permisos.gob.pe`.
    pub host: String,
    /// Signs permits.
    pub permit_signer: Arc<dyn Signer>,
    /// Signs status lists and permit descriptions.
    pub status_signer: Arc<dyn Signer>,
    /// Every public key that verifiers may meet.
    pub keys: KeySet,
    /// The keys that an off-line root vouches for; nothing where there is no root.
    pub rooted: Option<Rooted>,
}

/// A root's key set, in force.
#[derive(Clone, Debug)]
pub struct Rooted {
    /// What it says.
    pub set: SignedKeySet,
    /// As the root signed it.
    pub bytes: Bytes,
}

/// What the administrator chose.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where citizens find the site, without a slash at the end: `https://permisos.gob.pe`.
    pub base_url: String,
    /// Whether nothing here counts.
    pub demo: bool,
    /// Whether cookies are Secure and browsers are told to stay on https.
    pub secure_cookies: bool,
    /// Whose clock people read.
    pub time_zone: TimeZone,
    /// Whether the last `X-Forwarded-For` is a proxy of ours and to be believed.
    pub behind_proxy: bool,
}

/// So long before a root's key set runs out the next one should be signed.
const CEREMONY_BEFORE: SignedDuration = SignedDuration::from_hours(14 * 24);

impl Issuer {
    /// The root that vouches for these keys, which phones pin.
    pub fn root(&self) -> Option<Fingerprint> {
        self.rooted.as_ref().map(|rooted| rooted.set.fingerprint())
    }

    /// When the root's key set runs out, if that is within a fortnight or over.
    pub fn ends_soon(&self, now: Timestamp) -> Option<Timestamp> {
        let end = self.rooted.as_ref()?.set.expires_at;
        (end.duration_since(now) <= CEREMONY_BEFORE).then_some(end)
    }
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl DerefMut for App {
    fn deref_mut(&mut self) -> &mut Parts {
        Arc::make_mut(&mut self.0)
    }
}

impl App {
    /// An application that has not learnt yet which services are published.
    pub fn new(
        store: Arc<dyn Store>,
        files: Files,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
        issuer: Issuer,
        secret: Secret,
        settings: Settings,
    ) -> Self {
        let letters = settings.demo.then(Arc::default);
        Self(Arc::new(Parts {
            store,
            files,
            clock,
            random,
            services: Arc::new(Services::new(settings.demo)),
            indexes: Arc::default(),
            status_lists: Arc::default(),
            prepared: Arc::default(),
            letters,
            issuer: Arc::new(RwLock::new(Arc::new(issuer))),
            secret: Arc::new(secret),
            settings: Arc::new(settings),
        }))
    }

    /// Who signs here, with the keys of this minute.
    pub fn issuer(&self) -> Arc<Issuer> {
        Arc::clone(&self.issuer.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Signs and publishes with other keys from now on, without a restart.
    pub fn reissue(&self, issuer: Issuer) {
        *self.issuer.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(issuer);
    }

    /// The time it is.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The day it is where the site's people are.
    pub fn today(&self) -> Date {
        self.now().to_zoned(self.settings.time_zone.clone()).date()
    }
}
