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
