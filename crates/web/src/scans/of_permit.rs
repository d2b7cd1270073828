//! Where and when one permit was checked.

use engine::scans::KeptScan;
use locale::dates;

use crate::{app::App, page::Page};

/// One check.
pub(crate) struct Line {
    pub(crate) at: String,
    /// For the `datetime` of a `time` element.
    pub(crate) machine: String,
    pub(crate) place: String,
    pub(crate) verdict: String,
    /// Too far from the check before or after it.
    pub(crate) flagged: bool,
}

/// A permit's checks, in the order of its scans.
pub(crate) fn lines(app: &App, scans: &[KeptScan], page: &Page) -> Vec<Line> {
    scans.iter().map(|scan| Line::of(app, scan, page)).collect()
}

impl Line {
    fn of(app: &App, kept: &KeptScan, page: &Page) -> Self {
        let zone = &app.settings.time_zone;
        Self {
            at: dates::moment(kept.scan.at, zone, page.language),
            machine: dates::machine(kept.scan.at, zone),
            place: place(kept, page),
            verdict: page
                .t(format!("verdict-{}-word", kept.scan.verdict.name()))
                .into_owned(),
            flagged: kept.flagged,
        }
    }
}

/// The checkpoint's name; about where it was, for a phone that is put up nowhere.
pub(super) fn place(kept: &KeptScan, page: &Page) -> String {
    match (&kept.checkpoint, kept.scan.place) {
        (Some(checkpoint), _) => checkpoint.clone(),
        (None, Some(place)) => page.t1("incident-near", "place", place),
        (None, None) => page.t("devices-nowhere").into_owned(),
    }
}
