//! A version that was published once reads for ever: what a file means is apart from what may be published today.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its files should stop")]

use std::path::{Path, PathBuf};

use forms::{
    Answer, Answers, ContentHash, DateBound, Kind, MessageEvent, Question, Ruling, Service, Span,
    ValidityPeriod, read, read_kept, samples,
};

/// The wrong examples that break a rule of publishing only. They have a meaning, and are read where they are kept.
const BREAK_A_RULE: &[&str] = &[
    "accepts-nothing",
    "amendment-never-asked",
    "amendment-of-nothing",
    "amendment-of-the-holder",
    "appeal-escalates",
    "appeal-in-the-chain",
    "appeal-is-sample",
    "appeal-leads-on",
    "bounds-crossed",
    "bounds-of-date-too-far",
    "cel-pattern-too-large",
    "cel-too-long",
    "cel-unknown-option",
    "channels-none",
    "choice-option-code",
    "choice-option-twice",
    "choice-without-options",
    "claim-days",
    "computed-twice",
    "conditions-claim-role",
    "conditions-code-of-ours",
    "conditions-code-spelled",
    "conditions-codes-too-long",
    "conditions-none-to-tell",
    "conditions-question-of-that-name",
    "consent-grants",
    "consent-never-ends",
    "consent-of-oneself",
    "contact-empty",
    "contact-mail-address",
    "control-character",
    "copy-always-rejected",
    "copy-always-stopped",
    "country-without-places",
    "deadline-circle",
    "fee-nothing",
    "fee-out-of-range",
    "fee-when-unknown",
    "fee-without-decimals",
    "group-empty",
    "help-heading",
    "help-link",
    "id-of-question",
    "id-of-service",
    "id-twice",
    "inspection-decides",
    "kept-for-shorter-than-scans",
    "kept-for-too-short",
    "language-missing",
    "language-tag",
    "max-length-out-of-range",
    "message-brace-alone",
    "message-place-unknown",
    "office-not-a-place",
    "office-optional",
    "opinions-circle",
    "opinions-decide",
    "opinions-never-end",
    "opinions-twice",
    "opinions-unsaid",
    "page-asks-nothing",
    "page-id-reserved",
    "page-too-large",
    "page-twice",
    "people-too-few",
    "people-zero",
    "permit-claim-role",
    "permit-claim-twice",
    "permit-claims-none",
    "permit-period-for-some-only",
    "permit-period-may-go-unanswered",
    "permit-period-never-taken",
    "permit-renewal-too-early",
    "permit-type-zero",
    "permit-until-on-a-page-not-for-all",
    "permit-until-optional",
    "purpose-is-a-question",
    "purpose-misspelled",
    "purpose-none-offered",
    "purpose-not-offered",
    "reason-for-another-decision",
    "reasons-for-approving-only",
    "reasons-missing",
    "renewal-begins-twice",
    "sample-with-deadline",
    "sample-without-step",
    "span-too-long",
    "staff-nobody",
    "step-all-passed-over",
    "step-aside-for-some",
    "step-called-permit",
    "step-circle",
    "step-circle-past-steps",
    "step-escalates-past-all",
    "step-twice",
    "step-unreachable",
    "steps-none",
    "tell-with-a-place",
    "text-empty",
    "time-minutes-or-months",
    "transfer-keeps-the-holder",
    "transfer-without-a-document",
    "transfer-without-an-address",
];

