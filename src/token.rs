//! Access tokens: short JWTs that name an account and a session.
//!
//! A token only says who asks; whether the session still stands is read from the database at each request,
//! so that revoking one takes effect at once.

use chrono::{DateTime, TimeDelta, Utc};
use ed25519_dalek::pkcs8::DecodePrivateKey;
use entity::{AccountId, Id, SessionId};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

use crate::{
    error::{Error, Result},
    keys::{Keys, TokenKey},
};

/// Signs and checks access tokens.
pub struct Tokens {
    header: Header,
    signer: EncodingKey,
    /// `kid`, algorithm and key of every token that is still taken.
    checkers: Vec<(String, Algorithm, DecodingKey)>,
}

#[derive(Serialize, Deserialize)]
struct Claims {
    sub: String,
    sid: String,
    iat: i64,
    exp: i64,
}

impl Tokens {
    /// Prepares the keys of the ring.
    ///
    /// # Errors
    /// When a key in the ring is damaged.
    pub fn new(keys: &Keys) -> Result<Self> {
        let (kid, key) = keys.token_key();
        let (algorithm, signer, _) = pair(key)?;
        let mut header = Header::new(algorithm);
        header.kid = Some(kid.to_string());
        let checkers = keys
            .token_keys()
            .map(|(kid, key)| pair(key).map(|(algorithm, _, checker)| (kid.to_string(), algorithm, checker)))
            .collect::<Result<_>>()?;
        Ok(Self { header, signer, checkers })
    }

    /// A token for a session, good for `life`.
    ///
    /// # Errors
    /// Never in practice; a signer's failure is passed on.
    pub fn sign(
        &self,
        account: &AccountId,
        session: &SessionId,
        now: DateTime<Utc>,
        life: TimeDelta,
    ) -> Result<String> {
        let claims = Claims {
            sub: account.to_string(),
            sid: session.to_string(),
            iat: now.timestamp(),
            exp: (now + life).timestamp(),
        };
        jsonwebtoken::encode(&self.header, &claims, &self.signer).map_err(Error::fault("signing a token"))
    }

    /// Whom a token names; `None` when it is forged, damaged or too old.
    #[must_use]
    pub fn read(&self, token: &str, now: DateTime<Utc>) -> Option<(AccountId, SessionId)> {
        let kid = jsonwebtoken::decode_header(token).ok()?.kid?;
        let (_, algorithm, key) = self.checkers.iter().find(|(id, _, _)| *id == kid)?;
        let mut validation = Validation::new(*algorithm);
        // The hub's clock decides, not the machine's.
        validation.validate_exp = false;
        let claims = jsonwebtoken::decode::<Claims>(token, key, &validation).ok()?.claims;
        if claims.exp <= now.timestamp() {
            return None;
        }
        Some((AccountId::parse(&claims.sub)?, SessionId::parse(&claims.sid)?))
    }
}

fn pair(key: &TokenKey) -> Result<(Algorithm, EncodingKey, DecodingKey)> {
    let secret = key.bytes()?;
    if key.algorithm == "EdDSA" {
        let private = ed25519_dalek::SigningKey::from_pkcs8_der(&secret)
            .map_err(Error::fault("reading a token key"))?;
        let public = DecodingKey::from_ed_der(private.verifying_key().as_bytes());
        Ok((Algorithm::EdDSA, EncodingKey::from_ed_der(&secret), public))
    } else {
        Ok((Algorithm::HS256, EncodingKey::from_secret(&secret), DecodingKey::from_secret(&secret)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_good_until_its_time_is_over_under_either_algorithm() {
        for algorithm in ["HS256", "EdDSA"] {
            let dir = tempfile::tempdir().unwrap();
            let tokens = Tokens::new(&Keys::open(dir.path(), algorithm).unwrap()).unwrap();
            let (account, session) = (
                AccountId::from_suffix("01arz3ndektsv4rrffq69g5fav"),
                SessionId::from_suffix("01arz3ndektsv4rrffq69g5faw"),
            );
            let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
            let token = tokens.sign(&account, &session, now, TimeDelta::minutes(10)).unwrap();
            assert_eq!(tokens.read(&token, now + TimeDelta::minutes(9)), Some((account, session)));
            assert_eq!(tokens.read(&token, now + TimeDelta::minutes(10)), None);
            let mut forged = token.clone();
            forged.pop();
            assert_eq!(tokens.read(&forged, now), None);
            let rotated = Tokens::new(&Keys::rotate(dir.path(), "EdDSA").unwrap()).unwrap();
            assert!(rotated.read(&token, now).is_some(), "an older key stays valid");
        }
    }
}
