//! PDFs with everything in them that must not be in a copy, and hostile ones.

use pdf_writer::{
    Content, Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr,
    types::{ActionType, AnnotationType},
};

use super::marks::{MARK, deflated, wide};

/// A4, in points.
const PAPER: Rect = Rect { x1: 0.0, y1: 0.0, x2: 595.0, y2: 842.0 };

/// A PDF of two pages. The first has a red square in its upper left corner, and the mark as text beneath a black
/// rectangle; the second the mark far outside of the page. Around them: document information, XMP, an attachment, a
/// script, a hidden note, an unused object, and a zip behind the end.
pub(super) fn pdf() -> Vec<u8> {
    let mut pdf = Pdf::new();
    let mut next = (1..).map(Ref::new);
    let mut id = || next.next().unwrap();
    let (catalog, pages, first, second) = (id(), id(), id(), id());
    let (one, two, font, note) = (id(), id(), id(), id());
    let (info, xmp, file, script, unused) = (id(), id(), id(), id(), id());

    pdf.document_info(info).title(TextStr(MARK)).author(TextStr(MARK)).producer(TextStr(MARK));
    pdf.metadata(xmp, format!("<x:xmpmeta>{MARK}</x:xmpmeta>").as_bytes());
    pdf.stream(unused, &deflated()).filter(Filter::FlateDecode);
    let attached = wide();
    let mut attachment = pdf.embedded_file(file, &attached);
    attachment.pair(Name(b"Desc"), TextStr(MARK));
    attachment.finish();
    pdf.indirect(script)
        .dict()
        .pair(Name(b"S"), Name(b"JavaScript"))
        .pair(Name(b"JS"), Str(format!("app.alert('{MARK}')").as_bytes()));

    let mut root = pdf.catalog(catalog);
    root.pages(pages).pair(Name(b"Metadata"), xmp).pair(Name(b"OpenAction"), script);
    root.names().embedded_files().names().insert(Str(b"a.bin"), file);
    root.finish();
    pdf.pages(pages).kids([first, second]).count(2);
    for (page, contents) in [(first, one), (second, two)] {
        let mut page = pdf.page(page);
        page.parent(pages).media_box(PAPER).contents(contents);
        page.resources().fonts().pair(Name(b"F"), font);
        page.annotations([note]);
    }
    pdf.type1_font(font).base_font(Name(b"Helvetica"));
    let mut annotation = pdf.annotation(note);
    annotation.subtype(AnnotationType::Text).rect(Rect::new(0.0, 0.0, 0.0, 0.0)).contents(TextStr(MARK));
    annotation.action().action_type(ActionType::Uri).uri(Str(MARK.as_bytes()));
    annotation.finish();

    let mut drawn = Content::new();
    drawn.set_fill_rgb(1.0, 0.0, 0.0).rect(0.0, 742.0, 100.0, 100.0).fill_nonzero();
    drawn.set_fill_rgb(0.0, 0.0, 0.0).begin_text().set_font(Name(b"F"), 12.0).next_line(100.0, 400.0);
    drawn.show(Str(MARK.as_bytes())).end_text();
    drawn.rect(90.0, 390.0, 300.0, 40.0).fill_nonzero();
    pdf.stream(one, &drawn.finish());
    let mut outside = Content::new();
    outside.begin_text().set_font(Name(b"F"), 12.0).next_line(5000.0, 400.0);
    outside.show(Str(MARK.as_bytes())).end_text();
    pdf.stream(two, &outside.finish());
    [pdf.finish(), super::image::zip_with_mark()].concat()
}

/// A PDF of this many empty pages, of this size in points.
pub(super) fn empty(count: i32, edge: f32) -> Vec<u8> {
    let mut pdf = Pdf::new();
    pdf.catalog(Ref::new(1)).pages(Ref::new(2));
    pdf.pages(Ref::new(2)).kids((0..count).map(|page| Ref::new(3 + page))).count(count);
    for page in 0..count {
        pdf.page(Ref::new(3 + page)).parent(Ref::new(2)).media_box(Rect::new(0.0, 0.0, edge, edge));
    }
    pdf.finish()
}

/// A PDF of this many pages that all show this, with Helvetica as `F`.
pub(super) fn of_text(count: i32, content: &[u8]) -> Vec<u8> {
    let mut pdf = Pdf::new();
    pdf.catalog(Ref::new(1)).pages(Ref::new(2));
    pdf.type1_font(Ref::new(3)).base_font(Name(b"Helvetica"));
    pdf.stream(Ref::new(4), content);
    pdf.pages(Ref::new(2)).kids((0..count).map(|page| Ref::new(5 + page))).count(count);
    for number in 0..count {
        let mut page = pdf.page(Ref::new(5 + number));
        page.parent(Ref::new(2)).media_box(PAPER).contents(Ref::new(4));
        page.resources().fonts().pair(Name(b"F"), Ref::new(3));
    }
    pdf.finish()
}

