//! One item's result, whether it is good enough, and how many came to what.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Instant,
};

use forms::PermitDefinition;
use jiff::Timestamp;
use permit::{
    Checked, Freshness, PermitDescription, Trust, Verdict,
    description::{Line, Role},
    qr_text::QrTextError,
    verdict::Fault,
};

use super::{codes, foreign, input, items::Item};

/// What became of one item.
pub(super) struct Outcome {
    pub(super) name: String,
    /// Valid, and its status as fresh as was asked for.
    pub(super) good: bool,
    pub(super) result: Result<Checked, Problem>,
    /// What the code is, where it is no permit's.
    instead: Option<String>,
}

/// Why nothing could be checked, in a sentence.
pub(super) struct Problem(pub(super) String);

/// Whom to believe, when it is, and how fresh a status has to be.
pub(super) struct Judge {
    trust: Trust,
    pub(super) now: Timestamp,
    offline_ok: bool,
}

impl Judge {
    pub(super) fn new(trust: Trust, now: Timestamp, offline_ok: bool) -> Self {
        Self {
            trust,
            now,
            offline_ok,
        }
    }

    /// Whatever the item holds, it comes to a verdict or to a sentence.
    pub(super) fn check(&self, item: Item) -> Outcome {
        let Item { name, content } = item;
        let text = input::texts(content).and_then(|texts| self.choose(texts));
        let result = match &text {
            Ok(text) => Ok(permit::verify(text, &self.trust, self.now)),
            Err(Problem(sentence)) => Err(Problem(sentence.clone())),
        };
        let instead = text.ok().filter(|_| {
            result
                .as_ref()
                .is_ok_and(|checked| checked.verdict == Verdict::NotAPermit)
        });
        Outcome {
            name,
            good: result.as_ref().is_ok_and(|checked| self.is_good(checked)),
            result,
            instead: instead.and_then(|text| foreign::what_is(&text)),
        }
    }

    /// The one that is meant: an issuer's own code before those that only look like one, and these before an advertisement's. Where
    /// there are several of the best, somebody else has to choose.
    fn choose(&self, texts: BTreeSet<String>) -> Result<String, Problem> {
        let rank = |text: &String| match text {
            text if self.trust.is_own(text) => 0,
            text if codes::is_like_ours(text) => 1,
            _ => 2,
        };
        let best = texts.iter().map(rank).min();
        let mut meant = texts.into_iter().filter(|text| Some(rank(text)) == best);
        match (meant.next(), meant.count()) {
            (Some(text), 0) => Ok(text),
            (_, others) => Err(Problem(format!(
                "holds at least {} different QRs: cut out the one to check",
                others + 1
            ))),
        }
    }

    fn is_good(&self, checked: &Checked) -> bool {
        checked.verdict == Verdict::Valid
            && match checked.freshness {
                Freshness::Fresh => true,
                Freshness::Old => self.offline_ok && self.is_recent(checked),
                Freshness::Absent => false,
            }
    }

    /// Whether the list is younger than the service allows for a check without network.
    fn is_recent(&self, checked: &Checked) -> bool {
        let usually = PermitDefinition::OFFLINE_FOR.as_secs().unsigned_abs();
        let allowed = self
            .description(checked)
            .map_or(usually, |description| description.offline_for);
        checked
            .age
            .is_some_and(|age| u64::try_from(age.as_secs()).is_ok_and(|age| age <= allowed))
    }

    /// What the fields of a permit mean, where its description is at hand.
    pub(super) fn description(&self, checked: &Checked) -> Option<&PermitDescription> {
        let claims = checked.claims.as_ref()?;
        self.trust.description(&claims.issuer, claims.permit_type)
    }

    /// The fields in words of this language; without a description, as they stand.
    pub(super) fn fields(&self, checked: &Checked, language: &str) -> Vec<Shown> {
        let Some(claims) = &checked.claims else {
            return Vec::new();
        };
        let described = self
            .description(checked)
            .map(|description| description.lines(claims, language))
            .unwrap_or_default();
        // A permit newer than its description has more fields than that knows.
        let unknown = claims.fields[described.len().min(claims.fields.len())..].iter();
        let unknown = unknown.map(|field| Shown {
            label: String::new(),
            value: input::show(field),
            role: Role::Detail,
        });
        described.into_iter().map(Shown::from).chain(unknown).collect()
    }
}

/// One field as people read it.
pub(super) struct Shown {
    /// Empty where no description names it.
    pub(super) label: String,
    /// None where it was not answered.
    pub(super) value: Option<String>,
    pub(super) role: Role,
}

impl From<Line<'_>> for Shown {
    fn from(line: Line<'_>) -> Self {
        Self {
            label: line.label.to_owned(),
            value: line.value,
            role: line.role,
        }
    }
}

impl Outcome {
    /// The verdict's fixed name, or that there was nothing to judge.
    pub(super) fn verdict(&self) -> &'static str {
        self.result
            .as_ref()
            .map_or("unread", |checked| checked.verdict.name())
    }

    /// What else there is to say of it.
    pub(super) fn remark(&self) -> Option<String> {
        let checked = match &self.result {
            Ok(checked) => checked,
            Err(Problem(sentence)) => return Some(sentence.clone()),
        };
        let elsewhere =
            |address| format!("this code sends phones to {address}, which is not its issuer's address");
        let address = checked.foreign_address.as_ref().map(elsewhere);
        address
            .or_else(|| self.instead.clone())
            .or_else(|| checked.fault.as_ref().map(because))
    }
}

fn because(fault: &Fault) -> String {
    match fault {
        Fault::Text(QrTextError::NotAnAddress) => "this is not the text of a permit's code".to_owned(),
        Fault::Text(QrTextError::Digits(error)) => format!("this code is damaged or cut off: {error}"),
        Fault::Envelope(_) | Fault::Claims(_) => {
            format!("this code is damaged, or holds something else: {fault}")
        }
    }
}

/// How many items came to what.
pub(super) struct Tally {
    verdicts: BTreeMap<&'static str, u64>,
    bad: u64,
    passed_over: u64,
    begun: Instant,
}

impl Tally {
    pub(super) fn begin(passed_over: u64) -> Self {
        Self {
            verdicts: BTreeMap::new(),
            bad: 0,
            passed_over,
            begun: Instant::now(),
        }
    }

    pub(super) fn count(&mut self, outcome: &Outcome) {
        *self.verdicts.entry(outcome.verdict()).or_default() += 1;
        self.bad += u64::from(!outcome.good);
    }

    pub(super) fn all(&self) -> u64 {
        self.verdicts.values().sum()
    }

    pub(super) fn are_all_good(&self) -> bool {
        self.bad == 0 && self.all() > 0
    }

    /// `12 checked in 0.4 s (30/s): 10 valid, 1 revoked, 1 unread`
    pub(super) fn in_words(&self) -> String {
        let seconds = self.begun.elapsed().as_secs_f64();
        let rate = u128::from(self.all()) * 1_000_000 / self.begun.elapsed().as_micros().max(1);
        let known = Verdict::ALL.iter().rev().map(|verdict| verdict.name());
        let counts: Vec<_> = known
            .chain(["unread"])
            .filter_map(|name| Some(format!("{} {name}", self.verdicts.get(name)?)))
            .collect();
        let aside = match self.passed_over {
            0 => String::new(),
            1 => "; 1 file is neither a PDF nor a picture".to_owned(),
            files => format!("; {files} files are neither PDFs nor pictures"),
        };
        format!(
            "{} checked in {seconds:.1} s ({rate}/s): {}{aside}",
            self.all(),
            counts.join(", ")
        )
    }
}
