//! The permit's paper, as it is kept with a version for ever.

use engine::{publishing::papers, services::Published};

use crate::world::{World, shipped};

const HERE: &str = "https://permisos.test";
const ELSEWHERE: &str = "https://tramites.permisos.test:8443";

#[test]
fn what_is_kept_does_not_know_the_sites_address() {
    let service = shipped("transit-permit");
    let here = papers(&service, HERE, true).unwrap();
    assert_eq!(here, papers(&service, ELSEWHERE, true).unwrap());
}

#[test]
fn an_address_without_room_on_the_paper_is_refused() {
    let long = format!("https://{}test", "permisos.".repeat(10));
    let refused = papers(&shipped("transit-permit"), &long, true);
    assert!(
        refused
            .unwrap_err()
            .to_string()
            .contains("is too long for the paper")
    );
}

/// Told where the file is checked and published, and not when somebody decides.
#[test]
fn conditions_without_room_on_the_paper_are_refused() {
    let whole = include_str!("every-type.yaml");
    let offering = |options: usize| {
        let text = "Deja libre la vereda para quien pase de día o de noche. ".repeat(3);
        let choose: Vec<String> = (0..options)
            .map(|n| format!("c{n}: {{es: {text}, en: {text}}}"))
            .collect();
        let conditions = format!("  conditions: {{choose: {{{}}}, write: true}}", choose.join(", "));
        let source = whole.replace("  conditions: []", &conditions);
        let service = forms::read("fair.yaml", &source).unwrap_or_else(|wrong| panic!("{wrong}"));
        papers(&service, HERE, true)
    };
    assert!(offering(3).is_ok());
    let refused = offering(12).unwrap_err().to_string();
    assert!(refused.contains("too long for the paper"), "{refused}");
}

/// Of a service in two languages one paper may have room and the other not: whoever says less is never told that more is missing.
#[test]
fn the_fullest_paper_is_told_of() {
    let whole = include_str!("every-type.yaml");
    let missing = |conditions: usize| {
        let each = "    - {es: Lleva tu documento., en: Carry your document.}\n";
        let all = format!("  conditions:\n{}", each.repeat(conditions));
        let source = whole.replace("  conditions: []\n", &all);
        let service = forms::read("full.yaml", &source).unwrap_or_else(|wrong| panic!("{wrong}"));
        match papers(&service, HERE, true) {
            Ok(_) => 0,
            Err(permit::pdf::PdfError::Crowded { over_mm, .. }) => over_mm,
            Err(other) => panic!("{other}"),
        }
    };
    let all: Vec<u32> = (1..60).map(missing).collect();
    assert!(all.is_sorted(), "{all:?}");
    assert!(all.contains(&0) && all.iter().any(|over| *over > 30), "{all:?}");
}

#[tokio::test]
async fn papers_kept_in_another_form_are_drawn_anew() {
    let world = World::new().await;
    let current = world.app.services.current("transit-permit").unwrap();
    let mut version = world.store.version(&current.hash).await.unwrap();
    for (_, bytes) in &mut version.skeletons {
        bytes[0] = 1;
    }
    let read = Published::read(version, world.app.settings.demo).unwrap();
    assert_eq!(read.skeletons, current.skeletons);
}
