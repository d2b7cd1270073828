//! In which of the engine's languages it speaks where a service speaks one of its own.

use forms::Language as Spoken;
use locale::Language;

/// A service's language as one of the engine's; papers of a service in another language carry the engine's default.
pub(crate) fn engine_language(language: &Spoken) -> Language {
    Language::of(language.as_str()).unwrap_or(Language::DEFAULT)
}
