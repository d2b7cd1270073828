//! Questions asked several times over, with buttons that work without a script.

use forms::{Question, answers::Raw};

use super::field::{Block, Control, Field, Filled};

/// How many blocks a page shows: those that were sent, and never fewer than the question wants.
pub(crate) fn blocks(raw: &Raw, name: &str, at_least: u32) -> u32 {
    let prefix = format!("{name}.");
    let index = |key: &String| key.strip_prefix(&prefix)?.split('.').next()?.parse::<u32>().ok();
    let sent = raw
        .keys()
        .filter_map(index)
        .max()
        .map_or(0, |highest| highest.saturating_add(1));
    sent.max(at_least).max(1)
}

/// Makes the field of a question of a block, which may hold any other type.
type MakeField = fn(&Question, &str, Filled<'_>) -> Field;

pub(super) fn control(
    question: &Question,
    questions: &[Question],
    (at_least, at_most): (u32, u32),
    name: &str,
    filled: Filled<'_>,
    field: MakeField,
) -> Control {
    let count = blocks(filled.raw, name, at_least).min(at_most.max(1));
    let block = |index: u32| Block {
        number: u64::from(index) + 1,
        fields: fields(questions, &format!("{name}.{index}"), filled, field),
        remove: (count > at_least.max(1)).then(|| format!("{}.{index}", question.id)),
    };
    Control::Group {
        blocks: (0..count).map(block).collect(),
        add: count < at_most,
    }
}

/// Every question of the block: which of them apply is known only once it is sent.
fn fields(questions: &[Question], prefix: &str, filled: Filled<'_>, field: MakeField) -> Vec<Field> {
    questions
        .iter()
        .map(|question| field(question, &format!("{prefix}.{}", question.id), filled))
        .collect()
}
