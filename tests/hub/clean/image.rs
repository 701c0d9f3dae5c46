//! Images with everything in them that must not be in a copy.

use image::{
    DynamicImage, ExtendedColorType, ImageEncoder, RgbImage, RgbaImage,
    codecs::{jpeg::JpegEncoder, webp::WebPEncoder},
};

use super::marks::{MARK, deflated, wide};

/// A picture whose upper left quarter is red, upper right green, lower left blue, lower right white.
pub(super) fn quarters(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        image::Rgb(match (x < width / 2, y < height / 2) {
            (true, true) => [255, 0, 0],
            (false, true) => [0, 255, 0],
            (true, false) => [0, 0, 255],
            (false, false) => [255, 255, 255],
        })
    })
}

pub(super) fn bare_jpeg(picture: &RgbImage) -> Vec<u8> {
    let mut file = Vec::new();
    JpegEncoder::new_with_quality(&mut file, 90).encode_image(picture).unwrap();
    file
}

/// EXIF with an orientation, a GPS position, and a thumbnail.
fn exif(orientation: u8) -> Vec<u8> {
    let mut tiff = b"MM\0\x2a\0\0\0\x08".to_vec();
    let thumbnail = bare_jpeg(&quarters(16, 16));
    let described = 8 + 2 + 3 * 12 + 4;
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        [&tag.to_be_bytes()[..], &kind.to_be_bytes(), &count.to_be_bytes(), &value].concat()
    };
    tiff.extend(3_u16.to_be_bytes());
    tiff.extend(entry(0x010e, 2, MARK.len() as u32 + 1, (described as u32).to_be_bytes()));
    tiff.extend(entry(0x0112, 3, 1, [0, orientation, 0, 0]));
    tiff.extend(entry(0x8825, 4, 1, (described as u32).to_be_bytes()));
    tiff.extend([0; 4]);
    tiff.extend(MARK.as_bytes());
    tiff.push(0);
    tiff.extend(b"GPS 31.2304N 121.4737E ");
    tiff.extend(thumbnail);
    tiff
}

/// A small zip whose only entry holds the mark, deflated.
pub(super) fn zip_with_mark() -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(MARK.as_bytes()).unwrap();
    let content = encoder.finish().unwrap();
    let size = (content.len() as u32).to_le_bytes();
    let sizes =
        [&crc32fast::hash(MARK.as_bytes()).to_le_bytes()[..], &size, &(MARK.len() as u32).to_le_bytes()];
    let about = [b"\x14\0\0\0\x08\0\0\0\0\0".to_vec(), sizes.concat(), b"\x05\0\0\0".to_vec()].concat();
    let mut zip = [b"PK\x03\x04", &about[..], b"a.txt", &content].concat();
    let directory = zip.len() as u32;
    zip.extend([b"PK\x01\x02\x14\0", &about[..], &[0; 14], b"a.txt"].concat());
    let length = zip.len() as u32 - directory;
    zip.extend(b"PK\x05\x06\0\0\0\0\x01\0\x01\0");
    zip.extend([length.to_le_bytes(), directory.to_le_bytes()].concat());
    zip.extend([0; 2]);
    zip
}

/// A JPEG that is to be turned a quarter, with EXIF, XMP, ICC, IPTC, a comment, and a zip behind its end.
pub(super) fn jpeg(orientation: u8) -> Vec<u8> {
    let bare = bare_jpeg(&quarters(64, 48));
    let segment = |marker: u8, content: &[u8]| {
        [&[0xff, marker][..], &(content.len() as u16 + 2).to_be_bytes(), content].concat()
    };
    let mut file = bare[..2].to_vec();
    file.extend(segment(0xe1, &[b"Exif\0\0", &exif(orientation)[..]].concat()));
    file.extend(segment(0xe1, &[b"http://ns.adobe.com/xap/1.0/\0<x>", MARK.as_bytes(), b"</x>"].concat()));
    file.extend(segment(0xe2, &[b"ICC_PROFILE\0\x01\x01", MARK.as_bytes()].concat()));
    file.extend(segment(0xed, &[b"Photoshop 3.0\08BIM", &wide()[..]].concat()));
    file.extend(segment(0xfe, MARK.as_bytes()));
    file.extend(&bare[2..]);
    file.extend(zip_with_mark());
    file
}

/// A chunk of a PNG.
pub(super) fn chunk(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let named = [name, content].concat();
    let sum = crc32fast::hash(&named).to_be_bytes();
    [&(content.len() as u32).to_be_bytes()[..], &named, &sum].concat()
}

pub(super) fn bare_png(picture: &DynamicImage) -> Vec<u8> {
    let mut file = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut file, image::ImageFormat::Png).unwrap();
    file.into_inner()
}

/// A PNG with text in every kind of chunk, a picture of the mark's letters under full transparency, and a web page
/// behind its end.
pub(super) fn png() -> Vec<u8> {
    let mut letters = MARK.bytes().cycle();
    let picture = RgbaImage::from_fn(64, 48, |x, _| {
        let mut next = || letters.next().unwrap();
        image::Rgba(if x < 34 { [next(), next(), next(), 0] } else { [0, 160, 0, 255] })
    });
    let bare = bare_png(&DynamicImage::ImageRgba8(picture));
    let zipped = deflated();
    let mut file = bare[..33].to_vec();
    file.extend(chunk(b"eXIf", &exif(1)));
    file.extend(chunk(b"tEXt", &[b"Comment\0", MARK.as_bytes()].concat()));
    file.extend(chunk(b"zTXt", &[b"Comment\0\0", &zipped[..]].concat()));
    file.extend(chunk(b"iTXt", &[b"XML:com.adobe.xmp\0\x01\0\0\0", &zipped[..]].concat()));
    file.extend(chunk(b"prVt", MARK.as_bytes()));
    file.extend(&bare[33..]);
    file.extend(format!("<html><script>/*{MARK}*/</script>").bytes());
    file
}

/// A lossless WebP with EXIF and XMP, and a zip behind its end.
pub(super) fn webp() -> Vec<u8> {
    let mut bare = Vec::new();
    let picture = quarters(64, 48);
    WebPEncoder::new_lossless(&mut bare)
        .write_image(picture.as_raw(), 64, 48, ExtendedColorType::Rgb8)
        .unwrap();
    let chunk = |name: &[u8; 4], content: &[u8]| {
        let padding = vec![0; content.len() % 2];
        [name, &(content.len() as u32).to_le_bytes()[..], content, &padding].concat()
    };
    let extended = chunk(b"VP8X", &[0x0c, 0, 0, 0, 63, 0, 0, 47, 0, 0]);
    let data = [
        b"WEBP".to_vec(),
        extended,
        bare[12..].to_vec(),
        chunk(b"EXIF", &exif(6)),
        chunk(b"XMP ", MARK.as_bytes()),
        chunk(b"prVt", &wide()),
    ]
    .concat();
    [b"RIFF", &(data.len() as u32).to_le_bytes()[..], &data, &zip_with_mark()].concat()
}

/// A PNG that says it has this many pixels a side and holds a few bytes.
pub(super) fn png_bomb(edge: u32) -> Vec<u8> {
    let size = edge.to_be_bytes();
    let header = [&size[..], &size, &[8, 6, 0, 0, 0]].concat();
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::copy(&mut std::io::Read::take(std::io::repeat(0), 16 << 20), &mut encoder).unwrap();
    let pixels = encoder.finish().unwrap();
    [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &header), chunk(b"IDAT", &pixels), chunk(b"IEND", &[])]
        .concat()
}
