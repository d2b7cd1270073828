//! A check by hand: the number on the paper and a second fact say valid or not, and nothing more.

use aws_lc_rs::constant_time;
use forms::{Answer, ClaimRole, canonical::letters_and_digits};
use jiff::SignedDuration;
use permit::{PermitNumber, Verdict};
use store::{PermitRow, if_there};

use crate::{engine::Engine, error::Error, limits::guessing::Guessing, peer::Peer};

/// Four digits are not to be guessed by many together.
const GUESSING: Guessing = Guessing {
    what: "permit-number",
    of_network: 120,
    of_everybody: 20,
    doubles_with: 10,
    longest_turn: SignedDuration::from_hours(1),
};

/// How many letters and digits the second fact has.
const LENGTH: usize = 4;

/// The last four letters or digits of the holder's document, as the paper shows it, in capitals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastFour(String);

impl LastFour {
    /// What was typed, with or without dots and hyphens; none where it is not four letters and digits.
    pub fn read(typed: &str) -> Option<Self> {
        let plain = letters_and_digits(typed);
        (plain.chars().count() == LENGTH).then_some(Self(plain))
    }
}

impl Engine {
    /// Whether there is a permit of this number, of a holder with such a document, that is valid now. All else looks the same
    /// to a stranger; `peer` is where they come from.
    pub async fn is_valid_permit(
        &self,
        peer: Peer,
        number: &PermitNumber,
        document: &LastFour,
    ) -> Result<bool, Error> {
        let guess = GUESSING.begin(self, peer, &number.to_string()).await?;
        let permit = if_there(self.store.permit_by_number(number).await)?;
        let is_holders = match &permit {
            Some(permit) => self.is_end_of_document(permit, document).await?,
            None => false,
        };
        if !is_holders {
            guess.was_wrong().await?;
            return Ok(false);
        }
        Ok(permit.is_some_and(|permit| permit.verdict_at(self.now()) == Verdict::Valid))
    }

    async fn is_end_of_document(&self, permit: &PermitRow, document: &LastFour) -> Result<bool, Error> {
        let kept = self.end_of_document(permit).await?;
        Ok(constant_time::verify_slices_are_equal(kept.as_bytes(), document.0.as_bytes()).is_ok())
    }

    async fn end_of_document(&self, permit: &PermitRow) -> Result<String, Error> {
        let case = self.store.case(permit.application).await?;
        let published = self.version(&permit.version).await?;
        let claims = &published.service.permit.claims;
        let document = claims.iter().find(|claim| claim.role == ClaimRole::Document);
        let answer = document.and_then(|claim| case.application.answers.get(&claim.answer));
        let number = match answer {
            Some(Answer::IdentityDocument(document)) => letters_and_digits(&document.number),
            Some(Answer::Text(text) | Answer::TaxNumber(text)) => letters_and_digits(text),
            _ => String::new(),
        };
        let skipped = number.chars().count().saturating_sub(LENGTH);
        Ok(number.chars().skip(skipped).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::LastFour;

    #[test]
    fn four_letters_or_digits_are_a_second_fact() {
        for (typed, read) in [
            ("8912", Some("8912")),
            (" 89-1x ", Some("891X")),
            ("٨٩١٢", Some("8912")),
            ("891", None),
            ("45678912", None),
            ("", None),
        ] {
            let found = LastFour::read(typed);
            assert_eq!(
                found.as_ref().map(|LastFour(four)| four.as_str()),
                read,
                "{typed}"
            );
        }
    }
}
