//! The secrets of a hub: made on the first start, kept in one file that only its user can read.
//!
//! Master keys wrap the data key of each account; the data key seals what belongs to that account, so
//! that destroying it destroys all of that, also in backups, which are made without data keys. Index keys make keyed hashes by which equal
//! values are found without opening them.

use std::{collections::BTreeMap, io::Write, path::Path};

use base64::{Engine, prelude::BASE64_STANDARD as BASE64};
use chacha20poly1305::{
    XChaCha20Poly1305,
    aead::{Aead, KeyInit, Payload},
};
use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::error::{Error, Result};

/// A key of 32 bytes that is wiped when dropped.
pub type Key = Zeroizing<[u8; 32]>;

const NONCE: usize = 24;

/// Random bytes from the operating system.
#[must_use]
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}

/// The secrets of a hub.
pub struct Keys {
    masters: BTreeMap<u32, Key>,
    current: u32,
    index: Key,
    links: Key,
    answers: Key,
    tokens: BTreeMap<u32, TokenKey>,
    token: u32,
}

/// A key that signs access tokens.
#[derive(Clone, Serialize, Deserialize)]
pub struct TokenKey {
    /// `HS256` or `EdDSA`.
    pub algorithm: String,
    /// The secret (HS256) or the PKCS #8 document (EdDSA), in base64.
    pub secret: String,
}

#[derive(Serialize, Deserialize)]
struct Ring {
    current: u32,
    masters: BTreeMap<String, String>,
    index: String,
    links: String,
    answers: String,
    token: u32,
    tokens: BTreeMap<String, TokenKey>,
}

impl Keys {
    /// Reads the secrets in `dir`, or makes them there with mode 600.
    ///
    /// # Errors
    /// When the file cannot be read, written or understood.
    pub fn open(dir: &Path, algorithm: &str) -> Result<Self> {
        let path = dir.join("keys.toml");
        if !path.exists() {
            // The database will lie beside it, and is nobody else's business either.
            let mut builder = std::fs::DirBuilder::new();
            #[cfg(unix)]
            std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
            builder.recursive(true).create(dir).map_err(Error::fault("making the data directory"))?;
            Self::write(&path, &Ring::fresh(algorithm)?, true)?;
        }
        let text = std::fs::read_to_string(&path).map_err(Error::fault("reading keys.toml"))?;
        let ring: Ring = toml::from_str(&text).map_err(Error::fault("reading keys.toml"))?;
        ring.open()
    }

