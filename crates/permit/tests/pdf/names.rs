//! Names of all languages that are written in Latin letters.

use permit::pdf::{PdfError, Skeleton, covers};

use crate::sample::{layout, paper};
use crate::tools;

/// What a paper may measure whose permit needs letters beside those that all papers carry.
const LIMIT: usize = 60_000;
const EXEMPLARS: &str = include_str!("exemplars.tsv");

fn filled(values: &[&str]) -> Result<Vec<u8>, PdfError> {
    let mut paper = paper();
    for (place, value) in values.iter().enumerate() {
        (*value).clone_into(&mut paper.values[place]);
    }
    Skeleton::draw(&layout())?.fill(&paper)
}

/// Each language with its letters.
fn languages() -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
    let lines = EXEMPLARS.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| {
        let (language, letters) = line.split_once('\t').unwrap();
        (language, letters.split(' ').collect())
    })
}

#[test]
fn all_languages_in_latin_letters_are_printed() {
    let languages: Vec<_> = languages().collect();
    assert!(languages.len() >= 200, "{}", languages.len());
    for (language, letters) in languages {
        for letter in letters {
            assert_eq!(covers(letter), Ok(()), "{language}: {letter}");
        }
    }
}

#[test]
fn a_name_is_printed_whole_and_can_be_copied() {
    for name in [
        "Nguyễn Thị Hường",
        "Ọláyinká Adébáyọ\u{300}",
        "Kaʻahumanu",
        "Col·lell i Fàbregas",
        "G\u{303}uahu g\u{303}ua",
        "Ɛ\u{331}\u{308}kɔ\u{301} Ŋ\u{300}gǝ\u{301}",
        "Martin Luther King, Jr.",
    ] {
        let pdf = filled(&[name]).unwrap();
        assert!(pdf.len() < LIMIT, "{name}: {} bytes", pdf.len());
        let path = tools::keep("name", &pdf);
        let sound = tools::run("qpdf", "qpdf", &["--check", path.to_str().unwrap()]);
        assert!(
            sound.status.success(),
            "{}",
            String::from_utf8_lossy(&sound.stdout)
        );
        let text = tools::text("name", &pdf);
        assert!(text.contains(name), "{name} is not in\n{text}");
        assert_eq!(
            tools::picture("name", &pdf, 150).qr_text(),
            paper().qr_text,
            "{name}"
        );
    }
}

/// All letters of the language with the most of them, on one paper.
#[test]
fn a_paper_full_of_letters_stays_small() {
    let (_, vietnamese) = languages().find(|(language, _)| *language == "vi").unwrap();
    let all = vietnamese.concat();
    let letters: Vec<char> = all.chars().collect();
    let half: String = letters[..letters.len() / 2].iter().collect();
    let rest: String = letters[letters.len() / 2..].iter().collect();
    let pdf = filled(&[&half, "", "", "", "", &rest]).unwrap();
    assert!(pdf.len() < LIMIT, "{} bytes", pdf.len());
    assert_eq!(
        pdf,
        filled(&[&half, "", "", "", "", &rest]).unwrap(),
        "the same bytes each time"
    );
}

/// What needs no such letter is the file that it always was: nothing of the further font is in it.
#[test]
fn other_papers_carry_none_of_it() {
    let plain = filled(&["María José Ñahui"]).unwrap();
    assert!(plain.len() < 25_000, "{} bytes", plain.len());
    let further = filled(&["Łukasz"]).unwrap();
    let count = |pdf: &[u8]| pdf.windows(5).filter(|window| window == b"%%EOF").count();
    assert_eq!([count(&plain), count(&further)], [1, 2]);
}
