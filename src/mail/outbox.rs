//! A directory in place of a mail server: each letter becomes `{letter_id}.eml`.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use super::message::Message;

/// Writes a letter so that a reader sees all of it or nothing, and nobody but the owner can read it.
///
/// A letter that is sent again replaces itself.
pub(super) async fn write(dir: PathBuf, message: &Message) -> io::Result<()> {
    let (name, bytes) = (message.letter_id().to_owned(), message.bytes().to_vec());
    let written = tokio::task::spawn_blocking(move || place(&dir, &name, &bytes));
    written.await.map_err(io::Error::other)?
}

fn place(dir: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    fs::create_dir_all(dir)?;
    let draft = dir.join(format!(".{name}.tmp"));
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
    file.write_all(bytes)?;
    file.sync_data()?;
    fs::rename(draft, dir.join(format!("{name}.eml")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_letter_is_whole_and_private_and_replaces_itself() {
        let dir = tempfile::tempdir().unwrap();
        let outbox = dir.path().join("outbox");
        place(&outbox, "ltr_01", b"first").unwrap();
        place(&outbox, "ltr_01", b"second").unwrap();

        let names: Vec<_> = fs::read_dir(&outbox).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(names, ["ltr_01.eml"]);
        let path = outbox.join("ltr_01.eml");
        assert_eq!(fs::read(&path).unwrap(), b"second");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
