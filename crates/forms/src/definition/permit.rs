//! What is issued.

use jiff::SignedDuration;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ids::QuestionId;
use super::of_earlier::{Changes, Renewal};
use super::people_needed::PeopleNeeded;
use super::span::Span;
use super::text::Text;
use super::validity::Validity;

/// The permit of a service: what it says, in the QR and on paper, and how long it holds.
#[derive(Debug, Clone, PartialEq)]
pub struct PermitDefinition {
    /// The file's `type`: the number that stands for this service in a QR, unique in the government, not 0.
    pub kind: u32,
    /// The paper's title.
    pub title: Text,
    /// From when to when it holds.
    pub valid: Validity,
    /// Whether it can be renewed.
    pub renewal: Option<Renewal>,
    /// Whether its holder may ask that it say something else.
    pub amendment: Option<Changes>,
    /// Whether its holder may hand it over to somebody else.
    pub transfer: Option<Changes>,
    /// Whether its holder may ask for another in the place of one that was lost.
    pub copy: bool,
    /// What the QR says, in order; later versions of the same type may only add at the end.
    pub claims: Vec<ClaimDefinition>,
    /// Further answers on the paper, not in the QR.
    pub prints: Vec<QuestionId>,
    /// What the holder must keep to.
    pub conditions: Vec<Text>,
    /// How old a status list may be for a check without network to count.
    pub offline_for: SignedDuration,
    /// What becomes of the scans of permits at checkpoints.
    pub scans: ScanPolicy,
    /// How many people it takes to revoke many at once.
    pub revoke_many: PeopleNeeded,
    /// Who checks it where it is used; nobody is named to the holder where the file names nobody.
    pub checked_by: Option<Text>,
}

impl PermitDefinition {
    /// How old a status list may be where the file says nothing.
    pub const OFFLINE_FOR: SignedDuration = SignedDuration::from_hours(24);

    /// Whether this definition may follow `previous` under the same permit type: claims in earlier permits
    /// are read by their place, so later versions may only add claims at the end. What a claim means to a
    /// verifier may change; another type is free.
    pub fn compatible_claims(&self, previous: &Self) -> Result<(), ClaimChanged> {
        if self.kind != previous.kind {
            return Ok(());
        }
        for (place, was) in previous.claims.iter().enumerate() {
            let same = |claim: &ClaimDefinition| claim.answer == was.answer && claim.form == was.form;
            if !self.claims.get(place).is_some_and(same) {
                return Err(ClaimChanged {
                    kind: self.kind,
                    place: place + 1,
                    was: was.answer.clone(),
                });
            }
        }
        Ok(())
    }
}

/// A claim that permits in people's hands carry was moved, changed or taken out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "claim {place} of permit type {kind} was `{was}` and must stay so: add claims at the end, or give the \
     permit a new `type`"
)]
pub struct ClaimChanged {
    /// The permit type that both versions claim.
    pub kind: u32,
    /// The claim's place, counted from 1.
    pub place: usize,
    /// The question that it held.
    pub was: QuestionId,
}

/// What becomes of the scans of a permit at checkpoints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScanPolicy {
    /// How long they are kept.
    pub kept_for: Span,
    /// Whether the holder sees when and where the permit was checked.
    pub shown_to_holder: bool,
}

/// One answer in the QR.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimDefinition {
    /// The question whose answer it is.
    pub answer: QuestionId,
    /// What it means to who checks the permit.
    pub role: ClaimRole,
    /// How much of it is shown.
    pub form: ClaimForm,
}

/// What a claim means to who checks the permit; decides how large the screen shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ClaimRole {
    /// The person's name, to hold against the identity document.
    Holder,
    /// The identity document.
    Document,
    /// The vehicle's plate.
    Vehicle,
    /// Where it allows to be or to go.
    Zone,
    /// From what time of the day it holds.
    HoursFrom,
    /// Until what time of the day it holds; before `HoursFrom` where the hours pass midnight.
    HoursUntil,
    /// On which days of the week it holds.
    Days,
    /// Anything else.
    Detail,
}

/// How much of an answer the QR tells to whoever photographs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ClaimForm {
    /// All of it.
    Whole,
    /// The last four characters.
    LastFour,
    /// The first letter of each word.
    Initials,
}
