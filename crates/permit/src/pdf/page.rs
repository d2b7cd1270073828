//! The page: where everything stands on it. Read from the top of the paper to its foot.

use super::PdfError;
use super::canvas::{Canvas, PAGE_HEIGHT, PAGE_WIDTH, Style};
use super::field::Field;
use super::font::Face;
use super::frame::{GREY, HAIRLINE, INK, Stack, bold, grey, regular, tint, width};
use super::layout::{Accent, Layout, Words};
use super::letters::tidy;
use super::slots::{self, Rows};

/// 20 mm.
pub(super) const MARGIN: f32 = 56.7;
pub(super) const CONTENT: f32 = PAGE_WIDTH - 2.0 * MARGIN;
const TOP: f32 = 42.0;
/// 14 mm: the least that printers leave alone, with some to spare.
const BOTTOM: f32 = 40.0;
/// 48 mm with its quiet zone: a version 11 code is 42 mm, 0.7 mm a module.
const QR_SIDE: f32 = 136.1;
/// One line of 11 points, and too little for two of the smallest.
const ADDRESS_HEIGHT: f32 = 14.3;
/// Length of the specimen mark, and the height of capitals in type sizes.
const SPECIMEN_WIDTH: f32 = 440.0;
const CAPITALS: f32 = 0.714;
const MM: f32 = 72.0 / 25.4;

/// The drawn page and the places left open on it.
pub(super) struct Page {
    pub(super) canvas: Canvas,
    pub(super) number: Field,
    pub(super) valid_from: Field,
    pub(super) valid_until: Field,
    pub(super) address: Field,
    pub(super) slots: Vec<Field>,
    pub(super) qr: QrPlace,
}

/// The square, quiet zone included, that the QR fills; `top` counts down from the upper edge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct QrPlace {
    pub(super) x: f32,
    pub(super) top: f32,
    pub(super) side: f32,
}

pub(super) fn draw(layout: &Layout) -> Result<Page, PdfError> {
    let mut canvas = Canvas::default();
    specimen(&mut canvas, layout)?;
    let y = header(&mut canvas, layout)?;
    let (number, y) = title(&mut canvas, layout, y)?;
    let ([valid_from, valid_until], y) = validity(&mut canvas, layout, y)?;
    let floor = foot(&mut canvas, layout)?;
    let (qr, address, floor) = checking(&mut canvas, layout, floor)?;
    let slots = middle(&mut canvas, layout, y, floor)?;
    Ok(Page {
        canvas,
        number,
        valid_from,
        valid_until,
        address,
        slots,
        qr,
    })
}

/// The mark lies under everything, so that it never hides a word or a module, and clear of the code.
fn specimen(canvas: &mut Canvas, layout: &Layout) -> Result<(), PdfError> {
    let Some(mark) = &layout.specimen else {
        return Ok(());
    };
    let mark = tidy(mark);
    let pale = |size| bold(size, Accent(238, 233, 233));
    let size = 100.0 * SPECIMEN_WIDTH / width(pale(100.0), &mark).max(1.0);
    let style = pale(size.min(110.0));
    let (across, up) = (width(style, &mark) / 2.0, style.size * CAPITALS / 2.0);
    let (sin, cos) = (0.573_576_45, 0.819_152_06); // 35°
    let x = PAGE_WIDTH / 2.0 - across * cos + up * sin;
    let y = PAGE_HEIGHT * 0.52 - across * sin - up * cos;
    canvas.turned(style, [cos, sin, -sin, cos, x, y], &mark)
}

fn header(canvas: &mut Canvas, layout: &Layout) -> Result<f32, PdfError> {
    let mut names = Stack::new(CONTENT);
    names.words(bold(11.5, INK), grey(8.5), &layout.authority);
    names.draw(canvas, MARGIN, TOP)?;
    let y = TOP + names.height() + 7.0;
    canvas.bar(layout.accent, MARGIN, y, CONTENT, 2.8);
    canvas.bar(layout.accent, MARGIN, y + 4.6, CONTENT, 0.5);
    Ok(y + 5.1)
}

/// Title on the left, the permit's number in spaced type on the right.
fn title(canvas: &mut Canvas, layout: &Layout, y: f32) -> Result<(Field, f32), PdfError> {
    let right = 186.0;
    let top = y + 18.0;
    let mut title = Stack::new(CONTENT - right - 14.0);
    title.words(bold(25.0, INK), grey(12.0), &layout.title);
    title.draw(canvas, MARGIN, top)?;
    let x = MARGIN + CONTENT - right;
    label(canvas, &layout.number_label, x, top + 3.0, right, true)?;
    let number = Field {
        x,
        top: top + 15.0,
        width: right,
        height: 22.0,
        face: Face::Bold,
        largest: 18.0,
        smallest: 8.0,
        tracking: 0.075,
        flush_right: true,
        label: layout.number_label.first.clone(),
    };
    Ok((number, top + title.height().max(38.0) + 14.0))
}

