//! Days of the week that are on the paper alone: a phone that reads the code could not tell that the permit does not hold today.

use unicode_normalization::UnicodeNormalization as _;

use super::Check;
use crate::read::raw::{RawPermit, RawText, Word};
use crate::{ClaimRole, Question};

/// As conditions name them, in the languages that are offered; compared without accents.
const NAMES: [&str; 24] = [
    "lunes",
    "martes",
    "miercoles",
    "jueves",
    "viernes",
    "sabado",
    "sabados",
    "domingo",
    "domingos",
    "dias de semana",
    "fines de semana",
    "fin de semana",
    "dias indicados",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "weekday",
    "weekdays",
    "weekend",
    "weekends",
];

impl Check<'_> {
    /// Advises a claim of the days where conditions name some, or where the paper shows an answer that is some.
    pub(super) fn days_in_code(&mut self, raw: &RawPermit, questions: &[&Question]) {
        let in_code = |word: &Word| {
            let claim = raw.claims.iter().find(|claim| claim.answer.value == word.value);
            claim
                .and_then(|claim| claim.role.as_ref())
                .is_some_and(|role| role.value == ClaimRole::Days)
        };
        let has_days = raw.claims.iter().any(|claim| in_code(&claim.answer));
        if has_days {
            return;
        }
        let claimed = raw.claims.iter().map(|claim| &claim.answer);
        let shown = claimed.chain(&raw.prints).find(|word| {
            let question = questions
                .iter()
                .find(|question| question.id.as_str() == word.value);
            question.is_some_and(|question| question.kind.is_of_weekdays())
        });
        let named = raw
            .conditions
            .always()
            .iter()
            .flat_map(RawText::words)
            .find(|word| names_a_day(&word.value));
        let Some(word) = shown.or(named) else { return };
        self.advise(
            &word.span.clone(),
            "this speaks of days of the week, and the code does not: on another day a phone would still say that the permit is valid",
        )
        .help("add a claim with them at the end: `- {answer: days, role: days}`");
    }
}

fn names_a_day(text: &str) -> bool {
    let folded: String = text
        .to_lowercase()
        .nfd()
        .filter(|letter| letter.is_alphanumeric() || *letter == ' ')
        .collect();
    let folded = format!(" {folded} ");
    NAMES.iter().any(|name| folded.contains(&format!(" {name} ")))
}

#[cfg(test)]
mod tests {
    use super::names_a_day;

    #[test]
    fn a_condition_names_days_in_words_of_their_own() {
        for (text, names) in [
            ("Vale los sábados y domingos.", true),
            ("Solo de LUNES a viernes", true),
            ("Valid on weekdays only.", true),
            ("No lo uses en días de semana.", true),
            ("Es personal: no lo prestes.", false),
            ("Vale 36 horas.", false),
            ("Av. Domingos Ferreira", true),
            ("Calle Martesana", false),
        ] {
            assert_eq!(names_a_day(text), names, "{text}");
        }
    }
}
