//! Images are drawn anew.

use chorus::clean::{BlackBox, Media, Unfit};
use image::{DynamicImage, GenericImageView, ImageEncoder, Rgba};
use moxcms::ColorProfile;

use super::{clean, clean_with, file, image as corpus, marks};

fn decoded(png: &[u8]) -> DynamicImage {
    image::load_from_memory_with_format(png, image::ImageFormat::Png).unwrap()
}

/// The names of the chunks of a PNG.
fn chunks(png: &[u8]) -> Vec<String> {
    let (mut names, mut rest) = (Vec::new(), &png[8..]);
    while let Some(length) = rest.first_chunk().map(|length| u32::from_be_bytes(*length) as usize) {
        names.push(String::from_utf8_lossy(&rest[4..8]).into_owned());
        rest = &rest[12 + length..];
    }
    names.dedup();
    names
}

fn near(pixel: Rgba<u8>, colour: [u8; 3]) -> bool {
    pixel.0.iter().zip(colour).all(|(is, wanted)| is.abs_diff(wanted) < 24)
}

#[tokio::test]
async fn nothing_but_pixels_is_left_of_an_image() {
    for (media, original) in
        [(Media::Jpeg, corpus::jpeg(6)), (Media::Png, corpus::png()), (Media::Webp, corpus::webp())]
    {
        assert!(marks::is_in(&original), "{media:?} was planted");
        let cleaned = clean(&original).await.unwrap();
        assert_eq!(cleaned.original, media);
        let (kind, copy, pages) = file(cleaned);
        assert_eq!(kind, "image/png");
        assert_eq!(chunks(&copy), ["IHDR", "IDAT", "IEND"], "{media:?}");
        assert_eq!(pages, [decoded(&copy).dimensions()]);
        assert!(!marks::is_in(&copy), "{media:?} leaks");
        assert!(!marks::is_in(decoded(&copy).as_bytes()), "{media:?} leaks in its pixels");
    }
}

#[tokio::test]
async fn an_image_is_the_right_way_up() {
    // Red, green, blue and white, clockwise from the upper left; each orientation says where they belong.
    let (r, g, b, w) = ([255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 255]);
    for (orientation, [upper_left, upper_right, lower_left, lower_right]) in [
        (1, [r, g, b, w]),
        (2, [g, r, w, b]),
        (3, [w, b, g, r]),
        (4, [b, w, r, g]),
        (5, [r, b, g, w]),
        (6, [b, r, w, g]),
        (7, [w, g, b, r]),
        (8, [g, w, r, b]),
    ] {
        let (_, copy, pages) = file(clean(&corpus::jpeg(orientation)).await.unwrap());
        let (width, height) = if orientation < 5 { (64, 48) } else { (48, 64) };
        assert_eq!(pages, [(width, height)], "orientation {orientation}");
        let copy = decoded(&copy);
        let corners = [(4, 4), (width - 5, 4), (4, height - 5), (width - 5, height - 5)];
        for ((x, y), colour) in corners.into_iter().zip([upper_left, upper_right, lower_left, lower_right]) {
            assert!(near(copy.get_pixel(x, y), colour), "orientation {orientation} at {x},{y}");
        }
    }
}

#[tokio::test]
async fn colours_are_those_of_a_screen_without_their_profile() {
    let mut original = Vec::new();
    let mut encoder = image::codecs::png::PngEncoder::new(&mut original);
    encoder.set_icc_profile(ColorProfile::new_display_p3().encode().unwrap()).unwrap();
    encoder.write_image(&[200, 100, 50].repeat(64), 8, 8, image::ExtendedColorType::Rgb8).unwrap();
    let (_, copy, _) = file(clean(&original).await.unwrap());
    assert_eq!(chunks(&copy), ["IHDR", "IDAT", "IEND"]);
    // What Display P3 calls (200, 100, 50), sRGB calls (215, 93, 31).
    let pixel = decoded(&copy).get_pixel(3, 3);
    assert!(pixel.0.iter().zip([215, 93, 31]).all(|(is, wanted)| is.abs_diff(wanted) < 3), "{pixel:?}");
}

#[tokio::test]
async fn every_pixel_of_a_box_is_black_and_no_other_changes() {
    let boxes = [
        BlackBox { page: 0, x: 3, y: 5, width: 10, height: 7 },
        // Partly beyond the edge.
        BlackBox { page: 0, x: 40, y: 40, width: u32::MAX, height: 100 },
    ];
    for original in [corpus::jpeg(6), corpus::webp(), corpus::png()] {
        let before = decoded(&file(clean(&original).await.unwrap()).1);
        let after = decoded(&file(clean_with(&original, &boxes).await.unwrap()).1);
        for (x, y, pixel) in after.pixels() {
            let covered = (3..13).contains(&x) && (5..12).contains(&y) || x >= 40 && y >= 40;
            let expected = if covered { Rgba([0, 0, 0, 255]) } else { before.get_pixel(x, y) };
            assert_eq!(pixel, expected, "at {x},{y}");
        }
    }
}

#[tokio::test]
async fn a_box_that_covers_nothing_is_told() {
    let elsewhere = BlackBox { page: 1, x: 0, y: 0, width: 5, height: 5 };
    let beyond = BlackBox { page: 0, x: 48, y: 0, width: 5, height: 5 };
    let empty = BlackBox { page: 0, x: 0, y: 0, width: 0, height: 5 };
    for lost in [elsewhere, beyond, empty] {
        assert_eq!(clean_with(&corpus::jpeg(6), &[lost]).await, Err(Unfit::BoxOutside), "{lost:?}");
    }
}

#[tokio::test]
async fn a_long_screenshot_stays_readable_and_a_huge_photograph_is_scaled() {
    for (width, height) in [(1080, 12_000), (5000, 5000)] {
        let picture = DynamicImage::ImageLuma8(image::GrayImage::new(width, height));
        let (_, _, pages) = file(clean(&corpus::bare_png(&picture)).await.unwrap());
        let expected = if width == 5000 { (4000, 4000) } else { (1080, 12_000) };
        assert_eq!(pages, [expected]);
    }
}

#[tokio::test]
async fn what_is_no_whole_image_is_refused() {
    for original in [corpus::jpeg(1), corpus::png(), corpus::webp()] {
        let half = &original[..original.len() / 2];
        assert_eq!(clean(half).await, Err(Unfit::Truncated));
        let lying = [b"GIF89a", &original[..]].concat();
        assert_eq!(clean(&lying).await, Err(Unfit::UnknownType));
    }
    assert_eq!(clean(b"").await, Err(Unfit::Empty));
    let bomb = clean(&corpus::png_bomb(30_000)).await.unwrap_err();
    assert_eq!(bomb.code(), "FILE_TOO_MANY_PIXELS");
}
