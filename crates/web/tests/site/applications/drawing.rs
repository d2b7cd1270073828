//! Places on a map: written, or marked on a grid that works without a script.

use forms::{Answer, Service};
use review::Command;

use crate::world::World;

const LAND: &str = r"form:
  - page: land
    title: {es: Terreno, en: Land}
    questions:
      - {id: plot, type: map, draws: area, label: {es: Terreno, en: Plot}, within: {north: -12.0, south: -12.1, west: -77.1, east: -77.0}}
      - {id: gate, type: map, label: {es: Puerta, en: Gate}, within: {north: -12.0, south: -12.1, west: -77.1, east: -77.0}}
    computed: [{id: hectares, is: plot.area / 10000.0, label: {es: Hectáreas, en: Hectares}}]
";
const PAGE: &str = "/s/every-type/apply/land";

fn land() -> Service {
    let source = include_str!("../every-type.yaml").replace("form:\n", LAND);
    forms::read("land.yaml", &source).unwrap_or_else(|wrong| panic!("{wrong}"))
}

async fn begun() -> World {
    let mut world = World::with(&[land()]).await;
    world.employ("olga", &["officer"]).await;
    let start = world.post("/s/every-type/apply", &[]).await.location();
    assert_eq!(start, PAGE);
    world.get(PAGE).await;
    world
}

#[tokio::test]
async fn a_press_on_the_grid_adds_a_place_and_keeps_what_was_typed() {
    let mut world = begun().await;
    let page = world
        .post(
            PAGE,
            &[
                ("plot", "-12.02, -77.08"),
                ("plot.grid.x", "144"),
                ("plot.grid.y", "72"),
                ("gate", "x"),
            ],
        )
        .await;
    assert_eq!(
        page.between("id=\"plot\"", "</textarea>")
            .rsplit('>')
            .next()
            .unwrap(),
        "-12.02, -77.08\n-12.025000, -77.050000"
    );
    assert!(page.body.contains("value=\"x\""), "{}", page.body);
    assert!(
        !page.body.contains("error-message"),
        "nothing is judged yet: {}",
        page.body
    );
    assert!(page.body.contains("name=\"plot.back\""), "{}", page.body);
    let page = world
        .post(
            PAGE,
            &[("plot", "-12.02, -77.08\n-12.025, -77.05"), ("plot.back", "1")],
        )
        .await;
    assert_eq!(
        page.between("id=\"plot\"", "</textarea>")
            .rsplit('>')
            .next()
            .unwrap(),
        "-12.02, -77.08"
    );
    // A point is moved, not added.
    let page = world
        .post(
            PAGE,
            &[
                ("gate", "-12.02, -77.08"),
                ("gate.grid.x", "288"),
                ("gate.grid.y", "288"),
            ],
        )
        .await;
    assert!(
        page.body
            .contains("name=\"gate\" type=\"text\" value=\"-12.100000, -77.000000\""),
        "{}",
        page.body
    );
}

/// The Enter key presses the first button of a form.
#[tokio::test]
async fn the_enter_key_goes_on_and_presses_no_grid() {
    let mut world = begun().await;
    let page = world.get(PAGE).await;
    let form = page.between("id=\"answers\"", "</form>");
    let first = ["<button", "type=\"image\""].map(|button| form.find(button).unwrap());
    assert!(first[0] < first[1], "{form}");
    assert!(
        form.contains("<button class=\"visually-hidden\" tabindex=\"-1\" aria-hidden=\"true\"></button>"),
        "{form}"
    );
    // What a browser sends where a key pressed the grid is no place.
    let page = world
        .post(
            PAGE,
            &[("gate", "here"), ("gate.grid.x", "0"), ("gate.grid.y", "0")],
        )
        .await;
    assert!(page.body.contains("error-message"), "{}", page.body);
}

#[tokio::test]
async fn what_was_drawn_is_seen_by_whoever_applies_and_decides() {
    let mut world = begun().await;
    let mut answers = forms::samples::sample(&land(), world.app.today());
    let corners = [
        "-12.05,-77.05",
        "-12.05,-77.049",
        "-12.051,-77.049",
        "-12.051,-77.05",
    ];
    answers.insert(
        "plot".into(),
        Answer::Map(corners.iter().map(|corner| corner.parse().unwrap()).collect()),
    );
    let check = world.fill(&land(), &answers, |_| {}).await;
    let page = world.get(&check).await;
    let row = page.between("Terreno</dt>", "</div>");
    assert!(
        row.contains("<img class=\"map\" src=\"data:image/svg+xml;base64,"),
        "{row}"
    );
    assert!(
        row.contains("-12.050000, -77.050000; -12.050000, -77.049000"),
        "{row}"
    );
    assert!(row.contains("m²)"), "{row}");
    let hectares = page.between("Hectáreas</dt><dd>", "<");
    assert!(hectares.starts_with("1.20"), "{hectares}");
    let sent = world.post("/s/every-type/apply/submit", &[]).await.location();
    let reference = sent
        .trim_start_matches("/a/")
        .trim_end_matches("?sent=1")
        .to_owned();
    world.command(&reference, vec![Command::Claim]).await;
    world.log_in("olga").await;
    let page = world.get(&format!("/o/cases/{reference}")).await;
    let row = page.between("<dt>Terreno</dt>", "</div>");
    assert!(row.contains("data:image/svg+xml;base64,"), "{row}");
    assert!(
        row.contains("href=\"https://www.openstreetmap.org/?mlat=-12.050000&#38;mlon=-77.050000#map=17/"),
        "{row}"
    );
    assert!(row.contains("rel=\"noopener noreferrer\""), "{row}");
}

/// Each is told in a sentence, and what was typed is kept.
#[tokio::test]
async fn wrong_places_are_told_and_kept() {
    let mut world = begun().await;
    for (typed, told) in [
        ("", "Marca el lugar en «Puerta»"),
        ("Av. Larco 100", "Revisa «Av. Larco 100» en «Puerta»"),
        ("12.05, 77.05", "fuera de la zona"),
        ("-12.05,-77.05;-12.06,-77.06", "Deja un solo lugar"),
        (
            "<script>alert(1)</script>",
            "Revisa «&#60;script&#62;alert(1)&#60;/script&#62;»",
        ),
    ] {
        let page = world.post(PAGE, &[("gate", typed)]).await;
        assert!(page.body.contains(told), "{typed}: {}", page.body);
    }
    let bow = "-12.05,-77.05\n-12.06,-77.06\n-12.06,-77.05\n-12.05,-77.06";
    let page = world
        .post(PAGE, &[("plot", bow), ("gate", "-12.05,-77.05")])
        .await;
    assert!(
        page.body.contains("las líneas entre ellas se cruzan"),
        "{}",
        page.body
    );
    assert!(page.body.contains(bow), "{}", page.body);
}
