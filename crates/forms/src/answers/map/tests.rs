use super::*;
use crate::answers::Raw;

fn read(text: &str, shape: MapShape) -> Result<Vec<Position>, Cause> {
    let raw: Raw = [("q".to_owned(), vec![text.to_owned()])].into();
    match map(Fields::new(&raw, "q"), shape, None) {
        Ok(Answer::Map(places)) => Ok(places),
        Ok(_) => unreachable!("a map is answered with places"),
        Err(wrong) => Err(wrong.cause),
    }
}

fn place(text: &str) -> Position {
    text.parse().unwrap()
}

#[test]
fn one_place_however_people_write_it() {
    let lima = place("-12.046389,-77.042778");
    for written in [
        "-12.046389, -77.042778",
        "-12.046389 -77.042778",
        "−12.046389, −77.042778",
        "12.046389 S, 77.042778 W",
        "12.046389° S 77.042778° O",
        "S 12.046389 W 77.042778",
        "77.042778 W, 12.046389 S",
        "12°02'47\"S 77°02'34\"W",
        "12° 2′ 47″ S, 77° 2′ 34″ O",
        "12°02.78334'S 77°02.56668'W",
        "(-12.046389, -77.042778)",
        "geo:-12.046389,-77.042778;u=35",
        "https://www.google.com/maps/@-12.046389,-77.042778,17z",
        "https://maps.google.com/?q=-12.046389,-77.042778",
        "https://www.openstreetmap.org/#map=17/-12.046389/-77.042778",
        "https://www.openstreetmap.org/?mlat=-12.046389&mlon=-77.042778#map=5/1.000/2.000",
        "١٢.٠٤٦٣٨٩ S 77.042778 W",
    ] {
        assert_eq!(read(written, MapShape::Point), Ok(vec![lima]), "{written}");
    }
}

#[test]
fn what_is_no_place_is_said_so() {
    for written in [
        "Jr. de la Unión 300",
        "-12.046389",
        "-12.046389, -77.042778, 5",
        "91, 0",
        "0, 181",
        "12 N 13 S",
        "12°61'S 77°W",
        "-12 S 77 W",
        "1e5, 2",
        "12..5, 7",
        "NaN, 3",
        "https://maps.example/lima",
        "\u{202e}-12, -77 <script>",
        "=1+1",
    ] {
        assert_eq!(read(written, MapShape::Point), Err(Cause::MapUnreal), "{written}");
    }
}

#[test]
fn each_shape_wants_its_number_of_places() {
    let corners = "0,0\n0,1\n1,1";
    for (written, shape, expected) in [
        ("", MapShape::Point, Err(Cause::MapMissing)),
        ("0,0;0,1", MapShape::Point, Err(Cause::MapManyOfPoint)),
        ("0,0", MapShape::Line, Err(Cause::MapFewOfLine)),
        ("0,0\n0,0", MapShape::Line, Err(Cause::MapFewOfLine)),
        ("0,0;0,1", MapShape::Line, Ok(2)),
        ("0,0;0,1", MapShape::Area, Err(Cause::MapFewOfArea)),
        (corners, MapShape::Area, Ok(3)),
        ("0,0\n0,1\n1,1\n0,0", MapShape::Area, Ok(3)),
        ("0,0\n1,1\n1,0\n0,1", MapShape::Area, Err(Cause::MapCrossing)),
        ("0,0\n0,2\n0,1\n1,1", MapShape::Area, Err(Cause::MapCrossing)),
        ("0,0\n0,2\n0,1", MapShape::Area, Err(Cause::MapCrossing)),
        ("0,0\n0,2\n2,2\n2,0\n0,1", MapShape::Area, Err(Cause::MapCrossing)),
    ] {
        assert_eq!(
            read(written, shape).map(|places| places.len()),
            expected,
            "{written}"
        );
    }
    let many: Vec<String> = (0..51).map(|at| format!("0,{at}")).collect();
    assert_eq!(read(&many.join("\n"), MapShape::Line), Err(Cause::MapMany));
}

/// The figures are those of `GeographicLib`'s own examples and of WGS 84.
#[test]
fn lengths_and_areas_are_those_of_the_earth() {
    let corners = ["0,0", "0,1", "1,1", "1,0"].map(place);
    let (around, area) = around_and_area(&corners);
    assert!((area - 12_308_778_361.469).abs() < 1.0, "{area}");
    assert!((around - 443_770.917).abs() < 0.01, "{around}");
    let reversed: Vec<Position> = corners.into_iter().rev().collect();
    assert!((around_and_area(&reversed).1 - area).abs() < 1.0);
    let a_degree = length(&["0,0", "1,0"].map(place));
    assert!((a_degree - 110_574.389).abs() < 0.001, "{a_degree}");
}

#[test]
fn what_lies_outside_is_refused_and_named() {
    let within = Extent {
        south_west: place("-12.1,-77.1"),
        north_east: place("-12.0,-77.0"),
    };
    let read = |text: &str| {
        let raw: Raw = [("q".to_owned(), vec![text.to_owned()])].into();
        map(Fields::new(&raw, "q"), MapShape::Point, Some(within))
    };
    assert!(read("-12.05,-77.05").is_ok());
    for outside in ["12.05,-77.05", "-77.05,-12.05", "-12.2,-77.05"] {
        assert_eq!(
            read(outside).map_err(|wrong| wrong.cause),
            Err(Cause::MapOutside),
            "{outside}"
        );
    }
}

#[test]
fn a_press_on_the_grid_is_a_place_and_a_place_is_where_it_was_pressed() {
    let within = Extent {
        south_west: place("-12.1,-77.1"),
        north_east: place("-12.0,-77.0"),
    };
    assert_eq!(within.place(0.0, 0.0), place("-12.0,-77.1"));
    assert_eq!(within.place(1.0, 1.0), place("-12.1,-77.0"));
    assert_eq!(
        within.place(7.0, -7.0),
        place("-12.0,-77.0"),
        "outside is on the edge"
    );
    let (east, south) = within.parts(place("-12.025,-77.05"));
    assert!((east - 0.5).abs() < 1e-6 && (south - 0.25).abs() < 1e-6);
}

#[test]
fn there_is_room_around_what_was_drawn_anywhere_on_the_earth() {
    for places in [
        vec!["-12,-77"],
        vec!["90,0"],
        vec!["-90,180"],
        vec!["0,-180", "0,180"],
        vec!["-12,-77", "-13,-76"],
    ] {
        let places: Vec<Position> = places.into_iter().map(place).collect();
        let extent = Extent::around(&places).unwrap();
        assert!(places.iter().all(|place| extent.holds(*place)), "{extent:?}");
    }
    assert_eq!(Extent::around(&[]), None);
}
