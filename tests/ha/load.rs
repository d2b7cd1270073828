//! Citizens, one after the other, several at once.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use anyhow::{Result, anyhow, ensure};
use forms::Service;
use journeys::wait::try_until;

use crate::{
    applicant::{Acknowledged, Applicant},
    rush::Rush,
};

/// How many apply at once.
const AT_ONCE: usize = 12;
/// Before the next person sits down: the load is steady, and leaves the machine room for what is tested.
const PAUSE: Duration = Duration::from_millis(500);

/// A load that goes on until it is stopped.
pub(crate) struct Load {
    board: Arc<Board>,
    workers: Vec<JoinHandle<()>>,
}

/// What all who apply share.
struct Board {
    service: Arc<Service>,
    nodes: Vec<String>,
    next: AtomicUsize,
    over: AtomicBool,
    acknowledged: Mutex<Vec<Acknowledged>>,
    failed: Mutex<Vec<String>>,
}

impl Load {
    /// Begins.
    pub(crate) fn begin(service: Service, nodes: Vec<String>) -> Self {
        let board = Arc::new(Board {
            service: Arc::new(service),
            nodes,
            next: AtomicUsize::new(1),
            over: AtomicBool::new(false),
            acknowledged: Mutex::default(),
            failed: Mutex::default(),
        });
        let workers = (0..AT_ONCE)
            .map(|_| {
                let board = Arc::clone(&board);
                thread::spawn(move || board.go_on())
            })
            .collect();
        Self { board, workers }
    }

    /// Waits until so many submissions that were sent after a moment are acknowledged; answers when the first was.
    pub(crate) fn acknowledges(&self, count: usize, after: Instant) -> Result<Instant> {
        try_until("submissions are acknowledged", || {
            let acknowledged = lock(&self.board.acknowledged);
            let new = || acknowledged.iter().filter(|told| told.sent_at > after);
            let failed = !lock(&self.board.failed).is_empty();
            (failed || new().count() >= count).then(|| new().map(|told| told.at).min())
        })?
        .ok_or_else(|| anyhow!("{:?}", lock(&self.board.failed)))
    }

    /// Seats people who type everything and then wait for a word before they press "send".
    pub(crate) fn rush(&mut self) -> Rush {
        let rush = Rush::default();
        for place in 0..Rush::PEOPLE {
            let (board, rush) = (Arc::clone(&self.board), rush.clone());
            self.workers
                .push(thread::spawn(move || board.apply(|| rush.wait(place))));
        }
        rush
    }

    /// Lets those who are applying finish, and answers what everybody was told.
    pub(crate) fn end(mut self) -> Result<Vec<Acknowledged>> {
        self.stop();
        let failed = lock(&self.board.failed);
        ensure!(failed.is_empty(), "{}", failed.join("\n"));
        Ok(lock(&self.board.acknowledged).clone())
    }

    fn stop(&mut self) {
        self.board.over.store(true, Ordering::Relaxed);
        for worker in self.workers.drain(..) {
            // One that panicked has printed why.
            if worker.join().is_err() {
                lock(&self.board.failed).push("a citizen panicked".to_owned());
            }
        }
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        // What they still wait for will not come; they end with the process.
        self.board.over.store(true, Ordering::Relaxed);
    }
}

impl Board {
    fn go_on(&self) {
        while !self.over.load(Ordering::Relaxed) {
            self.apply(|| {});
            thread::sleep(PAUSE);
        }
    }

    /// The next person applies.
    fn apply(&self, wait: impl FnOnce()) {
        let person = self.next.fetch_add(1, Ordering::Relaxed);
        let applicant = Applicant::new(Arc::clone(&self.service), &self.nodes, person);
        match applicant.apply(wait) {
            Ok(told) => lock(&self.acknowledged).push(told),
            Err(error) => lock(&self.failed).push(format!("person {person}: {error:#}")),
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
