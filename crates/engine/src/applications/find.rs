//! Finding an application by its reference and the document number: the status, and nothing else.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use forms::canonical;
use jiff::SignedDuration;
use permit::Reference;
use store::{Case, if_there};

use crate::{engine::Engine, error::Error, limits::limit, transitions::contact};

/// In so long a time…
const WINDOW: SignedDuration = SignedDuration::from_mins(15);
/// …so many guesses at one application…
const GUESSES: u32 = 6;
/// …and so many questions from one address: a whole village may share one.
const QUESTIONS: u32 = 60;

impl Engine {
    /// The case of a reference as somebody typed it, if the document number is its holder's. `peer` is where the question
    /// comes from.
    pub async fn find_application(
        &self,
        peer: &str,
        reference: &str,
        document: &str,
    ) -> Result<Found, Error> {
        limit(self, "find-from", peer, QUESTIONS, WINDOW).await?;
        let Ok(reference) = reference.parse::<Reference>() else {
            return Ok(Found::Mistyped);
        };
        limit(self, "find-for", &reference.to_string(), GUESSES, WINDOW).await?;
        let found = matching(self, &reference, document).await?;
        Ok(found.map_or(Found::Nothing, |case| Found::Case(Box::new(case))))
    }
}

/// What was found.
#[derive(Debug)]
pub enum Found {
    /// The text is no reference.
    Mistyped,
    /// There is no such application, or the document number is not its holder's.
    Nothing,
    /// The application, of which only the status may be told.
    Case(Box<Case>),
}

/// The hash of each document that may be meant is made and compared, whether there is a case or not.
async fn matching(engine: &Engine, reference: &Reference, document: &str) -> Result<Option<Case>, Error> {
    let asked: Vec<_> = canonical::documents(document)
        .iter()
        .map(|document| contact::document_hash(&engine.secret, *reference, document))
        .collect();
    let case = if_there(engine.store.case_by_reference(reference).await)?;
    let kept = case
        .as_ref()
        .and_then(|case| case.contact.document)
        .map_or([0; 32], |hash| hash.0);
    let same = asked.iter().fold(false, |same, asked| {
        same | verify_slices_are_equal(&kept, &asked.0).is_ok()
    });
    Ok(case.filter(|_| same))
}
