//! Answers that are worth trying since a condition speaks of them: the constants that it compares with, what is a little more or less,
//! and what stands in some relation to another answer.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Time};
use jiff::{SignedDuration, ToSpan};

use super::{address, candidates, map, patterns, plain_group};
use crate::answers::Format;
use crate::condition::hints::Hints;
use crate::country_rules::CountryRules;
use crate::regions::{self, RegionCode};
use crate::{Answer, Answers, Condition, Kind, Question, QuestionId, Service, countries};

/// Of a list of several, all combinations are tried up to so many options.
const COMBINED: usize = 5;

/// The constants that each question's answers are held against.
pub(super) struct Known {
    by_question: BTreeMap<QuestionId, Hints>,
    /// What each computed value is made from.
    computed: BTreeMap<QuestionId, BTreeSet<QuestionId>>,
    today: Date,
}

impl Known {
    pub(super) fn of(service: &Service, today: Date) -> Self {
        let mut known = Self {
            by_question: BTreeMap::new(),
            computed: BTreeMap::new(),
            today,
        };
        for computed in service.form.pages.iter().flat_map(|page| &page.computed) {
            let id = computed.question.id.clone();
            known.computed.insert(id, computed.is.questions());
        }
        for page in &service.form.pages {
            known.note_all(page.when.iter(), None);
            known.note_all(page.stop_if.iter().map(|stop| &stop.when), None);
            known.note_questions(&page.questions);
        }
        known.note_all(service.review.rules.iter().map(|rule| &rule.when), None);
        known
    }

    fn note_questions(&mut self, questions: &[Question]) {
        for question in questions {
            self.note_all(question.when.iter(), None);
            self.note_all(question.valid.iter().map(|rule| &rule.rule), Some(&question.id));
            if let Kind::Group { questions, .. } = &question.kind {
                self.note_questions(questions);
            }
        }
    }