/// A PDF with one page, whose content is this, and with forms `X1`, `X2`… of this content.
pub(super) fn with_content(content: &[u8], forms: &[&[u8]]) -> Vec<u8> {
    let mut pdf = Pdf::new();
    let form = |number: usize| Ref::new(10 + number as i32);
    let names: Vec<String> = (1..=forms.len()).map(|number| format!("X{number}")).collect();
    pdf.catalog(Ref::new(1)).pages(Ref::new(2));
    pdf.pages(Ref::new(2)).kids([Ref::new(3)]).count(1);
    let mut page = pdf.page(Ref::new(3));
    page.parent(Ref::new(2)).media_box(PAPER).contents(Ref::new(4));
    let mut resources = page.resources();
    let mut objects = resources.x_objects();
    for (number, name) in names.iter().enumerate() {
        objects.pair(Name(name.as_bytes()), form(number));
    }
    objects.finish();
    resources.finish();
    page.finish();
    pdf.stream(Ref::new(4), content);
    for (number, content) in forms.iter().enumerate() {
        let mut object = pdf.form_xobject(form(number), content);
        object.bbox(PAPER);
        let mut resources = object.resources();
        let mut objects = resources.x_objects();
        for (number, name) in names.iter().enumerate() {
            objects.pair(Name(name.as_bytes()), form(number));
        }
    }
    pdf.finish()
}

/// A PDF whose page draws forms that draw forms, ten times each, nine deep: a thousand million times.
pub(super) fn form_bomb() -> Vec<u8> {
    let calls: Vec<String> = (2..=9).map(|number| format!("/X{number} Do ").repeat(10)).collect();
    let mut forms: Vec<&[u8]> = calls.iter().map(String::as_bytes).collect();
    forms.push(b"0 0 10 10 re f");
    with_content(b"/X1 Do", &forms)
}

/// A PDF whose form draws itself.
pub(super) fn form_loop() -> Vec<u8> {
    with_content(b"/X1 Do", &[b"/X1 Do /X1 Do"])
}

/// A PDF whose page content inflates to this many bytes of drawing.
pub(super) fn content_bomb(bytes: u64) -> Vec<u8> {
    let mut pdf = Pdf::new();
    pdf.catalog(Ref::new(1)).pages(Ref::new(2));
    pdf.pages(Ref::new(2)).kids([Ref::new(3)]).count(1);
    pdf.page(Ref::new(3)).parent(Ref::new(2)).media_box(PAPER).contents(Ref::new(4));
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    let line = b"0 0 9 9 re f\n".repeat(1000);
    for _ in 0..bytes / line.len() as u64 {
        std::io::Write::write_all(&mut encoder, &line).unwrap();
    }
    pdf.stream(Ref::new(4), &encoder.finish().unwrap()).filter(Filter::FlateDecode);
    pdf.finish()
}

/// A PDF with a picture of 30,000 × 30,000 pixels in a few bytes.
pub(super) fn picture_bomb() -> Vec<u8> {
    let mut pdf = Pdf::new();
    pdf.catalog(Ref::new(1)).pages(Ref::new(2));
    pdf.pages(Ref::new(2)).kids([Ref::new(3)]).count(1);
    let mut page = pdf.page(Ref::new(3));
    page.parent(Ref::new(2)).media_box(PAPER).contents(Ref::new(4));
    page.resources().x_objects().pair(Name(b"I"), Ref::new(5));
    page.finish();
    pdf.stream(Ref::new(4), b"500 0 0 500 0 0 cm /I Do");
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    let mut zeros = std::io::Read::take(std::io::repeat(0), 30_000 * 30_000);
    std::io::copy(&mut zeros, &mut encoder).unwrap();
    let pixels = encoder.finish().unwrap();
    let mut image = pdf.image_xobject(Ref::new(5), &pixels);
    image.width(30_000).height(30_000).bits_per_component(8).color_space().device_gray();
    image.filter(Filter::FlateDecode);
    image.finish();
    pdf.finish()
}

/// A PDF whose page tree is this deep.
pub(super) fn deep_tree(depth: i32) -> Vec<u8> {
    let mut pdf = Pdf::new();
    pdf.catalog(Ref::new(1)).pages(Ref::new(2));
    for level in 0..depth {
        pdf.pages(Ref::new(2 + level)).kids([Ref::new(3 + level)]).count(1);
    }
    pdf.page(Ref::new(2 + depth)).parent(Ref::new(1 + depth)).media_box(PAPER);
    pdf.finish()
}

/// A PDF whose page tree contains itself.
pub(super) fn looping_tree() -> Vec<u8> {
    let mut pdf = Pdf::new();
    pdf.catalog(Ref::new(1)).pages(Ref::new(2));
    pdf.pages(Ref::new(2)).kids([Ref::new(2), Ref::new(2)]).count(1);
    pdf.finish()
}

/// A PDF with an array in an array, this deep.
pub(super) fn deep_array(depth: usize) -> Vec<u8> {
    with_content([vec![b'['; depth], vec![b']'; depth]].concat().as_slice(), &[])
}

/// A PDF that says it is encrypted, with a password that is not empty.
pub(super) fn encrypted() -> Vec<u8> {
    let mut plain = empty(1, 100.0);
    let root = plain.windows(5).rposition(|at| at == b"/Root").unwrap();
    let lock = "/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 \
                /O <000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f> \
                /U <0000000000000000000000000000000000000000000000000000000000000000> >> \
                /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>] ";
    plain.splice(root..root, lock.bytes());
    plain
}
