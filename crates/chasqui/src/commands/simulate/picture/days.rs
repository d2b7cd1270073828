//! The axis of time: days, hours where there is room for them, and when the office works.

use jiff::{SignedDuration, Timestamp, ToSpan as _};

use super::{Drawing, LEFT, RIGHT, text};
use crate::commands::simulate::{hours::moment, words::clock};

/// Room for `12:00`, and for a day in three ways.
const CLOCK: f64 = 46.0;
const DAYS: [(f64, &str); 3] = [(172.0, "%A %-d %B"), (82.0, "%a %-d %b"), (50.0, "%-d %b")];

impl Drawing<'_> {
    /// Shades the hours in which people work.
    pub(super) fn office_hours(&self, svg: &mut String) {
        let shifts = self.told.plan.shifts.not_over_at(self.told.plan.begins).iter();
        for shift in shifts.take_while(|shift| shift.opens < self.until) {
            let x = self.x(shift.opens);
            let width = self.x(shift.closes.min(self.until)) - x;
            for panel in [&self.queue, &self.waits] {
                let (y, height) = (panel.top, panel.bottom - panel.top);
                put!(
                    svg,
                    "<rect class=\"open\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\"/>"
                );
            }
        }
    }

    /// Midnights, and the names of days and hours as far as there is room.
    pub(super) fn days(&self, svg: &mut String) {
        let (zone, bottom) = (&self.told.plan.zone, self.waits.bottom);
        let midnights = self.midnights();
        let days = u32::try_from(midnights.len().saturating_sub(1))
            .unwrap_or(u32::MAX)
            .max(1);
        let room = (RIGHT - LEFT) / f64::from(days);
        let (width, form) = DAYS
            .into_iter()
            .find(|(width, _)| *width <= room)
            .unwrap_or(DAYS[2]);
        let hours = [2, 3, 6, 12]
            .into_iter()
            .find(|hours| room * f64::from(*hours) / 24.0 >= CLOCK);
        let below = if hours.is_some() { 39.0 } else { 23.0 };
        for panel in [&self.queue, &self.waits] {
            put!(
                svg,
                "<path class=\"axis\" d=\"M{LEFT} {:.1}H{RIGHT}\"/>",
                panel.bottom
            );
        }
        let mut free_from = LEFT - width;
        for pair in midnights.windows(2) {
            let [from, to] = [self.x(pair[0]), self.x(pair[1])];
            for panel in [&self.queue, &self.waits] {
                put!(
                    svg,
                    "<path class=\"axis\" d=\"M{from:.1} {:.1}v6\"/>",
                    panel.bottom
                );
            }
            let middle = f64::midpoint(from, to);
            if middle - width / 2.0 >= free_from {
                let name = pair[0].to_zoned(zone.clone()).strftime(form).to_string();
                text(svg, "", middle, bottom + below, "middle", &name);
                free_from = middle + width / 2.0;
            }
            for hour in hours
                .into_iter()
                .flat_map(|hours| (1..24 / hours).map(move |place| place * hours))
            {
                let at = pair[0]
                    .saturating_add(SignedDuration::from_hours(hour.into()))
                    .unwrap_or(pair[1]);
                let x = self.x(at);
                put!(svg, "<path class=\"axis\" d=\"M{x:.1} {bottom:.1}v4\"/>");
                text(svg, "soft", x, bottom + 19.0, "middle", &clock(at, zone));
            }
        }
    }

    fn midnights(&self) -> Vec<Timestamp> {
        let zone = &self.told.plan.zone;
        let days = self
            .told
            .plan
            .begins
            .to_zoned(zone.clone())
            .date()
            .series(1.day());
        let midnights = days.filter_map(|day| moment(day, 0, zone));
        midnights.take_while(|at| *at <= self.until).collect()
    }
}
