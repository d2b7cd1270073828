//! Questions asked several times over.

use super::fields::Fields;
use super::parse::{Around, Reading, flaw, obeys, parse};
use super::wrong::{Cause, Flaw, Wrong};
use super::{Answer, Answers};
use crate::Question;

/// Reads `trip.0.place`, `trip.1.place`, …. Empty blocks beyond the fewest wanted are passed over, so that a block
/// added and not used is no error.
pub(super) fn parse_group(
    question: &Question,
    inner: &[Question],
    bounds: (usize, usize),
    fields: Fields<'_>,
    around: Around<'_>,
) -> Result<Reading, Vec<Flaw>> {
    let (fewest, most) = bounds;
    if fewest == 0 && fields.blank() {
        return Ok(Reading::Blank);
    }
    let blocks = filled_blocks(fields, fewest.max(1));
    if blocks.len() > most {
        return Err(vec![flaw(
            question,
            fields.name,
            Wrong::from(Cause::TooMany).limit(&most),
        )]);
    }
    let (mut given, mut narrow, mut flaws) = (Vec::new(), false, Vec::new());
    for index in blocks {
        let block = block(inner, index, fields, around);
        flaws.extend(block.flaws);
        narrow |= block.narrow;
        given.push(block.answers);
    }
    if !flaws.is_empty() {
        return Err(flaws);
    }
    if narrow {
        return Ok(Reading::Narrow);
    }
    if given.iter().any(Answers::is_empty) {
        return Err(vec![flaw(
            question,
            fields.name,
            Wrong::from(Cause::TooFew).limit(&fewest.max(1)),
        )]);
    }
    let answer = Answer::Group(given);
    obeys(question, fields.name, &answer, around).map(|()| Reading::Given(answer))
}

/// The numbers of the blocks with something written in them, with as many others as are still wanted.
fn filled_blocks(fields: Fields<'_>, fewest: usize) -> Vec<usize> {
    let number = |part: &str| {
        part.split('.')
            .next()
            .and_then(|index| index.parse::<usize>().ok())
    };
    let mut posted: Vec<usize> = fields.beneath().filter_map(|(part, _)| number(part)).collect();
    posted.sort_unstable();
    posted.dedup();
    let is_filled = |index: &usize| !Fields::new(fields.raw, &format!("{}.{index}", fields.name)).blank();
    let mut blocks: Vec<usize> = posted.iter().copied().filter(is_filled).collect();
    for index in 0.. {
        if blocks.len() >= fewest {
            break;
        }
        if !blocks.contains(&index) {
            blocks.push(index);
        }
    }
    blocks.sort_unstable();
    blocks
}

#[derive(Default)]
struct Block {
    answers: Answers,
    narrow: bool,
    flaws: Vec<Flaw>,
}

fn block(inner: &[Question], index: usize, fields: Fields<'_>, around: Around<'_>) -> Block {
    let mut block = Block::default();
    let mut before = around.before.clone();
    let mut wrong = around.wrong.clone();
    for question in inner {
        if question.when.as_ref().is_some_and(|when| !when.holds(&before)) {
            continue;
        }
        let name = format!("{}.{index}.{}", fields.name, question.id);
        match parse(
            question,
            &name,
            fields.raw,
            Around {
                before: &before,
                wrong: &wrong,
                ..around
            },
        ) {
            Ok(Reading::Given(answer)) => {
                before.insert(question.id.clone(), answer.clone());
                block.answers.insert(question.id.clone(), answer);
            }
            Ok(Reading::Narrow) => block.narrow = true,
            Ok(Reading::Blank) => {}
            Err(flaws) => {
                wrong.insert(question.id.clone());
                block.flaws.extend(flaws);
            }
        }
    }
    block
}
