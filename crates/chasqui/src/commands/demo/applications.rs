//! The demo's applications: some of each service in every state, handed in over the last days.

mod story;
mod variants;

use anyhow::Result;
use engine::{authorise::Caller, engine::Engine};
use jiff::SignedDuration;

use super::earlier::earlier;
use story::{Ending, tell};
use variants::Person;

/// Hands in applications of every service and carries each to where its story ends.
pub(super) async fn add(engine: &Engine, people: &[Caller]) -> Result<()> {
    let mut applicants = APPLICANTS.iter().cycle();
    for published in engine.services.all() {
        for (ending, hours_ago) in STORIES {
            let applicant = applicants.next().unwrap_or(&APPLICANTS[0]);
            let then = earlier(engine, SignedDuration::from_hours(hours_ago));
            Box::pin(tell(&then, engine, &published, people, applicant, ending)).await?;
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

const APPLICANTS: [Person; 14] = [
    Person {
        name: "María Elena Quispe Mamani",
        mailbox: "maria.quispe",
    },
    Person {
        name: "José Luis Ñahui Condori",
        mailbox: "jose.nahui",
    },
    Person {
        name: "Rosa Huamán Flores",
        mailbox: "rosa.huaman",
    },
    Person {
        name: "Juan Carlos Tello Vásquez",
        mailbox: "juan.tello",
    },
    Person {
        name: "Sofía Chávez Paredes",
        mailbox: "sofia.chavez",
    },
    Person {
        name: "Ch’aska Ttito Ccoyo",
        mailbox: "chaska.ttito",
    },
    Person {
        name: "Luz Marina Palacios Ríos",
        mailbox: "luz.palacios",
    },
    Person {
        name: "Óscar Inca Yupanqui",
        mailbox: "oscar.inca",
    },
    Person {
        name: "Ana Lucía Gonzales Peña",
        mailbox: "ana.gonzales",
    },
    Person {
        name: "Édgar Apaza Choque",
        mailbox: "edgar.apaza",
    },
    Person {
        name: "Nélida Ushiñahua Tuanama",
        mailbox: "nelida.ushinahua",
    },
    Person {
        name: "Wilmer Sinarahua Pinedo",
        mailbox: "wilmer.sinarahua",
    },
    Person {
        name: "Kiara Fernández Muñoz",
        mailbox: "kiara.fernandez",
    },
    Person {
        name: "Teófilo Yarasca Güere",
        mailbox: "teofilo.yarasca",
    },
];
