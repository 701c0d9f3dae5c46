//! A PDF of page images.

use image::DynamicImage;
use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref, types::Predictor};

use crate::clean::{limits::COPY_BYTES, paint, unfit::Unfit};

const CATALOG: Ref = Ref::new(1);
const PAGES: Ref = Ref::new(2);
const IMAGE: Name<'static> = Name(b"I");

/// Binds pictures into a PDF with a catalogue, pages and images: no text, no fonts, no dates, no names.
pub(super) struct Binder {
    pdf: Pdf,
    pages: u32,
    added: i32,
}

impl Binder {
    /// A binder for this many pages.
    pub(super) fn new(pages: u32) -> Self {
        Self { pdf: Pdf::new(), pages, added: 0 }
    }

    fn page(number: i32) -> Ref {
        Ref::new(3 + number * 3)
    }

    /// Adds a page that was drawn with `scale` dots a point.
    pub(super) fn add(&mut self, picture: &DynamicImage, scale: f64) -> Result<(), Unfit> {
        let page = Self::page(self.added);
        let (contents, image) = (Ref::new(page.get() + 1), Ref::new(page.get() + 2));
        self.added += 1;
        let (width, height) = (picture.width(), picture.height());
        let points = |dots: u32| (f64::from(dots) / scale) as f32;
        let (across, down) = (points(width), points(height));

        let mut writer = self.pdf.page(page);
        writer.parent(PAGES).media_box(Rect::new(0.0, 0.0, across, down)).contents(contents);
        writer.resources().x_objects().pair(IMAGE, image);
        writer.finish();

        let mut content = Content::new();
        content.transform([across, 0.0, 0.0, down, 0.0, 0.0]).x_object(IMAGE);
        self.pdf.stream(contents, &content.finish());

        let pixels = deflated(picture)?;
        if self.pdf.len() + pixels.len() > COPY_BYTES / 2 {
            return Err(Unfit::CopyTooLarge { max: COPY_BYTES as u64 / 2 });
        }
        let mut writer = self.pdf.image_xobject(image, &pixels);
        let (width, height) = (width.cast_signed(), height.cast_signed());
        writer.width(width).height(height).bits_per_component(8).color_space().device_rgb();
        writer.filter(Filter::FlateDecode);
        let mut parameters = writer.decode_parms();
        parameters.predictor(Predictor::PngOptimum).colors(3).columns(width);
        Ok(())
    }

    /// The PDF.
    pub(super) fn finish(mut self) -> Vec<u8> {
        self.pdf.catalog(CATALOG).pages(PAGES);
        let kids = (0..self.added).map(Self::page);
        self.pdf.pages(PAGES).kids(kids).count(self.pages.cast_signed());
        self.pdf.finish()
    }
}

/// The pixels as a PNG deflates them, which is what a PDF understands too.
fn deflated(picture: &DynamicImage) -> Result<Vec<u8>, Unfit> {
    let mut png = Vec::new();
    paint::png(picture, &mut png)?;
    let (mut pixels, mut rest) = (Vec::new(), &png[8..]);
    while let Some((length, after)) = rest.split_first_chunk() {
        let (name, content) = after.split_at(4);
        let (content, after) = content.split_at(u32::from_be_bytes(*length) as usize);
        if name == b"IDAT" {
            pixels.extend_from_slice(content);
        }
        rest = &after[4..];
    }
    Ok(pixels)
}
