//! The published services, read once and kept checked.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::{Arc, PoisonError, RwLock},
};

use forms::{ContentHash, Language, Role, Service, ServiceId};
use jiff::Timestamp;
use permit::pdf::{PdfError, Skeleton};
pub use store::Pause;
use store::{CurrentVersion, Store, Version};

use crate::{error::Error, permits::layout};

/// One published version, checked.
#[derive(Debug)]
pub struct Published {
    /// The service it says.
    pub service: Service,
    /// Its name for ever.
    pub hash: ContentHash,
    /// The permit's paper in each language, drawn when it was published.
    pub skeletons: Vec<(Language, Skeleton)>,
    /// When it was published.
    pub published_at: Timestamp,
}

/// What a service offers now.
#[derive(Clone, Debug)]
pub struct Offered {
    /// The current version.
    pub published: Arc<Published>,
    /// Since when it is the current one.
    pub since: Timestamp,
    pause: Option<Pause>,
}

impl Offered {
    /// The pause in which the service takes no new applications, if it is in one at that moment.
    pub fn pause(&self, at: Timestamp) -> Option<&Pause> {
        let pause = self.pause.as_ref()?;
        pause.until.is_none_or(|until| at < until).then_some(pause)
    }

    /// Whether the service may be applied for on line at that moment.
    pub fn is_online(&self, at: Timestamp) -> bool {
        self.published.service.about.channels.online && self.pause(at).is_none()
    }
}

/// The versions that this process knows: the current ones by service, and all that were asked for by hash.
#[derive(Debug, Default)]
pub struct Services {
    specimen: bool,
    current: RwLock<BTreeMap<ServiceId, Offered>>,
    known: RwLock<HashMap<ContentHash, Arc<Published>>>,
    unreadable: RwLock<HashSet<ContentHash>>,
    /// The files of this node's folder that are not published, and why.
    faults: RwLock<BTreeMap<String, String>>,
    /// The newest version of each type of permit that was ever issued.
    types: RwLock<BTreeMap<u32, ContentHash>>,
    /// The roles of steps that no current version has and where cases still wait.
    open_roles: RwLock<BTreeSet<Role>>,
}

impl Services {
    /// None known yet. `specimen` says whether papers that must be drawn anew are marked so.
    pub fn new(specimen: bool) -> Self {
        Self {
            specimen,
            ..Self::default()
        }
    }

    /// Learns what is current; a node calls it when it starts, after publishing, and every moment. A version that does not
    /// read here (a newer program may have published it) is told of once, and its service goes on as it was.
    pub async fn refresh(&self, store: &dyn Store) -> Result<(), Error> {
        let mut is_new = false;
        for CurrentVersion { hash, since, pause } in store.current_versions().await? {
            let published = match self.known(&hash) {
                Some(known) => known,
                None if self.gave_up(&hash) => continue,
                None => match self.remember(store.version(&hash).await?) {
                    Ok(published) => published,
                    Err(error) => {
                        tracing::error!(%error, version = %hash, "a published version cannot be offered here");
                        let mut unreadable = self.unreadable.write().unwrap_or_else(PoisonError::into_inner);
                        unreadable.insert(hash);
                        continue;
                    }
                },
            };
            let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
            let offered = Offered {
                published,
                since,
                pause,
            };
            let before = current.insert(offered.published.service.id.clone(), offered);
            is_new |= before.is_none_or(|before| before.published.hash != hash);
        }
        if is_new {
            let types = store.permit_types().await?;
            *self.types.write().unwrap_or_else(PoisonError::into_inner) = types
                .into_iter()
                .map(|typed| (typed.permit_type, typed.hash))
                .collect();
        }
        Ok(())
    }

    fn gave_up(&self, hash: &ContentHash) -> bool {
        let unreadable = self.unreadable.read().unwrap_or_else(PoisonError::into_inner);
        unreadable.contains(hash)
    }

    /// Says which files of this node's folder are not published, by name, and why.
    pub fn note_faults(&self, faults: BTreeMap<String, String>) {
        *self.faults.write().unwrap_or_else(PoisonError::into_inner) = faults;
    }

