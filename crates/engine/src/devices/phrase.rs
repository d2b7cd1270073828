//! The phrase by which people know the real scanner: two words and two digits, easily read out over a radio.

use crate::clock::Random;

/// Short nouns of everyday Peru, none mistaken for another when it is spoken.
#[rustfmt::skip]
const WORDS: [&str; 64] = [
    "alpaca", "andén", "arpa", "balsa", "barro", "bosque", "brasa", "cactus",
    "café", "caimán", "cajón", "camino", "canasta", "cántaro", "cebada", "cerro",
    "chacra", "choclo", "cobre", "colibrí", "cometa", "cóndor", "delfín", "espiga",
    "faro", "flauta", "fogón", "garúa", "gaviota", "guanaco", "guitarra", "isla",
    "jaguar", "lago", "lana", "lúcuma", "luna", "maíz", "manta", "mate",
    "molino", "nieve", "nube", "olla", "palmera", "papaya", "pelícano", "piedra",
    "poncho", "puente", "puma", "quena", "quinua", "remo", "roca", "sal",
    "sapo", "sombrero", "taza", "tejado", "telar", "totora", "trigo", "zorro",
];

/// A fresh phrase, such as `cóndor puente 47`. It is a sign for people, not a key.
pub(super) fn propose(random: &dyn Random) -> String {
    let mut drawn = [0; 4];
    random.fill(&mut drawn);
    let [first, second, digits @ ..] = drawn;
    let word = |byte: u8| WORDS[usize::from(byte) % WORDS.len()];
    let other = if word(first) == word(second) {
        second.wrapping_add(1)
    } else {
        second
    };
    let number = u16::from_be_bytes(digits) % 100;
    format!("{} {} {number:02}", word(first), word(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct These([u8; 4]);

    impl Random for These {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.copy_from_slice(&self.0);
        }
    }

    #[test]
    fn a_phrase_is_two_different_words_and_two_digits() {
        for (drawn, phrase) in [
            ([21, 49, 0, 47], "cóndor puente 47"),
            ([21, 21, 0, 7], "cóndor delfín 07"),
            ([255, 63, 255, 255], "zorro alpaca 35"),
        ] {
            assert_eq!(propose(&These(drawn)), phrase);
        }
        let mut words = WORDS.to_vec();
        words.dedup();
        assert_eq!(words.len(), 64);
    }
}
