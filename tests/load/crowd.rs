//! Many at once, each on a connection of its own, for a time.

use std::{
    collections::VecDeque,
    net::SocketAddr,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU32, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::Result;
use tokio::task::JoinSet;

use crate::{
    citizen::Applicants,
    client::Client,
    journey::{self, Failure, Sent, Unsent, Visit},
    tally::Tally,
};

/// What everybody does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Work {
    /// From the catalogue to the PDF.
    Whole,
    /// Everything before the last button, which is left for [`Self::Submit`].
    Prepare,
    /// The last button.
    Submit,
    /// The status pages of what was submitted, in turns.
    Status,
    /// The PDF of each permit that nobody fetched yet, once.
    Pdf,
    /// The scanner's page.
    Scanner,
}

/// What bounds it: whichever comes first.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    pub(crate) time: Duration,
    pub(crate) count: usize,
}

/// The people around one server, and what they have done so far.
pub(crate) struct Crowd {
    server: SocketAddr,
    applicants: Arc<Applicants>,
    newcomers: AtomicU32,
    unsent: Mutex<Vec<Unsent>>,
    sent: Mutex<VecDeque<Sent>>,
}

impl Crowd {
    pub(crate) fn new(server: SocketAddr, applicants: Arc<Applicants>) -> Arc<Self> {
        Arc::new(Self {
            server,
            applicants,
            newcomers: AtomicU32::new(1),
            unsent: Mutex::default(),
            sent: Mutex::default(),
        })
    }

    /// Works on so many connections; what is begun in time is finished.
    pub(crate) async fn work(
        self: &Arc<Self>,
        work: Work,
        connections: usize,
        bounds: Bounds,
    ) -> Result<Tally> {
        let until = Instant::now() + bounds.time;
        let left = Arc::new(AtomicUsize::new(bounds.count));
        let mut slots = JoinSet::new();
        for _ in 0..connections {
            let (crowd, left) = (Arc::clone(self), Arc::clone(&left));
            slots.spawn(async move {
                let mut tally = Tally::default();
                let mut client = Client::new(crowd.server);
                while Instant::now() < until && take_one(&left) {
                    match crowd.one(work, &mut client, &mut tally).await {
                        Ok(true) => {}
                        Ok(false) => break,
                        Err(failure) => tally.failed(failure),
                    }
                }
                tally
            });
        }
        let mut tally = Tally::default();
        while let Some(one) = slots.join_next().await {
            tally.add(one?);
        }
        Ok(tally)
    }

    /// One more; whether there was anything to do.
    async fn one(&self, work: Work, client: &mut Client, tally: &mut Tally) -> Result<bool, Failure> {
        match work {
            Work::Whole => {
                let newcomer = self.applicants.citizen(self.next());
                journey::whole(client, newcomer, tally).await?;
            }
            Work::Prepare => {
                let newcomer = self.applicants.citizen(self.next());
                let unsent = journey::prepare(client, newcomer, tally).await?;
                lock(&self.unsent).push(unsent);
            }
            Work::Submit => {
                let Some(unsent) = lock(&self.unsent).pop() else {
                    return Ok(false);
                };
                let sent = journey::send(client, unsent, tally).await?;
                lock(&self.sent).push_back(sent);
            }
            Work::Status | Work::Pdf => {
                let Some(mut sent) = lock(&self.sent).pop_front() else {
                    return Ok(false);
                };
                let mut visit = Visit {
                    client,
                    citizen: &mut sent.citizen,
                    tally,
                };
                // A status page is looked at again and again, a paper is fetched once.
                if matches!(work, Work::Pdf) {
                    visit.pdf(&sent.path).await?;
                } else {
                    visit.status(&sent.path).await?;
                    lock(&self.sent).push_back(sent);
                }
            }
            Work::Scanner => {
                let citizen = &mut self.applicants.citizen(self.next());
                Visit {
                    client,
                    citizen,
                    tally,
                }
                .scanner()
                .await?;
            }
        }
        Ok(true)
    }

    fn next(&self) -> u32 {
        self.newcomers.fetch_add(1, Ordering::Relaxed)
    }
}

fn take_one(left: &AtomicUsize) -> bool {
    left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1))
        .is_ok()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
