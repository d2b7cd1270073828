//! Drafts that were just typed, as their rows are: who answers one page asks for the next at once.
//!
//! One program writes a file, so what it wrote last is what the file says. A draft is kept here once it was read, and
//! replaced when a later one is committed. What comes between a reading and a writing is never kept: see [`Recent::begin`].

use std::num::NonZeroUsize;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use lru::LruCache;
use permit::Reference;
use review::ApplicationId;
use store::{Draft, DraftId};

/// A draft of an ordinary service has some two kilobytes, and none more than its pages may weigh.
const MOST: NonZeroUsize = NonZeroUsize::new(8192).expect("a number above nothing");
/// Drafts that share a count of writings; more of them only means fewer readings that are not kept.
const COUNTS: usize = 1024;

#[derive(Debug)]
pub(crate) struct Recent(Mutex<Kept>);

#[derive(Debug)]
struct Kept {
    drafts: LruCache<DraftId, Draft>,
    /// How often a writing of one of these drafts began or ended.
    writings: Vec<u64>,
}

/// A moment in the writings of a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment(u64);

impl Recent {
    pub(crate) fn new() -> Self {
        Self(Mutex::new(Kept {
            drafts: LruCache::new(MOST),
            writings: vec![0; COUNTS],
        }))
    }

    /// The draft, if it is kept; else the moment before it is read.
    pub(crate) fn find(&self, id: &DraftId) -> Result<Draft, Moment> {
        let mut kept = self.kept();
        let moment = kept.moment(id);
        kept.drafts.get(id).cloned().ok_or(moment)
    }

    /// Forgets those that have run out.
    pub(crate) fn sweep(&self, now: Timestamp) {
        self.forget(|draft| draft.expires_at <= now);
    }

    /// Forgets those with the answers of an application: begun with them, or sent as it.
    pub(crate) fn forget_of(&self, application: ApplicationId, reference: Reference) {
        self.forget(|draft| draft.begun_from == Some(application) || draft.sent == Some(reference));
    }

    fn forget(&self, is_over: impl Fn(&Draft) -> bool) {
        let mut kept = self.kept();
        let over: Vec<DraftId> = kept
            .drafts
            .iter()
            .filter(|(_, draft)| is_over(draft))
            .map(|(id, _)| *id)
            .collect();
        for id in over {
            kept.advance(&id);
            kept.drafts.pop(&id);
        }
    }

    /// Keeps a draft that was read, if no writing of it began or ended meanwhile: that one may be newer.
    pub(crate) fn was_read(&self, draft: &Draft, before: Moment) {
        let mut kept = self.kept();
        if kept.moment(&draft.id) == before {
            kept.drafts.put(draft.id, draft.clone());
        }
    }

    /// A writing begins. Its moment is to be told at its end.
    pub(crate) fn begin(&self, id: &DraftId) -> Moment {
        self.kept().advance(id)
    }

    /// A writing ended. Where another began after it, nobody knows which of them the row is of; and what the row was sent
    /// as stays, whatever a later draft says.
    pub(crate) fn end(&self, draft: Draft, began: Moment, committed: bool) {
        let mut kept = self.kept();
        let alone = kept.moment(&draft.id) == began;
        kept.advance(&draft.id);
        match kept.drafts.get_mut(&draft.id) {
            Some(before) if alone && committed => {
                let sent = draft.sent.or(before.sent);
                *before = Draft { sent, ..draft };
            }
            Some(_) => drop(kept.drafts.pop(&draft.id)),
            // Whether the row has a mark is known only to who has read it.
            None => {}
        }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn moment(&self, id: &DraftId) -> Moment {
        Moment(self.writings[count_of(id)])
    }

    fn advance(&mut self, id: &DraftId) -> Moment {
        let writings = &mut self.writings[count_of(id)];
        *writings += 1;
        Moment(*writings)
    }
}

/// Ids are hashes, so that any bytes of them spread evenly.
fn count_of(id: &DraftId) -> usize {
    usize::from(u16::from_le_bytes([id.0[0], id.0[1]])) % COUNTS
}

#[cfg(test)]
mod tests {
    use forms::{Answers, ContentHash};

    use super::*;

    fn draft(minute: i64) -> Draft {
        Draft {
            id: DraftId([7; 32]),
            service: "transit-permit".into(),
            version: ContentHash([1; 32]),
            answers: Answers::default(),
            language: "es".into(),
            updated_at: Timestamp::from_second(60 * minute).unwrap(),
            expires_at: Timestamp::MAX,
            replaces: None,
            begun_from: None,
            sent: None,
        }
    }

    fn read(recent: &Recent, row: &Draft) {
        let before = recent.find(&row.id).unwrap_err();
        recent.was_read(row, before);
    }

    #[test]
    fn a_later_draft_takes_the_place_of_one_that_was_read() {
        let recent = Recent::new();
        let began = recent.begin(&draft(0).id);
        recent.end(draft(0), began, true);
        assert!(recent.find(&draft(0).id).is_err(), "only what was read is whole");
        read(&recent, &draft(0));
        let began = recent.begin(&draft(1).id);
        assert_eq!(recent.find(&draft(1).id), Ok(draft(0)), "not committed yet");
        recent.end(draft(1), began, true);
        assert_eq!(recent.find(&draft(1).id), Ok(draft(1)));
    }

    #[test]
    fn a_mark_stays() {
        let recent = Recent::new();
        let reference = (0..9).find_map(|byte| Reference::draw(&[byte; 56]));
        assert!(reference.is_some());
        let sent = Draft {
            sent: reference,
            ..draft(1)
        };
        read(&recent, &sent);
        let began = recent.begin(&sent.id);
        recent.end(draft(2), began, true);
        assert_eq!(recent.find(&sent.id).unwrap().sent, reference);
    }

    #[test]
    fn what_was_read_while_it_was_written_is_not_kept() {
        for ends_before_it_is_kept in [false, true] {
            let recent = Recent::new();
            let began = recent.begin(&draft(1).id);
            let before = recent.find(&draft(0).id).unwrap_err();
            if ends_before_it_is_kept {
                recent.end(draft(1), began, true);
                recent.was_read(&draft(0), before);
            } else {
                recent.was_read(&draft(0), before);
                recent.end(draft(1), began, true);
            }
            let found = recent.find(&draft(0).id);
            assert_ne!(found, Ok(draft(0)), "{ends_before_it_is_kept}");
        }
    }

    #[test]
    fn of_two_writings_at_once_neither_is_believed() {
        let recent = Recent::new();
        read(&recent, &draft(0));
        let (first, second) = (recent.begin(&draft(1).id), recent.begin(&draft(2).id));
        recent.end(draft(1), first, true);
        recent.end(draft(2), second, true);
        assert!(recent.find(&draft(0).id).is_err());
    }

    #[test]
    fn what_was_not_committed_is_not_kept() {
        let recent = Recent::new();
        read(&recent, &draft(0));
        let began = recent.begin(&draft(1).id);
        recent.end(draft(1), began, false);
        assert!(recent.find(&draft(0).id).is_err());
    }
}
