//! Chat exports become the text that one sees.

use chorus::clean::{Cleaned, Media, PoolCopy, Unfit};

use super::{clean, letters, marks};

/// The text of a copy, which holds no mark.
fn text(cleaned: Cleaned) -> (Media, String) {
    match cleaned.copy {
        PoolCopy::Text(text) => {
            assert!(!marks::is_in(text.as_bytes()), "{text}");
            (cleaned.original, text)
        }
        PoolCopy::File { media, .. } => panic!("a file: {media}"),
    }
}

#[tokio::test]
async fn a_word_document_is_its_visible_text() {
    let (media, text) = text(clean(&letters::docx()).await.unwrap());
    assert_eq!(media, Media::Docx);
    assert_eq!(text, "客服：虚拟商品一经售出概不退换。\n我：我的手机是13800138000\n完\n");
}

#[tokio::test]
async fn a_web_page_is_its_visible_text() {
    let (media, text) = text(clean(letters::html().as_bytes()).await.unwrap());
    assert_eq!(media, Media::Html);
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    assert_eq!(lines, ["客服：虚拟商品一经售出概不退换。", "订单详情"]);
}

#[tokio::test]
async fn a_text_is_read_in_the_encoding_it_was_written_in() {
    let chat = "2026-11-01 客服：您好，虚拟商品一经售出概不退换。\r\n我：请退款。\r\n";
    let table = "时间,谁,内容\n2026-11-01,客服,您好\n";
    let gbk = encoding_rs::GBK.encode(chat).0.into_owned();
    let utf16: Vec<u8> = chat.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for original in [chat.as_bytes().to_vec(), gbk, [b"\xff\xfe", &utf16[..]].concat(), utf16] {
        let copy = text(clean(&original).await.unwrap());
        assert_eq!(copy, (Media::Text, chat.replace('\r', "")));
    }
    assert_eq!(text(clean(table.as_bytes()).await.unwrap()), (Media::Csv, table.to_owned()));
}

#[tokio::test]
async fn a_hostile_text_is_refused() {
    let polyglot = [b"plain text", &super::image::zip_with_mark()[..]].concat();
    for (what, original, code) in [
        ("a text with a zip behind it", polyglot, "FILE_UNKNOWN_TYPE"),
        ("a program", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0\x3e\0".to_vec(), "FILE_UNKNOWN_TYPE"),
        ("only spaces", b" \r\n \t".to_vec(), "FILE_NO_TEXT"),
        ("a page that shows nothing", b"<html><script>alert(1)</script>".to_vec(), "FILE_NO_TEXT"),
        ("a document that inflates", letters::docx_bomb(), "FILE_TOO_DEMANDING"),
        ("a document with entities", letters::docx_with_entities(), "FILE_DAMAGED"),
        ("a deep document", letters::deep_docx(1_000_000), "FILE_TOO_DEMANDING"),
        ("an archive of many entries", letters::crowded_archive(20_000), "FILE_TOO_DEMANDING"),
        ("an archive of something else", letters::archive(&[("a.txt", b"text")]), "FILE_UNKNOWN_TYPE"),
        ("half a document", letters::docx()[..1000].to_vec(), "FILE_TRUNCATED"),
    ] {
        let unfit = clean(&original).await.expect_err(what);
        assert_eq!(unfit.code(), code, "{what}");
    }
    // Deep nesting is laid out, or ended by a limit.
    let deep = format!("<!doctype html>{}text", "<div>".repeat(200_000));
    let outcome = clean(deep.as_bytes()).await;
    assert!(matches!(outcome, Ok(_) | Err(Unfit::TooDemanding)), "{:?}", outcome.err());
}
