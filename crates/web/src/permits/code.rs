//! The permit's QR as a picture, for its web page.

use std::fmt::Write as _;

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use engine::error::Error;
use permit::qr::{self, Matrix};

use super::handed_out::HandedOut;
use crate::{app::App, error::WebError};

/// Modules of white that a scanner needs around the code (ISO/IEC 18004).
const QUIET: usize = 4;

/// `GET /a/{reference}/permit.svg`
pub(crate) async fn show(State(app): State<App>, permit: HandedOut) -> Result<Response, WebError> {
    let code = qr::encode(&app.code_text(&permit.permit))
        .map_err(|error| Error::broken(format!("permit {} has no QR: {error}", permit.permit.number)))?;
    Ok(([(header::CONTENT_TYPE, "image/svg+xml")], svg(&code)).into_response())
}

/// Black on white of its own, so that a browser's dark colours do not swallow it.
pub(crate) fn svg(code: &Matrix) -> String {
    let side = code.width() + 2 * QUIET;
    let mut path = String::new();
    for block in code.blocks() {
        let (x, y) = (block.x + QUIET, block.y + QUIET);
        // Writing into a string does not fail.
        let _ = write!(path, "M{x} {y}h{}v{}h-{0}z", block.width, block.height);
    }
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{side}v{side}H0z"/><path d="{path}"/></svg>"##
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_has_its_quiet_zone_and_one_rectangle_a_block() {
        let code = qr::encode("https://demo.invalid/v#01234567890123456").unwrap();
        let svg = svg(&code);
        let side = code.width() + 8;
        assert!(svg.contains(&format!("viewBox=\"0 0 {side} {side}\"")), "{svg}");
        assert!(
            svg.contains("d=\"M4 4h7v1h-7z"),
            "the upper edge of the first finder pattern: {svg}"
        );
        assert_eq!(svg.matches('M').count(), code.blocks().len() + 1);
    }
}
