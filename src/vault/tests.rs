use super::*;
use crate::config::Config;

fn vault(dir: &Path) -> Vault {
    Vault::open(&Config::read("", []).unwrap().storage, dir).unwrap()
}

async fn filled(vault: &Vault, plain: &[u8]) -> File {
    let (id, key) = (BlobId::from_suffix("00000000000000000000000001"), Key::new(keys::random()));
    for (index, segment) in (0u64..).zip(plain.chunks(SEGMENT)) {
        vault.put(&id, index, seal(&key, &id, index, segment).unwrap()).await.unwrap();
    }
    File { id, length: plain.len() as u64, key }
}

async fn read(vault: &Vault, file: &File, range: Range<u64>) -> Result<Vec<u8>> {
    vault
        .read(file.clone(), range)
        .try_fold(Vec::new(), async |mut all, some| {
            all.extend_from_slice(&some);
            Ok(all)
        })
        .await
}

/// Bytes in which no place looks like another.
fn bytes(length: usize) -> Vec<u8> {
    (0..length).map(|at| u8::try_from(at * 31 / 7 % 251).unwrap()).collect()
}

#[tokio::test]
async fn any_range_is_read_across_segments() {
    let dir = tempfile::tempdir().unwrap();
    let (vault, plain) = (vault(dir.path()), bytes(2 * SEGMENT + 77));
    let file = filled(&vault, &plain).await;
    let (segment, end) = (SEGMENT as u64, plain.len() as u64);
    for range in
        [0..end, 0..1, end - 1..end, segment - 3..segment + 5, segment..2 * segment, 5..end - 5, 7..7]
    {
        let (from, to) = (usize::try_from(range.start).unwrap(), usize::try_from(range.end).unwrap());
        assert_eq!(read(&vault, &file, range.clone()).await.unwrap(), plain[from..to], "{range:?}");
    }
}

#[tokio::test]
async fn what_was_changed_swapped_or_cut_off_is_noticed() {
    let dir = tempfile::tempdir().unwrap();
    let (vault, plain) = (vault(dir.path()), bytes(3 * SEGMENT));
    let file = filled(&vault, &plain).await;
    let at = |index: u64| dir.path().join("vault").join(place(&file.id, index).as_ref());
    let end = file.length;
    let (first, second) = (std::fs::read(at(0)).unwrap(), std::fs::read(at(1)).unwrap());
    assert!(!first.windows(16).any(|window| window == &plain[..16]), "it lies there sealed");
    std::fs::write(at(0), &second).unwrap();
    std::fs::write(at(1), &first).unwrap();
    assert!(read(&vault, &file, 0..end).await.is_err(), "swapped");
    std::fs::write(at(0), &first).unwrap();
    let mut changed = second.clone();
    changed[500] ^= 1;
    std::fs::write(at(1), &changed).unwrap();
    assert!(read(&vault, &file, 0..end).await.is_err(), "changed");
    std::fs::write(at(1), &second).unwrap();
    assert_eq!(read(&vault, &file, 0..end).await.unwrap(), plain);
    std::fs::remove_file(at(2)).unwrap();
    assert!(read(&vault, &file, 0..end).await.is_err(), "cut off");
    let other = File { key: Key::new(keys::random()), ..file.clone() };
    assert!(read(&vault, &other, 0..1).await.is_err(), "another key");
}

#[tokio::test]
async fn what_is_deleted_is_gone_and_may_be_deleted_again() {
    let dir = tempfile::tempdir().unwrap();
    let vault = vault(dir.path());
    let file = filled(&vault, &bytes(SEGMENT + 1)).await;
    assert_eq!(vault.files().await.unwrap(), std::slice::from_ref(&file.id));
    vault.delete(&file.id).await.unwrap();
    vault.delete(&file.id).await.unwrap();
    assert!(vault.files().await.unwrap().is_empty());
    assert!(read(&vault, &file, 0..1).await.is_err());
}
