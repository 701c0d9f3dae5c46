//! A ZIP archive that is sent while it is written, so that no more than a piece of it is ever in memory.
//!
//! Entries stand in the order in which they are written and all bear one day, so that the same files make the same bytes.
//! Compression works on a thread of its own; both ways to it hold a few pieces, and whoever is slower is waited for. An
//! archive that is not finished ends in an error, never in something that looks whole.

use std::{
    io::{self, Write},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use bytes::Bytes;
use chrono::{Datelike, NaiveDate};
use futures_util::Stream;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

/// Pieces on their way in each direction.
const HELD: usize = 4;
/// Bytes of a piece that is sent.
const PIECE: usize = 64 << 10;
/// Most of what is packed is compressed already; more effort would gain nothing.
const LEVEL: i64 = 1;

enum Order {
    Begin(String),
    Bytes(Bytes),
    Finish,
}

/// Where the files of an archive go.
pub struct Archive(mpsc::Sender<Order>);

/// Whoever reads the archive has gone.
#[derive(Debug, thiserror::Error)]
#[error("nobody reads the archive any more")]
pub struct Gone;

impl Archive {
    /// An archive whose entries bear this day, and its bytes.
    pub fn new(day: NaiveDate) -> (Self, impl Stream<Item = io::Result<Bytes>> + Send + use<>) {
        let (orders, taken) = mpsc::channel(HELD);
        let (sent, bytes) = mpsc::channel(HELD);
        tokio::task::spawn_blocking(move || pack(day, taken, sent));
        (Self(orders), ReceiverStream::new(bytes))
    }

    /// Begins a file.
    ///
    /// # Errors
    /// [`Gone`].
    pub async fn begin(&self, name: &str) -> Result<(), Gone> {
        self.0.send(Order::Begin(name.to_owned())).await.map_err(|_| Gone)
    }

    /// Adds to the file that was begun last.
    ///
    /// # Errors
    /// [`Gone`].
    pub async fn write(&self, bytes: Bytes) -> Result<(), Gone> {
        self.0.send(Order::Bytes(bytes)).await.map_err(|_| Gone)
    }

    /// Ends the archive; one that is dropped without it is broken, and its reader is told so.
    ///
    /// # Errors
    /// [`Gone`].
    pub async fn finish(self) -> Result<(), Gone> {
        self.0.send(Order::Finish).await.map_err(|_| Gone)
    }
}

fn pack(day: NaiveDate, mut orders: mpsc::Receiver<Order>, sent: mpsc::Sender<io::Result<Bytes>>) {
    let mute = Arc::new(AtomicBool::new(false));
    let pieces = Pieces { sent: sent.clone(), held: Vec::with_capacity(PIECE), mute: Arc::clone(&mute) };
    let mut archive = ZipWriter::new_stream(pieces);
    let narrow = |number: u32| u8::try_from(number).unwrap_or(1);
    let year = u16::try_from(day.year()).unwrap_or(1980);
    let time = DateTime::from_date_and_time(year, narrow(day.month()), narrow(day.day()), 0, 0, 0);
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(LEVEL))
        .last_modified_time(time.unwrap_or_default())
        .unix_permissions(0o600);
    loop {
        let done = match orders.blocking_recv() {
            Some(Order::Begin(name)) => archive.start_file(name, options).is_ok(),
            Some(Order::Bytes(bytes)) => archive.write_all(&bytes).is_ok(),
            Some(Order::Finish) => {
                let ended = archive.finish().is_ok_and(|stream| stream.into_inner().flush().is_ok());
                if !ended {
                    broken(&sent);
                }
                return;
            }
            None => false,
        };
        if !done {
            break;
        }
    }
    // The writer ends an archive that it lets go of; nobody may take this one for whole.
    mute.store(true, Ordering::Relaxed);
    drop(archive);
    broken(&sent);
}

fn broken(sent: &mpsc::Sender<io::Result<Bytes>>) {
    // Where nobody listens any more, nobody need be told.
    let _ = sent.blocking_send(Err(io::Error::other("the archive broke off")));
}

/// Sends what is written in pieces.
struct Pieces {
    sent: mpsc::Sender<io::Result<Bytes>>,
    held: Vec<u8>,
    /// Whether what is written is for nobody.
    mute: Arc<AtomicBool>,
}

impl Pieces {
    fn send(&mut self) -> io::Result<()> {
        if self.held.is_empty() || self.mute.load(Ordering::Relaxed) {
            self.held.clear();
            return Ok(());
        }
        let piece = std::mem::replace(&mut self.held, Vec::with_capacity(PIECE));
        self.sent.blocking_send(Ok(piece.into())).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.held.extend_from_slice(bytes);
        if self.held.len() >= PIECE {
            self.send()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.send()
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read as _};

    use futures_util::{StreamExt as _, TryStreamExt as _};

    use super::*;

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 28).unwrap()
    }

    async fn packed() -> Vec<u8> {
        let (archive, bytes) = Archive::new(day());
        let writing = async {
            archive.begin("一.txt").await.unwrap();
            archive.write(Bytes::from_static("甲".as_bytes())).await.unwrap();
            archive.begin("evidence/2.bin").await.unwrap();
            for _ in 0..100 {
                archive.write(Bytes::from(vec![7; 10_000])).await.unwrap();
            }
            archive.finish().await.unwrap();
        };
        let reading = bytes.try_fold(Vec::new(), async |mut all, piece| {
            all.extend_from_slice(&piece);
            Ok(all)
        });
        futures_util::join!(writing, reading).1.unwrap()
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn the_same_files_make_the_same_archive() {
        let bytes = packed().await;
        assert_eq!(bytes, packed().await);
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let names: Vec<_> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
        assert_eq!(names, ["一.txt", "evidence/2.bin"]);
        let mut text = String::new();
        archive.by_index(0).unwrap().read_to_string(&mut text).unwrap();
        assert_eq!((text.as_str(), archive.by_index(1).unwrap().size()), ("甲", 1_000_000));
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn an_archive_that_breaks_off_does_not_look_whole() {
        let (archive, bytes) = Archive::new(day());
        archive.begin("one").await.unwrap();
        archive.write(Bytes::from_static(b"half")).await.unwrap();
        drop(archive);
        let pieces: Vec<_> = bytes.collect().await;
        assert!(pieces.last().unwrap().is_err());
        let said: Vec<u8> = pieces.into_iter().flatten().flatten().collect();
        assert!(zip::ZipArchive::new(Cursor::new(said)).is_err());
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn who_writes_learns_that_nobody_reads() {
        let (archive, bytes) = Archive::new(day());
        drop(bytes);
        archive.begin("one").await.unwrap();
        let mut random = 1_u32;
        let mut noise = || {
            std::iter::repeat_with(|| {
                random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                random.to_be_bytes()[0]
            })
            .take(PIECE)
            .collect::<Vec<u8>>()
        };
        let mut gone = false;
        for _ in 0..100 {
            gone |= archive.write(noise().into()).await.is_err();
        }
        assert!(gone);
    }
}
