//! What a pool copy and the refusal of a hostile file cost: `cargo bench --bench clean`.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement that cannot go on has failed")]
#![expect(dead_code, reason = "the stories use the rest of the corpus")]

#[path = "../tests/hub/clean/booklet.rs"]
mod booklet;
#[path = "../tests/hub/clean/image.rs"]
mod image;
#[path = "../tests/hub/clean/letters.rs"]
mod letters;
#[path = "../tests/hub/clean/marks.rs"]
mod marks;
#[path = "../tests/hub/clean/tone.rs"]
mod tone;

use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::Instant,
};

use ::image::RgbImage;

use chorus::clean::{Cleaner, Order};

/// The largest child of this process so far: its peak memory in kilobytes and its processor time in hundredths.
#[derive(Default)]
struct Watch {
    peak: AtomicU64,
    ticks: AtomicU64,
    over: AtomicBool,
}

impl Watch {
    /// Looks at the children until it is over.
    fn look(&self) {
        while !self.over.load(Ordering::Relaxed) {
            for task in fs::read_dir("/proc/self/task").unwrap().flatten() {
                let children = fs::read_to_string(task.path().join("children")).unwrap_or_default();
                for child in children.split_whitespace() {
                    let about =
                        |file: &str| fs::read_to_string(format!("/proc/{child}/{file}")).unwrap_or_default();
                    // Until it becomes another program, a child is a picture of its parent.
                    if !about("cmdline").ends_with("\0clean\0") {
                        continue;
                    }
                    let status = about("status");
                    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
                    let peak = peak.and_then(|line| line.trim().trim_end_matches("kB").trim().parse().ok());
                    self.peak.fetch_max(peak.unwrap_or(0), Ordering::Relaxed);
                    let stat = about("stat");
                    let times =
                        stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
                    let ticks = times.filter_map(|time| time.parse::<u64>().ok()).sum();
                    self.ticks.fetch_max(ticks, Ordering::Relaxed);
                }
            }
            thread::yield_now();
        }
    }
}

async fn measure(what: &str, original: &[u8]) {
    let watch = Arc::new(Watch::default());
    let looking = thread::spawn({
        let watch = watch.clone();
        move || watch.look()
    });
    let begin = Instant::now();
    let outcome = Cleaner::new(env!("CARGO_BIN_EXE_chorus").into(), 1)
        .clean(original, &Order::default())
        .await
        .unwrap();
    let wall = begin.elapsed().as_millis();
    watch.over.store(true, Ordering::Relaxed);
    looking.join().unwrap();
    let (peak, ticks) = (watch.peak.load(Ordering::Relaxed) / 1024, watch.ticks.load(Ordering::Relaxed));
    let outcome =
        outcome.map_or_else(|unfit| unfit.code().to_owned(), |cleaned| format!("{:?}", cleaned.original));
    println!("{what:32} {wall:6} ms wall {:6} ms processor {peak:5} MB  {outcome}", ticks * 10);
}

/// Something like a photograph: slopes with a little noise.
fn photograph(width: u32, height: u32) -> RgbImage {
    let mut seed = 1_u32;
    RgbImage::from_fn(width, height, |x, y| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let noise = (seed >> 29) as u8;
        ::image::Rgb(
            [(x / 24) as u8, (y / 24) as u8, ((x + y) / 48) as u8].map(|level| level.wrapping_add(noise)),
        )
    })
}

/// A PDF of ten pages of text.
fn ten_pages() -> Vec<u8> {
    let mut pages = String::new();
    for line in 0..45 {
        let y = 800 - line * 17;
        pages += &format!(
            "BT /F 11 Tf 40 {y} Td (Line {line}: the seller says that virtual goods are not refunded.) Tj ET\n"
        );
    }
    booklet::of_text(10, pages.as_bytes())
}

#[tokio::main]
async fn main() {
    let sound = [tone::wav_head(100_000_000), vec![7; 100_000_000]].concat();
    for (what, original) in [
        ("JPEG, 12 megapixels", image::bare_jpeg(&photograph(4000, 3000))),
        ("JPEG, 50 megapixels", image::bare_jpeg(&photograph(8160, 6120))),
        ("screenshot, 1080 x 2400", image::bare_png(&photograph(1080, 2400).into())),
        ("PDF, 10 pages of text", ten_pages()),
        ("WAV, 100 MB", sound),
        ("DOCX", letters::docx()),
        (
            "HTML, 1 MB of chat",
            format!("<!doctype html>{}", "<div class=m><b>客服</b><p>请稍等</p></div>".repeat(20_000))
                .into_bytes(),
        ),
        (
            "text, 4 MB of GBK",
            encoding_rs::GBK
                .encode(&"客服：请稍等，我们会在三个工作日内处理。\n".repeat(100_000))
                .0
                .into_owned(),
        ),
        ("hostile: PNG 30,000 x 30,000", image::png_bomb(30_000)),
        ("hostile: PDF of 20,000 pages", booklet::empty(20_000, 100.0)),
        ("hostile: PDF, a page of 1 km", booklet::empty(1, 3_000_000.0)),
        ("hostile: PDF, forms multiply", booklet::form_bomb()),
        ("hostile: PDF, form in itself", booklet::form_loop()),
        ("hostile: PDF inflates to 1 GB", booklet::content_bomb(1 << 30)),
        ("hostile: PDF, 900 Mpx picture", booklet::picture_bomb()),
        ("hostile: PDF, deep page tree", booklet::deep_tree(100_000)),
        ("hostile: PDF, deep array", booklet::deep_array(1_000_000)),
        ("hostile: PDF with a password", booklet::encrypted()),
        ("hostile: DOCX inflates x 1000", letters::docx_bomb()),
        ("hostile: DOCX with entities", letters::docx_with_entities()),
        ("hostile: DOCX nested a million", letters::deep_docx(1_000_000)),
        ("hostile: zip of 20,000 entries", letters::crowded_archive(20_000)),
        ("hostile: HTML nested 200,000", format!("<!doctype html>{}x", "<div>".repeat(200_000)).into_bytes()),
    ] {
        measure(what, &original).await;
    }
}
