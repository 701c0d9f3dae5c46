//! How long it takes to print a complaint, and how much memory, for 3, 40, 2,000 and 10,000 members.
//!
//! Each size is printed by a process of its own, whose peak memory the kernel keeps (`VmHWM`): compiled, made a filing
//! with names, typeset part by part as the hub does it, then written as text, CSV, JSON and DOCX. `COMPOSE_TO` names a
//! directory to keep the PDFs in.

#![expect(clippy::print_stdout, reason = "the report is what this program is for")]

use std::{env, fs, path::PathBuf, process::Command, time::Instant};

use chorus::{
    document::{Part, Prints, schedule_csv},
    domain::complaint::{
        Case, Citation, Complaint, Contact, Evidence, IdDocument, Identity, Material, MemberPart, Operator,
        Signatory, volumes,
    },
};

#[path = "../src/domain/complaint/sample.rs"]
mod sample;

const SIZES: [usize; 4] = [3, 40, 2_000, 10_000];
/// Members of a volume, as the hub is set up by default.
const VOLUME: u32 = 250;
/// Names the size, for the process that prints it.
const ASKED: &str = "COMPOSE_MEMBERS";

fn main() {
    if let Some(members) = env::var(ASKED).ok().and_then(|text| text.parse().ok()) {
        print(members);
        return;
    }
    println!("members  compile   PDF       parts  pages  PDF size   text, CSV, JSON  DOCX     peak memory");
    let this = env::current_exe().expect("a program has a path");
    for members in SIZES {
        let status = Command::new(&this).env(ASKED, members.to_string()).status();
        assert!(status.expect("this program can be started again").success(), "{members} members failed");
    }
}

fn print(members: usize) {
    let to = env::var_os("COMPOSE_TO").map(PathBuf::from);
    let material = sample::material(members);
    let begin = Instant::now();
    let pool = Complaint::pool(&material).expect("the sample is fit");
    drop(material);
    let signatories: Vec<Signatory> = (0..members).map(sample::signatory).collect();
    let filing = Complaint::filing(&pool, &signatories, |_| true).expect("everybody is in the text");
    drop((pool, signatories));
    let compiled = begin.elapsed();

    let prints = Prints::of(&filing);
    let volumes = volumes(filing.totals.members, VOLUME);
    let main = if volumes.is_empty() { Part::Whole } else { Part::Main(&volumes) };
    let parts: Vec<Part<'_>> =
        std::iter::once(main).chain(volumes.iter().map(|volume| Part::Volume(*volume))).collect();
    let begin = Instant::now();
    let (mut pages, mut bytes) = (0, 0);
    for (number, part) in parts.iter().enumerate() {
        let made = prints.pdf(*part).expect("the template is whole");
        (pages, bytes) = (pages + made.pages, bytes + made.bytes.len());
        if let Some(to) = &to {
            fs::write(to.join(format!("{members}-{number}.pdf")), made.bytes)
                .expect("the directory is there");
        }
    }
    let typeset = begin.elapsed();

    let begin = Instant::now();
    let plain = prints.text().len() + schedule_csv(&filing).len() + filing.to_bytes().len();
    let told = begin.elapsed();
    let begin = Instant::now();
    for (number, part) in parts.iter().enumerate() {
        let file = prints.docx(*part);
        if let Some(to) = &to {
            fs::write(to.join(format!("{members}-{number}.docx")), file).expect("the directory is there");
        }
    }
    let packed = begin.elapsed();
    println!(
        "{members:>7}  {:>6.2} s  {:>6.2} s  {:>5}  {pages:>5}  {:>6.2} MB  {:>6.2} MB {:>4.2} s  {:>6.2} s  {:>6} MB",
        compiled.as_secs_f64(),
        typeset.as_secs_f64(),
        parts.len(),
        megabytes(bytes),
        megabytes(plain),
        told.as_secs_f64(),
        packed.as_secs_f64(),
        peak(),
    );
}

#[expect(clippy::cast_precision_loss, reason = "some megabytes")]
fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}

/// The most memory that this process ever had, in MB; 0 where the kernel does not say.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or_default() / 1_000
}
