//! PDFs are drawn anew.

use chorus::clean::{BlackBox, Media, Unfit};
use hayro::{
    RenderCache, RenderSettings,
    hayro_interpret::InterpreterSettings,
    hayro_syntax::Pdf,
    vello_cpu::{Pixmap, color::palette::css::WHITE},
};

use super::{booklet, clean, clean_with, file, marks};

/// The pages of a copy, drawn dot by dot as they were.
fn drawn(copy: &[u8]) -> Vec<Pixmap> {
    let pdf = Pdf::new(copy.to_vec()).unwrap();
    let cache = RenderCache::new();
    let scale = 150.0 / 72.0;
    let settings = RenderSettings { x_scale: scale, y_scale: scale, bg_color: WHITE, ..Default::default() };
    let draw = |page| hayro::render(page, &cache, &InterpreterSettings::default(), &settings);
    pdf.pages().iter().map(draw).collect()
}

fn pixel(page: &Pixmap, x: u16, y: u16) -> [u8; 3] {
    let pixel = page.sample(x, y);
    [pixel.r, pixel.g, pixel.b]
}

#[tokio::test]
async fn nothing_but_pictures_is_left_of_a_pdf() {
    let original = booklet::pdf();
    assert!(marks::is_in(&original));
    let cleaned = clean(&original).await.unwrap();
    assert_eq!(cleaned.original, Media::Pdf);
    let (kind, copy, pages) = file(cleaned);
    assert_eq!(kind, "application/pdf");
    assert_eq!(pages, [(1240, 1754); 2]);
    assert!(!marks::is_in(&copy));
    let text = String::from_utf8_lossy(&copy);
    for word in [
        "/Font",
        "/Info",
        "/Metadata",
        "/JavaScript",
        "/JS",
        "/EmbeddedFile",
        "/Annot",
        "/Names",
        "/OpenAction",
        "/ID",
        "PK\x03\x04",
    ] {
        assert!(!text.contains(word), "{word}");
    }
    assert_eq!(text.matches("/Subtype").count(), 2, "an image a page and nothing else");
    let pages = drawn(&copy);
    assert_eq!(pixel(&pages[0], 100, 100), [255, 0, 0], "the square");
    assert_eq!(pixel(&pages[0], 400, 900), [0, 0, 0], "the rectangle");
    assert_eq!(pixel(&pages[0], 700, 300), [255, 255, 255], "the paper");
}

#[tokio::test]
async fn boxes_are_black_on_their_page() {
    let covered = BlackBox { page: 1, x: 200, y: 300, width: 50, height: 40 };
    let (_, copy, _) = file(clean_with(&booklet::pdf(), &[covered]).await.unwrap());
    let pages = drawn(&copy);
    for (x, y) in (202..248).zip((302..338).cycle()) {
        assert_eq!(pixel(&pages[1], x, y), [0, 0, 0]);
        assert_eq!(pixel(&pages[0], x, y), pixel(&pages[0], 201, 299));
    }
    let lost = BlackBox { page: 2, ..covered };
    assert_eq!(clean_with(&booklet::pdf(), &[lost]).await, Err(Unfit::BoxOutside));
}

#[tokio::test]
async fn a_large_page_is_drawn_coarser() {
    let (_, _, pages) = file(clean(&booklet::empty(1, 10_000.0)).await.unwrap());
    assert_eq!(pages, [(2121, 2121)]);
}

#[tokio::test]
async fn a_hostile_pdf_is_refused() {
    for (what, original, code) in [
        ("61 pages", booklet::empty(61, 100.0), "FILE_TOO_MANY_PAGES"),
        ("20,000 pages", booklet::empty(20_000, 100.0), "FILE_TOO_MANY_PAGES"),
        ("a page of a kilometre", booklet::empty(1, 3_000_000.0), "FILE_PAGE_TOO_LARGE"),
        ("a password", booklet::encrypted(), "FILE_ENCRYPTED"),
        ("forms that multiply", booklet::form_bomb(), "FILE_TOO_DEMANDING"),
        ("content that inflates", booklet::content_bomb(1 << 30), "FILE_TOO_DEMANDING"),
        ("half a file", booklet::pdf()[..2000].to_vec(), "FILE_TRUNCATED"),
        ("only a head", b"%PDF-1.7\n%%EOF".to_vec(), "FILE_DAMAGED"),
        ("a tree in itself", booklet::looping_tree(), "FILE_DAMAGED"),
    ] {
        let unfit = clean(&original).await.expect_err(what);
        assert_eq!(unfit.code(), code, "{what}");
    }
}

#[tokio::test]
async fn what_is_absurd_in_a_pdf_does_no_harm() {
    for (what, original) in [
        ("a form in itself", booklet::form_loop()),
        ("a picture of 900 megapixels", booklet::picture_bomb()),
        ("a deep tree", booklet::deep_tree(100_000)),
        ("a deep array", booklet::deep_array(1_000_000)),
    ] {
        // Ended by a limit, or drawn without it.
        let outcome = clean(&original).await;
        assert!(matches!(outcome, Ok(_) | Err(Unfit::TooDemanding)), "{what}: {:?}", outcome.err());
    }
}
