//! Why a checkpoint reports: what its phone offers, and what officers read.

use store::IncidentKind;

/// One of the reasons that a phone offers for a kind of report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reason {
    kind: IncidentKind,
    code: &'static str,
}

/// How many letters a code has at most.
const LONGEST: usize = 40;

const FAKE: IncidentKind = IncidentKind::Fake;
const SEIZED: IncidentKind = IncidentKind::Seized;
const QUESTION: IncidentKind = IncidentKind::Question;

#[rustfmt::skip]
const REASONS: [Reason; 14] = [
    Reason { kind: FAKE,     code: "altered" },
    Reason { kind: FAKE,     code: "copied" },
    Reason { kind: FAKE,     code: "not-ours" },
    Reason { kind: FAKE,     code: "look-alike" },
    Reason { kind: FAKE,     code: "other" },
    Reason { kind: SEIZED,   code: "another-person" },
    Reason { kind: SEIZED,   code: "another-vehicle" },
    Reason { kind: SEIZED,   code: "no-longer-holds" },
    Reason { kind: SEIZED,   code: "damaged" },
    Reason { kind: SEIZED,   code: "other" },
    Reason { kind: QUESTION, code: "wrong-data" },
    Reason { kind: QUESTION, code: "outside-terms" },
    Reason { kind: QUESTION, code: "unreadable" },
    Reason { kind: QUESTION, code: "other" },
];

impl Reason {
    /// Those of a kind, in the order in which a phone shows them.
    pub fn of_kind(kind: IncidentKind) -> Vec<Self> {
        let of_kind = REASONS.into_iter().filter(|reason| reason.kind == kind);
        of_kind.collect()
    }

    /// The reason of a code; another release may have offered others.
    pub fn read(kind: IncidentKind, code: &str) -> Option<Self> {
        REASONS
            .into_iter()
            .find(|reason| reason.kind == kind && reason.code == code)
    }

    /// Whether some release may have offered this: small letters and hyphens, not more than a line.
    pub fn is_code(text: &str) -> bool {
        (1..=LONGEST).contains(&text.len())
            && text
                .bytes()
                .all(|letter| letter.is_ascii_lowercase() || letter == b'-')
    }

    /// What phones send.
    pub fn code(self) -> &'static str {
        self.code
    }

    /// The key of its words.
    pub fn key(self) -> String {
        format!("incident-reason-{}-{}", Self::kind_name(self.kind), self.code)
    }

    /// A kind as phones and texts name it.
    pub fn kind_name(kind: IncidentKind) -> &'static str {
        match kind {
            IncidentKind::Fake => "fake",
            IncidentKind::Seized => "seized",
            IncidentKind::Question => "question",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use locale::Language;

    #[test]
    fn every_reason_has_its_words_and_is_read_back() {
        for reason in REASONS {
            assert!(Language::knows(&reason.key()), "{}", reason.key());
            assert_eq!(Reason::read(reason.kind, reason.code), Some(reason));
            assert!(Reason::is_code(reason.code), "{}", reason.code);
        }
        assert_eq!(Reason::of_kind(FAKE).len(), 5);
        assert_eq!(Reason::read(QUESTION, "altered"), None);
    }
}
