//! Whatever comes in, the hub stands, and no picture holds what was planted.

use chorus::clean::PoolCopy;
use proptest::{prelude::*, sample::Index, test_runner::TestRunner};

use super::{booklet, clean, image, letters, marks, tone};

/// One of each, planted.
fn corpus() -> Vec<Vec<u8>> {
    vec![
        image::jpeg(6),
        image::png(),
        image::webp(),
        booklet::pdf(),
        letters::docx(),
        letters::html().into_bytes(),
        tone::mp3(),
        tone::m4a(),
        tone::wav(),
        tone::ogg(false, 12),
        tone::ogg(true, 12),
    ]
}

/// Makes the copy and looks for the mark among the pixels. Texts and sounds only must not break anything: where they were
/// changed, what was hidden may be shown, and what was a tag may by the file's own tables be sound.
async fn no_leak(original: &[u8]) {
    match clean(original).await {
        Ok(cleaned) => match cleaned.copy {
            PoolCopy::File { bytes, pages, .. } if !pages.is_empty() => {
                assert!(!marks::is_in(&bytes), "{:?} leaks", cleaned.original);
            }
            PoolCopy::File { .. } | PoolCopy::Text(_) => {}
        },
        Err(unfit) => assert!(!unfit.code().is_empty()),
    }
}

/// Runs this many cases, each in a child of its own.
fn cases<S: Strategy>(count: u32, strategy: &S, check: impl Fn(S::Value)) {
    let mut runner = TestRunner::new(ProptestConfig { cases: count, ..ProptestConfig::default() });
    let outcome = runner.run(strategy, |value| {
        check(value);
        Ok(())
    });
    outcome.unwrap();
}

/// A hub's runtime.
fn wait(future: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future);
}

#[test]
fn random_bytes_do_no_harm() {
    let heads: Vec<Vec<u8>> = corpus().into_iter().map(|file| file[..16].to_vec()).chain([vec![]]).collect();
    let bytes = (proptest::sample::select(heads), proptest::collection::vec(any::<u8>(), 0..2000));
    cases(64, &bytes, |(head, rest)| wait(no_leak(&[head, rest].concat())));
}

#[test]
fn a_file_that_was_changed_does_no_harm() {
    let flips = proptest::collection::vec((any::<Index>(), any::<u8>()), 1..8);
    let changes = (proptest::sample::select(corpus()), flips, proptest::option::of(any::<Index>()));
    cases(96, &changes, |(mut file, flips, cut)| {
        for (at, by) in flips {
            let at = at.index(file.len());
            file[at] ^= by;
        }
        if let Some(cut) = cut {
            file.truncate(cut.index(file.len()));
        }
        wait(no_leak(&file));
    });
}
