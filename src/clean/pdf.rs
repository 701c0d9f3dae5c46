//! PDFs: each page drawn to pixels, and the pixels bound anew into a PDF that holds nothing else.
//!
//! The renderer is hayro: pure Rust without `unsafe`, under active work, tested on the corpora of pdf.js and PDFBOX,
//! and part of what Typst builds on. No script runs in it, and it reaches for nothing outside of the file.
//!
//! A PDF that opens without a password is copied, also where it asks not to be printed: what anybody can read is no
//! secret. One that needs a password is refused.

mod bind;

use std::sync::Arc;

use hayro::{
    RenderCache, RenderSettings,
    hayro_interpret::{
        InterpreterSettings,
        font::{FallbackFontQuery, FontData, FontQuery},
    },
    hayro_syntax::{LoadPdfError, Pdf, page::Page},
    vello_cpu::color::palette::css::WHITE,
};
use image::{DynamicImage, RgbaImage};

use self::bind::Binder;
use super::{
    desk::Desk,
    limits::{PAGE_PIXELS, PAGE_POINTS, PAGE_SECONDS, PAGES},
    media::Media,
    paint,
    unfit::Unfit,
    wire::{Form, Note, Verdict},
};
use crate::document;

/// Dots per point: 150 an inch.
const SCALE: f64 = 150.0 / 72.0;

/// Makes the copy of a PDF, with the owner's boxes.
pub(super) fn redraw(file: Vec<u8>, desk: &mut Desk) -> Verdict {
    whole(&file)?;
    // Where the table of contents is broken too, the renderer does not tell the one from the other.
    let locked = file.windows(8).any(|at| at == b"/Encrypt");
    let pdf = Pdf::new(file).map_err(|error| match error {
        LoadPdfError::Decryption(_) => Unfit::Encrypted,
        LoadPdfError::Invalid if locked => Unfit::Encrypted,
        LoadPdfError::Invalid => Unfit::Damaged,
    })?;
    let pages = pdf.pages();
    let count = u32::try_from(pages.len()).unwrap_or(u32::MAX);
    match count {
        0 => return Err(Unfit::Damaged),
        1..=PAGES => desk.order.within(count)?,
        _ => return Err(Unfit::TooManyPages { max: PAGES }),
    }
    let cache = RenderCache::new();
    let fonts = InterpreterSettings { font_resolver: Arc::new(font), ..InterpreterSettings::default() };
    let mut binder = Binder::new(count);
    let mut sizes = Vec::new();
    let wanted = |number: u32| desk.order.page.is_none_or(|page| page == number);
    for (number, page) in (0..).zip(pages.iter()).filter(|(number, _)| wanted(*number)) {
        let scale = scale(page)?;
        let mut picture = draw(page, scale, &cache, &fonts)?;
        paint::boxes(&mut picture, number, &desk.order.boxes)?;
        let size = (picture.width(), picture.height());
        if desk.order.page.is_some() {
            paint::png(&picture, &mut desk.out)?;
            return Ok(Note { original: Media::Pdf, form: Form::Png, pages: vec![size] });
        }
        sizes.push(size);
        binder.add(&picture, scale)?;
        desk.budget.earn(PAGE_SECONDS);
    }
    desk.put(&binder.finish())?;
    Ok(Note { original: Media::Pdf, form: Form::Pdf, pages: sizes })
}

/// Refuses a file without the end mark, which a reader looks for in the last kilobyte. The renderer would make do with
/// half a file, and leave out pages without a word.
fn whole(file: &[u8]) -> Result<(), Unfit> {
    let tail = &file[file.len().saturating_sub(1024)..];
    if tail.windows(5).any(|at| at == b"%%EOF") { Ok(()) } else { Err(Unfit::Truncated) }
}

/// How much a page is enlarged: to 150 dots an inch, or to what a large page can have.
fn scale(page: &Page<'_>) -> Result<f64, Unfit> {
    let (width, height) = page.render_dimensions();
    let (width, height) = (f64::from(width), f64::from(height));
    // Not a number is no size either.
    if !(width <= PAGE_POINTS && height <= PAGE_POINTS) {
        return Err(Unfit::PageTooLarge { max: PAGE_POINTS as u32 });
    }
    Ok(SCALE.min((PAGE_PIXELS / (width * height)).sqrt()))
}

fn draw<'a>(
    page: &'a Page<'a>,
    scale: f64,
    cache: &RenderCache<'a>,
    fonts: &InterpreterSettings,
) -> Result<DynamicImage, Unfit> {
    let (width, height) = page.render_dimensions();
    let dots = |points: f32| ((f64::from(points) * scale).round() as u16).max(1);
    let settings = RenderSettings {
        x_scale: scale as f32,
        y_scale: scale as f32,
        width: Some(dots(width)),
        height: Some(dots(height)),
        bg_color: WHITE,
    };
    let drawn = hayro::render(page, cache, fonts, &settings);
    // The ground is white and opaque, and so is the page: its opacity says nothing.
    let picture =
        RgbaImage::from_raw(drawn.width().into(), drawn.height().into(), drawn.data_as_u8_slice().to_vec());
    picture.map(|picture| DynamicImage::from(DynamicImage::from(picture).into_rgb8())).ok_or(Unfit::Damaged)
}

/// A face for text whose font is not in the file: ours for Chinese, which receipts and statements often leave out.
fn font(query: &FontQuery) -> Option<(FontData, u32)> {
    match query {
        FontQuery::Standard(standard) => Some(standard.get_font_data()),
        FontQuery::Fallback(FallbackFontQuery { character_collection: Some(_), .. }) => {
            Some((Arc::new(document::text_face()), 0))
        }
        FontQuery::Fallback(other) => Some(other.pick_standard_font().get_font_data()),
    }
}
