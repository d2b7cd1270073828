//! What can be wrong with an answer. The words for it are in `data/messages`, one file a language.

use std::borrow::Cow;

use crate::country_rules::{Identifier, Unfit};
use crate::{Language, QuestionId, Text};

use super::words::words;

macro_rules! causes {
    ($($cause:ident = $key:literal,)+) => {
        /// Why an answer cannot be taken; each has its sentence in every language.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Cause {
            $($cause,)+
            /// It is no number of that kind: a document's, a tax number, a plate, a telephone.
            Unlike(&'static str),
            /// Its check character belongs to another number.
            Mismatch(&'static str),
        }

        impl Cause {
            /// Every cause.
            #[cfg(test)]
            pub(crate) const ALL: &[Self] = &[$(Self::$cause,)+];

            /// The name of its sentence in the message files.
            pub(crate) fn key(self) -> Cow<'static, str> {
                match self {
                    $(Self::$cause => $key.into(),)+
                    Self::Unlike(code) => code.into(),
                    Self::Mismatch(code) => format!("{code}-check").into(),
                }
            }
        }
    };
}

causes! {
    TextMissing = "text-missing",
    TextLong = "text-long",
    PageTooBig = "page-too-big",
    NameMissing = "name-missing",
    NameSign = "name-sign",
    NameShort = "name-short",
    NameLong = "name-long",
    NotWhole = "not-whole",
    NotDecimal = "not-decimal",
    TooSmall = "too-small",
    TooLarge = "too-large",
    DateMissing = "date-missing",
    DateIncomplete = "date-incomplete",
    DateUnreal = "date-unreal",
    DateEarly = "date-early",
    DateLate = "date-late",
    TimeMissing = "time-missing",
    TimeUnreal = "time-unreal",
    YesNoMissing = "yes-no-missing",
    ChoiceMissing = "choice-missing",
    ChoicesMissing = "choices-missing",
    ChoiceUnknown = "choice-unknown",
    CountryMissing = "country-missing",
    CountryUnknown = "country-unknown",
    DepartmentMissing = "department-missing",
    ProvinceMissing = "province-missing",
    DistrictMissing = "district-missing",
    RegionMissing = "region-missing",
    RegionNotFound = "region-not-found",
    RegionNotChosen = "region-not-chosen",
    RegionUnknown = "region-unknown",
    StreetMissing = "street-missing",
    EmailMissing = "email-missing",
    EmailUnreal = "email-unreal",
    EmailDoubtful = "email-doubtful",
    PhoneMissing = "phone-missing",
    DocumentKindMissing = "document-kind-missing",
    PlateOfAnyCountry = "plate-any",
    TooFew = "too-few",
    TooMany = "too-many",
    MapMissing = "map-missing",
    MapUnreal = "map-unreal",
    MapOutside = "map-outside",
    MapFewOfLine = "map-few-of-line",
    MapFewOfArea = "map-few-of-area",
    MapManyOfPoint = "map-many-of-point",
    MapMany = "map-many",
    MapCrossing = "map-crossing",
    DeclarationMissing = "declaration-missing",
}

impl Cause {
    pub(super) fn unfit(identifier: &'static Identifier, unfit: Unfit) -> Self {
        match unfit {
            Unfit::Unlike => Self::Unlike(&identifier.code),
            Unfit::Mismatch => Self::Mismatch(&identifier.code),
        }
    }
}

/// One thing wrong with one answer: the cause, the field of the question it is about, and the bound or letter
/// that the sentence names as `{limit}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wrong {
    pub(crate) cause: Cause,
    pub(crate) part: &'static str,
    limit: Limit,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Limit {
    None,
    Words(String),
    Day(jiff::civil::Date),
}

impl Wrong {
    /// The same, said of a part of the question such as `day`.
    pub(super) fn at(mut self, part: &'static str) -> Self {
        self.part = part;
        self
    }

    /// The same, naming a bound or a letter.
    pub(super) fn limit(mut self, limit: &impl ToString) -> Self {
        self.limit = Limit::Words(limit.to_string());
        self
    }

    /// The same, naming a day.
    pub(super) fn day(mut self, day: jiff::civil::Date) -> Self {
        self.limit = Limit::Day(day);
        self
    }

    fn say(&self, label: &str, language: &Language) -> String {
        let words = words(language);
        let limit = match &self.limit {
            Limit::None => String::new(),
            Limit::Words(limit) => limit.clone(),
            Limit::Day(day) => words.date(*day),
        };
        words.fill(
            &self.cause.key(),
            &[("label", label.trim_end_matches([':', '.'])), ("limit", &limit)],
        )
    }
}

impl From<Cause> for Wrong {
    fn from(cause: Cause) -> Self {
        Self {
            cause,
            part: "",
            limit: Limit::None,
        }
    }
}

/// A wrong answer with all that its error message needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Flaw {
    pub(crate) question: QuestionId,
    pub(crate) field: String,
    pub(crate) about: About,
}

/// Whose words say what is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum About {
    /// Ours, for a question with that label.
    Wrong { wrong: Wrong, label: Text },
    /// The service's own.
    Rule(Text),
}

impl Flaw {
    /// The sentence for the person.
    pub(crate) fn say(&self, language: &Language) -> String {
        match &self.about {
            About::Wrong { wrong, label } => wrong.say(label.in_language(language), language),
            About::Rule(say) => say.in_language(language).to_owned(),
        }
    }
}
