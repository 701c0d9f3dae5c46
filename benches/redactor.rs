//! How well and how fast the redactor works, on labelled texts made by a random generator.
//!
//! Prints, for each type, how many values there are, the share with nothing left in sight and the
//! characters that leaked; then what was damaged that should have stayed, and the speed.

#![expect(clippy::print_stdout, reason = "the report is what this program is for")]

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

use chorus::domain::redact::{InOrder, Known, Span, find, redact};
use serde::Deserialize;

const LABELLED: &str = include_str!("data/pii-dev.jsonl");
const MEGABYTE: usize = 1 << 20;

#[derive(Deserialize)]
struct Document {
    text: String,
    spans: Vec<Label>,
    keep: Vec<Label>,
    optional: Vec<Label>,
}

#[derive(Deserialize)]
struct Label {
    start: usize,
    end: usize,
    #[serde(rename = "type", default)]
    kind: String,
}

/// What became of the values of one type, or of all.
#[derive(Clone, Copy, Default)]
struct Tally {
    values: usize,
    safe: usize,
    letters: usize,
    leaked: usize,
}

/// What became of the rest of the texts.
#[derive(Default)]
struct Rest {
    items: usize,
    damaged: usize,
    letters: usize,
    hidden: usize,
}

fn main() {
    let documents: Vec<Document> = LABELLED
        .lines()
        .map(|line| serde_json::from_str(line).expect("the labelled file is JSON, an object a line"))
        .collect();
    report_quality(&documents);
    report_speed(&documents);
    report_megabytes();
}

fn report_quality(documents: &[Document]) {
    let known = Known::nothing();
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    let mut rest = Rest::default();
    for document in documents {
        let text: Vec<char> = document.text.chars().collect();
        let hidden = cover(text.len(), &find(&document.text, &known));
        for label in &document.spans {
            add(tallies.entry(&label.kind).or_default(), &must_go(&text, label), &hidden);
        }
        count_rest(document, &text, &hidden, &mut rest);
    }
    println!("{:<12} {:>6} {:>10} {:>8} {:>8}", "type", "values", "protected", "letters", "leaked");
    let mut all = Tally::default();
    for (kind, tally) in &tallies {
        show(kind, tally);
        all.values += tally.values;
        all.safe += tally.safe;
        all.letters += tally.letters;
        all.leaked += tally.leaked;
    }
    show("all", &all);
    println!("leak_char    {:.5}", share(all.leaked, all.letters));
    println!("keep_damaged {:.5}", share(rest.damaged, rest.items));
    println!("over_char    {:.5}", share(rest.hidden, rest.letters));
}

fn show(kind: &str, tally: &Tally) {
    let protected = share(tally.safe, tally.values);
    println!("{kind:<12} {:>6} {protected:>10.4} {:>8} {:>8}", tally.values, tally.letters, tally.leaked);
}

#[expect(clippy::cast_precision_loss, reason = "counts of a small file")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

fn cover(length: usize, spans: &[Span]) -> Vec<bool> {
    let mut hidden = vec![false; length];
    for span in spans {
        hidden[span.start..span.end].fill(true);
    }
    hidden
}

fn add(tally: &mut Tally, must_go: &[usize], hidden: &[bool]) {
    let leaked = must_go.iter().filter(|at| !hidden[**at]).count();
    tally.values += 1;
    tally.safe += usize::from(leaked == 0);
    tally.letters += must_go.len();
    tally.leaked += leaked;
}

/// The letters and digits of a value that may not be seen: not the ends of orders, nor a mail provider.
fn must_go(text: &[char], label: &Label) -> Vec<usize> {
    let mut letters: Vec<usize> = (label.start..label.end).filter(|at| text[*at].is_alphanumeric()).collect();
    match label.kind.as_str() {
        "ORDER_NO" | "PAY_NO" | "TRACKING_NO" if letters.len() > 8 => {
            letters.truncate(letters.len() - 4);
            letters.drain(..4);
        }
        "BANK_CARD" => letters.truncate(letters.len() - 4),
        "EMAIL" => {
            let sign =
                (label.start..label.end).find(|at| matches!(text[*at], '@' | '＠' | '(' | '[' | '#' | '艾'));
            letters.retain(|at| sign.is_none_or(|sign| *at < sign));
        }
        _ => {}
    }
    letters
}

fn count_rest(document: &Document, text: &[char], hidden: &[bool], rest: &mut Rest) {
    let gone = |at: &usize| text[*at].is_alphanumeric() && hidden[*at];
    rest.items += document.keep.len();
    rest.damaged += document.keep.iter().filter(|label| (label.start..label.end).any(|at| gone(&at))).count();
    let mut other: Vec<bool> = text.iter().map(|c| c.is_alphanumeric()).collect();
    for label in document.spans.iter().chain(&document.optional) {
        other[label.start..label.end].fill(false);
    }
    rest.letters += other.iter().filter(|other| **other).count();
    rest.hidden += (0..text.len()).filter(|at| other[*at] && hidden[*at]).count();
}

fn report_speed(documents: &[Document]) {
    let known = Known::nothing();
    let mut done = 0u32;
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(1) {
        for document in documents {
            black_box(redact(&document.text, &known, &mut InOrder::default()));
            done += 1;
        }
    }
    println!("documents/s  {:.0}", f64::from(done) / start.elapsed().as_secs_f64());
}

/// Texts of a megabyte, some of them made to be slow.
fn report_megabytes() {
    let joined: String = LABELLED.lines().map(|line| line.replace("\\n", "\n")).collect();
    let mut texts: Vec<(&str, String)> = vec![("documents", joined.repeat(4))];
    let units = [
        "1",
        "1 ",
        "1\n",
        "138 0013 8000 ",
        "13800138000",
        "a",
        "a@",
        "a@b.",
        "(",
        "【",
        "张",
        "一",
        "张三丰",
        "路1号",
        "1号楼",
        "0.",
        "=",
        "token=a&",
        "://",
        "我叫张伟，",
        "收货人：",
        "订单号：",
        "密码",
        "1-",
        "::",
        "ab:cd:",
        "eyJ",
        "【手机1】",
        "京A",
        "𝟏",
        "ﷺ",
        "1.2.3.4 ",
        "2024-01-01 ",
        "艾特",
        "张 ",
        "l O ",
        "先生",
        "QQ 1 ",
    ];
    texts.extend(units.map(|unit| (unit, unit.repeat(MEGABYTE / unit.len() + 1))));
    for (name, text) in texts {
        let end = (0..=MEGABYTE.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
        let text = &text[..end.expect("zero is a boundary")];
        let start = Instant::now();
        black_box(redact(text, &Known::nothing(), &mut InOrder::default()));
        println!("1 MB of {name:<16} {:>6} ms", start.elapsed().as_millis());
    }
}
