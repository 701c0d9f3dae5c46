//! What somebody typed into the search box, taken apart.
//!
//! Chinese has no spaces, so 消保法第二十六条退款 is read from left to right: names of instruments
//! and numbers of articles are places, the rest is text.

use super::name::{Names, fold};
use super::numeral;

/// Characters of a query that are read; nobody types more, and a program should not.
const LONGEST: usize = 200;

/// Words that narrow nothing down.
const STOP_WORDS: [&str; 22] = [
    "a", "an", "and", "are", "art", "article", "by", "can", "do", "for", "i", "if", "in", "is", "my", "of",
    "on", "or", "s", "the", "to", "with",
];

/// Characters at which a Chinese run is cut, for they hold phrases together without meaning much.
const PARTICLES: [char; 3] = ['的', '吗', '呢'];

/// An article, an instrument, or an article of an instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) instrument: Option<String>,
    pub(super) article: Option<u16>,
}

/// A query in parts.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Terms {
    pub(super) places: Vec<Place>,
    pub(super) chinese: Vec<String>,
    pub(super) english: Vec<String>,
}

/// Takes a query apart.
pub(super) fn parse(words: &str, names: &Names, highest_article: u16) -> Terms {
    let shortened: String = words.chars().take(LONGEST).collect();
    // 第（一）项 is one word, though brackets part words elsewhere; so are the marks around a title.
    let folded = fold(&shortened).replace("第(", "第").replace(")项", "项").replace(['《', '》'], "");
    let mut reader = Reader::new(&folded, names, highest_article);
    while !reader.rest.is_empty() {
        reader.step();
    }
    reader.finish()
}

/// What came just before the place where the reader stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Gap,
    Place,
    Text,
}

struct Reader<'a> {
    rest: &'a str,
    names: &'a Names,
    highest_article: u16,
    before: Before,
    run: String,
    /// Whether the last word was "article".
    announced: bool,
    /// Numbers that may be an article or just a number, by their index among the places.
    bare: Vec<usize>,
    terms: Terms,
}

impl<'a> Reader<'a> {
    fn new(rest: &'a str, names: &'a Names, highest_article: u16) -> Self {
        Self {
            rest,
            names,
            highest_article,
            before: Before::Gap,
            run: String::new(),
            announced: false,
            bare: Vec::new(),
            terms: Terms::default(),
        }
    }

    fn step(&mut self) {
        let boundary = self.before != Before::Text;
        if let Some((name, instrument)) = self.names.at_start(self.rest, boundary) {
            let place = Place { instrument: Some(instrument.to_owned()), article: None };
            self.place(place, name.len());
        } else if let Some((article, length)) = self.numbered_article() {
            self.article(article, length);
        } else if let Some(length) = self.part_of_article() {
            self.rest = &self.rest[length..];
        } else if let Some((number, length)) = bare_number(self.rest).filter(|_| boundary) {
            self.number(number, length);
        } else {
            self.text();
        }
    }

    /// 第26条, 二十六条, or the first of several as in 第24、26条.
    fn numbered_article(&self) -> Option<(u16, usize)> {
        let first = || self.rest.starts_with('第').then(|| numbered(self.rest, "、")).flatten();
        numbered(self.rest, "条").or_else(first)
    }

    fn place(&mut self, place: Place, length: usize) {
        self.flush();
        self.terms.places.push(place);
        self.rest = &self.rest[length..];
        self.before = Before::Place;
    }

    /// An article belongs to the instrument named last: 消保法第24、26条.
    fn article(&mut self, article: u16, length: usize) {
        self.flush();
        match self.terms.places.last_mut() {
            Some(last) if last.instrument.is_some() && last.article.is_none() => {
                last.article = Some(article);
                self.rest = &self.rest[length..];
                self.before = Before::Place;
            }
            last => {
                let instrument = last.and_then(|place| place.instrument.clone());
                self.place(Place { instrument, article: Some(article) }, length);
            }
        }
    }

    /// Paragraphs and items of an article just read do not narrow the search.
    fn part_of_article(&self) -> Option<usize> {
        let named = self.terms.places.last().is_some_and(|place| place.article.is_some());
        let follows = named && self.before != Before::Text;
        let part = || ["款", "项", "目"].iter().find_map(|part| numbered(self.rest, part));
        follows.then(part).flatten().map(|(_, length)| length)
    }

    fn number(&mut self, number: Option<u16>, length: usize) {
        if let Some(article) = number.filter(|number| *number <= self.highest_article) {
            let named = self.terms.places.last().is_some_and(|place| place.instrument.is_some());
            let named = named || self.announced;
            self.article(article, length);
            if !named {
                self.bare.push(self.terms.places.len() - 1);
            }
        } else {
            let (digits, rest) = self.rest.split_at(length);
            self.run.push_str(digits);
            self.flush();
            self.rest = rest;
        }
    }

