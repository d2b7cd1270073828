//! What a field of a page consists of.

use askama::Template;
use forms::{
    HelpBlock, HelpWords, QuestionId,
    answers::{AnswerError, Raw},
};
use locale::Language;

use crate::said::{Said, Voice};

/// A question on the page, ready to be drawn.
#[derive(Template)]
#[template(path = "applications/field.html")]
pub(crate) struct Field {
    pub(crate) language: Language,
    /// The `id` of its first control: where the error summary leads.
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) label: Said,
    pub(crate) hint: Option<Said>,
    /// More of it, to be opened.
    pub(crate) help: Option<Help>,
    pub(crate) error: Option<Said>,
    pub(crate) optional: bool,
    /// Alone on its page: its label is the page's heading.
    pub(crate) heading: bool,
    pub(crate) control: Control,
}

/// What a service says of a question to whoever wants to know more.
pub(crate) struct Help {
    pub(crate) blocks: Vec<HelpBlock>,
    /// Marks its language.
    pub(crate) lang: String,
}

/// How a question is answered.
pub(crate) enum Control {
    Input(Input),
    Area {
        value: String,
    },
    /// Places on a map.
    Map {
        value: String,
        /// Whether there may be more than one.
        several: bool,
        grid: Option<Grid>,
    },
    Date(Vec<Part>),
    Choices {
        several: bool,
        inline: bool,
        options: Vec<Choice>,
    },
    Select {
        options: Vec<Choice>,
        autocomplete: &'static str,
    },
    Declaration {
        say: Said,
        agreed: bool,
    },
    /// Several fields under one legend.
    Fields(Vec<Field>),
    /// A value that is not asked, since only one is possible.
    Hidden {
        value: String,
    },
    Group {
        blocks: Vec<Block>,
        add: bool,
        /// What one of them is called.
        each: Said,
    },
}

/// One line to type in.
#[derive(Default)]
pub(crate) struct Input {
    pub(crate) kind: &'static str,
    pub(crate) mode: &'static str,
    pub(crate) autocomplete: &'static str,
    pub(crate) class: &'static str,
    pub(crate) value: String,
    pub(crate) capitals: bool,
    /// The part that says what the page has asked about, and its value.
    pub(crate) asked: Option<(String, String)>,
}

/// A grid to press on.
pub(crate) struct Grid {
    /// The picture's address.
    pub(crate) src: String,
    pub(crate) side: u16,
    /// The field of its presses.
    pub(crate) name: String,
    /// The field of the button that takes the last place back, where there is one.
    pub(crate) back: Option<String>,
}

/// One of a date's three fields.
pub(crate) struct Part {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) class: &'static str,
    pub(crate) autocomplete: &'static str,
    pub(crate) value: String,
}

/// One option.
pub(crate) struct Choice {
    pub(crate) id: String,
    pub(crate) value: String,
    pub(crate) label: Said,
    pub(crate) chosen: bool,
}

/// One block of a repeated group.
pub(crate) struct Block {
    pub(crate) id: String,
    /// `Helper 1`
    pub(crate) title: Said,
    pub(crate) fields: Vec<Field>,
    /// What the button that takes it away sends.
    pub(crate) remove: Option<String>,
}

/// What is known while fields are made.
#[derive(Clone, Copy)]
pub(crate) struct Filled<'a> {
    pub(crate) raw: &'a Raw,
    pub(crate) errors: &'a [AnswerError],
    pub(crate) language: Language,
    pub(crate) voice: &'a Voice,
    /// The questions about whoever fills the form in, which their browser may answer; others ask about somebody else.
    pub(crate) own: &'a [QuestionId],
}

impl Field {
    /// A part of a compound, with a label of the engine's own.
    pub(crate) fn part(name: String, label_key: &str, control: Control, filled: Filled<'_>) -> Self {
        Self {
            language: filled.language,
            id: id_of(&name),
            label: filled.t(label_key),
            hint: None,
            help: None,
            error: filled
                .errors
                .iter()
                .find(|error| error.field == name)
                .map(|error| filled.voice.said(&error.message)),
            optional: false,
            heading: false,
            name,
            control,
        }
    }

    fn t(&self, key: &str) -> std::borrow::Cow<'static, str> {
        self.language.t(key)
    }

    /// Whether it has buttons of its own. The first button of a form is pressed by the Enter key, and must be none of these.
    pub(crate) fn has_buttons(&self) -> bool {
        matches!(
            self.control,
            Control::Group { .. } | Control::Map { grid: Some(_), .. }
        )
    }

    /// A sworn text is too long for a heading, and a group's blocks want one above them.
    pub(crate) fn can_be_heading(&self) -> bool {
        !matches!(self.control, Control::Declaration { .. } | Control::Group { .. })
    }

    pub(super) fn is_hidden(&self) -> bool {
        matches!(self.control, Control::Hidden { .. })
    }

    /// Hint and error, for `aria-describedby`.
    fn described_by(&self) -> Option<String> {
        let hint = self.hint.as_ref().map(|_| format!("{}-hint", self.id));
        let error = self.error.as_ref().map(|_| format!("{}-error", self.id));
        match (hint, error) {
            (Some(hint), Some(error)) => Some(format!("{hint} {error}")),
            (one, other) => one.or(other),
        }
    }
}

impl Filled<'_> {
    /// The page's own words.
    pub(super) fn t(&self, key: &str) -> Said {
        self.language.t(key).into_owned().into()
    }

    /// What was typed into a field.
    pub(super) fn value(&self, name: &str) -> String {
        self.raw
            .get(name)
            .and_then(|values| values.first())
            .cloned()
            .unwrap_or_default()
    }

    /// Whether a browser may fill it in.
    pub(super) fn is_own(&self, name: &str) -> bool {
        self.own.iter().any(|id| id.as_str() == name)
    }

    pub(super) fn has(&self, name: &str, value: &str) -> bool {
        self.raw
            .get(name)
            .is_some_and(|values| values.iter().any(|sent| sent == value))
    }

    /// The error of a question, unless one of the fields inside it tells it.
    pub(super) fn error(&self, name: &str, control: &Control) -> Option<Said> {
        let tells = |field: &str| match control {
            Control::Fields(fields) => fields.iter().any(|part| part.name == field && !part.is_hidden()),
            Control::Group { .. } => field != name,
            _ => false,
        };
        let beneath = |field: &str| {
            field
                .strip_prefix(name)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let error = self
            .errors
            .iter()
            .find(|error| beneath(&error.field) && !tells(&error.field));
        error.map(|error| self.voice.said(&error.message))
    }
}

/// The errors of the summary, each with the `id` of the field that it leads to.
pub(crate) fn linked(errors: &[AnswerError], voice: &Voice) -> Vec<(String, Said)> {
    errors
        .iter()
        .map(|error| (id_of(&error.field), voice.said(&error.message)))
        .collect()
}

/// The `id` of a field: dots would need escaping in style sheets and scripts.
pub(crate) fn id_of(name: &str) -> String {
    name.replace('.', "-")
}