    /// Adds a master key and a token key, which become the current ones; the old ones stay valid.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    pub fn rotate(dir: &Path, algorithm: &str) -> Result<Self> {
        let path = dir.join("keys.toml");
        let text = std::fs::read_to_string(&path).map_err(Error::fault("reading keys.toml"))?;
        let mut ring: Ring = toml::from_str(&text).map_err(Error::fault("reading keys.toml"))?;
        ring.current += 1;
        ring.masters.insert(ring.current.to_string(), BASE64.encode(random::<32>()));
        ring.token += 1;
        ring.tokens.insert(ring.token.to_string(), TokenKey::fresh(algorithm)?);
        Self::write(&path, &ring, false)?;
        ring.open()
    }

    fn write(path: &Path, ring: &Ring, new: bool) -> Result<()> {
        let text = toml::to_string(ring).map_err(Error::fault("writing keys.toml"))?;
        let beside = path.with_extension("new");
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&beside).map_err(Error::fault("writing keys.toml"))?;
        file.write_all(text.as_bytes())
            .and_then(|()| file.sync_all())
            .map_err(Error::fault("writing keys.toml"))?;
        if new {
            // Two processes may start at once: the first link wins, and both read the same secrets.
            let linked = std::fs::hard_link(&beside, path);
            std::fs::remove_file(&beside).map_err(Error::fault("writing keys.toml"))?;
            match linked {
                Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
                    Err(Error::fault("writing keys.toml")(error))
                }
                _ => Ok(()),
            }
        } else {
            std::fs::rename(&beside, path).map_err(Error::fault("writing keys.toml"))
        }
    }

    /// A fresh data key, wrapped for the account `owner`.
    ///
    /// # Errors
    /// Never in practice; a cipher's failure is passed on.
    pub fn new_data_key(&self, owner: &str) -> Result<Vec<u8>> {
        self.wrap(&Zeroizing::new(random()), owner)
    }

    fn wrap(&self, data_key: &Key, owner: &str) -> Result<Vec<u8>> {
        let mut wrapped = self.current.to_be_bytes().to_vec();
        wrapped.extend(seal(&self.masters[&self.current], data_key.as_slice(), owner)?);
        Ok(wrapped)
    }

    /// The data key of `owner`.
    ///
    /// # Errors
    /// When it was wrapped by a key that is not in the ring, or for somebody else.
    pub fn data_key(&self, wrapped: &[u8], owner: &str) -> Result<Key> {
        let (id, sealed) =
            wrapped.split_at_checked(4).ok_or_else(|| Error::fault("opening a data key")("too short"))?;
        let id = u32::from_be_bytes(id.try_into().expect("four bytes were split off"));
        let master = self
            .masters
            .get(&id)
            .ok_or_else(|| Error::fault("opening a data key")("its master key is gone"))?;
        let opened = open(master, sealed, owner)?;
        let bytes = opened.as_slice().try_into().map_err(Error::fault("opening a data key"))?;
        Ok(Zeroizing::new(bytes))
    }

    /// Wraps a data key anew when it is not under the current master key.
    ///
    /// # Errors
    /// As [`Keys::data_key`].
    pub fn rewrap(&self, wrapped: &[u8], owner: &str) -> Result<Option<Vec<u8>>> {
        if wrapped.get(..4) == Some(&self.current.to_be_bytes()) {
            return Ok(None);
        }
        self.wrap(&self.data_key(wrapped, owner)?, owner).map(Some)
    }

    /// A keyed hash by which equal values of one `context` are found without opening them.
    #[must_use]
    pub fn index(&self, context: &str, value: &str) -> Vec<u8> {
        mac(&self.index, &[context, value])
    }

    /// A signature for a link in a letter.
    #[must_use]
    pub fn sign_link(&self, what: &str) -> Vec<u8> {
        mac(&self.links, &[what])
    }

    /// Seals something that belongs to the hub rather than to one account.
    ///
    /// # Errors
    /// Never in practice; a cipher's failure is passed on.
    pub fn seal_own(&self, plain: &[u8], context: &str) -> Result<Vec<u8>> {
        seal(&self.answers, plain, context)
    }

    /// Opens what [`Keys::seal_own`] sealed.
    ///
    /// # Errors
    /// When it was changed or sealed for something else.
    pub fn open_own(&self, sealed: &[u8], context: &str) -> Result<Zeroizing<Vec<u8>>> {
        open(&self.answers, sealed, context)
    }

    /// The key that signs access tokens now, and its id.
    #[must_use]
    pub fn token_key(&self) -> (u32, &TokenKey) {
        (self.token, &self.tokens[&self.token])
    }

    /// All keys whose access tokens are still taken.
    pub fn token_keys(&self) -> impl Iterator<Item = (u32, &TokenKey)> {
        self.tokens.iter().map(|(id, key)| (*id, key))
    }
}

impl TokenKey {
    fn fresh(algorithm: &str) -> Result<Self> {
        let secret = if algorithm == "EdDSA" { ed25519_pkcs8(&random()) } else { random::<32>().to_vec() };
        Ok(Self { algorithm: algorithm.to_owned(), secret: BASE64.encode(secret) })
    }

    /// The secret's bytes.
    ///
    /// # Errors
    /// When the ring was damaged by hand.
    pub fn bytes(&self) -> Result<Zeroizing<Vec<u8>>> {
        BASE64.decode(&self.secret).map(Zeroizing::new).map_err(Error::fault("reading a token key"))
    }
}

