//! The address of a list of cases. Whatever it says, it is a list: a wrong word is as good as none.

use engine::casework::queue::{QueueQuery, StatusName, Statuses, View};
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
    fn a_wrong_word_is_as_good_as_none() {
        let usual = QueueQuery {
            rows: ROWS,
            ..QueueQuery::default()
        };
        assert_eq!(read("view=x&status=Nearly&page=-4&q=+"), usual);
    }
}
