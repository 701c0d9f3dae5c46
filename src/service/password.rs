//! Hashing passwords: argon2id with the parameters OWASP recommends, off the async threads, a few at a time.

use std::sync::LazyLock;

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};

use crate::{
    error::{Error, Result},
    hub::Hub,
};

/// 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet).
static ARGON2: LazyLock<Argon2<'static>> = LazyLock::new(|| {
    let params = Params::new(19_456, 2, 1, None).expect("these parameters are within argon2's bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
});

/// A hash of no password, compared when there is no account, so that both take the same time.
static NOBODY: LazyLock<String> = LazyLock::new(|| {
    ARGON2.hash_password(&crate::keys::random::<32>()).map(|hash| hash.to_string()).unwrap_or_default()
});

/// Hashes a password.
///
/// # Errors
/// A fault of the machine only.
pub async fn hash(hub: &Hub, password: &str) -> Result<String> {
    let password = zeroize::Zeroizing::new(password.to_owned());
    off_thread(hub, move || {
        let hash = ARGON2.hash_password(password.as_bytes()).map_err(Error::fault("hashing a password"))?;
        Ok(hash.to_string())
    })
    .await
}

/// Whether a password fits a hash; without a hash it takes as long and does not fit.
///
/// # Errors
/// A fault of the machine only.
pub async fn verify(hub: &Hub, password: &str, hash: Option<&str>) -> Result<bool> {
    let password = zeroize::Zeroizing::new(password.to_owned());
    let known = hash.is_some();
    let hash = hash.map_or_else(|| NOBODY.clone(), str::to_owned);
    off_thread(hub, move || {
        let parsed = PasswordHash::new(&hash).map_err(Error::fault("reading a password hash"))?;
        Ok(ARGON2.verify_password(password.as_bytes(), &parsed).is_ok() && known)
    })
    .await
}

async fn off_thread<T: Send + 'static>(
    hub: &Hub,
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    let _permit = hub.hashing.acquire().await.map_err(Error::fault("waiting to hash"))?;
    tokio::task::spawn_blocking(work).await.map_err(Error::fault("hashing"))?
}