/// Those in which something has no meaning: nobody ever published them, or a newer program did.
const MEAN_NOTHING: &[&str] = &[
    "accepts-of-nobody",
    "amendment-question-unknown",
    "appeal-step-unknown",
    "bound-no-such-day",
    "bounds-of-date",
    "bounds-of-date-beyond-time",
    "bounds-of-wrong-type",
    "calendar-closed",
    "calendar-country",
    "cel-accents-before-the-fault",
    "cel-asked-later",
    "cel-bad-pattern",
    "cel-capital-and",
    "cel-capital-true",
    "cel-curly-quotes",
    "cel-date-as-text",
    "cel-function-unknown",
    "cel-has-of-whole",
    "cel-inside-a-group",
    "cel-is-not",
    "cel-loop",
    "cel-map",
    "cel-not-a-condition",
    "cel-not-of-a-number",
    "cel-null",
    "cel-outside-the-group",
    "cel-over-lines",
    "cel-own-name",
    "cel-part-unknown",
    "cel-single-equals",
    "cel-today-in-when",
    "cel-too-deep",
    "cel-types-differ",
    "cel-unknown-name",
    "choice-option-null",
    "computed-a-date",
    "computed-asked-back",
    "computed-later",
    "computed-unknown-name",
    "conditions-unknown-key",
    "consent-strange-keys",
    "contact-none",
    "country-unknown",
    "deadline-days-misspelled",
    "deadline-nowhere",
    "deadline-without-then",
    "declaration-without-text",
    "document-unknown",
    "fee-not-an-amount",
    "fee-per-a-text",
    "fee-three-decimals",
    "foreign-not-a-plate",
    "form-without-pages",
    "group-in-group",
    "inspection-misspelled",
    "inspection-strange-keys",
    "key-by-both-names",
    "key-called-otherwise",
    "key-missing-several",
    "key-says-nothing",
    "key-twice",
    "key-unknown",
    "key-unknown-nested",
    "language-none",
    "many-at-once",
    "map-extent",
    "map-keys",
    "may-ask-unknown",
    "message-brace-open",
    "next-misspelled",
    "office-nowhere",
    "opinions-misspelled",
    "opinions-strange-keys",
    "people-too-many",
    "permit-claim-answer-unknown",
    "permit-claims-unknown",
    "permit-ends-twice",
    "permit-from-three",
    "permit-from-time-not-a-time",
    "permit-periods-none",
    "permit-prints-unknown",
    "permit-until-29-february",
    "permit-until-anniversary-of-no-day",
    "permit-until-no-day",
    "permit-until-no-month",
    "permit-until-not-a-day",
    "permit-validity",
    "purpose-as-an-answer",
    "purpose-in-a-group",
    "reason-for-unknown",
    "refer-without-step",
    "renewal-begins-unknown",
    "rule-reason-unknown",
    "rule-step-unknown",
    "rule-strange-keys",
    "rule-without-reason",
    "span-wrong",
    "step-next-unknown",
    "step-when-unknown",
    "stop-sees-only-before",
    "text-comma",
    "text-comment-in-brackets",
    "text-without-words",
    "time-business-days",
    "time-list-in-months",
    "times-unknown",
    "type-called-otherwise",
    "type-file-not-yet",
    "type-strange-bound",
    "type-strange-key",
    "type-unknown",
    "value-number-for-text",
    "value-text-for-group",
    "value-text-for-list",
    "value-yes-for-true",
    "yaml-a-list",
    "yaml-bad-indentation",
    "yaml-brackets-in-a-condition",
    "yaml-colon-in-a-text",
    "yaml-empty",
    "yaml-open-quote",
    "yaml-tab",
    "yaml-unclosed-bracket",
];

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn stems(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let files = paths.filter(|path| path.extension().is_some_and(|end| end == "yaml"));
    let mut stems: Vec<_> = files
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .filter(|stem| !stem.ends_with(".scenarios"))
        .collect();
    stems.sort();
    stems
}

fn broken(stem: &str) -> String {
    std::fs::read_to_string(folder("tests/broken").join(format!("{stem}.yaml"))).unwrap()
}

fn kept(stem: &str) -> Service {
    read_kept(stem, &broken(stem)).unwrap_or_else(|wrong| panic!("{stem}\n{wrong}"))
}

#[test]
fn every_wrong_example_is_of_one_kind() {
    let mut listed: Vec<_> = BREAK_A_RULE.iter().chain(MEAN_NOTHING).collect();
    listed.sort();
    assert!(
        listed
            .iter()
            .eq(stems(&folder("tests/broken")).iter().collect::<Vec<_>>().iter())
    );
}

#[test]
fn what_breaks_a_rule_of_publishing_is_refused_and_read_where_it_is_kept() {
    let today = jiff::civil::date(2026, 11, 30);
    for stem in BREAK_A_RULE {
        assert!(read(stem, &broken(stem)).is_err(), "{stem} can be published");
        let service = kept(stem);
        // It can be worked with, too.
        samples::sample(&service, today);
        let language = service.default_language();
        assert!(!service.about.cost.in_language(language).is_empty(), "{stem}");
    }
}

#[test]
fn what_means_nothing_is_refused_by_both() {
    for stem in MEAN_NOTHING {
        assert!(read(stem, &broken(stem)).is_err(), "{stem} can be published");
        let wrong = read_kept(stem, &broken(stem)).expect_err(stem);
        assert!(!wrong.is_empty(), "{stem} is refused without a word");
    }
}

/// Whoever looks at a version that does not read is told of what has no meaning, not of what may not be published.
#[test]
fn only_what_means_nothing_is_told() {
    let mixed = broken("message-brace-open");
    let told = |read: fn(&str, &str) -> Result<Service, forms::Diagnostics>| {
        read("kept.json", &mixed).unwrap_err().len()
    };
    assert_eq!((told(read), told(read_kept)), (2, 1));
}