    /// The constants are those of each question that the condition names, of those that a computed value in it is made from, and of
    /// the one whose own rule it is.
    fn note_all<'c>(&mut self, conditions: impl Iterator<Item = &'c Condition>, own: Option<&QuestionId>) {
        for condition in conditions {
            let named = condition.questions().iter().chain(own);
            let sources = named.clone().filter_map(|id| self.computed.get(id)).flatten();
            for id in named.chain(sources).cloned().collect::<BTreeSet<_>>() {
                condition.add_hints(self.by_question.entry(id).or_default(), self.today);
            }
        }
    }

    /// The day of answering.
    pub(super) fn today(&self) -> Date {
        self.today
    }

    /// What to try for a question, the usual first.
    pub(super) fn candidates(&self, question: &Question, before: &Answers) -> Vec<Answer> {
        let mut all = match &question.kind {
            Kind::Group { .. } => Vec::new(),
            _ => candidates(question, before, self.today),
        };
        if let Some(hints) = self.by_question.get(&question.id) {
            self.hinted(question, before, hints, &mut all);
        }
        if let Kind::Group {
            questions,
            at_least,
            at_most,
            ..
        } = &question.kind
        {
            let few = (*at_least).max(1);
            let counts = all.iter().filter_map(|count| match count {
                Answer::Integer(count) => u32::try_from(*count).ok(),
                _ => None,
            });
            let counts: Vec<u32> = counts.filter(|count| (few..=*at_most).contains(count)).collect();
            all = [few]
                .into_iter()
                .chain(counts)
                .map(|count| plain_group(questions, count, before, self))
                .collect();
        }
        let mut seen = Vec::with_capacity(all.len());
        all.retain(|answer| {
            let is_new = !seen.contains(answer);
            if is_new {
                seen.push(answer.clone());
            }
            is_new
        });
        all
    }

    fn hinted(&self, question: &Question, before: &Answers, hints: &Hints, all: &mut Vec<Answer>) {
        match &question.kind {
            Kind::Integer { .. } | Kind::Group { .. } => {
                all.extend(
                    numbers(&hints.numbers, 1.0)
                        .filter_map(whole)
                        .map(Answer::Integer),
                );
            }
            Kind::Decimal { .. } => {
                let near = numbers(&hints.numbers, 1.0).chain(numbers(&hints.numbers, 0.1));
                all.extend(near.map(|number| Answer::Decimal(number.to_string())));
            }
            Kind::Date { .. } => all.extend(self.dates(before, hints).into_iter().map(Answer::Date)),
            Kind::Time => all.extend(times(before, hints).into_iter().map(Answer::Time)),
            Kind::Text { .. } | Kind::LongText { .. } => {
                let usual: Vec<String> = all.iter().filter_map(Answer::text).map(str::to_owned).collect();
                all.extend(texts(&usual, hints).into_iter().map(Answer::Text));
            }
            Kind::Formatted { format, country, .. } => all.extend(formatted(*format, country, hints)),
            Kind::Choices { options } => {
                let codes: Vec<&str> = options.iter().map(|option| &*option.code).collect();
                all.extend(combinations(&codes).into_iter().map(Answer::Choices));
            }
            Kind::Country => {
                let named = hints.texts.iter().filter_map(|text| countries::find(text));
                all.extend(named.map(|country| Answer::Country(country.code.to_owned())));
            }
            Kind::Region => all.extend(districts(hints).map(Answer::Region)),
            Kind::Address => all.extend(districts(hints).map(address)),
            Kind::Map { draws, within } => all.extend(map::samples(*draws, *within, &hints.numbers)),
            Kind::YesNo | Kind::Choice { .. } | Kind::IdentityDocument { .. } | Kind::Declaration { .. } => {}
        }
    }

    /// Days that are named, and that are so many days or years from today or from another answer.
    fn dates(&self, before: &Answers, hints: &Hints) -> Vec<Date> {
        let mut from = vec![self.today];
        from.extend(hints.dates.iter().copied());
        from.extend(before.iter().filter_map(|(_, answer)| match answer {
            Answer::Date(day) => Some(*day),
            _ => None,
        }));
        let lengths: Vec<i64> = hints
            .numbers
            .iter()
            .copied()
            .filter_map(whole)
            .filter(|n| n.abs() < 40_000)
            .collect();
        let mut days = Vec::new();
        for start in from {
            for away in [0, 1, -1] {
                days.push(start.saturating_add(away.days()));
            }
            for length in &lengths {
                for away in [*length, length + 1, length - 1, -length, -length - 1, 1 - length] {
                    days.push(start.saturating_add(away.days()));
                }
                for years in [*length, length + 1] {
                    days.push(start.saturating_sub(years.clamp(-200, 200).years()));
                    days.push(
                        start
                            .saturating_sub(years.clamp(-200, 200).years())
                            .saturating_sub(200.days()),
                    );
                }
            }
        }
        days
    }
}

/// Each of these, a step more or less, their halves and doubles.
fn numbers(of: &[f64], step: f64) -> impl Iterator<Item = f64> {
    of.iter().flat_map(move |number| {
        [
            *number,
            number + step,
            number - step,
            number / 2.0,
            number / 2.0 + step,
            number * 2.0,
        ]
    })
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "it is held against the bounds first"
)]
fn whole(number: f64) -> Option<i64> {
    (number.abs() < 1e15).then_some(number.floor() as i64)
}

fn times(before: &Answers, hints: &Hints) -> Vec<Time> {
    let given = before.iter().filter_map(|(_, answer)| match answer {
        Answer::Time(time) => Some(*time),
        _ => None,
    });
    let away = [0, 1, -1, 60, -60, 240, -240];
    let starts = hints.times.iter().copied().chain(given);
    starts
        .flat_map(|time| away.map(|minutes| time.saturating_add(SignedDuration::from_mins(minutes))))
        .map(|time| time.with().second(0).subsec_nanosecond(0).build().unwrap_or(time))
        .collect()
}

