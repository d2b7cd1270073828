//! What is counted while time passes.

use jiff::{SignedDuration, Timestamp};

/// How fine time is counted. Whoever opens at 8:15 has rows of the table that begin so.
pub(super) const SLOT: SignedDuration = SignedDuration::from_mins(5);

/// Counts of each five minutes, from the beginning on.
pub(super) struct Figures {
    begins: Timestamp,
    slots: Vec<Slot>,
    /// How many wait at the moment.
    waiting: u32,
}

/// What happened in five minutes.
#[derive(Clone, Default)]
struct Slot {
    counts: Counts,
    /// How long those had waited that people decided, in seconds.
    waits: Vec<u32>,
    /// How many waited at its end, and at most.
    waiting: u32,
    most: u32,
}

/// How many applications.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) arrived: u32,
    pub(super) by_rules: u32,
    pub(super) by_people: u32,
    pub(super) by_deadline: u32,
}

/// What happened in a stretch of time.
#[derive(Debug, Default)]
pub(super) struct Row {
    pub(super) counts: Counts,
    /// How many waited at its end.
    pub(super) waiting: u32,
    /// How many waited at most.
    pub(super) most: u32,
    waits: Vec<u32>,
}

impl Figures {
    pub(super) fn new(begins: Timestamp) -> Self {
        Self {
            begins,
            slots: Vec::new(),
            waiting: 0,
        }
    }

    pub(super) fn arrived(&mut self, now: Timestamp) {
        self.at(now).counts.arrived += 1;
    }

    pub(super) fn decided_by_rules(&mut self, now: Timestamp) {
        self.at(now).counts.by_rules += 1;
    }

    pub(super) fn decided_by_deadline(&mut self, now: Timestamp) {
        self.at(now).counts.by_deadline += 1;
    }

    /// People decided what was sent at that moment.
    pub(super) fn decided_by_people(&mut self, sent: Timestamp, now: Timestamp) {
        let slot = self.at(now);
        slot.counts.by_people += 1;
        let seconds = now.duration_since(sent).as_secs();
        slot.waits.push(u32::try_from(seconds).unwrap_or(u32::MAX));
    }

    /// One more waits, or one less.
    pub(super) fn waits(&mut self, more: bool, now: Timestamp) {
        let waiting = if more {
            self.waiting + 1
        } else {
            self.waiting.saturating_sub(1)
        };
        let slot = self.at(now);
        slot.waiting = waiting;
        slot.most = slot.most.max(waiting);
        self.waiting = waiting;
    }

    /// What happened from one moment to before another.
    pub(super) fn within(&self, from: Timestamp, to: Timestamp) -> Row {
        let [first, end] = [from, to].map(|at| self.place(at));
        let end_slot = end.min(self.slots.len());
        let mut row = Row {
            waiting: self.waiting_before(end),
            most: self.waiting_before(first),
            ..Row::default()
        };
        for slot in &self.slots[first.min(end_slot)..end_slot] {
            row.counts.arrived += slot.counts.arrived;
            row.counts.by_rules += slot.counts.by_rules;
            row.counts.by_people += slot.counts.by_people;
            row.counts.by_deadline += slot.counts.by_deadline;
            row.most = row.most.max(slot.most);
            row.waits.extend(&slot.waits);
        }
        row.waits.sort_unstable();
        row
    }

    /// The end of the last five minutes in which anything happened.
    pub(super) fn end(&self) -> Timestamp {
        let count = i32::try_from(self.slots.len()).unwrap_or(i32::MAX);
        self.begins.saturating_add(SLOT * count).unwrap_or(Timestamp::MAX)
    }

    fn waiting_before(&self, place: usize) -> u32 {
        let before = self.slots[..place.min(self.slots.len())].last();
        before.map_or(0, |slot| slot.waiting)
    }

    fn place(&self, at: Timestamp) -> usize {
        let seconds = at.duration_since(self.begins).as_secs().max(0) / SLOT.as_secs();
        usize::try_from(seconds).unwrap_or_default()
    }

    fn at(&mut self, now: Timestamp) -> &mut Slot {
        let place = self.place(now);
        if place >= self.slots.len() {
            let idle = Slot {
                waiting: self.waiting,
                most: self.waiting,
                ..Slot::default()
            };
            self.slots.resize(place + 1, idle);
        }
        &mut self.slots[place]
    }
}

impl Row {
    /// The wait that so large a share of them did not exceed; nothing where nobody was decided.
    pub(super) fn wait(&self, share: f64) -> Option<SignedDuration> {
        let count = u32::try_from(self.waits.len()).unwrap_or(u32::MAX);
        let place = (f64::from(count) * share).ceil() - 1.0;
        // It is from -1 to below the number of waits.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a place in a list"
        )]
        let seconds = self.waits.get(place.max(0.0) as usize)?;
        Some(SignedDuration::from_secs(i64::from(*seconds)))
    }

    /// The mean of all waits.
    #[cfg(test)]
    pub(super) fn mean_wait(&self) -> SignedDuration {
        let count = i32::try_from(self.waits.len()).unwrap_or(1).max(1);
        self.waits
            .iter()
            .map(|seconds| SignedDuration::from_secs(i64::from(*seconds)))
            .sum::<SignedDuration>()
            / count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_tells_what_happened_in_it_and_who_waits_at_its_end() {
        let begins = Timestamp::UNIX_EPOCH;
        let at = |minutes: i64| begins + SignedDuration::from_mins(minutes);
        let mut figures = Figures::new(begins);
        for minute in [1, 2, 61] {
            figures.arrived(at(minute));
            figures.waits(true, at(minute));
        }
        figures.waits(false, at(70));
        figures.decided_by_people(at(1), at(70));
        figures.waits(false, at(130));
        figures.decided_by_people(at(2), at(130));
        let rows =
            [(0, 60), (60, 120), (120, 180), (0, 180)].map(|(from, to)| figures.within(at(from), at(to)));
        let told = rows.map(|row| {
            let minutes = |share| row.wait(share).map(|wait| wait.as_mins());
            (
                row.counts.arrived,
                row.counts.by_people,
                row.waiting,
                row.most,
                minutes(0.5),
                minutes(1.0),
            )
        });
        assert_eq!(
            told,
            [
                (2, 0, 2, 2, None, None),
                (1, 1, 2, 3, Some(69), Some(69)),
                (0, 1, 1, 2, Some(128), Some(128)),
                (3, 2, 1, 3, Some(69), Some(128)),
            ]
        );
        assert_eq!(figures.end(), at(135));
        assert_eq!(figures.within(at(600), at(660)).waiting, 1);
    }
}