#[test]
fn a_kept_version_means_what_is_written() {
    let questions = |service: &Service| -> Vec<Question> {
        let pages = service.form.pages.iter();
        pages.flat_map(|page| page.questions.clone()).collect()
    };
    let last = |stem: &str| questions(&kept(stem)).pop().unwrap().kind;
    let ids = |stem: &str| -> Vec<String> {
        questions(&kept(stem))
            .iter()
            .map(|question| question.id.to_string())
            .collect()
    };
    let codes = |stem: &str| match last(stem) {
        Kind::Choice { options } => options.into_iter().map(|option| option.code).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        kept("span-too-long").permit.valid.periods(),
        [ValidityPeriod::lasting(Span::days(36_500))]
    );
    assert_eq!(kept("people-zero").review.steps[0].people(), 0);
    assert_eq!(kept("permit-type-zero").permit.kind, 0);
    assert_eq!(
        last("max-length-out-of-range"),
        Kind::Text {
            max_length: Some(20_000)
        }
    );
    let far = |years, days| Some(DateBound::FromToday { years, days });
    assert_eq!(
        last("bounds-of-date-too-far"),
        Kind::Date {
            min: far(-200, 0),
            max: far(0, 4_001)
        }
    );
    assert_eq!(ids("id-of-question"), ["name", "travels-by", "today"]);
    assert_eq!(ids("id-twice"), ["name", "name"]);
    assert_eq!(kept("id-of-service").id.as_str(), "Library Card");
    assert_eq!(codes("choice-option-code"), ["by car", "bus"]);
    assert_eq!(codes("choice-option-twice"), ["car", "bus", "car"]);
    assert_eq!(kept("permit-claim-twice").permit.claims.len(), 2);
    assert_eq!(kept("step-circle").review.steps.len(), 2);
    let Ruling::Approve { sample, .. } = &kept("sample-without-step").review.rules[0].then else {
        panic!("an approval");
    };
    assert_eq!(*sample, 5);
    let messages = kept("message-place-unknown").messages;
    let approved = messages.on(MessageEvent::Approved).unwrap();
    assert_eq!(approved.body.in_language(&"en".into()), "Hello {nane}, {reason}");
}

/// A text that lacks a language is said in the service's first that it has.
#[test]
fn texts_of_a_kept_version_fall_back_to_the_words_that_there_are() {
    let service = kept("language-missing");
    let said =
        |text: &forms::Text| ["en", "es", "qu"].map(|language| text.in_language(&language.into()).to_owned());
    assert_eq!(said(&service.about.name), ["Library card"; 3]);
    assert_eq!(said(&service.about.summary), ["Borrow.", "Presta.", "Mañay."]);
    assert_eq!(said(&service.about.cost), ["Free"; 3]);
    let tags: Vec<_> = kept("language-tag")
        .languages
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(tags, ["english", "en"]);
}

#[test]
fn conditions_of_a_kept_version_hold_as_they_are_written() {
    let when = |stem: &str| {
        let service = kept(stem);
        let mut questions = service.form.pages.into_iter().flat_map(|page| page.questions);
        questions.find_map(|question| question.when).unwrap()
    };
    let named = |name: &str| {
        let mut answers = Answers::default();
        answers.insert("name".into(), Answer::FullName(name.to_owned()));
        answers
    };
    let long = when("cel-too-long");
    assert!(long.holds(&named("abc79")) && !long.holds(&named("abc80")));
    let large = when("cel-pattern-too-large");
    assert!(large.holds(&named(&"ñ".repeat(60))) && !large.holds(&named(&"ñ".repeat(59))));
    let mut by_car = Answers::default();
    by_car.insert("travels_by".into(), Answer::Choice("car".to_owned()));
    assert!(!when("cel-unknown-option").holds(&by_car));
}

#[test]
fn what_may_be_published_means_the_same_to_both() {
    for folder in [folder("tests/good"), folder("../../forms")] {
        for stem in stems(&folder) {
            let source = std::fs::read_to_string(folder.join(format!("{stem}.yaml"))).unwrap();
            let service = read(&stem, &source).unwrap_or_else(|wrong| panic!("{wrong}"));
            let canonical = service.canonical_json();
            assert_eq!(read_kept(&stem, &canonical).unwrap(), service, "{stem}");
        }
    }
}

/// A program that writes the same service otherwise does not give an old version another name.
#[test]
fn a_kept_version_keeps_its_text_and_so_its_name() {
    let service = read("t.yaml", include_str!("good/smallest.yaml")).unwrap();
    let without = service.canonical_json().replace("\"legal_basis\":[],", "");
    let kept = read_kept("kept.json", &without).unwrap();
    assert_ne!(without, service.canonical_json());
    assert_eq!(kept.canonical_json(), without);
    assert_eq!(kept.hash(), ContentHash::of(without.as_bytes()));
}
