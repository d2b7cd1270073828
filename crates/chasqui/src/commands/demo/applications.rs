//! The demo's applications: some of each service in every state, handed in over the last days.

mod story;
mod variants;

use std::sync::Arc;

use anyhow::Result;
use jiff::{SignedDuration, Timestamp};
use store::Person;
use web::{App, Clock};

use story::{Ending, tell};
use variants::Applicant;

/// Hands in applications of every service and carries each to where its story ends.
pub(super) async fn add(app: &App, people: &[Person]) -> Result<()> {
    let mut applicants = APPLICANTS.iter().cycle();
    for published in app.services.all() {
        for (ending, hours_ago) in STORIES {
            let applicant = applicants.next().unwrap_or(&APPLICANTS[0]);
            let then = at(app, SignedDuration::from_hours(hours_ago));
            tell(&then, app, &published, people, applicant, ending).await?;
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

const APPLICANTS: [Applicant; 14] = [
    Applicant {
        name: "María Elena Quispe Mamani",
        mailbox: "maria.quispe",
    },
    Applicant {
        name: "José Luis Ñahui Condori",
        mailbox: "jose.nahui",
    },
    Applicant {
        name: "Rosa Huamán Flores",
        mailbox: "rosa.huaman",
    },
    Applicant {
        name: "Juan Carlos Tello Vásquez",
        mailbox: "juan.tello",
    },
    Applicant {
        name: "Sofía Chávez Paredes",
        mailbox: "sofia.chavez",
    },
    Applicant {
        name: "Ch’aska Ttito Ccoyo",
        mailbox: "chaska.ttito",
    },
    Applicant {
        name: "Luz Marina Palacios Ríos",
        mailbox: "luz.palacios",
    },
    Applicant {
        name: "Óscar Inca Yupanqui",
        mailbox: "oscar.inca",
    },
    Applicant {
        name: "Ana Lucía Gonzales Peña",
        mailbox: "ana.gonzales",
    },
    Applicant {
        name: "Édgar Apaza Choque",
        mailbox: "edgar.apaza",
    },
    Applicant {
        name: "Nélida Ushiñahua Tuanama",
        mailbox: "nelida.ushinahua",
    },
    Applicant {
        name: "Wilmer Sinarahua Pinedo",
        mailbox: "wilmer.sinarahua",
    },
    Applicant {
        name: "Kiara Fernández Muñoz",
        mailbox: "kiara.fernandez",
    },
    Applicant {
        name: "Teófilo Yarasca Güere",
        mailbox: "teofilo.yarasca",
    },
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
    let mut app = app.clone();
    let clock = Arc::clone(&app.clock);
    app.clock = Arc::new(Earlier { clock, by });
    app
}
