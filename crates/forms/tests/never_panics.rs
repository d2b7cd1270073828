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
