//! The door for mail that comes in, for the mail server that knows the secret.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Bytes, Data},
};
use secrecy::ExposeSecret;
use serde_json::json;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::request::{bearer, refuse};
use crate::{
    error::{Error, Result},
    hub::Hub,
    service::inbound,
};

/// The largest mail.
pub const MOST: usize = 10 << 20;

/// Takes one raw mail (RFC 5322).
pub async fn receive(hub: Data<Hub>, request: HttpRequest, mail: Bytes) -> HttpResponse {
    let taken = async {
        admit(&hub, bearer(&request))?;
        inbound::receive(&hub, &mail).await
    };
    match taken.await {
        Ok(is_new) => HttpResponse::Ok().json(json!({ "new": is_new })),
        Err(error) => refuse(&request, &error),
    }
}

/// Proves that the secret was shown; where none is set, there is no door.
fn admit(hub: &Hub, shown: Option<&str>) -> Result<()> {
    let secret = hub.config.mail.inbound_secret.expose_secret();
    if secret.is_empty() {
        return Err(Error::NotFound("link"));
    }
    // Hashed first, so that neither length nor content shows in the time.
    let same = Sha256::digest(shown.unwrap_or_default()).ct_eq(&Sha256::digest(secret));
    if bool::from(same) { Ok(()) } else { Err(Error::Unauthenticated) }
}
