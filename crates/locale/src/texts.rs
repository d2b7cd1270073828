//! The product's own words: one folder a language under `texts/`, one Fluent file a feature.
//!
//! A further language is a further folder; a test refuses one that lacks a message of a feature that it covers. What the *service* says is in its file.

use std::{borrow::Cow, collections::BTreeSet, sync::LazyLock};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use rust_embed::RustEmbed;
use unic_langid::LanguageIdentifier;

/// The language that is offered first and falls back for the others.
const DEFAULT: &str = "es-PE";

#[derive(RustEmbed)]
#[folder = "texts"]
struct Files;

struct Locale {
    tag: String,
    /// Whether it has a file for every feature that the default has one for.
    whole: bool,
    bundle: FluentBundle<FluentResource>,
}

static LOCALES: LazyLock<Vec<Locale>> = LazyLock::new(load);

/// How many languages there are.
pub(crate) fn count() -> usize {
    LOCALES.len()
}

/// The tag of a language, such as `es-PE`.
pub(crate) fn tag(language: usize) -> &'static str {
    &LOCALES[language].tag
}

/// Whether a language has texts for every feature; one that does not is for the scanner alone.
pub(crate) fn is_whole(language: usize) -> bool {
    LOCALES[language].whole
}

/// Whether a language has a text of its own for a key.
pub(crate) fn has(language: usize, key: &str) -> bool {
    LOCALES[language].bundle.has_message(key)
}

/// The text of a key with its arguments; the default language's where it is missing; the key itself where it is unknown.
pub(crate) fn text(language: usize, key: &str, arguments: &[(&str, FluentValue<'_>)]) -> Cow<'static, str> {
    [language, 0]
        .into_iter()
        .find_map(|language| format(&LOCALES[language].bundle, key, arguments))
        .unwrap_or_else(|| {
            tracing::error!(key, "no such text");
            Cow::Owned(key.to_owned())
        })
}

fn format(
    bundle: &'static FluentBundle<FluentResource>,
    key: &str,
    arguments: &[(&str, FluentValue<'_>)],
) -> Option<Cow<'static, str>> {
    let pattern = bundle.get_message(key)?.value()?;
    let mut errors = Vec::new();
    if arguments.is_empty() {
        return Some(bundle.format_pattern(pattern, None, &mut errors));
    }
    let arguments: FluentArgs<'_> = arguments
        .iter()
        .map(|(name, value)| (*name, value.clone()))
        .collect();
    let text = bundle
        .format_pattern(pattern, Some(&arguments), &mut errors)
        .into_owned();
    if !errors.is_empty() {
        tracing::error!(key, ?errors, "a text lacks an argument");
    }
    Some(Cow::Owned(text))
}

fn load() -> Vec<Locale> {
    let mut tags: Vec<String> = Files::iter()
        .filter_map(|path| path.split_once('/').map(|(tag, _)| tag.to_owned()))
        .collect();
    tags.sort_by_key(|tag| (tag != DEFAULT, tag.clone()));
    tags.dedup();
    tags.into_iter()
        .map(|tag| Locale {
            bundle: bundle(&tag),
            whole: features(DEFAULT).is_subset(&features(&tag)),
            tag,
        })
        .collect()
}

fn features(tag: &str) -> BTreeSet<String> {
    Files::iter()
        .filter_map(|path| {
            path.split_once('/')
                .map(|(tag, file)| (tag.to_owned(), file.to_owned()))
        })
        .filter_map(|(folder, file)| (folder == tag).then_some(file))
        .collect()
}

fn bundle(tag: &str) -> FluentBundle<FluentResource> {
    let language: LanguageIdentifier = tag.parse().expect("a folder of texts is named by a language tag");
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    // The marks that would isolate arguments from right-to-left text show as boxes on old phones.
    bundle.set_use_isolating(false);
    for path in Files::iter().filter(|path| path.split('/').next() == Some(tag)) {
        let file = Files::get(&path).expect("a listed file is embedded");
        let source = String::from_utf8(file.data.into_owned()).expect("texts are UTF-8");
        let resource = FluentResource::try_new(source)
            .unwrap_or_else(|(_, errors)| panic!("the texts in {path} do not parse: {errors:?}"));
        bundle
            .add_resource(resource)
            .unwrap_or_else(|errors| panic!("{path} says a key twice: {errors:?}"));
    }
    bundle
}

#[cfg(test)]
mod tests;
