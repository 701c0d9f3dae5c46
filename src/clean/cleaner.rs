//! The parent's side: starts a child for each original, feeds it, bounds it, and reads its verdict.

use std::{
    path::PathBuf,
    process::{ExitStatus, Stdio},
    sync::Arc,
    time::Duration,
};

use tokio::{
    io::{self, AsyncRead, AsyncReadExt, AsyncWriteExt},
    process::{ChildStdin, ChildStdout, Command},
    sync::Semaphore,
    time::timeout,
};

use super::{
    limits::{COPY_BYTES, WALL_SECONDS},
    media::Media,
    order::{Cleaned, Order, PoolCopy},
    unfit::Unfit,
    wire::{self, Form, Note, READY, Verdict},
};
use crate::error::{Error, Result};

/// Longest verdict, in bytes.
const VERDICT_BYTES: u64 = 64 << 10;

/// Makes pool copies, a few at once, each in a child process.
#[derive(Clone, Debug)]
pub struct Cleaner {
    program: PathBuf,
    places: Arc<Semaphore>,
}

impl Cleaner {
    /// A cleaner that runs `program clean` for each original, and at most `at_once` of them at the same time.
    #[must_use]
    pub fn new(program: PathBuf, at_once: usize) -> Self {
        Self { program, places: Arc::new(Semaphore::new(at_once.max(1))) }
    }

    /// Makes the pool copy of an original.
    ///
    /// It waits for a place first. The child is killed when the future is dropped.
    ///
    /// # Errors
    /// A fault when the child cannot be started, or the original cannot be read. What is wrong with the original is no
    /// error but an [`Unfit`].
    pub async fn clean(
        &self,
        original: impl AsyncRead + Unpin,
        order: &Order,
    ) -> Result<std::result::Result<Cleaned, Unfit>> {
        let _place = self.places.acquire().await.map_err(Error::fault("waiting for a cleaner"))?;
        let head = wire::order_head(order).map_err(Error::fault("ordering a copy"))?;
        let mut child = Command::new(&self.program)
            .arg("clean")
            .env_clear()
            // An allocator that takes a gigabyte beforehand would have it before the limits come.
            .env("MIMALLOC_ARENA_RESERVE", "0")
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(Error::fault("starting a cleaner"))?;
        let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
        let (stdin, stdout) = stdin.zip(stdout).expect("both were asked for");
        let talk = async {
            let (fed, heard) = tokio::join!(feed(stdin, &head, original), hear(stdout));
            fed?;
            Ok((heard?, child.wait().await.map_err(Error::fault("waiting for a cleaner"))?))
        };
        match timeout(Duration::from_secs(WALL_SECONDS), talk).await {
            Ok(Ok((heard, status))) => judge(heard, status),
            Ok(Err(fault)) => Err(fault),
            Err(_) => Ok(Err(Unfit::TooDemanding)),
        }
    }
}

/// What came from a child until it closed its end.
#[derive(Default)]
struct Heard {
    ready: bool,
    copy: Vec<u8>,
    verdict: Option<Verdict>,
}

/// Gives the child its order and the original. One that stops reading has seen enough.
async fn feed(mut stdin: ChildStdin, head: &[u8], mut original: impl AsyncRead + Unpin) -> Result<()> {
    if stdin.write_all(head).await.is_err() {
        return Ok(());
    }
    let mut piece = vec![0; 64 << 10];
    loop {
        let read = original.read(&mut piece).await.map_err(Error::fault("reading an original"))?;
        if read == 0 || stdin.write_all(&piece[..read]).await.is_err() {
            return Ok(());
        }
    }
}

/// Listens to the child; one that says something unheard of has nothing more to say.
async fn hear(mut stdout: ChildStdout) -> Result<Heard> {
    let mut heard = Heard::default();
    match listen(&mut stdout, &mut heard).await {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(heard),
        Err(error) => Err(Error::fault("listening to a cleaner")(error)),
        Ok(()) => Ok(heard),
    }
}

async fn listen(stdout: &mut ChildStdout, heard: &mut Heard) -> io::Result<()> {
    heard.ready = stdout.read_u8().await? == READY;
    loop {
        let length = stdout.read_u32().await? as usize;
        if length == 0 {
            break;
        }
        if heard.copy.len() + length > COPY_BYTES {
            heard.verdict = Some(Err(Unfit::CopyTooLarge { max: COPY_BYTES as u64 }));
            return Ok(());
        }
        let begin = heard.copy.len();
        heard.copy.resize(begin + length, 0);
        stdout.read_exact(&mut heard.copy[begin..]).await?;
    }
    let mut verdict = Vec::new();
    stdout.take(VERDICT_BYTES).read_to_end(&mut verdict).await?;
    heard.verdict = serde_json::from_slice(&verdict).ok();
    Ok(())
}

/// A child that was ready and did not come to a verdict was ended by a limit or by its decoder.
fn judge(heard: Heard, status: ExitStatus) -> Result<std::result::Result<Cleaned, Unfit>> {
    if !heard.ready {
        return Err(Error::fault("starting a cleaner")(format!("it gave up before it began: {status}")));
    }
    Ok(match heard.verdict {
        Some(Ok(note)) if status.success() => made(note, heard.copy).ok_or(Unfit::TooDemanding),
        Some(Err(unfit)) => Err(unfit),
        _ => Err(Unfit::TooDemanding),
    })
}

fn made(Note { original, form, pages }: Note, bytes: Vec<u8>) -> Option<Cleaned> {
    let file = |media, bytes| PoolCopy::File { media, bytes, pages };
    let copy = match form {
        Form::Png => file("image/png", bytes),
        Form::Pdf => file("application/pdf", bytes),
        Form::Sound => file(sound(original), bytes),
        Form::Text => PoolCopy::Text(String::from_utf8(bytes).ok()?),
    };
    Some(Cleaned { original, copy })
}

/// The media type of the copy of a sound: AAC leaves its MP4 file.
fn sound(original: Media) -> &'static str {
    match original {
        Media::M4a => "audio/aac",
        other => other.as_str(),
    }
}
