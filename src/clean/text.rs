//! Chat exports as text: UTF-8, UTF-16 and the Chinese encodings, and nothing that is no text.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::{
    desk::Desk,
    html,
    media::Media,
    unfit::Unfit,
    wire::{Form, Note, Verdict},
};

/// Makes the copy of a text, which is its text: of a web page what it shows.
pub(super) fn write_out(file: &[u8], desk: &mut Desk) -> Verdict {
    let text = decode(file).ok_or(Unfit::UnknownType)?;
    let (original, text) = match kind(&text) {
        Media::Html => (Media::Html, html::shown(&text)?),
        other => (other, text),
    };
    write(original, &text, desk)
}

/// Writes a text as the copy, its lines ended by `\n`.
pub(super) fn write(original: Media, text: &str, desk: &mut Desk) -> Verdict {
    desk.order.within(0)?;
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    if text.trim().is_empty() {
        return Err(Unfit::NoText);
    }
    desk.put(text.as_bytes())?;
    Ok(Note { original, form: Form::Text, pages: Vec::new() })
}

/// Reads bytes as the text they most likely are; nothing when they are none.
fn decode(file: &[u8]) -> Option<String> {
    if let Some((encoding, mark)) = Encoding::for_bom(file) {
        return read(encoding, &file[mark..]);
    }
    if file.contains(&0) {
        // Two bytes a character, without a mark. Read the wrong way round, a space is a character that nobody uses.
        let ways = [UTF_16LE, UTF_16BE].map(|encoding| read(encoding, file));
        return ways.into_iter().flatten().filter(|text| is_common(text)).max_by_key(|text| plain(text));
    }
    read(UTF_8, file).or_else(|| {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(file, true);
        // What people here send, GBK and GB 18030, comes before others that fit as well.
        let guess = |domain: &'static [u8]| detector.guess(Some(domain), Utf8Detection::Deny);
        [guess(b"cn"), guess(b"tw"), guess(b"com")].into_iter().find_map(|encoding| read(encoding, file))
    })
}

/// The text in an encoding, when every byte makes sense in it, and nothing among it is a control or of private use.
fn read(encoding: &'static Encoding, file: &[u8]) -> Option<String> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(file)?;
    let strange = |c: char| match c {
        '\t' | '\n' | '\r' | '\x0c' => false,
        '\u{e000}'..='\u{f8ff}' => true,
        c => c.is_control(),
    };
    (!text.contains(strange)).then(|| text.into_owned())
}

/// How many characters are ASCII.
fn plain(text: &str) -> usize {
    text.chars().filter(char::is_ascii).count()
}

/// Whether nearly all characters are such as people write here: any two bytes are a character of some script.
fn is_common(text: &str) -> bool {
    let common = |c: &char| {
        c.is_ascii()
            || matches!(c, '\u{a0}'..='\u{ff}' | '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}')
            || matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
    };
    plain(text) > 0 && text.chars().filter(common).count() * 10 >= text.chars().count() * 9
}

/// What kind of text it is: a web page says so at its beginning, and lines of a table have the same number of fields.
fn kind(text: &str) -> Media {
    const PAGE: [&str; 12] = [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<meta",
        "<title",
        "<style",
        "<script",
        "<div",
        "<table",
        "<p>",
        "<!--",
    ];
    let begin = text.trim_start().get(..20.min(text.trim_start().len()));
    let begin: String = begin.map_or_else(|| text.trim_start().chars().take(20).collect(), str::to_owned);
    let begin = begin.to_ascii_lowercase();
    if PAGE.iter().any(|tag| begin.starts_with(tag)) {
        return Media::Html;
    }
    let table = |mark: char| {
        let mut counts = text.lines().filter(|line| !line.is_empty()).map(|line| fields(line, mark));
        let first = counts.next().unwrap_or(0);
        let rest: Vec<usize> = counts.take(50).collect();
        first > 1 && !rest.is_empty() && rest.iter().all(|count| *count == first)
    };
    if table(',') || table('\t') { Media::Csv } else { Media::Text }
}

/// The fields of a line; a mark between quotes parts nothing.
fn fields(line: &str, mark: char) -> usize {
    let parts = |(quoted, count): (bool, usize), c| match c {
        '"' => (!quoted, count),
        c if c == mark && !quoted => (quoted, count + 1),
        _ => (quoted, count),
    };
    line.chars().fold((false, 1), parts).1
}

#[cfg(test)]
mod tests {
    use encoding_rs::{BIG5, GB18030, GBK};

    use super::*;

    const CHAT: &str =
        "2026-11-01 客服：您好，虚拟商品一经售出概不退换。\n我：付款后一直没有收到卡密，请退款。\n";

    #[test]
    fn every_common_encoding_is_read() {
        let utf16 = |order: fn(u16) -> [u8; 2]| CHAT.encode_utf16().flat_map(order).collect::<Vec<u8>>();
        let (little, big) = (utf16(u16::to_le_bytes), utf16(u16::to_be_bytes));
        for file in [
            CHAT.as_bytes().to_vec(),
            [b"\xef\xbb\xbf", CHAT.as_bytes()].concat(),
            [b"\xff\xfe", &little[..]].concat(),
            [b"\xfe\xff", &big[..]].concat(),
            little,
            big,
            GBK.encode(CHAT).0.into_owned(),
            GB18030.encode(CHAT).0.into_owned(),
        ] {
            assert_eq!(decode(&file).as_deref(), Some(CHAT));
        }
        let rare = "客服：㐀𠀀堃玥喆，请提供订单号和付款截图，我们会在三个工作日内处理。";
        assert_eq!(decode(&GB18030.encode(rare).0).as_deref(), Some(rare));
        let traditional = "客服：您好，請提供訂單編號，我們會盡快為您處理退款事宜，謝謝您的耐心等候。";
        assert_eq!(decode(&BIG5.encode(traditional).0).as_deref(), Some(traditional));
    }

    #[test]
    fn what_is_no_text_is_not_read() {
        for file in [
            &b"MZ\x90\0\x03\0\0\0"[..],
            b"text and \x01 control",
            b"\x7fELF\x02\x01\x01\0",
            b"GIF89a\x01\0\x01\0\x80\0\0",
        ] {
            assert_eq!(decode(file), None, "{file:?}");
        }
    }

    #[test]
    fn the_kind_is_told_by_the_beginning_and_the_fields() {
        for (text, expected) in [
            ("\n <!DOCTYPE html><p>a", Media::Html),
            ("<HTML lang=zh>", Media::Html),
            ("时间,谁,内容\n1,客服,\"好,的\"\n", Media::Csv),
            ("a\tb\nc\td\n", Media::Csv),
            ("一行，没有别的", Media::Text),
            ("a,b\nc\n", Media::Text),
            ("<我> 你好", Media::Text),
        ] {
            assert_eq!(kind(text), expected, "{text}");
        }
    }
}