fn validity(canvas: &mut Canvas, layout: &Layout, y: f32) -> Result<([Field; 2], f32), PdfError> {
    let (height, half) = (52.0, CONTENT / 2.0);
    canvas.bar(tint(layout.accent), MARGIN, y, CONTENT, height);
    canvas.bar(layout.accent, MARGIN, y, 3.0, height);
    canvas.bar(HAIRLINE, MARGIN + half, y + 10.0, 0.6, height - 20.0);
    let mut field = |words: &Words, x: f32| {
        label(canvas, words, x, y + 8.0, half - 30.0, false)?;
        Ok::<_, PdfError>(Field {
            x,
            top: y + 20.0,
            width: half - 30.0,
            height: 26.0,
            face: Face::Bold,
            largest: 17.0,
            smallest: 7.0,
            tracking: 0.0,
            flush_right: false,
            label: words.first.clone(),
        })
    };
    let from = field(&layout.valid_from_label, MARGIN + 16.0)?;
    let until = field(&layout.valid_until_label, MARGIN + half + 16.0)?;
    Ok(([from, until], y + height))
}

/// Issuing office and law, standing on the bottom margin; gives its upper edge.
fn foot(canvas: &mut Canvas, layout: &Layout) -> Result<f32, PdfError> {
    let mut words = Stack::new(CONTENT);
    words.space(7.0).words(bold(8.4, INK), grey(7.4), &layout.office);
    words
        .space(2.5)
        .words(regular(7.6), grey(7.0), &layout.legal_basis);
    let top = PAGE_HEIGHT - BOTTOM - words.height();
    canvas.bar(layout.accent, MARGIN, top, CONTENT, 0.8);
    words.draw(canvas, MARGIN, top)?;
    Ok(top)
}

/// The QR with how to check it and the official address beside, standing on the foot.
fn checking(canvas: &mut Canvas, layout: &Layout, floor: f32) -> Result<(QrPlace, Field, f32), PdfError> {
    let beside = QR_SIDE + 6.0;
    let mut words = Stack::new(CONTENT - beside);
    words.section(layout.accent, &layout.checking).space(8.0);
    words.words(grey(7.6), grey(6.8), &layout.address_label);
    words.space(ADDRESS_HEIGHT);
    let height = words.height().max(QR_SIDE);
    let top = floor - 12.0 - height;
    // The quiet zone stands out into the margin, so that the code itself aligns with the words.
    let qr = QrPlace {
        x: MARGIN - QR_SIDE * 4.0 / 69.0,
        top: top + (height - QR_SIDE) / 2.0,
        side: QR_SIDE,
    };
    canvas.bar(Accent(255, 255, 255), qr.x, qr.top, qr.side, qr.side);
    let (x, words_top) = (MARGIN + beside, top + (height - words.height()) / 2.0);
    words.draw(canvas, x, words_top)?;
    canvas.bar(HAIRLINE, MARGIN, top - 8.0, CONTENT, 0.5);
    let address = Field {
        x,
        top: words_top + words.height() - ADDRESS_HEIGHT,
        width: CONTENT - beside,
        height: ADDRESS_HEIGHT,
        face: Face::Bold,
        largest: 11.0,
        // One line at any size: a broken address is compared wrongly.
        smallest: 7.0,
        tracking: 0.0,
        flush_right: false,
        label: layout.address_label.first.clone(),
    };
    Ok((qr, address, top - 8.5))
}

/// Slots and conditions share what is left between the validity window and the code.
fn middle(canvas: &mut Canvas, layout: &Layout, y: f32, floor: f32) -> Result<Vec<Field>, PdfError> {
    let mut conditions = Stack::new(CONTENT);
    if !layout.conditions.lines.is_empty() {
        conditions
            .space(11.0)
            .section(layout.accent, &layout.conditions)
            .space(9.0);
    }
    let rows = Rows::of(&layout.slots);
    let room = floor - y - conditions.height();
    let over = rows.least() - room;
    if over > 0.0 {
        return Err(PdfError::Crowded {
            over_mm: whole_mm(over),
            answers_mm: whole_mm(rows.least()),
            conditions_mm: whole_mm(conditions.height()),
        });
    }
    let (fields, below) = slots::draw(canvas, &rows, y, room)?;
    conditions.draw(canvas, MARGIN, below)?;
    Ok(fields)
}

/// Points as whole millimetres, rounded up.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "heights on a page are small and not negative"
)]
fn whole_mm(points: f32) -> u32 {
    (points / MM).ceil() as u32
}

/// A label on one line, its second language beside it; shrinks to fit and is refused before it is illegible.
pub(super) fn label(
    canvas: &mut Canvas,
    words: &Words,
    x: f32,
    top: f32,
    room: f32,
    flush_right: bool,
) -> Result<(), PdfError> {
    let first = tidy(&words.first);
    let second = words.second.as_deref().map(tidy).unwrap_or_default();
    let styles = |size: f32| {
        (
            Style {
                ink: INK,
                ..grey(size)
            },
            Style {
                ink: GREY,
                ..grey(size * 0.92)
            },
        )
    };
    let gap = if second.is_empty() { 0.0 } else { 5.0 };
    let total = |size: f32| width(styles(size).0, &first) + gap + width(styles(size).1, &second);
    let size = [8.2, 7.6, 7.0, 6.4, 5.8]
        .into_iter()
        .find(|size| total(*size) <= room);
    let size = size.ok_or_else(|| PdfError::TooWide {
        words: words.first.clone(),
    })?;
    let x = if flush_right { x + room - total(size) } else { x };
    canvas.text(styles(size).0, x, top + 8.2, &first)?;
    if second.is_empty() {
        return Ok(());
    }
    canvas.text(
        styles(size).1,
        x + width(styles(size).0, &first) + gap,
        top + 8.2,
        &second,
    )
}
