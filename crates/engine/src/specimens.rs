//! Specimens: somebody who may publish a service walks through a version of it as its citizens would, and sees what would follow. There
//! is no application: what is typed is kept as a draft is, apart from the drafts of citizens, and what follows is computed from it each
//! time by the same functions that decide real applications ([ADR 42](../../../docs/adr/0042-specimens-on-the-running-site.md)).

mod ahead;
mod choice;
mod kept;
mod letters;
mod paper;
mod play;
mod version;

use forms::{Answers, ContentHash};
use jiff::SignedDuration;

pub use ahead::StepAhead;
pub use choice::Choice;
pub use kept::{Chosen, Sent, Specimen};
pub use letters::SpecimenLetter;
pub use paper::{CODE, SpecimenPermit};
pub use play::{Happened, Outcome};

use self::kept::Kept;
use crate::{authorise::Caller, engine::Engine, error::Error, limits, permits::fit::unprintable_conditions};

/// So many choices are tried on one specimen: time that runs out may lead in a circle.
pub const MOST_CHOICES: usize = 40;

/// What one person changes in a minute: as many pages as nobody fills in.
const CHANGED: u32 = 120;
const WINDOW: SignedDuration = SignedDuration::from_mins(1);

impl Engine {
    /// What somebody typed who tries that version; nothing where they have not begun, or it was kept long enough.
    pub async fn specimen(
        &self,
        caller: &Caller,
        service: &str,
        version: &ContentHash,
    ) -> Result<Option<Specimen>, Error> {
        let (published, person) = self.version_to_try(caller, service, version).await?;
        let kept = kept::find(self, person, version).await?;
        Ok(kept.map(|kept| Specimen {
            published,
            person,
            kept,
        }))
    }

    /// Begins to try that version, with an empty form: what was typed before is gone.
    pub async fn begin_specimen(
        &self,
        caller: &Caller,
        service: &str,
        version: &ContentHash,
    ) -> Result<Specimen, Error> {
        let (published, person) = self.version_to_try(caller, service, version).await?;
        let mut specimen = Specimen {
            published,
            person,
            kept: Kept::default(),
        };
        self.keep_specimen(&mut specimen, Kept::default()).await?;
        Ok(specimen)
    }

    /// Forgets what somebody typed who tried that version.
    pub async fn end_specimen(
        &self,
        caller: &Caller,
        service: &str,
        version: &ContentHash,
    ) -> Result<(), Error> {
        let (_, person) = self.version_to_try(caller, service, version).await?;
        kept::forget(self, person, version).await
    }

    /// Keeps new answers, for another day. What would have followed from those of before is gone.
    pub async fn answer_specimen(&self, specimen: &mut Specimen, answers: Answers) -> Result<(), Error> {
        let kept = Kept { answers, sent: None };
        self.keep_specimen(specimen, kept).await
    }

    /// Sends complete answers, in the language in which their applicant would be written to. Nothing leaves: from now on it can be seen
    /// what would follow.
    pub async fn send_specimen(
        &self,
        specimen: &mut Specimen,
        answers: Answers,
        language: &str,
    ) -> Result<(), Error> {
        let sent = Sent {
            at: self.now(),
            answers,
            language: specimen.service().language_for(language),
            choices: Vec::new(),
        };
        play::play(self, &specimen.published, &sent)?;
        let kept = Kept {
            answers: specimen.kept.answers.clone(),
            sent: Some(sent),
        };
        self.keep_specimen(specimen, kept).await
    }

    /// Has something happen to what was sent. `seen` is how much had happened on the page on which it was chosen: what is pressed twice
    /// happens once.
    pub async fn choose_in_specimen(
        &self,
        specimen: &mut Specimen,
        seen: usize,
        choice: Choice,
    ) -> Result<(), Error> {
        let Some(mut sent) = specimen.kept.sent.clone() else {
            return Err(Error::Conflict);
        };
        if !choice.is_short() {
            return Err(Error::TooLarge);
        }
        if sent.choices.len() != seen || seen >= MOST_CHOICES {
            return Err(Error::Conflict);
        }
        sent.choices.push(Chosen {
            at: self.now(),
            choice,
        });
        let outcome = play::play(self, &specimen.published, &sent)?;
        let workflow = &specimen.service().review;
        let conditions = outcome.application().possible_conditions(workflow);
        if let Some(cause) = unprintable_conditions(&specimen.published, &conditions) {
            return Err(Error::UnprintableConditions(cause));
        }
        let kept = Kept {
            answers: specimen.kept.answers.clone(),
            sent: Some(sent),
        };
        self.keep_specimen(specimen, kept).await
    }

    /// Takes back the last thing that happened.
    pub async fn undo_in_specimen(&self, specimen: &mut Specimen, seen: usize) -> Result<(), Error> {
        let mut kept = specimen.kept.clone();
        let choices = kept.sent.as_mut().map(|sent| &mut sent.choices);
        match choices.filter(|choices| choices.len() == seen) {
            Some(choices) => choices.pop(),
            None => return Err(Error::Conflict),
        };
        self.keep_specimen(specimen, kept).await
    }

    /// What follows from what was sent and chosen.
    pub fn specimen_outcome(&self, specimen: &Specimen) -> Result<Option<Outcome>, Error> {
        let sent = specimen.sent();
        sent.map(|sent| play::play(self, &specimen.published, sent))
            .transpose()
    }

    async fn keep_specimen(&self, specimen: &mut Specimen, kept: Kept) -> Result<(), Error> {
        let person = specimen.person;
        limits::limit(self, "specimen", &person.to_string(), CHANGED, WINDOW).await?;
        kept::keep(self, person, &specimen.published.hash, &kept).await?;
        specimen.kept = kept;
        Ok(())
    }
}