    /// The files of this node's folder that are not published, by name, and why.
    pub fn faults(&self) -> BTreeMap<String, String> {
        self.faults.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Every current service, by id.
    pub fn all(&self) -> Vec<Arc<Published>> {
        self.current
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .values()
            .map(|offered| Arc::clone(&offered.published))
            .collect()
    }

    /// The current version of a service.
    pub fn current(&self, service: &str) -> Option<Arc<Published>> {
        self.offered(service).map(|offered| offered.published)
    }

    /// What a service offers now.
    pub fn offered(&self, service: &str) -> Option<Offered> {
        self.current
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(service)
            .cloned()
    }

    /// The roles of steps that no current version has and where cases still waited when that was last asked for.
    pub(crate) fn open_roles(&self) -> BTreeSet<Role> {
        self.open_roles
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    pub(crate) fn keep_open_roles(&self, roles: BTreeSet<Role>) {
        *self.open_roles.write().unwrap_or_else(PoisonError::into_inner) = roles;
    }

    /// The types of permits that were ever issued, in order.
    pub fn types(&self) -> Vec<u32> {
        let types = self.types.read().unwrap_or_else(PoisonError::into_inner);
        types.keys().copied().collect()
    }

    /// The version that tells what permits of this type say: the current one that issues them, else the last that did. Permits of a
    /// type that is no longer issued are still in people's hands.
    pub async fn of_type(
        &self,
        store: &dyn Store,
        permit_type: u32,
    ) -> Result<Option<Arc<Published>>, Error> {
        let mut current = self.all().into_iter();
        if let Some(current) = current.find(|published| published.service.permit.kind == permit_type) {
            return Ok(Some(current));
        }
        let last = {
            let types = self.types.read().unwrap_or_else(PoisonError::into_inner);
            types.get(&permit_type).copied()
        };
        match last {
            Some(hash) => self.version(store, &hash).await.map(Some),
            None => Ok(None),
        }
    }

    /// Any published version: applications stay on theirs.
    pub async fn version(&self, store: &dyn Store, hash: &ContentHash) -> Result<Arc<Published>, Error> {
        match self.known(hash) {
            Some(known) => Ok(known),
            None => self.remember(store.version(hash).await?),
        }
    }

    /// Whether this node has met a version.
    pub(crate) fn knows(&self, hash: &ContentHash) -> bool {
        self.known(hash).is_some()
    }

    fn known(&self, hash: &ContentHash) -> Option<Arc<Published>> {
        self.known
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(hash)
            .cloned()
    }

    fn remember(&self, version: Version) -> Result<Arc<Published>, Error> {
        let published = Arc::new(Published::read(version, self.specimen)?);
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        Ok(known.entry(published.hash).or_insert(published).clone())
    }
}

impl Published {
    /// A kept version was checked when it was published, and means what it meant then, whatever may be published today; one
    /// that does not read was damaged, or written by a newer program. Papers kept in another form, by a program older or
    /// newer, are drawn anew from the service.
    pub fn read(version: Version, specimen: bool) -> Result<Self, Error> {
        let service = forms::read_kept(&format!("{}.json", version.service), &version.canonical_json)
            .map_err(|wrong| Error::broken(format!("version {} does not read: {wrong}", version.hash)))?;
        let read = |(language, bytes): (Language, Vec<u8>)| {
            let skeleton = match Skeleton::from_bytes(&bytes) {
                Err(PdfError::Damaged(_)) => layout::skeleton(&service, &language, specimen)?,
                read => read?,
            };
            Ok((language, skeleton))
        };
        let skeletons: Result<_, PdfError> = version.skeletons.into_iter().map(read).collect();
        let skeletons = skeletons
            .map_err(|error| Error::broken(format!("the paper of version {}: {error}", version.hash)))?;
        Ok(Self {
            service,
            hash: version.hash,
            skeletons,
            published_at: version.published_at,
        })
    }
}
