//! A check by hand: the number on the paper and a second fact say valid or not, and nothing more.

use aws_lc_rs::constant_time;
use forms::{Answer, ClaimRole, canonical::letters_and_digits};
use jiff::SignedDuration;
use permit::{PermitNumber, Verdict};
use store::{PermitRow, if_there};

use crate::{engine::Engine, error::Error, limits::limit};

const MOST: u32 = 20;
const WINDOW: SignedDuration = SignedDuration::from_mins(10);
/// From wherever: four digits are not to be guessed by many together.
const MOST_OF_ONE: u32 = 10;
const WINDOW_OF_ONE: SignedDuration = SignedDuration::from_hours(1);

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
        peer: &str,
        number: &PermitNumber,
        document: &LastFour,
    ) -> Result<bool, Error> {
        limit(self, "permit-number", peer, MOST, WINDOW).await?;
        let one = number.to_string();
        limit(self, "permit-number-one", &one, MOST_OF_ONE, WINDOW_OF_ONE).await?;
        let Some(permit) = if_there(self.store.permit_by_number(number).await)? else {
            return Ok(false);
        };
        let kept = self.end_of_document(&permit).await?;
        let same = constant_time::verify_slices_are_equal(kept.as_bytes(), document.0.as_bytes()).is_ok();
        Ok(permit.verdict_at(self.now()) == Verdict::Valid && same)
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
