//! How well unfair clauses are recognised, and how fast a user agreement is read.
//!
//! Each wording of the catalogue is read without itself among those it is compared with. Prints how many unfair ones are
//! found, how many of the right kind, how many fair ones are called unfair, what is taken for what, and the time that
//! 60,000 characters take on one core.

#![expect(clippy::print_stdout, reason = "the report is what this program is for")]

use std::hint::black_box;
use std::time::Instant;

use chorus::{
    domain::clause::{Verdict, Wordings, analyse, analyse_beside},
    law::catalogue,
};

/// Characters of the agreement that is timed.
const LENGTH: usize = 60_000;
const ROUNDS: u32 = 20;

#[expect(clippy::cast_precision_loss, reason = "some hundred wordings")]
fn share(some: usize, all: usize) -> String {
    format!("{some:>4} of {all}  {:5.1} %", some as f64 * 100.0 / all as f64)
}

fn quality() {
    let (mut unfair, mut found, mut right, mut fair, mut wronged) = (0, 0, 0, 0, 0);
    println!("taken for something else:");
    for clause in catalogue().clauses() {
        for words in &clause.example_zh {
            let findings = analyse_beside(words, &Wordings::without(Some(words))).expect("a short text");
            let Some(first) = findings.iter().min_by_key(|found| found.verdict as u8) else { continue };
            let accused = first.verdict == Verdict::Unfair;
            let category = first.category.map_or("nothing", |category| category.id.as_str());
            if clause.fair {
                (fair, wronged) = (fair + 1, wronged + usize::from(accused));
            } else {
                let same = category == clause.category;
                (unfair, found, right) =
                    (unfair + 1, found + usize::from(accused), right + usize::from(same));
            }
            if accused == clause.fair || (!clause.fair && category != clause.category) {
                println!("  {} as {:?} {category}: {words}", clause.id, first.verdict);
            }
        }
    }
    println!("unfair found        {}", share(found, unfair));
    println!("of the right kind   {}", share(right, unfair));
    println!("fair called unfair  {}", share(wronged, fair));
}

fn speed() {
    let all: String =
        catalogue().clauses().iter().flat_map(|clause| &clause.example_zh).map(String::as_str).collect();
    let text: String = all.chars().cycle().take(LENGTH).collect();
    black_box(analyse(&text).expect("within the limit"));
    let begin = Instant::now();
    for _ in 0..ROUNDS {
        black_box(analyse(black_box(&text)).expect("within the limit"));
    }
    println!("{LENGTH} characters in {:.1} ms", begin.elapsed().as_secs_f64() * 1_000.0 / f64::from(ROUNDS));
}

fn main() {
    quality();
    speed();
}
