//! The types that expressions are checked with, and the names that they may use.

use crate::{ApplicationPurpose, DocumentKind, Kind, MapShape, Question};

/// The name that stands for what an application asks for.
pub(crate) const PURPOSE: &str = "purpose";

/// What an expression yields.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Type {
    Text,
    /// A text that is one of these codes; comparing it with another code is a mistake worth telling.
    Code(Vec<String>),
    Integer,
    Decimal,
    Date,
    Time,
    YesNo,
    /// Any number of codes.
    Codes(Vec<String>),
    Document(Vec<DocumentKind>),
    Region,
    Address,
    /// Places on a map.
    Map(MapShape),
    /// A repeated group, which is counted, and whose numbers are added up: those questions.
    Group(Vec<(String, Type)>),
}

/// One aspect of an answer: `document.kind`, `home.department`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Whole,
    Kind,
    Number,
    Department,
    Province,
    Region,
    Street,
    Reference,
    Latitude,
    Longitude,
    /// Metres along a line.
    Length,
    /// Metres around an area.
    Around,
    /// Square metres.
    Area,
}

impl Type {
    /// The type of a question's answers.
    pub(crate) fn of(question: &Kind) -> Self {
        match question {
            Kind::Integer { .. } => Self::Integer,
            Kind::Decimal { .. } => Self::Decimal,
            Kind::Date { .. } => Self::Date,
            Kind::Time => Self::Time,
            Kind::YesNo | Kind::Declaration { .. } => Self::YesNo,
            Kind::Choice { options } => {
                Self::Code(options.iter().map(|option| option.code.clone()).collect())
            }
            Kind::Choices { options } => {
                Self::Codes(options.iter().map(|option| option.code.clone()).collect())
            }
            Kind::Region => Self::Region,
            Kind::Address => Self::Address,
            Kind::Map { draws, .. } => Self::Map(*draws),
            Kind::IdentityDocument { accepts } => Self::Document(accepts.clone()),
            Kind::Group { questions, .. } => {
                let inner = questions.iter();
                Self::Group(
                    inner
                        .map(|inner| (inner.id.as_str().to_owned(), Self::of(&inner.kind)))
                        .collect(),
                )
            }
            Kind::Text { .. } | Kind::LongText { .. } | Kind::Country | Kind::Formatted { .. } => Self::Text,
        }
    }

    /// The type in a sentence: "a text cannot be compared with a number".
    pub(crate) fn article(&self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Code(_) => "a choice",
            Self::Integer | Self::Decimal => "a number",
            Self::Date => "a date",
            Self::Time => "a time",
            Self::YesNo => "a yes or no",
            Self::Codes(_) => "a list",
            Self::Document(_) => "an identity document",
            Self::Region => "a region",
            Self::Address => "an address",
            Self::Map(_) => "a map",
            Self::Group(_) => "a group",
        }
    }

    pub(crate) fn is_text(&self) -> bool {
        matches!(self, Self::Text | Self::Code(_) | Self::Region)
    }

    pub(crate) fn is_number(&self) -> bool {
        matches!(self, Self::Integer | Self::Decimal)
    }

    /// What can be asked of an answer of this type after a dot.
    pub(crate) fn parts(&self) -> Vec<(&'static str, Part, Type)> {
        match self {
            Self::Document(kinds) => {
                let codes = kinds.iter().map(|kind| kind.code().to_owned()).collect();
                vec![
                    ("kind", Part::Kind, Self::Code(codes)),
                    ("number", Part::Number, Self::Text),
                ]
            }
            Self::Region => vec![
                ("department", Part::Department, Self::Text),
                ("province", Part::Province, Self::Text),
            ],
            Self::Address => vec![
                ("department", Part::Department, Self::Text),
                ("province", Part::Province, Self::Text),
                ("region", Part::Region, Self::Text),
                ("street", Part::Street, Self::Text),
                ("reference", Part::Reference, Self::Text),
            ],
            Self::Map(MapShape::Point) => vec![
                ("latitude", Part::Latitude, Self::Decimal),
                ("longitude", Part::Longitude, Self::Decimal),
            ],
            Self::Map(MapShape::Line) => vec![("length", Part::Length, Self::Decimal)],
            Self::Map(MapShape::Area) => vec![
                ("area", Part::Area, Self::Decimal),
                ("around", Part::Around, Self::Decimal),
            ],
            _ => Vec::new(),
        }
    }
}

/// The names an expression may use at its place in the file.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scope {
    known: Vec<(String, Type)>,
    later: Vec<String>,
    /// Those that may be without an answer, each with the condition on which it is asked, if it is asked on one.
    unsure: Vec<(String, Option<String>)>,
    /// Asked outside the group whose conditions these are.
    outside: Vec<String>,
    /// Asked inside a group, each with the group's name.
    inside: Vec<(String, String)>,
    own: Option<(String, Type)>,
    today: bool,
    /// What applications may ask for, where a condition may say it.
    purposes: Vec<&'static str>,
}

