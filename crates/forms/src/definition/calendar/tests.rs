use jiff::civil::date;

use super::*;

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
            .filter(|day| PERU.iter().any(|holiday| holiday.falls_on(*day)))
            .collect();
        assert_eq!(found, expected, "{year}");
    }
    assert!(
        !PERU.iter().any(|holiday| holiday.falls_on(date(2021, 12, 9))),
        "before its law"
    );
    let lines = include_str!("../../../data/holidays/pe.tsv").lines();
    assert_eq!(
        lines.filter(|line| !line.starts_with('#')).count(),
        PERU.len(),
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
