//! One place as people write it: decimal degrees, degrees with minutes and seconds, or a link from a map.

use super::super::digits::ascii_digit;
use crate::Position;

/// The place that is written here.
pub(super) fn position(line: &str) -> Option<Position> {
    let line: String = line.chars().map(ascii_digit).map(plain_minus).collect();
    if is_link(&line) {
        return of_link(&line);
    }
    of_words(&line)
}

/// Whether it is a link from a map.
pub(super) fn is_link(line: &str) -> bool {
    line.contains("://") || line.starts_with("geo:")
}

/// The signs that word processors put in the place of a minus.
fn plain_minus(sign: char) -> char {
    match sign {
        '\u{2212}' | '\u{2010}'..='\u{2014}' => '-',
        sign => sign,
    }
}

/// Links of maps differ, but in each the place is the first two numbers with three decimals or more: `@-12.0464,-77.0428,17z`,
/// `#map=17/-12.0464/-77.0428`, `mlat=-12.0464&mlon=-77.0428`, `geo:-12.0464,-77.0428`.
fn of_link(link: &str) -> Option<Position> {
    let parts = link.split(|c: char| !c.is_ascii_digit() && c != '.' && c != '-');
    let mut degrees = parts.filter_map(|part| {
        let (_, decimals) = part.split_once('.')?;
        (decimals.len() >= 3).then(|| part.parse::<f64>().ok()).flatten()
    });
    Position::of_degrees(degrees.next()?, degrees.next()?)
}

/// A direction, as Spanish and English write it: `O` is *oeste*.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    North,
    South,
    East,
    West,
}

impl Direction {
    fn read(letter: char) -> Option<Self> {
        Some(match letter.to_ascii_uppercase() {
            'N' => Self::North,
            'S' => Self::South,
            'E' => Self::East,
            'W' | 'O' => Self::West,
            _ => return None,
        })
    }

    fn is_latitude(self) -> bool {
        matches!(self, Self::North | Self::South)
    }

    fn sign(self) -> f64 {
        match self {
            Self::North | Self::East => 1.0,
            Self::South | Self::West => -1.0,
        }
    }
}

enum Part {
    Number(f64),
    Direction(Direction),
}

/// `-12.046374, -77.042793`, `12.046374 S 77.042793 W`, `12°02'47"S 77°02'34"O`, `S 12 2.78, W 77 2.57`.
fn of_words(line: &str) -> Option<Position> {
    let parts = parts(line)?;
    let directions = parts
        .iter()
        .filter(|part| matches!(part, Part::Direction(_)))
        .count();
    match (directions, parts.as_slice()) {
        (0, [Part::Number(latitude), Part::Number(longitude)]) => Position::of_degrees(*latitude, *longitude),
        (2, [first, ..]) => of_two(&parts, matches!(first, Part::Direction(_))),
        _ => None,
    }
}

/// Two coordinates with their directions, which stand before their numbers or behind them.
fn of_two(parts: &[Part], before: bool) -> Option<Position> {
    let mut coordinates: Vec<(Option<Direction>, Vec<f64>)> = vec![(None, Vec::new())];
    for part in parts {
        match part {
            Part::Direction(direction) => {
                if before && coordinates.last()?.0.is_some() {
                    coordinates.push((None, Vec::new()));
                }
                coordinates.last_mut()?.0 = Some(*direction);
                if !before {
                    coordinates.push((None, Vec::new()));
                }
            }
            Part::Number(number) => coordinates.last_mut()?.1.push(*number),
        }
    }
    coordinates.retain(|(direction, numbers)| direction.is_some() || !numbers.is_empty());
    let [(Some(first), of_first), (Some(second), of_second)] = coordinates.as_slice() else {
        return None;
    };
    let (first_degrees, second_degrees) = (
        degrees(of_first)? * first.sign(),
        degrees(of_second)? * second.sign(),
    );
    match (first.is_latitude(), second.is_latitude()) {
        (true, false) => Position::of_degrees(first_degrees, second_degrees),
        (false, true) => Position::of_degrees(second_degrees, first_degrees),
        _ => None,
    }
}

/// Degrees, with minutes and seconds where they are written. What has a direction has no sign.
fn degrees(numbers: &[f64]) -> Option<f64> {
    let (whole, rest) = numbers.split_first()?;
    let fits = rest.len() <= 2 && *whole >= 0.0 && rest.iter().all(|part| (0.0..60.0).contains(part));
    let minutes = rest.first().copied().unwrap_or_default();
    let seconds = rest.get(1).copied().unwrap_or_default();
    fits.then_some(whole + minutes / 60.0 + seconds / 3600.0)
}

/// The numbers and the directions, in order; nothing where there is anything else.
fn parts(line: &str) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut number = String::new();
    // A space at the end ends the last number.
    for sign in line.chars().chain([' ']) {
        match sign {
            '0'..='9' | '.' | '-' | '+' => number.push(sign),
            _ => {
                if !number.is_empty() {
                    let written = std::mem::take(&mut number);
                    parts.push(Part::Number(written.parse().ok()?));
                }
                if let Some(direction) = Direction::read(sign) {
                    parts.push(Part::Direction(direction));
                } else if !is_between(sign) {
                    return None;
                }
            }
        }
    }
    Some(parts)
}

/// Whether a sign stands between numbers and says nothing: spaces, commas, degrees, minutes, seconds.
fn is_between(sign: char) -> bool {
    sign.is_whitespace() || ",°º˚'’′\"”″()".contains(sign)
}
