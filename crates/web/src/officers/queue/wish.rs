//! What the address asks to see. Whatever it says, it is a list: a wrong word is as good as none.

use form_urlencoded::Serializer;
use forms::{ServiceId, StepId};
use store::{Person, QueueFilter, StatusName};

use crate::{form::Form, officers::scopes};

pub(super) const ROWS: u32 = 50;

/// A list of cases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Wish {
    pub(super) view: View,
    pub(super) service: Option<ServiceId>,
    pub(super) step: Option<StepId>,
    pub(super) status: Wanted,
    pub(super) text: Option<String>,
    pub(super) page: u32,
}

/// Which work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum View {
    /// What waits.
    #[default]
    Queue,
    /// What one has in hand.
    Mine,
    /// Automatic approvals to be looked at afterwards.
    Samples,
}

/// Which statuses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Wanted {
    /// What waits for somebody; in a search, all.
    #[default]
    Usual,
    All,
    One(StatusName),
}

impl Wish {
    pub(super) fn read(query: &str) -> Self {
        let form = Form::parse(query.as_bytes());
        let page = form.first("page").and_then(|page| page.parse::<u32>().ok());
        Self {
            view: match form.first("view") {
                Some("mine") => View::Mine,
                Some("samples") => View::Samples,
                _ => View::Queue,
            },
            service: form.first("service").map(ServiceId::from),
            step: form.first("step").map(StepId::from),
            status: match form.first("status") {
                Some("all") => Wanted::All,
                Some(word) => StatusName::read(word).map_or(Wanted::Usual, Wanted::One),
                None => Wanted::Usual,
            },
            text: form.first("q").map(str::to_owned),
            page: page.unwrap_or(1).saturating_sub(1),
        }
    }

    pub(super) fn filter(&self, person: &Person) -> QueueFilter {
        let mine = self.view == View::Mine;
        QueueFilter {
            scopes: if mine || self.is_search() {
                scopes::readable(person)
            } else {
                scopes::watched(person)
            },
            service: self.service.clone(),
            step: self.step.clone(),
            status: self.status(),
            claimed_by: mine.then_some(person.id),
            sampled: (self.view == View::Samples).then_some(true),
            text: self.text.clone(),
            page: self.page,
            rows: ROWS,
        }
    }

    fn status(&self) -> Option<StatusName> {
        match (self.view, self.status) {
            (View::Queue, Wanted::One(status)) => Some(status),
            (View::Queue, Wanted::Usual) if self.text.is_none() => Some(StatusName::Queued),
            _ => None,
        }
    }

    /// Whether decided cases are looked for too: those are at no step, so nobody's turn.
    fn is_search(&self) -> bool {
        self.view == View::Queue
            && (self.text.is_some()
                || match self.status {
                    Wanted::Usual => false,
                    Wanted::All => true,
                    Wanted::One(status) => !matches!(
                        status,
                        StatusName::Queued | StatusName::Claimed | StatusName::Waiting
                    ),
                })
    }

    /// The address of a page of the same list.
    pub(super) fn address(&self, page: u32) -> String {
        let mut query = Serializer::new(String::new());
        let mut put = |name: &str, value: Option<&str>| {
            if let Some(value) = value {
                query.append_pair(name, value);
            }
        };
        put("view", self.view.word());
        put("service", self.service.as_ref().map(ServiceId::as_str));
        put("step", self.step.as_ref().map(StepId::as_str));
        put("status", self.status.word());
        put("q", self.text.as_deref());
        put("page", Some(&(page + 1).to_string()));
        format!("/o?{}", query.finish())
    }

    /// What the search field holds.
    pub(super) fn typed(&self) -> &str {
        self.text.as_deref().unwrap_or_default()
    }
}

impl View {
    pub(super) fn word(self) -> Option<&'static str> {
        match self {
            Self::Queue => None,
            Self::Mine => Some("mine"),
            Self::Samples => Some("samples"),
        }
    }

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Queue => "office-queue-title",
            Self::Mine => "office-mine-title",
            Self::Samples => "office-samples-title",
        }
    }
}

impl Wanted {
    pub(super) fn word(self) -> Option<&'static str> {
        match self {
            Self::Usual => None,
            Self::All => Some("all"),
            Self::One(status) => Some(status.as_str()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_it_was_read_from() {
        for query in [
            "page=1",
            "view=mine&page=2",
            "service=transit-permit&step=check&status=all&q=Mar%C3%ADa+Q&page=3",
        ] {
            assert_eq!(
                Wish::read(query).address(Wish::read(query).page),
                format!("/o?{query}")
            );
        }
    }

    #[test]
    fn a_wrong_word_is_as_good_as_none() {
        assert_eq!(Wish::read("view=x&status=Nearly&page=-4&q=+"), Wish::default());
    }
}
