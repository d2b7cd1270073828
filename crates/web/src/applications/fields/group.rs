//! Questions asked several times over, with buttons that work without a script.

use forms::{Question, Text, answers::Raw};

use super::field::{Block, Control, Field, Filled, id_of};

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

/// The `id` of a block.
pub(crate) fn block_id(name: &str, index: u32) -> String {
    format!("{}-{index}-block", id_of(name))
}

/// Makes the field of a question of a block, which may hold any other type.
type MakeField = fn(&Question, &str, Filled<'_>) -> Field;

/// What is asked of each, and of how many.
pub(super) struct Asked<'a> {
    pub(super) questions: &'a [Question],
    /// What one of them is called.
    pub(super) each: &'a Text,
    pub(super) at_least: u32,
    pub(super) at_most: u32,
}

pub(super) fn control(
    question: &Question,
    asked: &Asked<'_>,
    name: &str,
    filled: Filled<'_>,
    field: MakeField,
) -> Control {
    let (at_least, at_most) = (asked.at_least, asked.at_most);
    let count = blocks(filled.raw, name, at_least).min(at_most.max(1));
    let each = filled.voice.say(asked.each);
    let block = |index: u32| Block {
        id: block_id(name, index),
        title: filled
            .voice
            .said(format!("{} {}", each.text(), u64::from(index) + 1)),
        fields: fields(asked.questions, &format!("{name}.{index}"), filled, field),
        remove: (count > at_least.max(1)).then(|| format!("{}.{index}", question.id)),
    };
    Control::Group {
        blocks: (0..count).map(block).collect(),
        add: count < at_most,
        each: each.clone(),
    }
}

/// Every question of the block: which of them apply is known only once it is sent.
fn fields(questions: &[Question], prefix: &str, filled: Filled<'_>, field: MakeField) -> Vec<Field> {
    questions
        .iter()
        .map(|question| field(question, &format!("{prefix}.{}", question.id), filled))
        .collect()
}