/// An Ed25519 private key as a PKCS #8 document (RFC 8410 §7): a fixed header and the seed.
fn ed25519_pkcs8(seed: &[u8; 32]) -> Vec<u8> {
    const HEADER: [u8; 16] =
        [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
    [HEADER.as_slice(), seed.as_slice()].concat()
}

impl Ring {
    fn fresh(algorithm: &str) -> Result<Self> {
        let key = || BASE64.encode(random::<32>());
        Ok(Self {
            current: 1,
            masters: BTreeMap::from([("1".to_owned(), key())]),
            index: key(),
            links: key(),
            answers: key(),
            token: 1,
            tokens: BTreeMap::from([("1".to_owned(), TokenKey::fresh(algorithm)?)]),
        })
    }

    fn open(self) -> Result<Keys> {
        let key = |text: &str| -> Result<Key> {
            let bytes = Zeroizing::new(BASE64.decode(text).map_err(Error::fault("reading keys.toml"))?);
            Ok(Zeroizing::new(bytes.as_slice().try_into().map_err(Error::fault("reading keys.toml"))?))
        };
        let number = |text: &str| text.parse::<u32>().map_err(Error::fault("reading keys.toml"));
        let masters: BTreeMap<u32, Key> =
            self.masters.iter().map(|(id, text)| Ok((number(id)?, key(text)?))).collect::<Result<_>>()?;
        let tokens: BTreeMap<u32, TokenKey> =
            self.tokens.into_iter().map(|(id, key)| Ok((number(&id)?, key))).collect::<Result<_>>()?;
        if !masters.contains_key(&self.current) || !tokens.contains_key(&self.token) {
            return Err(Error::fault("reading keys.toml")("the current key is not in the ring"));
        }
        Ok(Keys {
            masters,
            current: self.current,
            index: key(&self.index)?,
            links: key(&self.links)?,
            answers: key(&self.answers)?,
            tokens,
            token: self.token,
        })
    }
}

/// Encrypts and authenticates `plain`, bound to `context`: nonce, then ciphertext.
///
/// # Errors
/// Never in practice; a cipher's failure is passed on.
pub fn seal(key: &Key, plain: &[u8], context: &str) -> Result<Vec<u8>> {
    let nonce = random::<NONCE>();
    let cipher = XChaCha20Poly1305::new(key.as_slice().try_into().expect("a key has 32 bytes"));
    let sealed = cipher
        .encrypt((&nonce).into(), Payload { msg: plain, aad: context.as_bytes() })
        .map_err(|_| Error::fault("sealing")("the cipher failed"))?;
    Ok([nonce.as_slice(), &sealed].concat())
}

/// Opens what [`seal`] made for the same `context`.
///
/// # Errors
/// When the key or context differ, or a byte was changed.
pub fn open(key: &Key, sealed: &[u8], context: &str) -> Result<Zeroizing<Vec<u8>>> {
    let (nonce, body) =
        sealed.split_first_chunk::<NONCE>().ok_or_else(|| Error::fault("opening a seal")("too short"))?;
    let cipher = XChaCha20Poly1305::new(key.as_slice().try_into().expect("a key has 32 bytes"));
    cipher
        .decrypt(nonce.into(), Payload { msg: body, aad: context.as_bytes() })
        .map(Zeroizing::new)
        .map_err(|_| Error::fault("opening a seal")("it does not fit the key"))
}

fn mac(key: &Key, parts: &[&str]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_slice()).expect("any length of key fits");
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part.as_bytes());
    }
    mac.finalize().into_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_opens_only_for_its_own_context() {
        let dir = tempfile::tempdir().unwrap();
        let keys = Keys::open(dir.path(), "HS256").unwrap();
        let wrapped = keys.new_data_key("acc_1").unwrap();
        assert!(keys.data_key(&wrapped, "acc_2").is_err());
        let key = keys.data_key(&wrapped, "acc_1").unwrap();
        let sealed = seal(&key, b"name", "identity").unwrap();
        assert_eq!(open(&key, &sealed, "identity").unwrap().as_slice(), b"name");
        assert!(open(&key, &sealed, "story").is_err());
    }

    #[test]
    fn rotation_keeps_what_was_sealed_and_wraps_it_anew() {
        let dir = tempfile::tempdir().unwrap();
        let wrapped = Keys::open(dir.path(), "HS256").unwrap().new_data_key("acc_1").unwrap();
        let rotated = Keys::rotate(dir.path(), "EdDSA").unwrap();
        let anew = rotated.rewrap(&wrapped, "acc_1").unwrap().unwrap();
        assert_eq!(rotated.data_key(&wrapped, "acc_1").unwrap(), rotated.data_key(&anew, "acc_1").unwrap());
        assert_eq!(rotated.rewrap(&anew, "acc_1").unwrap(), None);
        assert_eq!(rotated.token_keys().count(), 2);
    }

    #[cfg(unix)]
    #[test]
    fn only_its_user_can_read_the_ring() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        Keys::open(dir.path(), "HS256").unwrap();
        let mode = std::fs::metadata(dir.path().join("keys.toml")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
