//! Box suggestions: what stands in a picture is read by Tesseract, where it is installed, and what must be hidden is
//! covered. A suggestion and no more: the owner looks at the picture before anybody else does.
//!
//! Tesseract is given pictures that [`super::Cleaner`] drew and never an original. It runs as a child under limits all
//! the same.

mod words;

use std::{ops::Range, path::PathBuf, process::Stdio, sync::Arc, time::Duration};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    process::{Child, Command},
    sync::Semaphore,
    time::timeout,
};

use self::words::Words;
use super::order::BlackBox;
use crate::error::{Error, Result};

/// Longest time for a page, in seconds.
const SECONDS: u64 = 60;
/// Most memory for a page, in bytes.
#[cfg(target_os = "linux")]
const MEMORY: u64 = 1 << 30;
/// Most bytes of an answer; a page of small print has some hundred thousand.
const ANSWER_BYTES: u64 = 8 << 20;

/// Tesseract as it is installed here.
#[derive(Clone, Debug)]
pub struct Ocr {
    program: PathBuf,
    version: String,
    languages: Vec<String>,
    places: Arc<Semaphore>,
}

impl Ocr {
    /// Finds Tesseract on the search path, once, at start-up; at most `at_once` pages will be read at the same time.
    ///
    /// There is none where it is not installed or does not know simplified Chinese.
    pub async fn find(at_once: usize) -> Option<Self> {
        let program = PathBuf::from("tesseract");
        let version = told(&program, "--version").await?;
        let version = version.lines().next()?.trim_start_matches("tesseract").trim().to_owned();
        let languages = told(&program, "--list-langs").await?;
        let languages: Vec<String> = languages.lines().skip(1).map(|line| line.trim().to_owned()).collect();
        let chinese = languages.iter().any(|language| language == "chi_sim");
        chinese.then(|| Self {
            program,
            version,
            languages,
            places: Arc::new(Semaphore::new(at_once.max(1))),
        })
    }

    /// Its version, as `5.3.0`.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The languages it has data for, as `chi_sim`.
    #[must_use]
    pub fn languages(&self) -> &[String] {
        &self.languages
    }

    /// Suggests boxes over what `find` finds in the text of a picture.
    ///
    /// `picture` is a PNG drawn by [`super::Cleaner`], and `page` the page that it shows. `find` gets the text and gives
    /// stretches of it, in code points. A word is covered as a whole, and words of a line together. A page that takes
    /// too much gets no suggestions.
    ///
    /// # Errors
    /// A fault when Tesseract cannot be started.
    pub async fn suggest(
        &self,
        picture: &[u8],
        page: u32,
        find: impl FnOnce(&str) -> Vec<Range<usize>>,
    ) -> Result<Vec<BlackBox>> {
        let _place = self.places.acquire().await.map_err(Error::fault("waiting for Tesseract"))?;
        let english = self.languages.iter().any(|language| language == "eng");
        let mut child = command(&self.program)
            .args(["stdin", "stdout", "-l", if english { "chi_sim+eng" } else { "chi_sim" }, "tsv"])
            .stdin(Stdio::piped())
            .spawn()
            .map_err(Error::fault("starting Tesseract"))?;
        limit(&child);
        let read = timeout(Duration::from_secs(SECONDS), read(&mut child, picture)).await;
        let Some(table) = read.ok().flatten() else { return Ok(Vec::new()) };
        let words = Words::of(&table);
        Ok(words.cover(page, &find(words.text())))
    }
}

/// A child with nothing of our environment but where to find programs and its data.
fn command(program: &PathBuf) -> Command {
    let mut command = Command::new(program);
    let kept =
        ["PATH", "TESSDATA_PREFIX"].into_iter().filter_map(|name| Some((name, std::env::var_os(name)?)));
    command
        .env_clear()
        .envs(kept)
        // One page does not take all processors.
        .env("OMP_THREAD_LIMIT", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true);
    command
}

/// Bounds a child that waits for its picture.
fn limit(child: &Child) {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{Pid, Resource, Rlimit, prlimit};
        let id = child.id().and_then(|id| Pid::from_raw(id.cast_signed()));
        for (resource, most) in [(Resource::Data, MEMORY), (Resource::Cpu, SECONDS), (Resource::Core, 0)] {
            let most = Rlimit { current: Some(most), maximum: Some(most) };
            // It may have ended already; then there is nothing to bound.
            prlimit(id, resource, most).ok();
        }
    }
    #[cfg(not(target_os = "linux"))]
    let _ = child;
}

async fn read(child: &mut Child, picture: &[u8]) -> Option<String> {
    let (mut stdin, stdout) = child.stdin.take().zip(child.stdout.take())?;
    let (mut table, mut stdout) = (Vec::new(), stdout.take(ANSWER_BYTES));
    let feed = async {
        // One that stops reading has something to say, or nothing.
        stdin.write_all(picture).await.ok();
        drop(stdin);
    };
    let ((), heard) = tokio::join!(feed, stdout.read_to_end(&mut table));
    heard.ok()?;
    child.wait().await.ok().filter(std::process::ExitStatus::success)?;
    String::from_utf8(table).ok()
}

/// What Tesseract says about itself.
async fn told(program: &PathBuf, about: &str) -> Option<String> {
    let output = timeout(Duration::from_secs(10), command(program).arg(about).output()).await.ok()?.ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}
