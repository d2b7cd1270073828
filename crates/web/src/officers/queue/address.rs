//! The address of a list of cases. Whatever it says, it is a list: a wrong word is as good as none.

use engine::casework::{
    next::Work,
    queue::{QueueQuery, StatusName, Statuses, View},
};
use form_urlencoded::Serializer;
use forms::{ServiceId, StepId};

use crate::form::Form;

pub(super) const ROWS: u32 = 50;

/// The list that an address asks for.
pub(super) fn read(query: &str) -> QueueQuery {
    let form = Form::parse(query.as_bytes());
    let page = form.first("page").and_then(|page| page.parse::<u32>().ok());
    QueueQuery {
        view: match form.first("view") {
            Some("mine") => View::Mine,
            Some("samples") => View::Samples,
            _ => View::Queue,
        },
        service: form.first("service").map(ServiceId::from),
        step: form.first("step").map(StepId::from),
        statuses: match form.first("status") {
            Some("all") => Statuses::All,
            Some(word) => StatusName::read(word).map_or(Statuses::Usual, Statuses::One),
            None => Statuses::Usual,
        },
        text: form.first("q").map(str::to_owned),
        page: page.unwrap_or(1).saturating_sub(1),
        rows: ROWS,
    }
}

/// The address of a page of the same list.
pub(super) fn of(list: &QueueQuery, page: u32) -> String {
    let mut query = Serializer::new(String::new());
    let mut put = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            query.append_pair(name, value);
        }
    };
    put("view", view(list.view));
    put("service", list.service.as_ref().map(ServiceId::as_str));
    put("step", list.step.as_ref().map(StepId::as_str));
    put("status", status(list.statuses));
    put("q", list.text.as_deref());
    put("page", Some(&(page + 1).to_string()));
    format!("/o?{}", query.finish())
}

/// The list that somebody works through: it goes along from case to case, so that the next is of the same. What was searched for is
/// left out, since it may name somebody.
pub(in crate::officers) struct Worked(QueueQuery);

impl Worked {
    /// The list of an address's query.
    pub(in crate::officers) fn read(query: &str) -> Self {
        Self::of(&read(query))
    }

    /// The same of a list that is shown.
    pub(in crate::officers) fn of(list: &QueueQuery) -> Self {
        Self(QueueQuery {
            text: None,
            page: 0,
            ..list.clone()
        })
    }

    pub(in crate::officers) fn work(&self) -> Work {
        Work {
            samples: self.0.view == View::Samples,
            service: self.0.service.clone(),
            step: self.0.step.clone(),
        }
    }

    /// Its query; empty for the usual list.
    pub(in crate::officers) fn query(&self) -> String {
        let all = of(&self.0, 0);
        let query = all.strip_prefix("/o?").unwrap_or_default();
        let query = query.strip_suffix("page=1").unwrap_or(query);
        query.trim_end_matches('&').to_owned()
    }

    /// Its address, with something more to say.
    pub(in crate::officers) fn at(&self, more: &str) -> String {
        with("/o", &[&self.query(), more])
    }

    /// The address of one of its cases, with something more to say.
    pub(in crate::officers) fn beside(&self, case: &str, more: &str) -> String {
        let query = self.query();
        let list = if query.is_empty() {
            String::new()
        } else {
            Serializer::new(String::new())
                .append_pair("list", &query)
                .finish()
        };
        with(case, &[more, &list])
    }
}

fn with(path: &str, parts: &[&str]) -> String {
    let said: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
    if said.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", said.join("&"))
    }
}

/// The word of a view; none for the usual one.
pub(super) fn view(view: View) -> Option<&'static str> {
    match view {
        View::Queue => None,
        View::Mine => Some("mine"),
        View::Samples => Some("samples"),
    }
}

fn status(statuses: Statuses) -> Option<&'static str> {
    match statuses {
        Statuses::Usual => None,
        Statuses::All => Some("all"),
        Statuses::One(status) => Some(status.as_str()),
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
            assert_eq!(of(&read(query), read(query).page), format!("/o?{query}"));
        }
    }

    #[test]
    fn a_list_goes_along_from_case_to_case_without_what_was_searched_for() {
        for (query, at, beside) in [
            ("", "/o?notice=empty", "/o/cases/X?notice=done"),
            ("page=3&q=Ana", "/o?notice=empty", "/o/cases/X?notice=done"),
            (
                "view=samples&page=2",
                "/o?view=samples&notice=empty",
                "/o/cases/X?notice=done&list=view%3Dsamples",
            ),
            (
                "service=stall&step=check",
                "/o?service=stall&step=check&notice=empty",
                "/o/cases/X?notice=done&list=service%3Dstall%26step%3Dcheck",
            ),
        ] {
            let list = Worked::read(query);
            assert_eq!(list.at("notice=empty"), at, "{query}");
            assert_eq!(list.beside("/o/cases/X", "notice=done"), beside, "{query}");
        }
    }

    #[test]
    fn a_wrong_word_is_as_good_as_none() {
        let usual = QueueQuery {
            rows: ROWS,
            ..QueueQuery::default()
        };
        assert_eq!(read("view=x&status=Nearly&page=-4&q=+"), usual);
    }
}
