//! `chorus redact --jsonl`: redacts texts from the command line, a JSON object a line.

use std::io::{self, BufRead, Write};

use serde::Serialize;

use super::jsonl;
use crate::domain::redact::{InOrder, Known, Redacted, redact};

#[derive(Serialize)]
struct Answer<'a> {
    id: &'a serde_json::Value,
    spans: Vec<Mark>,
    redacted: &'a Redacted,
}

#[derive(Serialize)]
struct Mark {
    start: usize,
    end: usize,
    #[serde(rename = "type")]
    kind: &'static str,
}

/// Reads `{"id", "text"}` a line and writes `{"id", "spans", "redacted"}` a line, in the same order.
///
/// Offsets are Unicode code points of the original text, the end not included. Each line is numbered
/// by itself; empty lines are passed over.
///
/// # Errors
/// A line that is no such object ends the work with an error that names it; what was written before stands.
pub fn read(input: impl BufRead, output: impl Write) -> io::Result<()> {
    let known = Known::nothing();
    jsonl::each(input, output, |asked, output| {
        let done = redact(&asked.text, &known, &mut InOrder::default());
        let spans =
            done.spans.iter().map(|span| Mark { start: span.start, end: span.end, kind: span.kind.as_str() });
        let answer = Answer { id: &asked.id, spans: spans.collect(), redacted: &done.text };
        serde_json::to_writer(output, &answer)?;
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_in_is_a_line_out() {
        let input = "{\"id\": 7, \"text\": \"手机13800138000\"}\n\n{\"id\": \"b\", \"text\": \"无\"}\n";
        let mut output = Vec::new();
        read(input.as_bytes(), &mut output).expect("both lines are good");
        let output = String::from_utf8(output).expect("JSON is UTF-8");
        assert_eq!(
            output,
            "{\"id\":7,\"spans\":[{\"start\":2,\"end\":13,\"type\":\"MOBILE\"}],\"redacted\":\"手机【手机1】\"}\n\
             {\"id\":\"b\",\"spans\":[],\"redacted\":\"无\"}\n"
        );
    }

    #[test]
    fn a_bad_line_is_named() {
        let input = "{\"id\": 1, \"text\": \"\"}\n{\"id\": 2}\n";
        let fault = read(input.as_bytes(), Vec::new()).expect_err("the second line has no text");
        assert!(fault.to_string().starts_with("line 2: "), "{fault}");
    }
}
