//! A form that somebody walks through: the version that is asked, what was answered so far, and where its pages are.

use engine::{applications::drafts::OpenDraft, services::Published};
use forms::{Answers, PageId, Service};
use jiff::civil::Date;

/// A form that somebody walks through.
pub(crate) struct Walk<'a> {
    pub(crate) published: &'a Published,
    pub(crate) answers: &'a Answers,
    /// The application that it becomes, which may be of an earlier permit; nothing where a version is only tried.
    pub(crate) draft: Option<&'a OpenDraft>,
    /// What the addresses of its pages begin with, and that of the check.
    pub(crate) form: String,
    /// The page from which it was begun.
    pub(crate) start: String,
}

impl<'a> Walk<'a> {
    /// That of an application which is not sent yet.
    pub(crate) fn of_draft(open: &'a OpenDraft) -> Self {
        let start = format!("/s/{}", open.service().id);
        Self {
            published: open.published(),
            answers: open.answers(),
            draft: Some(open),
            form: format!("{start}/apply"),
            start,
        }
    }

    pub(crate) fn service(&self) -> &'a Service {
        &self.published.service
    }

    /// The answers that stay as they were in an earlier application, and are not asked.
    pub(crate) fn staying(&self) -> Answers {
        self.draft.map(|open| open.staying().clone()).unwrap_or_default()
    }

    /// The answers that would stay, were these given.
    pub(crate) fn staying_beside(&self, answers: &Answers, today: Date) -> Answers {
        let staying = self.draft.map(|open| open.staying_beside(answers, today));
        staying.unwrap_or_default()
    }

    /// The address of a page.
    pub(crate) fn page(&self, id: &PageId) -> String {
        format!("{}/{id}", self.form)
    }

    /// The same for whoever changes an answer there, and is led back to the check.
    pub(crate) fn to_change(&self, id: &PageId) -> String {
        format!("{}?change=1", self.page(id))
    }

    /// The address where the answers are checked.
    pub(crate) fn check(&self) -> String {
        format!("{}/check", self.form)
    }

    /// Where to go on: the first page that still wants an answer, else the check.
    pub(crate) fn next(&self, today: Date) -> String {
        let gaps = self.service().complete(self.answers.clone(), today).err();
        match gaps.as_deref().and_then(<[_]>::first) {
            Some(gap) => self.page(&gap.page),
            None => self.check(),
        }
    }
    /// The first page with something that may be changed, whether it is answered or not.
    pub(crate) fn first_to_change(&self) -> Option<String> {
        let (service, staying) = (self.service(), self.staying());
        let mut journey = service.journey(self.answers).into_iter();
        let page = journey.find(|page| service.asks_something(page, self.answers, &staying))?;
        Some(self.page(&page.id))
    }
}
