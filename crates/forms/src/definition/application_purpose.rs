//! What an application asks for: a permit, or something of a permit that is out.

use super::ids::QuestionId;
use crate::answers::{Answer, Answers};

/// Where the purpose is kept among the answers. No question can be called so, and no page posts it.
const KEPT_AS: &str = "@purpose";

/// What an application asks for. It is fixed when its draft begins, and conditions name it `purpose`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ApplicationPurpose {
    /// A permit.
    New,
    /// That one's permit holds for another time.
    Renewal,
    /// That one's permit says something else, for the rest of its time.
    Amendment,
    /// That somebody else has one's permit, for the rest of its time.
    Transfer,
    /// Another paper in the place of a lost one, for the rest of its time.
    Copy,
}

impl ApplicationPurpose {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::New,
        Self::Renewal,
        Self::Amendment,
        Self::Transfer,
        Self::Copy,
    ];

    /// As conditions, scenarios and translations name it.
    pub fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Renewal => "renewal",
            Self::Amendment => "amendment",
            Self::Transfer => "transfer",
            Self::Copy => "copy",
        }
    }

    /// The purpose of a word.
    pub fn read(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.code() == code)
    }

    /// Whether its permit ends when the earlier one would have, and stands in its place.
    pub fn keeps_end(self) -> bool {
        matches!(self, Self::Amendment | Self::Transfer | Self::Copy)
    }
}

/// The purpose goes with the answers, since both together decide what is asked, what is charged and who decides: wherever answers are
/// kept, it is kept with them. Answers without one are of a new application.
impl Answers {
    /// What the application asks for.
    pub fn purpose(&self) -> ApplicationPurpose {
        match self.0.get(KEPT_AS) {
            Some(Answer::Choice(code)) => ApplicationPurpose::read(code).unwrap_or(ApplicationPurpose::New),
            _ => ApplicationPurpose::New,
        }
    }

    /// The same answers for that purpose.
    #[must_use]
    pub fn with_purpose(mut self, purpose: ApplicationPurpose) -> Self {
        match purpose {
            ApplicationPurpose::New => {
                self.0.remove(KEPT_AS);
            }
            other => self.insert(QuestionId::new(KEPT_AS), Answer::Choice(other.code().to_owned())),
        }
        self
    }

    /// Nothing answered, for the same purpose.
    #[must_use]
    pub fn begun_alike(&self) -> Self {
        Self::default().with_purpose(self.purpose())
    }
}
