//! Where a page lies in the journey.

use forms::{Answers, Page, PageId, Service};

/// The page before this one, its number, how many there are, and the one after it. Checking the answers is the last.
pub(super) struct Outline {
    pub(super) before: Option<PageId>,
    pub(super) after: Option<PageId>,
    pub(super) number: usize,
    pub(super) of: usize,
}

impl Outline {
    /// Nothing if the page is not on the journey of who answered so.
    pub(super) fn of(service: &Service, page: &Page, answers: &Answers) -> Option<Self> {
        let journey = service.journey(answers);
        let at = journey.iter().position(|other| other.id == page.id)?;
        let id = |index: usize| journey.get(index).map(|page| page.id.clone());
        Some(Self {
            before: at.checked_sub(1).and_then(id),
            after: id(at + 1),
            number: at + 1,
            of: journey.len() + 1,
        })
    }
}
