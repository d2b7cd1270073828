//! What others said of a case, or were asked, beside its answers.

use forms::OpinionRequest;
use review::{Opinion, OpinionAnswer};

use super::{
    facts::{end, moment},
    found::Found,
};

/// An opinion that was asked for.
pub(super) struct ListedOpinion {
    pub(super) body: String,
    /// What it comes to, or that it is awaited, or what its silence means.
    pub(super) outcome: String,
    /// Who gave it, and when; until when it is awaited.
    pub(super) told: String,
    pub(super) words: Option<String>,
    /// Whether the answers that it is about are others by now.
    pub(super) of_earlier_answers: bool,
}

/// All of them, the latest of each.
pub(super) fn of(found: &Found<'_>) -> Vec<ListedOpinion> {
    let asked = &found.case.application.opinions;
    let is_latest = |(at, opinion): &(usize, &Opinion)| {
        let mut later = asked[at + 1..].iter();
        !later.any(|later| later.opinion == opinion.opinion && later.step == opinion.step)
    };
    let latest = asked.iter().enumerate().filter(is_latest);
    latest.map(|(_, opinion)| listed(found, opinion)).collect()
}

fn listed(found: &Found<'_>, opinion: &Opinion) -> ListedOpinion {
    let page = found.page;
    let request = request(found, opinion);
    let (outcome, told, words) = match &opinion.answer {
        Some(OpinionAnswer::Given {
            by,
            at,
            outcome,
            words,
        }) => {
            let (name, at) = (found.names.of(*by, page), moment(found, *at));
            let told = page.t2("office-opinion-by", ("name", &name), ("at", &at));
            (format!("opinion-outcome-{}", outcome.name()), told, words.clone())
        }
        Some(OpinionAnswer::Silent { at, means }) => {
            let told = page.t1("office-opinion-silent", "at", moment(found, *at));
            (format!("opinion-silence-{}", means.name()), told, None)
        }
        None => {
            let mut awaited = found.case.application.awaited_opinions();
            let is_awaited = awaited.any(|awaited| awaited == opinion);
            let until = found.case.application.due_at().filter(|_| is_awaited);
            let told = until.map(|until| page.t1("office-detail-until", "until", end(found, until)));
            let key = if is_awaited {
                "office-opinion-awaited"
            } else {
                "office-opinion-dropped"
            };
            (key.to_owned(), told.unwrap_or_default(), None)
        }
    };
    let answers = &found.case.application.answers;
    ListedOpinion {
        body: body(found, opinion),
        outcome: page.t(outcome).into_owned(),
        told,
        words,
        of_earlier_answers: (opinion.is_gone
            || request.is_some_and(|request| request.shown(answers) != opinion.shown))
            && !found.case.is_erased(),
    }
}

fn request<'f>(found: &'f Found<'_>, opinion: &Opinion) -> Option<&'f OpinionRequest> {
    let mut requests = found.service.review.step(&opinion.step)?.opinions().iter();
    requests.find(|request| request.id == opinion.opinion)
}

/// What people call whoever gives it.
fn body(found: &Found<'_>, opinion: &Opinion) -> String {
    name(found, &opinion.opinion)
}

/// The same of any opinion of the service.
pub(super) fn name(found: &Found<'_>, id: &forms::OpinionId) -> String {
    found.service.review.opinion(id).map_or_else(
        || id.to_string(),
        |request| request.name.in_language(&found.spoken).to_owned(),
    )
}
