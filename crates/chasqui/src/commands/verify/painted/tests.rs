use lopdf::{Stream, dictionary};

use super::*;

/// A PDF whose pages are painted so.
fn pdf(pages: &[String], packed: bool) -> Vec<u8> {
    let mut document = Document::with_version("1.5");
    let tree = document.new_object_id();
    let kids: Vec<Object> = pages
        .iter()
        .map(|page| {
            let mut stream = Stream::new(dictionary! {}, page.clone().into_bytes());
            if packed {
                stream.compress().unwrap();
            }
            let contents = document.add_object(stream);
            let page = dictionary! { "Type" => "Page", "Parent" => tree, "Contents" => contents };
            document.add_object(page).into()
        })
        .collect();
    let count = i64::try_from(kids.len()).unwrap();
    let pages = dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count };
    document.objects.insert(tree, pages.into());
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

fn refusal(pdf: &[u8]) -> String {
    let mut shown = 0;
    let refused = each(pdf, |_| {
        shown += 1;
        ControlFlow::Continue(())
    });
    let Err(Problem(sentence)) = refused else {
        panic!("{shown} pictures were shown");
    };
    sentence
}

#[test]
fn a_page_is_shown_as_it_was_painted_before_the_next_is() {
    let pages = [
        "0 g 0 0 10 10 re f",
        "1 0 0 1 20 0 cm 10 10 -10 -10 re f 0 0 1 1 re n f",
    ]
    .map(String::from);
    let mut dark = Vec::new();
    each(&pdf(&pages, false), |picture| {
        dark.push(picture.as_raw().split(|light| *light == 0).count() - 1);
        assert_eq!(
            picture.get_pixel(0, 3367).0 == [0],
            dark.len() == 1,
            "from the bottom"
        );
        ControlFlow::Continue(())
    })
    .ok()
    .unwrap();
    assert_eq!(dark, [40 * 40; 2]);

    let mut shown = 0;
    each(&pdf(&pages, false), |_| {
        shown += 1;
        ControlFlow::Break(())
    })
    .ok()
    .unwrap();
    assert_eq!(shown, 1, "it ends where enough was seen");
}

#[test]
fn what_would_take_for_ever_is_refused_with_what_to_do() {
    let page = |step: &str, times: usize| vec![step.repeat(times)];
    let fills = page("0 0 595 842 re f ", 150);
    assert!(
        refusal(&pdf(&fills, false)).contains("too much painted"),
        "pixels"
    );
    let steps = page("n ", MOST_STEPS + 1);
    assert!(refusal(&pdf(&steps, false)).contains("too much painted"), "steps");
    let bomb = page("% nothing at all\n", 2 * MOST_UNPACKED / 17);
    let bomb = pdf(&bomb, true);
    assert!(bomb.len() < MOST_UNPACKED / 10);
    assert!(refusal(&bomb).contains("too much painted"), "unpacked bytes");
    let long = vec![String::new(); MOST_PAGES + 1];
    assert!(refusal(&pdf(&long, false)).contains("more than 50 pages"));
    assert!(refusal(b"%PDF-1.7 nothing").contains("not a PDF"));
}

#[test]
fn a_picture_of_more_pixels_than_any_is_not_unpacked() {
    let jpeg = |side: Option<u16>| {
        let mut bytes = Vec::new();
        let picture = GrayImage::from_pixel(4, 4, Luma([255]));
        picture
            .write_to(&mut Cursor::new(&mut bytes), image::ImageFormat::Jpeg)
            .unwrap();
        let frame = bytes
            .windows(2)
            .position(|marker| marker == [0xff, 0xc0])
            .unwrap();
        if let Some(side) = side {
            bytes[frame + 5..frame + 7].copy_from_slice(&side.to_be_bytes());
            bytes[frame + 7..frame + 9].copy_from_slice(&side.to_be_bytes());
        }
        bytes
    };
    assert!(matches!(picture(&jpeg(None)), Ok(Some(_))));
    assert!(matches!(picture(&jpeg(Some(20_000))), Ok(None)));
}
