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
    /// Nothing if the page is not on the journey of who answered so. A page on which every answer stays is passed over, but for this one.
    pub(super) fn of(service: &Service, page: &Page, answers: &Answers, staying: &Answers) -> Option<Self> {
        let mut journey = service.journey(answers);
        journey.retain(|other| other.id == page.id || service.asks_something(other, answers, staying));
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
