use jiff::civil::date;

use super::*;
use crate::country_rules::Holiday;

fn peru() -> &'static [Holiday] {
    &CountryRules::usual().holidays
}

/// As the State's calendar has them; Easter by the tables of the Church.
#[test]
fn the_holidays_of_peru() {
    let every_year = [
        (1, 1),
        (5, 1),
        (6, 7),
        (6, 29),
        (7, 23),
        (7, 28),
        (7, 29),
        (8, 6),
        (8, 30),
        (10, 8),
        (11, 1),
        (12, 8),
        (12, 9),
        (12, 25),
    ];
    let holy_week = [
        (2026, (4, 2), (4, 3)),
        (2027, (3, 25), (3, 26)),
        (2028, (4, 13), (4, 14)),
        (2029, (3, 29), (3, 30)),
        (2030, (4, 18), (4, 19)),
    ];
    for (year, thursday, friday) in holy_week {
        let mut expected: Vec<Date> = every_year
            .into_iter()
            .chain([thursday, friday])
            .map(|(month, day)| date(year, month, day))
            .collect();
        expected.sort_unstable();
        let days = date(year, 1, 1)
            .series(1.day())
            .take_while(|day| day.year() == year);
        let found: Vec<Date> = days
            .filter(|day| peru().iter().any(|holiday| holiday.falls_on(*day)))
            .collect();
        assert_eq!(found, expected, "{year}");
    }
    assert!(
        !peru().iter().any(|holiday| holiday.falls_on(date(2021, 12, 9))),
        "before its law"
    );
    let lines = include_str!("../../../data/holidays/pe.tsv").lines();
    assert_eq!(
        lines.filter(|line| !line.starts_with('#')).count(),
        peru().len(),
        "every line is read"
    );
}

#[test]
fn a_service_and_an_office_add_days() {
    let arequipa = OfficeId::from("04");
    let calendar = Calendar {
        holidays: Holidays::None,
        closed: vec![
            ClosedDay {
                day: date(2026, 8, 14),
                office: Some(arequipa.clone()),
            },
            ClosedDay {
                day: date(2026, 8, 13),
                office: None,
            },
        ],
    };
    for (day, office, works) in [
        (date(2026, 8, 12), Some(&arequipa), true),
        (date(2026, 8, 13), Some(&arequipa), false),
        (date(2026, 8, 13), None, false),
        (date(2026, 8, 14), Some(&arequipa), false),
        (date(2026, 8, 14), Some(&OfficeId::from("15")), true),
        (date(2026, 8, 14), None, true),
        (date(2026, 8, 15), None, false),
        (date(2026, 12, 25), None, true),
    ] {
        assert_eq!(calendar.is_business_day(day, office), works, "{day} {office:?}");
    }
    assert_eq!(
        calendar.business_day_after(date(2026, 8, 12), 1, Some(&arequipa)),
        date(2026, 8, 17)
    );
    assert_eq!(
        calendar.business_day_after(date(2026, 8, 12), 1, None),
        date(2026, 8, 14)
    );
}

/// The days from Monday to Friday on which nobody works, as the library `holidays` 0.109 from `PyPI` has them.
#[test]
fn the_holidays_of_each_country() {
    for (code, year, expected) in [
        ("cl", 2026, "1-1 4-3 5-1 5-21 6-29 7-16 9-18 10-12 12-8 12-25"),
        ("cl", 2027, "1-1 3-26 5-21 6-21 6-28 7-16 9-17 10-11 11-1 12-8"),
        (
            "cl",
            2028,
            "4-14 5-1 6-20 6-26 8-15 9-18 9-19 10-9 10-27 11-1 12-8 12-25",
        ),
        (
            "cl",
            2029,
            "1-1 3-30 5-1 5-21 6-20 7-2 7-16 8-15 9-17 9-18 9-19 10-15 11-1 11-2 12-25",
        ),
        (
            "cl",
            2030,
            "1-1 4-19 5-1 5-21 6-21 7-16 8-15 9-18 9-19 9-20 10-31 11-1 12-25",
        ),
        ("mx", 2026, "1-1 2-2 3-16 5-1 9-16 11-16 12-25"),
        ("mx", 2027, "1-1 2-1 3-15 9-16 11-15"),
        ("mx", 2028, "2-7 3-20 5-1 11-20 12-25"),
        ("mx", 2029, "1-1 2-5 3-19 5-1 11-19 12-25"),
        ("mx", 2030, "1-1 2-4 3-18 5-1 9-16 10-1 11-18 12-25"),
        ("es", 2026, "1-1 1-6 4-3 5-1 10-12 12-8 12-25"),
        ("es", 2027, "1-1 1-6 3-26 10-12 11-1 12-6 12-8"),
        ("es", 2028, "1-6 4-14 5-1 8-15 10-12 11-1 12-6 12-8 12-25"),
        ("es", 2029, "1-1 3-30 5-1 8-15 10-12 11-1 12-6 12-25"),
        ("es", 2030, "1-1 4-19 5-1 8-15 11-1 12-6 12-25"),
        ("gb", 2026, "1-1 4-3 4-6 5-4 5-25 8-31 12-25 12-28"),
        ("gb", 2027, "1-1 3-26 3-29 5-3 5-31 8-30 12-27 12-28"),
        ("gb", 2028, "1-3 4-14 4-17 5-1 5-29 8-28 12-25 12-26"),
        ("gb", 2029, "1-1 3-30 4-2 5-7 5-28 8-27 12-25 12-26"),
        ("gb", 2030, "1-1 4-19 4-22 5-6 5-27 8-26 12-25 12-26"),
    ] {
        let calendar = Calendar {
            holidays: Holidays::Country(CountryRules::find(code).unwrap()),
            closed: Vec::new(),
        };
        let days = date(year, 1, 1)
            .series(1.day())
            .take_while(|day| day.year() == year)
            .filter(|day| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday));
        let found: Vec<String> = days
            .filter(|day| !calendar.is_business_day(*day, None))
            .map(|day| format!("{}-{}", day.month(), day.day()))
            .collect();
        assert_eq!(found.join(" "), expected, "{code} {year}");
    }
}
