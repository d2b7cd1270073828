//! Many items at once, on all cores, told in the order in which they were named.

use std::{
    collections::BTreeMap,
    io::{self, IsTerminal, stderr, stdout},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc::sync_channel,
    },
    thread,
};

use indicatif::{ProgressBar, ProgressStyle};

use super::{items::Item, outcome::Outcome};

/// How many results may wait to be told.
const WAITING: usize = 1024;

/// Checks each item on some core and tells the results in order; stops when they cannot be told.
pub(super) fn each(
    items: impl Iterator<Item = Item> + Send,
    check: impl Fn(Item) -> Outcome + Sync,
    mut tell: impl FnMut(Outcome) -> io::Result<()>,
) -> io::Result<()> {
    let source = Mutex::new(items.enumerate());
    let stopped = AtomicBool::new(false);
    let next = || {
        let mut source = source.lock().unwrap_or_else(PoisonError::into_inner);
        (!stopped.load(Ordering::Relaxed))
            .then(|| source.next())
            .flatten()
    };
    thread::scope(|scope| {
        let (sender, results) = sync_channel(WAITING);
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            let (sender, next, check) = (sender.clone(), &next, &check);
            scope.spawn(move || {
                while let Some((number, item)) = next() {
                    if sender.send((number, check(item))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let told = results
            .iter()
            .try_fold(InOrder::default(), |mut order, (number, outcome)| {
                order.waiting.insert(number, outcome);
                while let Some(outcome) = order.next() {
                    tell(outcome)?;
                }
                Ok(order)
            });
        stopped.store(true, Ordering::Relaxed);
        told.map(drop)
    })
}

/// Results that came before those in front of them.
#[derive(Default)]
struct InOrder {
    waiting: BTreeMap<usize, Outcome>,
    told: usize,
}

impl InOrder {
    fn next(&mut self) -> Option<Outcome> {
        let outcome = self.waiting.remove(&self.told)?;
        self.told += 1;
        Some(outcome)
    }
}

/// A bar on standard error, if somebody looks at it.
pub(super) struct Progress {
    bar: Option<ProgressBar>,
    /// What is told goes to the same terminal, so that the bar has to step aside.
    shared: bool,
}

impl Progress {
    pub(super) fn begin(count: Option<u64>) -> Self {
        let wanted = stderr().is_terminal() && count != Some(1);
        let bar = wanted.then(|| match count {
            Some(count) => {
                ProgressBar::new(count).with_style(style("{wide_bar} {pos}/{len} {per_sec} {eta}"))
            }
            None => ProgressBar::no_length().with_style(style("{pos} checked {per_sec}")),
        });
        Self {
            bar,
            shared: stdout().is_terminal(),
        }
    }

    /// Tells one more, with the bar out of the way.
    pub(super) fn step(&self, tell: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
        match &self.bar {
            Some(bar) => {
                bar.inc(1);
                if self.shared { bar.suspend(tell) } else { tell() }
            }
            None => tell(),
        }
    }

    pub(super) fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
