//! What is done to pixels before they are written, and how they are written.

use std::io::Write;

use image::DynamicImage;

use super::{order::BlackBox, unfit::Unfit};

/// The bytes of a picture: red, green, blue and, with an alpha channel, its opacity.
pub(super) fn samples(picture: &mut DynamicImage) -> &mut [u8] {
    match picture {
        DynamicImage::ImageRgb8(pixels) => pixels,
        DynamicImage::ImageRgba8(pixels) => pixels,
        _ => unreachable!("a picture is made with one of these two"),
    }
}

/// Makes fully transparent pixels black: what cannot be seen is not there.
pub(super) fn drop_hidden(picture: &mut DynamicImage) {
    if let DynamicImage::ImageRgba8(pixels) = picture {
        for pixel in pixels.pixels_mut().filter(|pixel| pixel.0[3] == 0) {
            pixel.0 = [0; 4];
        }
    }
}

/// Paints the boxes of a page black and opaque. What of a box lies beyond the edge is cut off.
///
/// # Errors
/// `BoxOutside` when nothing is left of one: its owner believes something covered that is not.
pub(super) fn boxes(picture: &mut DynamicImage, page: u32, boxes: &[BlackBox]) -> Result<(), Unfit> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let bytes = picture.color().bytes_per_pixel() as usize;
    for it in boxes.iter().filter(|it| it.page == page) {
        let span = |from: u32, length: u32, edge: usize| {
            (from as usize).min(edge)..(from.saturating_add(length) as usize).min(edge)
        };
        let (columns, rows) = (span(it.x, it.width, width), span(it.y, it.height, height));
        if columns.is_empty() || rows.is_empty() {
            return Err(Unfit::BoxOutside);
        }
        for line in samples(picture).chunks_exact_mut(width * bytes).take(rows.end).skip(rows.start) {
            for pixel in line[columns.start * bytes..columns.end * bytes].chunks_exact_mut(bytes) {
                pixel.copy_from_slice(&[0, 0, 0, 0xff][..bytes]);
            }
        }
    }
    Ok(())
}

/// Writes a picture as a PNG of header, pixels and end, and nothing else.
pub(super) fn png(picture: &DynamicImage, out: impl Write) -> Result<(), Unfit> {
    let mut encoder = png::Encoder::new(out, picture.width(), picture.height());
    encoder.set_color(if picture.color().has_alpha() { png::ColorType::Rgba } else { png::ColorType::Rgb });
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    let written = encoder.write_header().and_then(|mut writer| {
        writer.write_image_data(picture.as_bytes())?;
        writer.finish()
    });
    written.map_err(super::desk::unheard)
}
