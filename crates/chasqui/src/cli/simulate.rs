//! The words of `chasqui simulate`.

use std::{path::PathBuf, str::FromStr};

use jiff::civil::Date;

/// The numbers that the owner of a service knows.
#[derive(Clone, clap::Args)]
pub(crate) struct Simulate {
    /// A service file. Who applies answers as in the scenarios beside it, or as is usual
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// How many applications are expected in the whole time
    #[arg(long, value_name = "N")]
    pub(crate) applications: u32,
    /// How many people decide at each step; `STEP=N` says it of one step and may be given several times
    #[arg(long, required = true, value_name = "N|STEP=N")]
    pub(crate) officers: Vec<OfStep<u32>>,
    /// How many minutes one decision takes them in the mean, 10 unless given; `STEP=N` as above
    #[arg(long, value_name = "N|STEP=N")]
    pub(crate) minutes: Vec<OfStep<f64>>,
    /// The first day, such as 2026-12-07; tomorrow, unless given
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) from: Option<Date>,
    /// How many days applications come in
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub(crate) days: u32,
    /// From when to when people work, on the days on which the service's offices do
    #[arg(long, value_name = "FROM-TO", default_value = "8:00-17:00")]
    pub(crate) hours: OfficeHours,
    /// They work on weekends and holidays too
    #[arg(long)]
    pub(crate) every_day: bool,
    /// The share of applications that rules leave to people, such as 30%; unless given, that of the answers that are tried
    #[arg(long, value_name = "SHARE")]
    pub(crate) people: Option<Share>,
    /// How applications spread over the days
    #[arg(long, value_enum, default_value_t = Shape::Launch)]
    pub(crate) shape: Shape,
    /// Another number draws other applications and other times of decision; the same draws the same
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// Also draw the queue and the waits into this file, as an SVG
    #[arg(long, value_name = "FILE.svg")]
    pub(crate) picture: Option<PathBuf>,
}

/// How applications spread over the days.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Shape {
    /// Most on the first day, and half as many on each day as on the one before
    Launch,
    /// As many on each day
    Even,
}

/// A number for every step, or for the one that is named.
#[derive(Clone)]
pub(crate) struct OfStep<T> {
    pub(crate) step: Option<String>,
    pub(crate) number: T,
}

impl<T: FromStr> FromStr for OfStep<T> {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (step, number) = match text.split_once('=') {
            Some((step, number)) => (Some(step.trim().to_owned()), number),
            None => (None, text),
        };
        let number = number.trim().parse();
        let number =
            number.map_err(|_| "write a number, or a step and its number: inspection=3".to_owned())?;
        Ok(Self { step, number })
    }
}

/// When people work, in minutes of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OfficeHours {
    pub(crate) opens: u16,
    pub(crate) closes: u16,
}

impl FromStr for OfficeHours {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let ends = text.split_once('-');
        let ends = ends.and_then(|(opens, closes)| Some((minute(opens)?, minute(closes)?)));
        let (opens, closes) = ends.ok_or("write the hours as 8:00-17:00")?;
        if closes <= opens {
            return Err("hours must end after they begin, on the same day: 8:00-17:00".into());
        }
        Ok(Self { opens, closes })
    }
}

/// `8:00`, `17:30` or `24:00`, in minutes of the day.
fn minute(text: &str) -> Option<u16> {
    let (hours, minutes) = text.trim().split_once(':').unwrap_or((text.trim(), "0"));
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    let minute = hours.checked_mul(60)?.checked_add(minutes)?;
    (minutes < 60 && minute <= 24 * 60).then_some(minute)
}

/// A share, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Share(pub(crate) f64);

impl FromStr for Share {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let percent = text
            .trim()
            .strip_suffix('%')
            .map(|number| number.trim().parse::<f64>());
        match percent {
            Some(Ok(percent)) if (0.0..=100.0).contains(&percent) => Ok(Self(percent / 100.0)),
            _ => Err("write a share from 0% to 100%, such as 30%".into()),
        }
    }
}

fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "write the day as 2026-12-07".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_those_of_one_day() {
        for (text, hours) in [
            ("8:00-17:00", Some((480, 1020))),
            ("08:30 - 12:15", Some((510, 735))),
            ("0-24", Some((0, 1440))),
            ("17:00-8:00", None),
            ("8:00-8:00", None),
            ("8:00-24:01", None),
            ("8:60-10:00", None),
            ("8:00", None),
        ] {
            let read = text.parse::<OfficeHours>().ok();
            assert_eq!(read.map(|hours| (hours.opens, hours.closes)), hours, "{text}");
        }
    }

    #[test]
    fn a_share_is_of_a_hundred() {
        for (text, share) in [
            ("30%", Some(0.3)),
            ("0%", Some(0.0)),
            ("100 %", Some(1.0)),
            ("12.5%", Some(0.125)),
        ] {
            assert_eq!(text.parse().ok(), share.map(Share), "{text}");
        }
        for text in ["30", "0.3", "130%", "-1%", "some%", "NaN%", ""] {
            assert!(text.parse::<Share>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_number_may_be_of_one_step() {
        let read = |text: &str| text.parse::<OfStep<u32>>().map(|of| (of.step, of.number));
        assert_eq!(read("12"), Ok((None, 12)));
        assert_eq!(read("inspection=3"), Ok((Some("inspection".into()), 3)));
        assert!(read("inspection=").is_err() && read("many").is_err() && read("-1").is_err());
    }
}
