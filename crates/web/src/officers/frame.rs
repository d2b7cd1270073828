//! What stands above every page of the officers' side: where else one may go.

use engine::authorise::{Action, Caller};

use crate::page::Page;

/// A link of the navigation.
pub(crate) struct Link {
    pub(crate) address: &'static str,
    pub(crate) text: &'static str,
    pub(crate) current: bool,
}

#[rustfmt::skip]
const LINKS: [(&str, &str, Action); 17] = [
    ("/o",                    "office-nav-queue",      Action::SeeQueue),
    ("/o?view=mine",          "office-nav-mine",       Action::SeeQueue),
    ("/o?view=samples",       "office-nav-samples",    Action::SeeQueue),
    ("/o/opinions",           "office-nav-opinions",   Action::GiveOpinion),
    ("/o/permits",            "office-nav-permits",    Action::SeePermit),
    ("/o/check",              "office-nav-check",      Action::LookUpPermit),
    ("/o/incidents",          "office-nav-incidents",  Action::SeeIncidents),
    ("/o/scans",              "office-nav-scans",      Action::SeeScans),
    ("/o/erasures",           "office-nav-erasures",   Action::ProposeErasure),
    ("/admin/people",         "office-nav-people",     Action::ManagePeople),
    ("/admin/devices",        "office-nav-devices",    Action::ManageDevices),
    ("/admin/mail",           "office-nav-mail",       Action::ManageMail),
    ("/admin/services",       "office-nav-services",   Action::SeeFigures),
    ("/admin/site",           "office-nav-site",       Action::ManageSite),
    ("/admin/audit",          "office-nav-audit",      Action::SeeAudit),
    ("/admin/keys",           "office-nav-keys",       Action::SeeKeys),
    ("/o/permits/revoke-all", "office-nav-revoke",     Action::RevokeMany),
];

/// The links that whoever sees this page may follow.
pub(crate) fn links(page: &Page) -> Vec<Link> {
    let allowed = LINKS
        .into_iter()
        .filter(|(_, _, action)| is_open(&page.caller, *action));
    allowed
        .map(|(address, text, _)| Link {
            address,
            text,
            current: address == page.here,
        })
        .collect()
}

/// The first page of this person's work; none for somebody to whom nothing was granted.
pub(crate) fn home(caller: &Caller, beneath: &str) -> Option<&'static str> {
    LINKS
        .into_iter()
        .find(|(address, _, action)| address.starts_with(beneath) && is_open(caller, *action))
        .map(|(address, ..)| address)
}

fn is_open(caller: &Caller, action: Action) -> bool {
    caller.could(action, &action.at_the_gate())
}
