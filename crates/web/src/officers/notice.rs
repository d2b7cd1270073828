//! What was just done, said on the page that follows.

use crate::{form::Form, page::Page};

/// What has just been done, by somebody who comes from a case.
pub(crate) fn notice(query: &str, page: &Page) -> Option<String> {
    let query = Form::parse(query.as_bytes());
    let case = || {
        Some(
            query
                .first("case")?
                .parse::<permit::Reference>()
                .ok()?
                .to_string(),
        )
    };
    match query.first("notice")? {
        "empty" => Some(page.t("office-notice-empty").into_owned()),
        "resent" => Some(page.t("office-notice-resent").into_owned()),
        "done" => Some(page.t1("office-notice-done", "case", case()?)),
        "last" => Some(page.t1("office-notice-last", "case", case()?)),
        _ => None,
    }
}