/// What a name stands for.
pub(crate) enum Named<'s> {
    Answer(&'s Type),
    Own(&'s Type),
    Today,
    /// `today` where the day may not matter.
    TodayForbidden,
    /// `purpose`, which is one of these.
    Purpose(&'s [&'static str]),
    Later,
    /// It is the question whose own rule this is.
    Itself,
    /// It is asked outside the group whose condition this is.
    Outside,
    /// It is asked inside the group of this name.
    Inside(&'s str),
    Unknown,
}

impl Scope {
    /// Questions that were asked before, and those that come later (named only to say so).
    pub(crate) fn new<'q>(
        known: impl IntoIterator<Item = &'q Question>,
        later: impl IntoIterator<Item = &'q str>,
    ) -> Self {
        let known: Vec<&Question> = known.into_iter().collect();
        let inside = known.iter().flat_map(|group| match &group.kind {
            Kind::Group { questions, .. } => questions
                .iter()
                .map(|inner| (inner.id.to_string(), group.id.to_string()))
                .collect(),
            _ => Vec::new(),
        });
        let unsure = known.iter().filter(|one| one.optional || one.when.is_some());
        let asked_if = |one: &Question| one.when.as_ref().map(|when| when.source().to_owned());
        Self {
            unsure: unsure.map(|one| (one.id.to_string(), asked_if(one))).collect(),
            inside: inside.collect(),
            known: known
                .iter()
                .map(|one| (one.id.as_str().to_owned(), Type::of(&one.kind)))
                .collect(),
            later: later.into_iter().map(str::to_owned).collect(),
            outside: Vec::new(),
            own: None,
            today: false,
            purposes: Vec::new(),
        }
    }

    /// The same, where these questions stand on pages that are shown on a condition.
    pub(crate) fn on_pages<'p>(mut self, pages: impl IntoIterator<Item = (&'p str, &'p str)>) -> Self {
        for (question, when) in pages {
            if self.known.iter().any(|(known, _)| known == question) {
                self.unsure.push((question.to_owned(), Some(when.to_owned())));
            }
        }
        self
    }

    /// On what conditions the question is asked, if it may be without an answer; those that may be left empty are asked on none.
    pub(crate) fn unsure(&self, name: &str) -> Option<Vec<&str>> {
        let mut unsure = self.unsure.iter().filter(|(unsure, _)| unsure == name).peekable();
        unsure.peek()?;
        Some(unsure.filter_map(|(_, when)| when.as_deref()).collect())
    }

    /// Of a group, beside which these are asked.
    pub(crate) fn of_group<'q>(mut self, outside: impl IntoIterator<Item = &'q str>) -> Self {
        self.outside = outside.into_iter().map(str::to_owned).collect();
        self.outside.push(PURPOSE.to_owned());
        self
    }

    /// With `today` and `age(…)`.
    pub(crate) fn with_today(mut self) -> Self {
        self.today = true;
        self
    }

    /// With `answer`, the value of the question itself.
    pub(crate) fn with_own(mut self, name: &str, kind: &Kind) -> Self {
        self.own = Some((name.to_owned(), Type::of(kind)));
        self
    }

    /// With `purpose`, which is one of these.
    pub(crate) fn with_purposes(mut self, purposes: impl IntoIterator<Item = ApplicationPurpose>) -> Self {
        self.purposes = purposes.into_iter().map(ApplicationPurpose::code).collect();
        self
    }

    pub(crate) fn allows_today(&self) -> bool {
        self.today
    }

    /// A question comes before a word with a meaning of its own: a version that was published before the word had
    /// one means the question.
    pub(crate) fn look_up(&self, name: &str) -> Named<'_> {
        if let Some((_, kind)) = self.known.iter().find(|(known, _)| known == name) {
            return Named::Answer(kind);
        }
        match (name, &self.own) {
            ("answer", Some((_, own))) => Named::Own(own),
            ("today", _) if self.today => Named::Today,
            ("today", _) => Named::TodayForbidden,
            (name, Some((own, _))) if name == own => Named::Itself,
            _ if self.later.iter().any(|later| later == name) => Named::Later,
            _ if self.outside.iter().any(|outside| outside == name) => Named::Outside,
            _ => match self.inside.iter().find(|(inner, _)| inner == name) {
                Some((_, group)) => Named::Inside(group),
                None if name == PURPOSE && !self.purposes.is_empty() => Named::Purpose(&self.purposes),
                None => Named::Unknown,
            },
        }
    }

    /// Every name, for suggestions.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        let own = self.own.is_some().then_some("answer");
        let today = self.today.then_some("today");
        let purpose = (self.purposes.len() > 1).then_some(PURPOSE);
        self.known
            .iter()
            .map(|(name, _)| name.as_str())
            .chain(own)
            .chain(today)
            .chain(purpose)
    }
}
