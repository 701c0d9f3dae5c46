//! Images: decoded to pixels, and the pixels written as a bare PNG.

use std::io::Cursor;

use image::{
    DynamicImage, ImageDecoder, ImageError, Limits,
    codecs::{jpeg::JpegDecoder, png::PngDecoder, webp::WebPDecoder},
    error::LimitErrorKind,
    metadata::Orientation,
};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

use super::{
    desk::Desk,
    extent,
    limits::{COPY_EDGE, COPY_PIXELS, DECODED_BYTES},
    media::Media,
    paint,
    unfit::Unfit,
    wire::{Form, Note, Verdict},
};

/// Makes the copy of a PNG; of an animation, its still picture.
pub(super) fn png(mut file: Vec<u8>, desk: &mut Desk) -> Verdict {
    file.truncate(extent::png(&file)?);
    redraw(Media::Png, PngDecoder::with_limits(Cursor::new(file), limits()).map_err(unfit)?, desk)
}

/// Makes the copy of a JPEG.
pub(super) fn jpeg(mut file: Vec<u8>, desk: &mut Desk) -> Verdict {
    file.truncate(extent::jpeg(&file)?);
    redraw(Media::Jpeg, JpegDecoder::new(Cursor::new(file)).map_err(unfit)?, desk)
}

/// Makes the copy of a WebP; of an animation, its first picture.
pub(super) fn webp(mut file: Vec<u8>, desk: &mut Desk) -> Verdict {
    file.truncate(extent::webp(&file)?);
    redraw(Media::Webp, WebPDecoder::new(Cursor::new(file)).map_err(unfit)?, desk)
}

/// Draws an image anew: the right way up, in sRGB, without hidden colours, with the owner's boxes.
fn redraw(original: Media, decoder: impl ImageDecoder, desk: &mut Desk) -> Verdict {
    let size = decoder.total_bytes();
    if size > DECODED_BYTES {
        return Err(Unfit::TooManyPixels { max: DECODED_BYTES });
    }
    desk.budget.earn(size as f64 / DECODED_BYTES as f64);
    let (picture, orientation) = decode(decoder)?;
    let mut picture = fit(picture);
    // It was an image: what is left to do takes time by its size, and does not depend on what it shows.
    desk.budget.earn(1.0 + f64::from(picture.width()) * f64::from(picture.height()) / 8e6);
    picture.apply_orientation(orientation);
    let size = (picture.width(), picture.height());
    desk.order.within(1)?;
    paint::boxes(&mut picture, 0, &desk.order.boxes)?;
    paint::png(&picture, &mut desk.out)?;
    Ok(Note { original, form: Form::Png, pages: vec![size] })
}

fn limits() -> Limits {
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(DECODED_BYTES);
    limits
}

/// Decodes to 8 bits of sRGB, with an alpha channel only where the original has one.
fn decode(mut decoder: impl ImageDecoder) -> Result<(DynamicImage, Orientation), Unfit> {
    decoder.set_limits(limits()).map_err(unfit)?;
    // A profile or an orientation that cannot be read is one the original does not have.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten();
    let decoded = DynamicImage::from_decoder(decoder).map_err(unfit)?;
    let grey = !decoded.color().has_color();
    let mut picture = if decoded.color().has_alpha() {
        DynamicImage::ImageRgba8(decoded.into_rgba8())
    } else {
        DynamicImage::ImageRgb8(decoded.into_rgb8())
    };
    if let Some(profile) = profile.and_then(|profile| ColorProfile::new_from_slice(&profile).ok()) {
        to_srgb(&mut picture, grey, &profile);
    }
    paint::drop_hidden(&mut picture);
    Ok((picture, orientation))
}

fn unfit(error: ImageError) -> Unfit {
    match error {
        ImageError::Limits(limit) if matches!(limit.kind(), LimitErrorKind::InsufficientMemory) => {
            Unfit::TooManyPixels { max: DECODED_BYTES }
        }
        ImageError::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Unfit::Truncated,
        _ => Unfit::Damaged,
    }
}

/// Converts the colours, line by line, where the profile is one for such pixels. A profile for ink (CMYK) is
/// passed over: the decoder has made red, green and blue of it already.
fn to_srgb(picture: &mut DynamicImage, grey: bool, profile: &ColorProfile) {
    let fits = match profile.color_space {
        DataColorSpace::Rgb => !grey,
        DataColorSpace::Gray => grey,
        _ => false,
    };
    let layout = match picture {
        DynamicImage::ImageRgba8(_) => Layout::Rgba,
        _ => Layout::Rgb,
    };
    let from = match (profile.color_space, layout) {
        (DataColorSpace::Gray, Layout::Rgba) => Layout::GrayAlpha,
        (DataColorSpace::Gray, _) => Layout::Gray,
        _ => layout,
    };
    let options = TransformOptions::default();
    let Ok(transform) = profile.create_transform_8bit(from, &ColorProfile::new_srgb(), layout, options)
    else {
        return;
    };
    if !fits {
        return;
    }
    let bytes = picture.color().bytes_per_pixel() as usize;
    let width = picture.width() as usize;
    let mut before: Vec<u8> = Vec::with_capacity(width * bytes);
    for line in paint::samples(picture).chunks_exact_mut(width * bytes) {
        before.clear();
        match from {
            Layout::Gray => before.extend(line.chunks_exact(bytes).map(|pixel| pixel[0])),
            Layout::GrayAlpha => {
                before.extend(line.chunks_exact(bytes).flat_map(|pixel| [pixel[0], pixel[3]]))
            }
            _ => before.extend_from_slice(line),
        }
        if transform.transform(&before, line).is_err() {
            return;
        }
    }
}

/// Scales a picture down to what a copy may have.
fn fit(picture: DynamicImage) -> DynamicImage {
    let (width, height) = (f64::from(picture.width()), f64::from(picture.height()));
    let scale = (COPY_PIXELS as f64 / (width * height)).sqrt().min(f64::from(COPY_EDGE) / width.max(height));
    if scale >= 1.0 {
        return picture;
    }
    let scaled = |edge: f64| ((edge * scale) as u32).max(1);
    picture.thumbnail_exact(scaled(width), scaled(height))
}
