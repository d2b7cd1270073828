//! The demo's applications: some of each service in every state, handed in over the last days.

mod story;
mod variants;

use std::sync::Arc;

use anyhow::Result;
use jiff::{SignedDuration, Timestamp};
use store::Person;
use web::{App, Clock};

use story::{Ending, tell};

/// Hands in applications of every service and carries each to where its story ends.
pub(super) async fn add(app: &App, people: &[Person]) -> Result<()> {
    let mut names = NAMES.iter().cycle();
    for published in app.services.all() {
        for (ending, hours_ago) in STORIES {
            let name = names.next().copied().unwrap_or(NAMES[0]);
            let then = at(app, SignedDuration::from_hours(hours_ago));
            tell(&then, app, &published, people, name, ending).await?;
        }
    }
    Ok(())
}

const STORIES: [(Ending, i64); 12] = [
    (Ending::Lapsed, 24 * 20),
    (Ending::Rejected, 50),
    (Ending::Withdrawn, 47),
    (Ending::Approved, 30),
    (Ending::Approved, 6),
    (Ending::ByRule, 5),
    (Ending::Claimed, 4),
    (Ending::Waiting, 3),
    (Ending::Queued, 3),
    (Ending::Queued, 2),
    (Ending::Queued, 1),
    (Ending::ByRule, 1),
];

const NAMES: [&str; 14] = [
    "María Elena Quispe Mamani",
    "José Luis Ñahui Condori",
    "Rosa Huamán Flores",
    "Juan Carlos Tello Vásquez",
    "Sofía Chávez Paredes",
    "Ch’aska Ttito Ccoyo",
    "Luz Marina Palacios Ríos",
    "Óscar Inca Yupanqui",
    "Ana Lucía Gonzales Peña",
    "Édgar Apaza Choque",
    "Nélida Ushiñahua Tuanama",
    "Wilmer Sinarahua Pinedo",
    "Kiara Fernández Muñoz",
    "Teófilo Yarasca Güere",
];

/// A clock that is behind, so that the demo has a past.
struct Earlier {
    clock: Arc<dyn Clock>,
    by: SignedDuration,
}

impl Clock for Earlier {
    fn now(&self) -> Timestamp {
        let now = self.clock.now();
        now.checked_sub(self.by).unwrap_or(now)
    }
}

fn at(app: &App, by: SignedDuration) -> App {
    let clock = Arc::new(Earlier { clock: app.clock.clone(), by });
    App { clock, ..app.clone() }
}
