//! Places on other people's maps. Nothing is told there before somebody follows the link.

use forms::Position;

/// Where OpenStreetMap shows a place.
pub(crate) fn on_openstreetmap(place: Position) -> String {
    let (latitude, longitude) = (place.latitude(), place.longitude());
    format!(
        "https://www.openstreetmap.org/?mlat={latitude:.6}&mlon={longitude:.6}#map=17/{latitude:.6}/{longitude:.6}"
    )
}
