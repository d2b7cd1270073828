//! Many who press "send" within a second, so that a fault in its middle finds some waiting for their answer.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    thread,
    time::Duration,
};

use anyhow::Result;

use journeys::wait::try_until;

/// Between one and the next.
const PACE: Duration = Duration::from_millis(25);

/// Where they are, shared by all of them.
#[derive(Clone, Default)]
pub(crate) struct Rush(Arc<Progress>);

#[derive(Default)]
struct Progress {
    seated: AtomicU32,
    started: AtomicBool,
    pressed: AtomicU32,
}

impl Rush {
    /// How many they are.
    pub(crate) const PEOPLE: u32 = 40;

    /// Waits until all have typed everything, gives the word, and returns when half of them have pressed.
    pub(crate) fn run_to_its_middle(&self) -> Result<()> {
        let reached = |count: &AtomicU32, many| (count.load(Ordering::SeqCst) >= many).then_some(());
        try_until("all have typed everything", || {
            reached(&self.0.seated, Self::PEOPLE)
        })?;
        self.0.started.store(true, Ordering::SeqCst);
        try_until("half have pressed", || reached(&self.0.pressed, Self::PEOPLE / 2))
    }

    /// Waits for the word and for one's turn.
    pub(crate) fn wait(&self, place: u32) {
        self.0.seated.fetch_add(1, Ordering::SeqCst);
        // Without a word in time the test has failed already; whoever waits then just goes on.
        let _ = try_until("the word", || self.0.started.load(Ordering::SeqCst).then_some(()));
        thread::sleep(PACE * place);
        self.0.pressed.fetch_add(1, Ordering::SeqCst);
    }
}
