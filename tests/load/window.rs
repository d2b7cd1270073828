//! One measurement: what was done, and what it cost whom.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::Result;

use crate::{
    crowd::{Bounds, Crowd, Work},
    mail::Letters,
    process,
    server::Server,
    tally::Tally,
};

/// What a server did in a while. Several add up.
#[derive(Default)]
pub(crate) struct Window {
    pub(crate) tally: Tally,
    pub(crate) took: Duration,
    /// `utime` and `stime` of the server alone.
    pub(crate) server: Duration,
    /// The same of PostgreSQL's processes, where there are any.
    pub(crate) database: Option<Duration>,
    /// The same of this program.
    pub(crate) own: Duration,
    /// The most memory that the server held, in bytes.
    pub(crate) peak: u64,
    /// How many letters came.
    pub(crate) letters: usize,
}

/// The clocks before and after.
struct Clocks {
    at: Instant,
    server: Duration,
    database: Option<Duration>,
    own: Duration,
}

impl Window {
    /// Measures a crowd, and the letters to them, of which some leave later.
    pub(crate) async fn measure(
        server: &Server,
        crowd: &Arc<Crowd>,
        (work, connections): (Work, usize),
        bounds: Bounds,
        letters: Option<&Letters>,
    ) -> Result<Self> {
        process::forget_peak(server.pid())?;
        let before = Clocks::read(server)?;
        let letters_before = letters.map_or(0, Letters::count);
        let mut tally = crowd.work(work, connections, bounds).await?;
        let took = before.at.elapsed();
        if let Some(letters) = letters {
            let missing = letters.missing(letters_before + tally.journeys()).await;
            (0..missing).for_each(|_| tally.failed("a letter that did not come"));
        }
        let after = Clocks::read(server)?;
        Ok(Self {
            tally,
            took,
            server: after.server.saturating_sub(before.server),
            database: after
                .database
                .zip(before.database)
                .map(|(after, before)| after.saturating_sub(before)),
            own: after.own.saturating_sub(before.own),
            peak: process::peak(server.pid())?,
            letters: letters.map_or(0, Letters::count) - letters_before,
        })
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.tally.add(other.tally);
        self.took += other.took;
        self.server += other.server;
        self.database = match (self.database, other.database) {
            (Some(mine), Some(theirs)) => Some(mine + theirs),
            (mine, theirs) => mine.or(theirs),
        };
        self.own += other.own;
        self.peak = self.peak.max(other.peak);
        self.letters += other.letters;
    }

    /// How many were done: journeys where they were whole, else requests.
    pub(crate) fn done(&self) -> usize {
        match self.tally.journeys() {
            0 => self.tally.requests(),
            journeys => journeys,
        }
    }

    /// How many a second.
    pub(crate) fn rate(&self, count: usize) -> f64 {
        quotient(count, self.took.as_secs_f64())
    }

    /// Milliseconds of each.
    pub(crate) fn each(&self, cpu: Duration) -> f64 {
        1000.0 / quotient(self.done(), cpu.as_secs_f64())
    }
}

impl Clocks {
    fn read(server: &Server) -> Result<Self> {
        Ok(Self {
            server: process::cpu(server.pid())?,
            database: server.database.cpu()?,
            own: process::cpu(std::process::id())?,
            at: Instant::now(),
        })
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts are small")]
fn quotient(count: usize, by: f64) -> f64 {
    count as f64 / by
}
