//! Documents and pages with text that nobody sees, and hostile ones.

use std::io::{Cursor, Write};

use zip::{ZipWriter, write::SimpleFileOptions};

use super::marks::MARK;

/// An archive of these parts.
pub(super) fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A Word document with a comment, a deletion, hidden text, a field, properties, an embedded picture, and
/// a comment of the archive's own.
pub(super) fn docx() -> Vec<u8> {
    let text = format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"w\" xmlns:mc=\"mc\"><w:body>\
         <w:p w:rsidR=\"{MARK}\"><w:r><w:t>客服：虚拟商品一经售出概不退换。</w:t></w:r></w:p>\
         <w:p><w:del w:author=\"{MARK}\"><w:r><w:delText>{MARK}</w:delText></w:r></w:del>\
         <w:ins w:author=\"{MARK}\"><w:r><w:t>我：我的手机是</w:t></w:r></w:ins><w:r><w:t>13800138000</w:t></w:r></w:p>\
         <w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{MARK}</w:t></w:r>\
         <w:commentRangeStart w:id=\"0\"/><w:r><w:instrText>AUTHOR {MARK}</w:instrText></w:r>\
         <mc:AlternateContent><mc:Choice/><mc:Fallback><w:r><w:t>{MARK}</w:t></w:r></mc:Fallback></mc:AlternateContent>\
         <!-- {MARK} --><w:r><w:t>完</w:t></w:r></w:p></w:body></w:document>"
    );
    let other = format!("<x>{MARK}</x>");
    let other = other.as_bytes();
    archive(&[
        ("[Content_Types].xml", other),
        ("docProps/core.xml", other),
        ("docProps/app.xml", other),
        ("word/comments.xml", other),
        ("word/footnotes.xml", other),
        ("word/media/image1.jpeg", &super::image::jpeg(1)),
        ("word/document.xml", text.as_bytes()),
    ])
}

/// A Word document whose text inflates a thousandfold.
pub(super) fn docx_bomb() -> Vec<u8> {
    archive(&[("word/document.xml", &vec![b' '; 300 << 20])])
}

/// A Word document of this nesting.
pub(super) fn deep_docx(depth: usize) -> Vec<u8> {
    archive(&[("word/document.xml", "<a>".repeat(depth).as_bytes())])
}

/// A Word document that would read a file of this machine, and grow without bound.
pub(super) fn docx_with_entities() -> Vec<u8> {
    let text = "<!DOCTYPE d [<!ENTITY a SYSTEM 'file:///etc/passwd'><!ENTITY b '&a;&a;&a;'>]>\
                <w:document><w:p><w:r><w:t>&a;&b;</w:t></w:r></w:p></w:document>";
    archive(&[("word/document.xml", text.as_bytes())])
}

/// An archive of this many empty entries.
pub(super) fn crowded_archive(entries: usize) -> Vec<u8> {
    let names: Vec<String> = (0..entries).map(|number| format!("word/{number}")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    archive(&parts)
}

/// A saved web page of a chat, with everything that a page hides.
pub(super) fn html() -> String {
    format!(
        "<!DOCTYPE html><html lang=zh><head><title>{MARK}</title><meta name=author content={MARK}>\
         <style>.gone {{ display: none }} /* {MARK} */</style><script>var who = '{MARK}';</script></head>\
         <body data-user={MARK} onload=\"{MARK}()\"><!-- {MARK} --><p class=gone>{MARK}</p><p hidden>{MARK}</p>\
         <div style='display: none'>{MARK}<p>{MARK}</p></div><template>{MARK}</template><noscript>{MARK}</noscript>\
         <p>客服：<b>虚拟商品</b>一经售出概不退换。</p><a href='https://x.example/{MARK}' title={MARK}>订单详情</a>\
         <img src='data:{MARK}' alt={MARK}><input type=hidden value={MARK}><svg><desc>{MARK}</desc></svg>\
         <iframe srcdoc='{MARK}'></iframe></body></html>"
    )
}
