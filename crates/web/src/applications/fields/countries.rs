//! Countries in the order in which they are looked up: first where we are, then the neighbours, then all others by name.

use std::sync::LazyLock;

use forms::countries::{self, Country};
use locale::{Area, Language, collation::sort_by_name};

type Countries = Vec<&'static Country>;

/// Sorted once a language.
static BY_LANGUAGE: LazyLock<Vec<(Language, Countries)>> = LazyLock::new(|| {
    let languages = Language::offered(Area::Site);
    languages.map(|language| (language, sorted(language))).collect()
});

/// All of them, as speakers of a service's language look for them.
pub(super) fn in_order(spoken: &forms::Language) -> &'static [&'static Country] {
    let language = Language::of(spoken.as_str()).unwrap_or(Language::DEFAULT);
    let found = BY_LANGUAGE.iter().find(|(one, _)| *one == language);
    found.map_or(&[], |(_, countries)| countries)
}

fn sorted(language: Language) -> Countries {
    let spoken = forms::Language::from(language.code());
    let mut all: Countries = countries::all().iter().collect();
    sort_by_name(&mut all, language, |country| country.name(&spoken));
    all.sort_by_key(|country| match country.code {
        countries::OWN => 0,
        code if countries::NEIGHBOURS.contains(&code) => 1,
        _ => 2,
    });
    all
}

#[cfg(test)]
mod tests {
    use super::in_order;

    #[test]
    fn a_country_is_where_people_look_for_it() {
        for (language, first, then) in [
            (
                "es",
                ["Perú", "Bolivia", "Brasil", "Chile", "Colombia"],
                ["Bélgica", "Belice", "Benín"],
            ),
            (
                "en",
                ["Peru", "Bolivia", "Brazil", "Chile", "Colombia"],
                ["Belgium", "Belize", "Benin"],
            ),
        ] {
            let language = forms::Language::from(language);
            let names: Vec<&str> = in_order(&language)
                .iter()
                .map(|one| one.name(&language))
                .collect();
            assert_eq!(names[..5], first);
            let at = names.iter().position(|name| *name == then[0]).unwrap();
            assert_eq!(names[at..at + 3], then);
            assert_eq!(names.len(), forms::countries::all().len());
        }
    }
}
