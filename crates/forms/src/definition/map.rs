//! Places on the earth, which a question of type `map` asks for.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Millionths of a degree in a degree: some eleven centimetres each.
const MICRO: i32 = 1_000_000;

/// What is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MapShape {
    /// One place: a tree, a gate.
    Point,
    /// A way from its first place to its last.
    Line,
    /// What lies within a line that ends where it began.
    Area,
}

impl MapShape {
    /// As a service file names it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Point => "point",
            Self::Line => "line",
            Self::Area => "area",
        }
    }

    /// How few places make one.
    pub fn least(self) -> usize {
        match self {
            Self::Point => 1,
            Self::Line => 2,
            Self::Area => 3,
        }
    }

    /// How many places it may have.
    pub fn most(self) -> usize {
        match self {
            Self::Point => 1,
            Self::Line | Self::Area => 50,
        }
    }
}

/// A place on the earth in WGS 84, to the millionth of a degree. Written as in a `geo:` address (RFC 5870): latitude and longitude in
/// decimal degrees, `-12.046374,-77.042793`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Millionths of a degree north of the equator.
    latitude: i32,
    /// Millionths of a degree east of Greenwich.
    longitude: i32,
}

impl Position {
    /// The place at these degrees, if there is one.
    pub fn of_degrees(latitude: f64, longitude: f64) -> Option<Self> {
        Some(Self {
            latitude: micro(latitude, 90)?,
            longitude: micro(longitude, 180)?,
        })
    }

    /// Degrees north of the equator.
    pub fn latitude(self) -> f64 {
        f64::from(self.latitude) / f64::from(MICRO)
    }

    /// Degrees east of Greenwich.
    pub fn longitude(self) -> f64 {
        f64::from(self.longitude) / f64::from(MICRO)
    }

    /// Its longitude and latitude as whole numbers, with which crossings are computed exactly.
    pub(crate) fn whole(self) -> (i64, i64) {
        (self.longitude.into(), self.latitude.into())
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "it is held against the bound first"
)]
fn micro(degrees: f64, most: i32) -> Option<i32> {
    let micro = (degrees * f64::from(MICRO)).round();
    (micro.abs() <= f64::from(most) * f64::from(MICRO)).then_some(micro as i32)
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.6},{:.6}", self.latitude(), self.longitude())
    }
}

impl FromStr for Position {
    type Err = NoPosition;

    fn from_str(text: &str) -> Result<Self, NoPosition> {
        let (latitude, longitude) = text.split_once(',').ok_or(NoPosition)?;
        let degrees = |text: &str| text.parse::<f64>().map_err(|_| NoPosition);
        Self::of_degrees(degrees(latitude)?, degrees(longitude)?).ok_or(NoPosition)
    }
}

/// A text that is no place's latitude and longitude.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("latitude and longitude are expected in degrees, such as -12.046374,-77.042793")]
pub struct NoPosition;

impl Serialize for Position {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Position {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(de::Error::custom)
    }
}

/// What lies between two latitudes and two longitudes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extent {
    /// Its corner in the south-west.
    pub south_west: Position,
    /// Its corner in the north-east.
    pub north_east: Position,
}

impl Extent {
    /// Whether a place lies in it or on its edge.
    pub fn holds(&self, place: Position) -> bool {
        let (low, high) = (self.south_west, self.north_east);
        (low.latitude..=high.latitude).contains(&place.latitude)
            && (low.longitude..=high.longitude).contains(&place.longitude)
    }

    /// The place at so much of its width from the west and so much of its height from the north, each from 0 to 1.
    pub fn place(&self, east: f64, south: f64) -> Position {
        let (low, high) = (self.south_west, self.north_east);
        let between = |low: i32, high: i32, part: f64| {
            let (low, high) = (f64::from(low), f64::from(high));
            low + (high - low) * part.clamp(0.0, 1.0)
        };
        let latitude = between(high.latitude, low.latitude, south) / f64::from(MICRO);
        let longitude = between(low.longitude, high.longitude, east) / f64::from(MICRO);
        Position::of_degrees(latitude, longitude).unwrap_or(low)
    }

    /// Where a place lies in it: so much of its width from the west and so much of its height from the north.
    pub fn parts(&self, place: Position) -> (f64, f64) {
        let (low, high) = (self.south_west, self.north_east);
        let part = |low: i32, high: i32, at: i32| {
            (f64::from(at) - f64::from(low)) / (f64::from(high) - f64::from(low)).max(1.0)
        };
        (
            part(low.longitude, high.longitude, place.longitude),
            1.0 - part(low.latitude, high.latitude, place.latitude),
        )
    }

    /// What some places lie in, with room around them: a tenth of its width, and so much that a hundred metres are seen of one place. Of
    /// equal sides on the ground.
    pub fn around(places: &[Position]) -> Option<Self> {
        let edge = |of: fn(&Position) -> i32| {
            let least = places.iter().map(of).min()?;
            Some((f64::from(least), f64::from(places.iter().map(of).max()?)))
        };
        let (south, north) = edge(|place| place.latitude)?;
        let (west, east) = edge(|place| place.longitude)?;
        let (middle, across) = (f64::midpoint(south, north), f64::midpoint(west, east));
        // A degree of longitude is shorter, the nearer a pole.
        let shorter = (middle / f64::from(MICRO)).to_radians().cos().max(0.01);
        let half = ((north - south).max((east - west) * shorter) * 0.6).max(500.0);
        let corner = |by: f64| {
            let latitude = ((middle + by) / f64::from(MICRO)).clamp(-90.0, 90.0);
            let longitude = ((across + by / shorter) / f64::from(MICRO)).clamp(-180.0, 180.0);
            Position::of_degrees(latitude, longitude)
        };
        Some(Self {
            south_west: corner(-half)?,
            north_east: corner(half)?,
        })
    }
}
