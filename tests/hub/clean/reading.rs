//! Where Tesseract is installed, boxes are suggested over what is found in a picture.

use chorus::clean::{Cleaner, Ocr, Order};
use pdf_writer::{Content, Name, Pdf, Rect, Ref, Str};

use super::{cleaner, file};

/// A PDF whose second page says this.
fn letter(text: &str) -> Vec<u8> {
    let mut pdf = Pdf::new();
    pdf.catalog(Ref::new(1)).pages(Ref::new(2));
    pdf.pages(Ref::new(2)).kids([Ref::new(3), Ref::new(4)]).count(2);
    for (page, contents) in [(3, 6), (4, 5)] {
        let mut page = pdf.page(Ref::new(page));
        page.parent(Ref::new(2)).media_box(Rect::new(0.0, 0.0, 400.0, 200.0)).contents(Ref::new(contents));
        page.resources().fonts().pair(Name(b"F"), Ref::new(7));
    }
    let mut drawn = Content::new();
    drawn
        .begin_text()
        .set_font(Name(b"F"), 16.0)
        .next_line(40.0, 100.0)
        .show(Str(text.as_bytes()))
        .end_text();
    pdf.stream(Ref::new(5), &drawn.finish());
    pdf.stream(Ref::new(6), b"");
    pdf.type1_font(Ref::new(7)).base_font(Name(b"Helvetica"));
    pdf.finish()
}

/// A page of a PDF to look at.
async fn page(cleaner: &Cleaner, original: &[u8], order: &Order) -> Vec<u8> {
    let (kind, png, _) = file(cleaner.clean(original, order).await.unwrap().unwrap());
    assert_eq!(kind, "image/png");
    png
}

#[tokio::test]
async fn a_number_in_a_picture_gets_a_box() {
    let Some(ocr) = Ocr::find(1).await else { return skipped() };
    assert!(ocr.version().starts_with(|c: char| c.is_ascii_digit()), "{}", ocr.version());
    let original = letter("Call 13800138000 today please");
    let only = Order { page: Some(1), ..Order::default() };
    let shown = page(&cleaner(), &original, &only).await;
    let digits = |text: &str| {
        let chars: Vec<char> = text.chars().collect();
        let start = chars.iter().position(char::is_ascii_digit);
        let end = chars.iter().rposition(char::is_ascii_digit);
        start.zip(end).map(|(start, end)| start..end + 1).into_iter().collect()
    };
    let boxes = ocr.suggest(&shown, 1, digits).await.unwrap();
    let [covered] = boxes[..] else { panic!("one box: {boxes:?}") };
    // The number stands 40 points from the left and 100 from below, behind a word, at 150 dots an inch.
    assert!(
        covered.page == 1 && (140..180).contains(&covered.x) && (160..190).contains(&covered.y),
        "{covered:?}"
    );
    assert!((180..260).contains(&covered.width) && (20..60).contains(&covered.height), "{covered:?}");

    let hidden = page(&cleaner(), &original, &Order { boxes, page: Some(1) }).await;
    let read = std::cell::RefCell::new(String::new());
    let note = |text: &str| {
        text.clone_into(&mut read.borrow_mut());
        Vec::new()
    };
    assert!(ocr.suggest(&hidden, 1, note).await.unwrap().is_empty());
    let read = read.into_inner();
    assert!(read.contains("today") && !read.contains("13800138000"), "{read}");
}

#[expect(clippy::print_stdout, reason = "a story that was not told must say so")]
fn skipped() {
    println!("SKIPPED: Tesseract with chi_sim is not installed, so nothing was read");
}
