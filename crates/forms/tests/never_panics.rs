//! Whatever is in a file, reading it ends in a service or in diagnostics that can be shown.

use proptest::prelude::*;

const GOOD: &str = include_str!("good/transit-permit.yaml");

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_text(source in "\\PC{0,200}") {
        if let Err(diagnostics) = forms::read("any.yaml", &source) {
            prop_assert!(!diagnostics.to_string().is_empty());
        }
    }

    /// A good file with a piece cut out, doubled, or replaced.
    #[test]
    fn a_good_file_damaged(at in 0..GOOD.len(), length in 0_usize..40, piece in "[a-zñ{}\\[\\]:,'\"\n -]{0,6}") {
        let start = GOOD.floor_char_boundary(at);
        let end = GOOD.ceil_char_boundary((at + length).min(GOOD.len()));
        let source = format!("{}{piece}{}", &GOOD[..start], &GOOD[end..]);
        if let Err(diagnostics) = forms::read("damaged.yaml", &source) {
            for one in &diagnostics {
                prop_assert!(source.get(one.span.clone()).is_some());
            }
            prop_assert!(!diagnostics.to_string().is_empty());
        }
    }
}

/// Whatever the parser reads is read on whatever thread it is asked on: a worker of a server has two megabytes of stack.
#[test]
fn deep_files_are_refused_on_a_small_stack() {
    let deep = format!("{}1{}", "{a: ".repeat(60), "}".repeat(60));
    let reader = std::thread::Builder::new().stack_size(256 << 10);
    let refused = reader
        .spawn(move || forms::read("deep.yaml", &deep).is_err())
        .unwrap();
    assert!(refused.join().unwrap());
}

/// A file of mistakes is told of by its first ones.
#[test]
fn of_a_thousand_mistakes_the_first_are_told() {
    let wrong: Vec<String> = (0..1000).map(|number| format!("key{number}: 1")).collect();
    let told = forms::read("wrong.yaml", &wrong.join("\n")).unwrap_err();
    assert!(told.len() <= 100, "{}", told.len());
}

/// What would take minutes to check is refused before it is checked.
#[test]
fn what_says_too_much_is_refused_at_once() {
    let smallest = include_str!("good/smallest.yaml");
    let (before, after) = smallest.split_once("form:\n").unwrap();
    let review = after.find("review:").unwrap();
    let many = |count: usize, line: fn(usize) -> String| (0..count).map(line).collect::<String>();
    let question = |number| format!("      - {{id: q{number}, type: text, label: Q}}\n");
    let step = |number| {
        format!(
            "    - {{id: s{number}, name: S, role: officer, next: s{}}}\n",
            number + 1
        )
    };
    let rule = |number| format!("    - {{when: \"name != 'a{number}'\", then: reject, because: no}}\n");
    let key = |number| format!("key{number}: 1\n");
    for (source, said) in [
        (
            format!(
                "{before}form:\n  - page: a\n    title: A\n    questions:\n{}{}",
                many(20_000, question),
                &after[review..]
            ),
            "a list of 20000 is too long: here it has at most 1000",
        ),
        (
            smallest.replace("  steps:\n", &format!("  steps:\n{}", many(15_000, step))),
            "is too long: here it has at most 50",
        ),
        (
            smallest.replace(
                "  steps:\n",
                &format!("  rules:\n{}  steps:\n", many(13_000, rule)),
            ),
            "a list of 13000 is too long: here it has at most 300",
        ),
        (
            many(80_000, key),
            "80000 keys are too many: a group has at most 3000",
        ),
    ] {
        assert!(source.len() > 500_000, "{}", source.len());
        let told = forms::read("much.yaml", &source).unwrap_err();
        assert!(
            told.iter().any(|one| one.message.contains(said)),
            "{}",
            told.iter().next().unwrap().message
        );
        assert!(told.len() <= 2);
    }
}

/// A file that repeats what repeats is refused before it fills the memory.
#[test]
fn what_repeats_itself_for_ever_is_refused() {
    let levels = (1..9).map(|level| {
        let items = vec![format!("*a{}", level - 1); 9].join(", ");
        format!("a{level}: &a{level} [{items}]")
    });
    let first = "a0: &a0 [x, x, x, x, x, x, x, x, x]".to_owned();
    let source = std::iter::once(first)
        .chain(levels)
        .collect::<Vec<_>>()
        .join("\n");
    let told = forms::read("bomb.yaml", &source).unwrap_err().to_string();
    assert!(told.contains("not YAML that can be read"), "{told}");
}
