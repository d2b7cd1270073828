//! Which connections there are, and which of them is silent.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU8, AtomicU64, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::sync::Notify;

/// The log is not told more often that there are too many.
const TOLD_EVERY: Duration = Duration::from_mins(1);

/// The connections of a server.
pub(super) struct Registry {
    most: usize,
    began: Instant,
    next: AtomicU64,
    open: Mutex<BTreeMap<u64, Arc<Connection>>>,
    /// Requests that are being answered and for which no room is kept.
    ordinary: AtomicUsize,
    is_stopping: AtomicBool,
    told: Mutex<Option<Instant>>,
}

struct Connection {
    /// When a byte last came or went, in milliseconds after the server's start.
    moved_at: AtomicU64,
    phase: AtomicU8,
    close: Notify,
}

/// Nothing has come, or a request is on its way.
const ARRIVING: u8 = 0;
/// A request has come whole, and its answer is being made.
const ANSWERING: u8 = 1;
/// The last answer is made; it may still be on its way.
const ANSWERED: u8 = 2;

/// A connection's place, free again when it is dropped.
pub(super) struct Slot {
    registry: Arc<Registry>,
    id: u64,
    connection: Arc<Connection>,
}

/// A request whose head has come, until it is answered.
pub(super) struct Asking {
    slot: Arc<Slot>,
    is_ordinary: bool,
    is_one_too_many: bool,
    has_come: AtomicBool,
}

impl Registry {
    pub(super) fn new(most: usize) -> Self {
        Self {
            most,
            began: Instant::now(),
            next: AtomicU64::new(0),
            open: Mutex::default(),
            ordinary: AtomicUsize::new(0),
            is_stopping: AtomicBool::new(false),
            told: Mutex::default(),
        }
    }

    /// A place for a connection that has come. Where all are taken the one that has been silent longest gives way; none where
    /// each is being answered.
    pub(super) fn admit(self: &Arc<Self>) -> Option<Slot> {
        let mut open = self.open();
        if open.len() >= self.most {
            self.tell("every connection is taken: the one that has been silent longest gives way");
            give_way(&mut open)?;
        }
        let connection = Arc::new(Connection {
            moved_at: AtomicU64::new(self.now()),
            phase: AtomicU8::new(ARRIVING),
            close: Notify::new(),
        });
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        open.insert(id, Arc::clone(&connection));
        Some(Slot {
            registry: Arc::clone(self),
            id,
            connection,
        })
    }

    /// The one that has been silent longest gives way.
    pub(super) fn make_room(&self) {
        let _ = give_way(&mut self.open());
    }

    /// Every connection ends with the answer that it is in the middle of.
    pub(super) fn close_all(&self) {
        self.is_stopping.store(true, Ordering::Release);
        for connection in self.open().values() {
            connection.close.notify_one();
        }
    }

    fn open(&self) -> MutexGuard<'_, BTreeMap<u64, Arc<Connection>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn tell(&self, what: &str) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.is_none_or(|told| told.elapsed() >= TOLD_EVERY) {
            *told = Some(Instant::now());
            tracing::warn!(most = self.most, "{what}");
        }
    }
}

fn give_way(open: &mut BTreeMap<u64, Arc<Connection>>) -> Option<()> {
    let silent = open.iter().filter(|(_, connection)| !connection.is_in(ANSWERING));
    let (id, _) = silent.min_by_key(|(_, connection)| connection.moved_at.load(Ordering::Relaxed))?;
    let id = *id;
    // It counts no more, though its task has still to hear of it.
    open.remove(&id)?.close.notify_one();
    Some(())
}

impl Connection {
    fn is_in(&self, phase: u8) -> bool {
        self.phase.load(Ordering::Acquire) == phase
    }

    fn enters(&self, phase: u8) {
        self.phase.store(phase, Ordering::Release);
    }
}

impl Slot {
    /// Ready when it is to give way, or the server stops.
    pub(super) async fn asked_to_close(&self) {
        self.connection.close.notified().await;
    }

    /// Whether it may end at once: no request has come whole since the last answer, and the server goes on.
    pub(super) fn may_be_cut(&self) -> bool {
        self.connection.is_in(ARRIVING) && !self.registry.is_stopping.load(Ordering::Acquire)
    }

    /// Whether an answer is being made for it to a request that has come whole.
    pub(super) fn is_answering(&self) -> bool {
        self.connection.is_in(ANSWERING)
    }

    /// A byte came or went.
    pub(super) fn moved(&self) {
        self.connection
            .moved_at
            .store(self.registry.now(), Ordering::Relaxed);
    }

    /// A request's head has come. Those for which no room is kept may be three quarters of all.
    pub(super) fn asks(self: &Arc<Self>, room_is_kept: bool) -> Asking {
        self.connection.enters(ARRIVING);
        let room = self.registry.most - self.registry.most / 4;
        let is_one_too_many = !room_is_kept && self.registry.ordinary.load(Ordering::Acquire) >= room;
        if is_one_too_many {
            self.registry
                .tell("too many requests at once: some are asked to come back");
        }
        Asking {
            slot: Arc::clone(self),
            is_ordinary: !room_is_kept,
            is_one_too_many,
            has_come: AtomicBool::new(false),
        }
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.registry.open().remove(&self.id);
    }
}

impl Asking {
    /// Whether it must be refused, so that room is left for those for whom it is kept.
    pub(super) fn is_one_too_many(&self) -> bool {
        self.is_one_too_many
    }

    /// The last of the request has come: from now on its connection does not give way.
    pub(super) fn has_come(&self) {
        if self.has_come.swap(true, Ordering::AcqRel) {
            return;
        }
        if self.is_ordinary {
            self.slot.registry.ordinary.fetch_add(1, Ordering::AcqRel);
        }
        self.slot.connection.enters(ANSWERING);
    }
}

impl Drop for Asking {
    fn drop(&mut self) {
        if *self.has_come.get_mut() && self.is_ordinary {
            self.slot.registry.ordinary.fetch_sub(1, Ordering::AcqRel);
        }
        self.slot.moved();
        self.slot.connection.enters(ANSWERED);
    }
}
