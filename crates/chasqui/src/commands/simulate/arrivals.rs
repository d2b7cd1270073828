//! When applications come in: a Poisson process whose rate changes by the hour.

use fastrand::Rng;
use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};

use super::{draws::exponential, hours::moment};
use crate::cli::Shape;

/// How many in a thousand of a day's applications to a public service come in each hour of the day: few at night, most before
/// noon, many into the evening. It is a plain reading of how such services are used, no measurement of one.
const BY_HOUR: [f64; 24] = [
    10.0, 6.0, 4.0, 3.0, 4.0, 8.0, 17.0, 32.0, 54.0, 70.0, 77.0, 76.0, 68.0, 61.0, 62.0, 63.0, 61.0, 57.0,
    53.0, 52.0, 55.0, 51.0, 36.0, 20.0,
];

/// A stretch of time with the number of applications that are expected in it.
pub(super) struct Expected {
    pub(super) from: Timestamp,
    pub(super) to: Timestamp,
    pub(super) count: f64,
}

/// The hours of these days, each with what is expected of so many applications in all.
pub(super) fn expected(applications: u32, days: &[Date], shape: Shape, zone: &TimeZone) -> Vec<Expected> {
    let by_day: Vec<f64> = match shape {
        Shape::Launch => std::iter::successors(Some(1.0), |share| Some(share / 2.0))
            .take(days.len())
            .collect(),
        Shape::Even => vec![1.0; days.len()],
    };
    let whole = by_day.iter().sum::<f64>() * BY_HOUR.iter().sum::<f64>();
    let mut stretches = Vec::new();
    for (day, of_day) in days.iter().zip(by_day) {
        for (hour, of_hour) in (0..).zip(BY_HOUR) {
            let ends = [hour, hour + 1].map(|hour: u16| moment(*day, hour * 60, zone));
            // An hour that a change of clocks leaves out has nobody.
            if let [Some(from), Some(to)] = ends {
                let count = f64::from(applications) * of_day * of_hour / whole;
                stretches.push(Expected { from, to, count });
            }
        }
    }
    stretches
}

/// The moments at which they come, in order. Within a stretch the gaps are exponential; that the first gap begins with the stretch
/// changes nothing, since such gaps have no memory.
pub(super) fn drawn(stretches: &[Expected], rng: &mut Rng) -> Vec<Timestamp> {
    let mut moments = Vec::new();
    for stretch in stretches.iter().filter(|stretch| stretch.count > 0.0) {
        let mean = stretch.to.duration_since(stretch.from).as_secs_f64() / stretch.count;
        let mut at = stretch.from;
        loop {
            let gap =
                SignedDuration::try_from_secs_f64(exponential(rng, mean)).unwrap_or(SignedDuration::MAX);
            match at.checked_add(gap) {
                Ok(next) if next < stretch.to => at = next,
                _ => break,
            }
            moments.push(at);
        }
    }
    moments
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan as _;

    use super::*;

    fn days(count: usize) -> Vec<Date> {
        let first: Date = "2026-12-07".parse().unwrap();
        first.series(1.day()).take(count).collect()
    }

    #[test]
    fn what_is_expected_adds_up() {
        for (shape, first) in [(Shape::Launch, 40_000.0 * 16.0 / 31.0), (Shape::Even, 8_000.0)] {
            let hours = expected(40_000, &days(5), shape, &TimeZone::UTC);
            assert_eq!(hours.len(), 5 * 24);
            let sum = |hours: &[Expected]| hours.iter().map(|hour| hour.count).sum::<f64>();
            assert!((sum(&hours) - 40_000.0).abs() < 1e-6);
            assert!((sum(&hours[..24]) - first).abs() < 1e-6);
        }
    }

    /// Poisson: the variance of a count is its mean, so six standard deviations of 40,000 are 1,200.
    #[test]
    fn as_many_come_as_are_expected_and_in_order() {
        let hours = expected(40_000, &days(5), Shape::Launch, &TimeZone::UTC);
        let moments = drawn(&hours, &mut Rng::with_seed(1));
        assert!(moments.is_sorted());
        assert!((38_800..41_200).contains(&moments.len()), "{}", moments.len());
        let mut counted = 0;
        for hour in &hours {
            let within = moments
                .iter()
                .filter(|at| (hour.from..hour.to).contains(*at))
                .count();
            counted += within;
            let off = (f64::from(u32::try_from(within).unwrap()) - hour.count).abs();
            assert!(off < 6.0 * hour.count.sqrt() + 6.0, "{within} for {}", hour.count);
        }
        assert_eq!(counted, moments.len());
        assert_eq!(moments, drawn(&hours, &mut Rng::with_seed(1)));
        assert_ne!(moments, drawn(&hours, &mut Rng::with_seed(2)));
    }
}
