//! How well the intake tells what kind of problem a text is about, and how fast it reads.
//!
//! The texts in `data/problems.jsonl` are the third of the labelled ones that the product never counts: those whose id
//! has an FNV-1a hash divisible by three. Prints how often the first guess and the first three are right, what is
//! taken for what, and the time that a long text takes on one core.

#![expect(clippy::print_stdout, reason = "the report is what this program is for")]

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::Instant;

use chorus::domain::{
    category,
    intake::{Input, advise, guess},
};
use serde::Deserialize;

const HELD_OUT: &str = include_str!("data/problems.jsonl");
const COUNTED: &str = include_str!("../src/domain/intake/problems.jsonl");

/// Characters of the text that is timed.
const LENGTH: usize = 2_000;
const ROUNDS: usize = 200;

#[derive(Deserialize)]
struct Problem {
    id: String,
    text: String,
    category: String,
}

fn read(data: &str) -> Vec<Problem> {
    data.lines().map(|line| serde_json::from_str(line).expect("a labelled text")).collect()
}

fn held_out(id: &str) -> bool {
    let hash =
        id.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash.is_multiple_of(3)
}

#[expect(clippy::cast_precision_loss, reason = "some hundred texts")]
fn share(some: usize, all: usize) -> String {
    format!("{some:>4} of {all}  {:5.1} %", some as f64 * 100.0 / all as f64)
}

/// How often the guesses are right, and what is taken for what.
fn quality(problems: &[Problem]) {
    let (mut first, mut among) = (0, 0);
    let mut per_kind: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    let mut taken: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for Problem { id, text, category } in problems {
        let guesses = guess(text).expect("a short text");
        let ids: Vec<&str> = guesses.iter().map(|guess| guess.category.id.as_str()).collect();
        let (right, near) = (ids.first() == Some(&category.as_str()), ids.contains(&category.as_str()));
        first += usize::from(right);
        among += usize::from(near);
        let tally = per_kind.entry(category).or_default();
        *tally = [tally[0] + 1, tally[1] + usize::from(right), tally[2] + usize::from(near)];
        if !right {
            taken.entry((category, ids.first().unwrap_or(&"nothing"))).or_default().push(id);
        }
    }
    println!("first guess right       {}", share(first, problems.len()));
    println!("among the first three   {}", share(among, problems.len()));
    println!("\n{:<24}{:>6}{:>7}{:>7}", "kind", "texts", "first", "three");
    for category in category::all() {
        let [texts, first, three] = per_kind.get(category.id.as_str()).copied().unwrap_or_default();
        println!("{:<24}{texts:>6}{first:>7}{three:>7}", category.id);
    }
    println!("\ntaken for another kind");
    for ((category, taken_for), ids) in taken {
        println!("{category:<24}as {taken_for:<24}{}", ids.join(" "));
    }
}

/// How long a text of 2,000 characters takes.
fn speed(problems: &[Problem]) {
    let story: String =
        problems.iter().flat_map(|problem| problem.text.chars().chain(['。'])).take(LENGTH).collect();
    let dull: String = "今天天气很好我们去公园玩了一会儿".chars().cycle().take(LENGTH).collect();
    let begun = Instant::now();
    black_box(advise(&Input { text: &story, ..Input::default() }).expect("a text"));
    println!("\nfirst question (rules read, texts counted)   {:8.2} ms", begun.elapsed().as_secs_f64() * 1e3);
    for (name, text) in [("stories of many kinds", &story), ("nothing to be found", &dull)] {
        let mut times: Vec<f64> = (0..ROUNDS)
            .map(|_| {
                let begun = Instant::now();
                black_box(advise(black_box(&Input { text, ..Input::default() })).expect("a text"));
                begun.elapsed().as_secs_f64() * 1e3
            })
            .collect();
        times.sort_by(f64::total_cmp);
        println!(
            "{LENGTH} characters, {name:<24} median {:6.2} ms, slowest of {ROUNDS} {:6.2} ms",
            times[ROUNDS / 2],
            times[ROUNDS - 1]
        );
    }
}

fn main() {
    let problems = read(HELD_OUT);
    assert!(
        problems.iter().all(|problem| held_out(&problem.id)),
        "a held-out text has the id of a counted one"
    );
    assert!(
        !read(COUNTED).iter().any(|problem| held_out(&problem.id)),
        "a counted text has the id of a held-out one"
    );
    quality(&problems);
    speed(&problems);
}
