//! `chorus analyse --jsonl`: reads terms from the command line, a JSON object a line.

use std::io::{self, BufRead, Write};

use chrono::NaiveDate;
use serde::Serialize;

use super::jsonl;
use crate::domain::clause::{self, Verdict, analyse};

#[derive(Serialize)]
struct Answer<'a> {
    id: &'a serde_json::Value,
    clauses: Vec<Mark>,
}

#[derive(Serialize)]
struct Mark {
    start: usize,
    end: usize,
    verdict: &'static str,
    category: Option<&'static str>,
    confidence: f64,
    provisions: Vec<&'static str>,
}

impl Mark {
    fn new(found: &clause::Finding, on: NaiveDate) -> Self {
        Self {
            start: found.span.start,
            end: found.span.end,
            verdict: match found.verdict {
                Verdict::Unfair => "UNFAIR",
                Verdict::Lawful => "LAWFUL",
                Verdict::Doubtful => "DOUBTFUL",
                Verdict::None => "NONE",
            },
            category: found.category.map(|category| category.id.as_str()),
            confidence: found.confidence,
            provisions: found.provisions(on).map(|provision| provision.id.as_str()).collect(),
        }
    }
}

/// Reads `{"id", "text"}` a line and writes `{"id", "clauses"}` a line, in the same order, with the provisions that are
/// in force on a day.
///
/// Offsets are Unicode code points of the original text, the end not included. Empty lines are passed over.
///
/// # Errors
/// A line that is no such object, or whose text is too long, ends the work with an error that names it; what was
/// written before stands.
pub fn read(input: impl BufRead, output: impl Write, on: NaiveDate) -> io::Result<()> {
    jsonl::each(input, output, |asked, output| {
        let findings = analyse(&asked.text).map_err(|_| {
            io::Error::other(format!("text must have at most {} characters", clause::LONGEST))
        })?;
        let clauses = findings.iter().map(|found| Mark::new(found, on)).collect();
        serde_json::to_writer(output, &Answer { id: &asked.id, clauses })?;
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_in_is_a_line_out() {
        let input = "{\"id\": 7, \"text\": \"您好。本活动最终解释权归本平台所有。\"}\n";
        let mut output = Vec::new();
        read(input.as_bytes(), &mut output, "2026-11-27".parse().unwrap()).unwrap();
        let answer: serde_json::Value = serde_json::from_slice(&output).unwrap();
        assert_eq!(answer["id"], 7);
        let last = &answer["clauses"][1];
        assert_eq!((&last["verdict"], &last["category"]), (&"UNFAIR".into(), &"final-interpretation".into()));
        assert_eq!(
            (&last["start"], &last["end"], &last["provisions"][0]),
            (&3.into(), &18.into(), &"otm-21".into())
        );
    }
}
