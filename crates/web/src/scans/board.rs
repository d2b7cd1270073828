//! Where and when permits were checked: for whoever answers for a service, and for auditors.

use askama::Template;
use axum::{extract::State, response::Html};
use engine::scans::{FASTEST, KeptScan, board::FarApart};
use locale::dates;

use super::{
    chart::{self, Chart},
    of_permit,
    period::Period,
    table::{self, HOURS, Hour, Tally},
};
use crate::{app::App, error::WebError, form::Query, gate::By, page::Page};

#[derive(Template)]
#[template(path = "scans/board.html")]
struct Board {
    page: Page,
    period: Period,
    pairs: Vec<Pair>,
    checkpoints: Vec<Checkpoint>,
}

/// One permit at two places too far apart for the time between.
struct Pair {
    permit: Option<String>,
    earlier: String,
    later: String,
    /// How far, in what time, and what speed that would be.
    apart: String,
}

struct Checkpoint {
    name: String,
    checks: u64,
    refused: u64,
    flagged: u64,
    /// The busiest hour: when, and how many.
    busiest: Option<(String, u64)>,
    chart: Chart,
    hours: Vec<(String, Hour)>,
}

/// `GET /o/scans`
pub(crate) async fn show(
    State(app): State<App>,
    Query(asked): Query,
    By(caller): By,
    page: Page,
) -> Result<Html<String>, WebError> {
    let period = Period::read(&app, &asked);
    let zone = &app.settings.time_zone;
    let (from, until) = period.bounds(zone);
    let board = app.scan_board(&caller, from, until).await?;
    let pairs = board.pairs.iter();
    let pairs = pairs.map(|pair| Pair::of(&app, pair, &page)).collect();
    let tallies = table::by_checkpoint(board.tallies, zone);
    let most = tallies
        .values()
        .filter_map(Tally::busiest)
        .map(|(_, hour)| hour.checks)
        .max();
    let checkpoints = tallies.into_iter().map(|(name, tally)| {
        let name = name.unwrap_or_else(|| page.t("devices-nowhere").into_owned());
        Checkpoint::of(name, &tally, most.unwrap_or_default(), &page)
    });
    let checkpoints = checkpoints.collect();
    let view = Board {
        page,
        period,
        pairs,
        checkpoints,
    };
    Ok(Html(view.render()?))
}

impl Pair {
    fn of(app: &App, apart: &FarApart, page: &Page) -> Self {
        let (earlier, later) = (&apart.pair.earlier, &apart.pair.later);
        let between = later.scan.at.duration_since(earlier.scan.at);
        let kilometres = earlier
            .scan
            .place
            .zip(later.scan.place)
            .map(|(from, to)| from.kilometres_to(to));
        let hours = between.as_secs_f64() / 3600.0;
        let speed = kilometres
            .filter(|_| between.as_secs() >= 60)
            .map(|far| format!("{:.0}", far / hours));
        let length = dates::length(between, page.language);
        let far = kilometres.map(|far| {
            let far = ("kilometres", &*format!("{far:.0}"));
            page.t2("scans-apart", far, ("between", &length))
        });
        let speed = match speed {
            Some(speed) => page.t1("scans-speed", "speed", speed),
            None => page.t("scans-no-time").into_owned(),
        };
        let said: Vec<String> = far.into_iter().chain([speed]).collect();
        let told = |scan: &KeptScan| {
            let at = dates::moment(scan.scan.at, &app.settings.time_zone, page.language);
            format!("{}, {at}", of_permit::place(scan, page))
        };
        Self {
            permit: apart.number.map(|number| number.to_string()),
            earlier: told(earlier),
            later: told(later),
            apart: said.join(" · "),
        }
    }
}

impl Checkpoint {
    fn of(name: String, tally: &Tally, most: u64, page: &Page) -> Self {
        let hours = tally.hours.iter().copied().enumerate();
        Self {
            name,
            checks: tally.checks,
            refused: tally.refused,
            flagged: tally.flagged,
            busiest: tally
                .busiest()
                .map(|(at, hour)| (hour_of_day(at, page), hour.checks)),
            chart: Chart::of(&tally.hours, most),
            hours: hours
                .filter(|(_, hour)| hour.checks > 0)
                .map(|(at, hour)| (hour_of_day(at, page), hour))
                .collect(),
        }
    }

    /// What the bars say, for who does not see them.
    fn told(&self, page: &Page) -> String {
        let Some((hour, count)) = &self.busiest else {
            return String::new();
        };
        page.t2("scans-chart-told", ("hour", hour), ("count", &count.to_string()))
    }
}

/// `8:00–9:00`
fn hour_of_day(at: usize, page: &Page) -> String {
    let (from, until) = (at.to_string(), ((at + 1) % HOURS).to_string());
    page.t2("scans-hour", ("from", &from), ("until", &until))
}

impl Board {
    /// What is too fast, in kilometres an hour.
    fn fastest() -> f64 {
        FASTEST
    }

    fn width() -> u64 {
        chart::WIDTH
    }

    fn height() -> u64 {
        chart::HEIGHT
    }
}