    fn text(&mut self) {
        let mut rest = self.rest.chars();
        let Some(c) = rest.next() else { return };
        self.rest = rest.as_str();
        if !c.is_alphanumeric() || PARTICLES.contains(&c) {
            self.flush();
            self.before = Before::Gap;
            return;
        }
        // Latin and Chinese written together are two words; digits go with either.
        let other_script =
            |last: char| last.is_ascii() != c.is_ascii() && !last.is_ascii_digit() && !c.is_ascii_digit();
        if self.run.chars().last().is_some_and(other_script) {
            self.flush();
        }
        self.run.push(c);
        self.before = Before::Text;
    }

    fn flush(&mut self) {
        let run = std::mem::take(&mut self.run);
        if run.is_empty() {
            return;
        }
        self.announced = ["article", "art"].contains(&&*run);
        let latin = run.chars().any(|c| c.is_ascii_alphabetic());
        let (list, word) = if latin {
            (&mut self.terms.english, stem(&run).to_owned())
        } else {
            (&mut self.terms.chinese, numeral::spell_all(&run))
        };
        if !STOP_WORDS.contains(&&*run) && !list.contains(&word) {
            list.push(word);
        }
    }

    fn finish(mut self) -> Terms {
        self.flush();
        let mut terms = self.terms;
        // "退款 7 天" is about seven days; "26" alone is about articles.
        if !(terms.chinese.is_empty() && terms.english.is_empty()) {
            for at in self.bare.into_iter().rev() {
                let number = terms.places.remove(at).article.map(numeral::spell);
                terms.chinese.extend(number);
            }
        }
        terms
    }
}

/// 第26条 or 二十六条 at the start of a text: the number, and the bytes it takes.
fn numbered(text: &str, unit: &str) -> Option<(u16, usize)> {
    let digits = text.strip_prefix('第').unwrap_or(text);
    let (number, length) = numeral::read(digits)?;
    let after = digits[length..].strip_prefix(unit)?;
    Some((number, text.len() - after.len()))
}

/// A number in digits that stands alone: its value, if it is small, and the bytes it takes.
fn bare_number(text: &str) -> Option<(Option<u16>, usize)> {
    let length = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let alone = length > 0 && !text[length..].starts_with(char::is_alphanumeric);
    alone.then(|| (text[..length].parse().ok(), length))
}

/// The part of an English word that its plural shares.
fn stem(word: &str) -> &str {
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 2 && !stem.ends_with('s') => stem,
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::law::{catalogue, load};

    fn parsed(words: &str) -> (Vec<String>, Vec<String>, Vec<String>) {
        let names = Names::new(catalogue().instruments(), &load::supplement().unwrap().names);
        let Terms { places, chinese, english } = parse(words, &names, 1198);
        let place = |place: &Place| {
            let article = place.article.map(|article| format!("-{article}")).unwrap_or_default();
            format!("{}{article}", place.instrument.as_deref().unwrap_or("*"))
        };
        (places.iter().map(place).collect(), chinese, english)
    }

    /// A query, its places, its Chinese and its English.
    type Row<'a> = (&'a str, &'a [&'a str], &'a [&'a str], &'a [&'a str]);

    #[test]
    fn queries_are_taken_apart() {
        let table: [Row<'_>; 24] = [
            ("", &[], &[], &[]),
            ("  ，。 ", &[], &[], &[]),
            ("cpl-26", &["cpl-26"], &[], &[]),
            ("CPL 26", &["cpl-26"], &[], &[]),
            ("ｃｐｌ－２６", &["cpl-26"], &[], &[]),
            ("26", &["*-26"], &[], &[]),
            ("第二十六条", &["*-26"], &[], &[]),
            ("消保法", &["cpl"], &[], &[]),
            ("消保法26条", &["cpl-26"], &[], &[]),
            ("消保法第24、26条", &["cpl-24", "cpl-26"], &[], &[]),
            ("《消费者权益保护法》第二十六条第二款、第（三）项", &["cpl-26"], &[], &[]),
            ("消费者权益保护法实施条例", &["cplr"], &[], &[]),
            ("违反电商法第四十九条退款", &["ecl-49"], &["违反", "退款"], &[]),
            ("取消法定代表人", &[], &["取消法定代表人"], &[]),
            ("投诉举报处理暂行办法", &["crm"], &[], &[]),
            ("退款的期限", &[], &["退款", "期限"], &[]),
            ("退款 7 天", &[], &["退款", "天", "七"], &[]),
            ("7日无理由", &[], &["七日无理由"], &[]),
            ("12315", &[], &["12315"], &[]),
            ("article 26", &["*-26"], &[], &[]),
            ("art. 26 refund", &["*-26"], &[], &["refund"]),
            ("the refunds of deposits", &[], &[], &["refund", "deposit"]),
            ("auto-renewal", &[], &[], &["auto", "renewal"]),
            ("app退款", &[], &["退款"], &["app"]),
        ];
        for (words, places, chinese, english) in table {
            let found = parsed(words);
            let owned = |list: &[&str]| list.iter().map(ToString::to_string).collect::<Vec<_>>();
            assert_eq!(found, (owned(places), owned(chinese), owned(english)), "{words}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_query(words in "\\PC{0,60}|[第一二十百千0-9条款项消保法 （）]{0,40}") {
            let _ = parsed(&words);
        }
    }
}
