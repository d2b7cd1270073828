//! Passwords judged before they are taken: long enough, and not among the first that a machine would try.

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};
use zxcvbn::{Score, feedback::Warning};

use super::passwords::SHORTEST;

/// So many letters or digits at least that are not of the person's own name or address.
const LEAST_ELSE: usize = 6;

/// What is wrong with a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Weakness {
    /// It is short.
    #[error("the password is too short: {SHORTEST} characters at least; a sentence is easy to remember")]
    Short,
    /// Many people have it, or one that is nearly the same.
    #[error("the password is one that many people use, or nearly; a sentence of your own is better")]
    Common,
    /// It is made of the person's name or address.
    #[error("the password is made of the person's own name or address, which others know")]
    Own,
    /// It repeats itself or follows a pattern.
    #[error("the password repeats itself or follows a pattern that is quickly guessed")]
    Pattern,
}

/// Judges the password of somebody who is called so and logs in with this address.
pub(super) fn judge(password: &str, name: &str, email: &str) -> Result<(), Weakness> {
    if password.chars().count() < SHORTEST {
        return Err(Weakness::Short);
    }
    // The library's lists are without accents, and so are most attackers'.
    let (password, name) = (&*plain(password), &*plain(name));
    let own = own_words(name, email);
    if is_little_else(password, &own) {
        return Err(Weakness::Own);
    }
    let own: Vec<&str> = own.iter().map(String::as_str).collect();
    let entropy = zxcvbn::zxcvbn(password, &own);
    if entropy.score() >= Score::Three {
        return Ok(());
    }
    // What others could not tell from any password is its owner's alone.
    if zxcvbn::zxcvbn(password, &[]).score() >= Score::Three {
        return Err(Weakness::Own);
    }
    let warning = entropy.feedback().and_then(zxcvbn::feedback::Feedback::warning);
    Err(match warning {
        Some(
            Warning::ThisIsATop10Password
            | Warning::ThisIsATop100Password
            | Warning::ThisIsACommonPassword
            | Warning::ThisIsSimilarToACommonlyUsedPassword
            | Warning::AWordByItselfIsEasyToGuess
            | Warning::NamesAndSurnamesByThemselvesAreEasyToGuess
            | Warning::CommonNamesAndSurnamesAreEasyToGuess,
        ) => Weakness::Common,
        _ => Weakness::Pattern,
    })
}

/// The same letters without accents.
fn plain(text: &str) -> String {
    text.nfd().filter(|letter| !is_combining_mark(*letter)).collect()
}

/// Whether a password is made of these words and little else, in whatever order and with whatever between them.
fn is_little_else(password: &str, own: &[String]) -> bool {
    let whole = password.to_lowercase();
    let rest = own
        .iter()
        .fold(whole.clone(), |rest, word| rest.replace(word, ""));
    let letters = rest.chars().filter(|letter| letter.is_alphanumeric()).count();
    rest.len() < whole.len() && letters < LEAST_ELSE
}

/// The parts of a name and of an address, in lower case as the library compares them.
fn own_words(name: &str, email: &str) -> Vec<String> {
    let (name, email) = (name.to_lowercase(), email.to_lowercase());
    let parts = name
        .split_whitespace()
        .chain(email.split(['@', '.', '-', '_', '+']));
    let whole = [name.replace(' ', ""), email.clone()];
    parts
        .filter(|part| part.chars().count() > 2)
        .map(str::to_owned)
        .chain(whole)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_judged() {
        for (password, judged) in [
            ("papas con ocopa", Ok(())),
            ("tres-llamas-y-un-charango", Ok(())),
            ("xk2 tq9 vvr 7wd", Ok(())),
            ("ocopa", Err(Weakness::Short)),
            ("ñandúñandú", Err(Weakness::Short)),
            ("password1234", Err(Weakness::Common)),
            ("contraseña123", Err(Weakness::Common)),
            ("ÓlgaQuíspeMamáni", Err(Weakness::Own)),
            ("aaaaaaaaaaaaaaaa", Err(Weakness::Pattern)),
            ("abcabcabcabcabc", Err(Weakness::Pattern)),
            ("OlgaQuispeMamani", Err(Weakness::Own)),
            ("quispe mamani olga", Err(Weakness::Own)),
            ("olga.quispe@munilima", Err(Weakness::Own)),
            ("Olga-Quispe-2026", Err(Weakness::Own)),
            ("olga come papas con ocopa", Ok(())),
        ] {
            let said = judge(password, "Olga Quispe Mamani", "olga.quispe@munilima.gob.pe");
            assert_eq!(said, judged, "{password}");
        }
    }
}