/// Texts that say what is looked for: alone, in front of a usual answer, behind it, and as much of either as there is room for.
fn texts(usual: &[String], hints: &Hints) -> Vec<String> {
    let wanted: Vec<String> = hints
        .patterns
        .iter()
        .flat_map(|pattern| patterns::examples(pattern))
        .chain(hints.texts.iter().cloned())
        .collect();
    let mut texts = wanted.clone();
    for wanted in &wanted {
        for usual in usual {
            texts.push(format!("{wanted}{usual}"));
            texts.push(format!("{usual}{wanted}"));
            texts.push(over_the_start(usual, wanted));
            texts.push(over_the_end(usual, wanted));
        }
    }
    // A start and an end may both be wanted, and so may a length.
    for start in &wanted {
        texts.extend(wanted.iter().map(|end| format!("{start}{end}")));
    }
    let lengths = hints.numbers.iter().copied().filter_map(whole);
    let lengths = lengths
        .filter_map(|length| usize::try_from(length).ok())
        .filter(|length| (1..=2_000).contains(length));
    texts.extend(
        lengths
            .flat_map(|length| [length, length + 1, length - 1])
            .map(|length| "a".repeat(length)),
    );
    texts
}

fn over_the_start(text: &str, with: &str) -> String {
    with.chars()
        .chain(text.chars().skip(with.chars().count()))
        .collect()
}

fn over_the_end(text: &str, with: &str) -> String {
    let kept = text.chars().count().saturating_sub(with.chars().count());
    text.chars().take(kept).chain(with.chars()).collect()
}

/// What has a form of its own is made of its samples, with another start, end or letter; most of it is no such thing, and is left out
/// when it is read.
fn formatted(format: Format, country: &'static CountryRules, hints: &Hints) -> Vec<Answer> {
    let usual: Vec<String> = format.samples(country).into_iter().map(str::to_owned).collect();
    let mut made = texts(&usual, hints);
    let with_last = |text: &String| {
        let start: String = text
            .chars()
            .take(text.chars().count().saturating_sub(1))
            .collect();
        ('0'..='9')
            .chain('A'..='Z')
            .map(move |last| format!("{start}{last}"))
            .collect::<Vec<_>>()
    };
    let starts: Vec<String> = made
        .iter()
        .filter(|text| text.len() <= 20)
        .take(60)
        .chain(&usual)
        .cloned()
        .collect();
    made.extend(starts.iter().flat_map(with_last));
    for usual in &usual {
        made.extend(
            ('A'..='Z')
                .chain('0'..='9')
                .map(|first| over_the_start(usual, &first.to_string())),
        );
    }
    made.into_iter().map(|text| format.answer(text)).collect()
}

/// Each option alone, all of them, and every combination of a few.
fn combinations(codes: &[&str]) -> Vec<Vec<String>> {
    let own = |codes: Vec<&str>| codes.into_iter().map(str::to_owned).collect::<Vec<String>>();
    if codes.len() <= COMBINED {
        let subsets = 1_usize..1 << codes.len();
        return subsets
            .map(|bits| {
                own(codes
                    .iter()
                    .enumerate()
                    .filter(|(at, _)| bits & (1 << at) != 0)
                    .map(|(_, code)| *code)
                    .collect())
            })
            .collect();
    }
    let alone = codes.iter().map(|code| own(vec![*code]));
    let but_one = codes
        .iter()
        .map(|left| own(codes.iter().filter(|code| *code != left).copied().collect()));
    alone.chain(but_one).collect()
}

/// A district of each department, province and district that is named by its code.
fn districts(hints: &Hints) -> impl Iterator<Item = RegionCode> {
    hints.texts.iter().filter_map(|code| {
        let mut region = regions::find(code)?;
        while !region.code.is_district() {
            region = regions::children(region.code.as_str()).first()?;
        }
        Some(region.code.clone())
    })
}
