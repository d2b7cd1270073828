//! Days and times of day.

use jiff::civil::{Date, Time};

use super::Answer;
use super::fields::Fields;
use super::tidy::{self, is_digits};
use super::words::month;
use super::wrong::{Cause, Wrong};

pub(super) fn date(fields: Fields<'_>, min: Option<Date>, max: Option<Date>) -> Result<Answer, Wrong> {
    let date = typed(fields)?;
    match (min, max) {
        (Some(min), _) if date < min => Err(Wrong::from(Cause::DateEarly).at("day").day(min)),
        (_, Some(max)) if date > max => Err(Wrong::from(Cause::DateLate).at("day").day(max)),
        _ => Ok(Answer::Date(date)),
    }
}

/// From three fields, or from one as people, browsers and spreadsheets write dates.
fn typed(fields: Fields<'_>) -> Result<Date, Wrong> {
    let parts = ["day", "month", "year"].map(|part| tidy::number(fields.sent(part)));
    if parts.iter().all(String::is_empty) {
        let whole = tidy::number(fields.sent(""));
        if whole.is_empty() {
            return Err(Wrong::from(Cause::DateMissing).at("day"));
        }
        return one_field(&whole).ok_or_else(|| Wrong::from(Cause::DateUnreal).at("day"));
    }
    for (part, text) in ["day", "month", "year"].into_iter().zip(&parts) {
        if text.is_empty() {
            return Err(Wrong::from(Cause::DateIncomplete).at(part));
        }
    }
    let [day, month, year] = &parts;
    day_of(day, month, year).ok_or_else(|| Wrong::from(Cause::DateUnreal).at("day"))
}

/// `1990-03-27`, `27/3/1990`, `27 de marzo de 1990`, `March 27, 1990`, each also with a midnight after it.
fn one_field(text: &str) -> Option<Date> {
    let words = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    // A point before the sign of an ordinal (`1.º`) has made it a word of its own.
    let words = words.filter(|word| !matches!(*word, "º" | "°"));
    let mut words = words.flat_map(|word| match word.split_once('T') {
        Some((day, hour)) if is_digits(day) && is_digits(hour) => vec![day, hour],
        _ => vec![word],
    });
    let mut next = || words.find(|word| !matches!(word.to_lowercase().as_str(), "de" | "del" | "of"));
    let (first, second, third) = (next()?, next()?, next()?);
    if words.any(|word| word.bytes().any(|byte| byte != b'0')) {
        return None;
    }
    if first.len() == 4 && is_digits(first) {
        day_of(third, second, first)
    } else if month(first).is_some() {
        day_of(second, first, third)
    } else {
        day_of(first, second, third)
    }
}

fn day_of(day: &str, month_name: &str, year: &str) -> Option<Date> {
    let short = |text: &str| is_digits(text).then(|| text.parse::<i8>().ok()).flatten();
    let month = short(month_name).or_else(|| month(month_name))?;
    let year = Some(year).filter(|year| year.len() == 4 && is_digits(year))?;
    Date::new(year.parse().ok()?, month, short(cardinal(day))?).ok()
}

/// The digits of `1º`, `1.º`, `1ro`, `1st`, `27th`.
fn cardinal(day: &str) -> &str {
    let digits = day.trim_end_matches(|c: char| !c.is_ascii_digit());
    match &day[digits.len()..] {
        "" | "º" | "°" | ".º" | ".°" | "ro" | "er" | "st" | "nd" | "rd" | "th" => digits,
        _ => day,
    }
}

pub(super) fn time(fields: Fields<'_>) -> Result<Answer, Wrong> {
    let text = tidy::number(fields.sent("")).to_lowercase();
    if text.is_empty() {
        return Err(Cause::TimeMissing.into());
    }
    time_of(&text)
        .map(Answer::Time)
        .ok_or_else(|| Cause::TimeUnreal.into())
}

/// `08:30`, `8.30`, `8h30`, `0830`, `8 am`, `3:15 p. m.`, `12 m`.
fn time_of(text: &str) -> Option<Time> {
    let letters: String = text.chars().filter(|c| c.is_alphabetic()).collect();
    let numbers: Vec<&str> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|n| !n.is_empty())
        .collect();
    let (hour, minute): (i8, i8) = match numbers.as_slice() {
        [hour] if hour.len() <= 2 && !letters.is_empty() => (hour.parse().ok()?, 0),
        [both] if matches!(both.len(), 3 | 4) => {
            let (hour, minute) = both.split_at(both.len() - 2);
            (hour.parse().ok()?, minute.parse().ok()?)
        }
        [hour, minute] | [hour, minute, "00"] if hour.len() <= 2 && minute.len() == 2 => {
            (hour.parse().ok()?, minute.parse().ok()?)
        }
        _ => return None,
    };
    let hour = match (letters.as_str(), hour) {
        ("am", 12) => 0,
        ("pm" | "m", 12) => 12,
        ("pm", 1..=11) => hour + 12,
        ("am", 1..=11) | ("" | "h" | "hs" | "hrs" | "hora" | "horas", 0..=23) => hour,
        _ => return None,
    };
    Time::new(hour, minute, 0, 0).ok()
}
