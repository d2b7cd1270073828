//! Words in each language, as a permit description carries them.

use forms::{Service, Text};
use permit::description::Texts;

use crate::spoken::engine_language;

/// A text of the service's, in every language that it is written in.
pub(super) fn texts(text: &Text) -> Texts {
    text.all()
        .map(|(language, words)| (language.to_string(), words.to_owned()))
        .collect()
}

/// Words of the engine's, in every language of the service.
pub(super) fn own(service: &Service, key: &str) -> Texts {
    let languages = service.languages.iter();
    languages
        .map(|language| {
            (
                language.to_string(),
                engine_language(language).t(key).into_owned(),
            )
        })
        .collect()
}
