//! What is drawn on a map, and where it must lie.

use super::Check;
use crate::read::field::At;
use crate::read::raw::{RawDegrees, RawExtent, RawQuestion};
use crate::{Extent, Kind, MapShape, Position};

impl Check<'_> {
    pub(super) fn map(&mut self, raw: &RawQuestion) -> Kind {
        Kind::Map {
            draws: raw.draws.as_ref().map_or(MapShape::Point, |draws| draws.value),
            within: raw.within.as_ref().and_then(|within| self.extent(within)),
        }
    }

    fn extent(&mut self, raw: &RawExtent) -> Option<Extent> {
        let edges = [
            (&raw.north, "north", 90.0),
            (&raw.south, "south", 90.0),
            (&raw.west, "west", 180.0),
            (&raw.east, "east", 180.0),
        ];
        let mut fits = true;
        for (edge, name, most) in edges {
            fits &= self.is_on_earth(edge, name, most);
        }
        if !fits {
            return None;
        }
        let (north, south) = (raw.north.value.0, raw.south.value.0);
        let (west, east) = (raw.west.value.0, raw.east.value.0);
        if north <= south {
            let message = format!("`north` is {north} and `south` is {south}: nothing lies between them");
            self.unreadable(&raw.north.span, message)
                .help("the larger number is further north: -12 is north of -13");
            return None;
        }
        if east <= west {
            let message = format!("`east` is {east} and `west` is {west}: nothing lies between them");
            self.unreadable(&raw.east.span, message)
                .help("the larger number is further east: -76 is east of -77");
            return None;
        }
        Some(Extent {
            south_west: Position::of_degrees(south, west)?,
            north_east: Position::of_degrees(north, east)?,
        })
    }

    fn is_on_earth(&mut self, edge: &At<RawDegrees>, name: &str, most: f64) -> bool {
        let fits = edge.value.0.abs() <= most;
        if !fits {
            let message = format!("`{name}` is {}: there is no such degree", edge.value.0);
            let help = format!(
                "between -{most} and {most}; `north` and `south` are latitudes, `west` and `east` longitudes"
            );
            self.unreadable(&edge.span, message).help(help);
        }
        fits
    }
}
