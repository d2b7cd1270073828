//! The rows of labelled places between the validity window and the conditions.

use super::PdfError;
use super::canvas::Canvas;
use super::field::Field;
use super::font::Face;
use super::frame::HAIRLINE;
use super::layout::{Slot, SlotSize};
use super::page::{CONTENT, MARGIN, label};

/// Above the label and below the value on a full page; both grow with the room that values get.
const ABOVE: f32 = 5.0;
const BELOW: f32 = 3.0;
const AIR: f32 = 0.3;
const LABEL: f32 = 11.5;
const GUTTER: f32 = 20.0;
/// A value's height: one line in small type at least, two lines in full type at most.
const LEAST: f32 = 15.0;
const MOST: f32 = 27.0;
/// A line of small type.
const LINE: f32 = 9.5;
/// The name gets half as much again.
const LEAD: f32 = 1.45;

/// Slots in rows: one that takes the whole width, or two halves.
pub(super) struct Rows<'l>(Vec<Vec<&'l Slot>>);

impl<'l> Rows<'l> {
    pub(super) fn of(slots: &'l [Slot]) -> Self {
        let mut rows: Vec<Vec<&Slot>> = Vec::new();
        for slot in slots {
            match rows.last_mut() {
                Some(row)
                    if slot.size == SlotSize::Half && row.len() == 1 && row[0].size == SlotSize::Half =>
                {
                    row.push(slot);
                }
                _ => rows.push(vec![slot]),
            }
        }
        Self(rows)
    }

    /// The height that the rows cannot go below.
    pub(super) fn least(&self) -> f32 {
        self.height(LEAST)
    }

    fn height(&self, value: f32) -> f32 {
        self.0
            .iter()
            .map(|row| above(value) + LABEL + value_height(row, value) + BELOW)
            .sum()
    }

    /// The tallest values that still fit the room.
    fn value_fitting(&self, room: f32) -> f32 {
        let least = self.height(LEAST);
        let each = self.height(LEAST + 1.0) - least;
        if each > 0.0 {
            (LEAST + (room - least) / each).min(MOST)
        } else {
            LEAST
        }
    }
}

fn above(value: f32) -> f32 {
    ABOVE + (value - LEAST) * AIR
}

fn value_height(row: &[&Slot], value: f32) -> f32 {
    match row[0].size {
        SlotSize::Lead => value * LEAD,
        SlotSize::Lines(lines) => f32::from(lines) * LINE + (LEAST - LINE),
        SlotSize::Whole | SlotSize::Half => value,
    }
}

/// Draws labels and rules; gives the places in the slots' order and where the rows end.
pub(super) fn draw(
    canvas: &mut Canvas,
    rows: &Rows<'_>,
    y: f32,
    room: f32,
) -> Result<(Vec<Field>, f32), PdfError> {
    let value = rows.value_fitting(room);
    let mut fields = Vec::new();
    let mut y = y;
    for row in &rows.0 {
        for (column, slot) in row.iter().enumerate() {
            fields.push(place(
                canvas,
                slot,
                column,
                y + above(value),
                value_height(row, value),
            )?);
        }
        y += above(value) + LABEL + value_height(row, value) + BELOW;
        canvas.bar(HAIRLINE, MARGIN, y, CONTENT, 0.5);
    }
    Ok((fields, y))
}

fn place(canvas: &mut Canvas, slot: &Slot, column: usize, y: f32, height: f32) -> Result<Field, PdfError> {
    let half = (CONTENT - GUTTER) / 2.0;
    let width = if slot.size == SlotSize::Half {
        half
    } else {
        CONTENT
    };
    let x = if column == 0 {
        MARGIN
    } else {
        MARGIN + half + GUTTER
    };
    label(canvas, &slot.label, x, y, width, false)?;
    Ok(Field {
        x,
        top: y + LABEL,
        width,
        height,
        face: Face::Regular,
        largest: if slot.size == SlotSize::Lead { 19.0 } else { 12.0 },
        smallest: 5.0,
        tracking: 0.0,
        flush_right: false,
        label: slot.label.first.clone(),
    })
}
