//! What an SVG may have and a crest may not: it could run, fetch something, or look otherwise on another machine.

use usvg::roxmltree::{Document, Node};

use super::CrestError;

/// Elements that nothing in a crest may be, with what to do instead.
const ELEMENTS: [(&[&str], &str); 6] = [
    (
        &["script", "handler", "listener"],
        "take it out; a picture runs nothing",
    ),
    (
        &["foreignObject", "iframe", "audio", "video"],
        "keep what is drawn alone",
    ),
    (&["a"], "take the link away and keep what is drawn"),
    (
        &["image", "feImage"],
        "draw it as outlines; a photograph cannot be a crest",
    ),
    (
        &["text", "tspan", "textPath", "font"],
        "turn letters into outlines, since other machines have other fonts",
    ),
    (
        &[
            "animate",
            "animateMotion",
            "animateTransform",
            "animateColor",
            "set",
        ],
        "keep the picture that stands still",
    ),
];

/// What makes others show it otherwise than the paper does.
const EFFECTS: [&str; 3] = ["filter", "mask", "pattern"];

/// The first thing of a file that a crest may not have.
pub(super) fn check(document: &Document<'_>) -> Result<(), CrestError> {
    for node in document.descendants().filter(Node::is_element) {
        let refused = |what: String, instead| CrestError::Refused {
            line: document.text_pos_at(node.range().start).row,
            what,
            instead,
        };
        let name = node.tag_name().name();
        let listed = ELEMENTS
            .iter()
            .find(|(names, _)| names.iter().any(|listed| listed.eq_ignore_ascii_case(name)));
        if let Some((_, instead)) = listed {
            return Err(refused(format!("<{name}>"), instead));
        }
        if EFFECTS.contains(&name) {
            return Err(refused(
                format!("<{name}>"),
                "draw it flat, since paper has no effects",
            ));
        }
        if name == "style" && node.text().is_some_and(fetches) {
            return Err(refused(
                "<style> that fetches something".to_owned(),
                "write colours on what is drawn",
            ));
        }
        for attribute in node.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            if name.to_ascii_lowercase().starts_with("on") {
                return Err(refused(name.to_owned(), "take it out; a picture runs nothing"));
            }
            if name == "href" && !value.trim_start().starts_with('#') {
                return Err(refused(
                    format!("href to {}", shortened(value)),
                    "keep all of the picture in its file",
                ));
            }
            if fetches(value) {
                return Err(refused(
                    format!("{name} that fetches something"),
                    "keep all of the picture in its file",
                ));
            }
        }
    }
    Ok(())
}

/// Whether a style or a value of an attribute names something outside the picture: `url(#…)` is within it.
fn fetches(style: &str) -> bool {
    let style = style.to_ascii_lowercase();
    let outside = style.split("url(").skip(1).any(|rest| {
        let named = rest.trim_start_matches([' ', '\'', '"', '\t', '\n', '\r']);
        !named.starts_with('#')
    });
    outside || style.contains("@import") || style.contains("javascript:")
}

fn shortened(value: &str) -> String {
    value.chars().take(40).collect()
}
