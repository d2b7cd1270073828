//! Which pictures are taken as a crest, and what reaches a browser of one.

use site::{Crest, Segment};

/// A picture with this inside.
fn picture(inside: &str) -> String {
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 40 40">{inside}</svg>"#
    )
}

const SHAPE: &str = r#"<path d="M0 0h40v40z"/>"#;

#[test]
fn a_plain_drawing_is_taken() {
    let shipped = include_bytes!("../../../forms/site/crest.svg");
    let crest = Crest::read(shipped).unwrap();
    assert_eq!(crest.size(), (48.0, 56.0));
    assert!(
        crest.svg().starts_with("<svg viewBox=\"0 0 48 56\" width=\"48\""),
        "{}",
        crest.svg()
    );
    assert_eq!(crest.shapes().len(), 7);
    assert!(crest.svg().len() < 3_000, "{}", crest.svg().len());
}

/// What runs, fetches, or is drawn otherwise on another machine is refused with its line.
#[test]
fn what_a_crest_has_no_business_with_is_named() {
    for (inside, says) in [
        ("<script>alert(1)</script>", "line 1: a crest has no <script>"),
        ("<SCRIPT>alert(1)</SCRIPT>", "a crest has no <SCRIPT>"),
        (
            "\n\n<path d='M0 0h9v9z' onclick='x()'/>",
            "line 3: a crest has no onclick",
        ),
        ("<g ONLOAD='x()'/>", "a crest has no ONLOAD"),
        (
            "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'/></foreignObject>",
            "no <foreignObject>",
        ),
        ("<image href='https://evil.example/a.png'/>", "no <image>"),
        ("<image href='data:image/png;base64,AAAA'/>", "no <image>"),
        (
            "<use href='https://evil.example/a.svg#x'/>",
            "no href to https://evil.example/a.svg#x",
        ),
        ("<use xlink:href=' javascript:alert(1)'/>", "no href to"),
        (
            "<a href='https://evil.example'><path d='M0 0h9v9z'/></a>",
            "no <a>",
        ),
        ("<text>Huayrana</text>", "turn letters into outlines"),
        (
            "<animate attributeName='href' to='javascript:x'/>",
            "no <animate>",
        ),
        ("<set attributeName='onload' to='x()'/>", "no <set>"),
        (
            "<style>@import 'https://evil.example/a.css';</style>",
            "<style> that fetches something",
        ),
        (
            "<style>path{fill:URL( 'https://evil.example')}</style>",
            "<style> that fetches something",
        ),
        (
            "<path d='M0 0h9v9z' fill=\"url('https://evil.example/#x')\"/>",
            "fill that fetches",
        ),
        (
            "<path d='M0 0h9v9z' style='fill:url(//evil.example)'/>",
            "style that fetches",
        ),
        ("<filter id='a'/>", "no <filter>: draw it flat"),
        ("<mask id='a'/>", "no <mask>"),
        ("", "the picture draws nothing"),
    ] {
        let error = Crest::read(picture(inside).as_bytes()).unwrap_err().to_string();
        assert!(error.contains(says), "{inside}\n{error}");
    }
}

#[test]
fn what_is_no_such_picture_is_told_so() {
    let bomb = format!(
        "<!DOCTYPE svg [<!ENTITY a \"{}\"><!ENTITY b \"{}\">]>{}",
        "x".repeat(99),
        "&a;".repeat(99),
        picture("&b;")
    );
    let (wide, deep) = (
        picture(SHAPE).replace("0 0 40 40", "0 0 400 40"),
        picture(&format!("{}{SHAPE}{}", "<g>".repeat(9_000), "</g>".repeat(9_000))),
    );
    let dots: Vec<String> = (0..4_000_u64)
        .map(|n| format!("<path d='M{} {}h1v1z'/>", n * 7_919 % 40, n * 104_729 % 39))
        .collect();
    let heavy = picture(&dots.concat());
    let long = " ".repeat(300_000);
    for (file, says) in [
        (&b"\x89PNG\r\n\x1a\n\xff"[..], "it is not text in UTF-8"),
        (b"", "the picture is no SVG that can be read"),
        (b"<html/>", "the picture is no SVG that can be read"),
        (bomb.as_bytes(), "the picture is no SVG that can be read"),
        (wide.as_bytes(), "the picture is 400 wide and 40 high"),
        (deep.as_bytes(), "the picture is no SVG that can be read"),
        (heavy.as_bytes(), "bytes compressed; at most 6144 may be"),
        (long.as_bytes(), "the picture has 300000 bytes"),
    ] {
        let error = Crest::read(file).unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
    }
}

/// Nothing of the file but its drawing is served: no comment, no name, no element that was not drawn.
#[test]
fn what_is_served_is_written_anew() {
    let source = picture(
        "<!-- secret --><title>secret</title><metadata>secret</metadata>\
         <style>.secret{fill:#123456}</style><path id='secret' class='secret' data-x='secret' d='M0 0h40v40z'/>",
    );
    let crest = Crest::read(source.as_bytes()).unwrap();
    assert!(crest.svg().contains("#123456"), "{}", crest.svg());
    let kept = crest.svg().replace("id=\"secret\"", "");
    assert!(!kept.contains("secret"), "{kept}");
}

/// Every shape is in the picture's own units, whatever turned and moved it, and in one colour.
#[test]
fn shapes_are_where_they_are_drawn() {
    let crest = Crest::read(
        picture(
            "<linearGradient id='g'><stop stop-color='#000'/><stop offset='1' stop-color='#fff'/></linearGradient>\
             <g transform='translate(10 20) scale(2)'><path fill='url(#g)' fill-rule='evenodd' d='M0 0 L5 0 Q5 3 0 3 z'/></g>\
             <path d='M1 1h9' fill='none' stroke='#f00' stroke-width='3'/>",
        )
        .as_bytes(),
    )
    .unwrap();
    let [filled, line] = crest.shapes() else {
        panic!("{:?}", crest.shapes())
    };
    assert_eq!((filled.fill, filled.is_even_odd), (Some([127; 3]), true));
    assert_eq!(
        filled.segments,
        [
            Segment::Move(10.0, 20.0),
            Segment::Line(20.0, 20.0),
            Segment::Curve([(20.0, 24.0), (16.666_666, 26.0), (10.0, 26.0)]),
            Segment::Close,
        ]
    );
    let stroke = line.stroke.unwrap();
    assert_eq!((stroke.colour, stroke.width, line.fill), ([255, 0, 0], 3.0, None));
}
