//! Links by which an operator answers without an account: made with the filing's mail, and good until they expire or are
//! revoked.
//!
//! The token is a signature over the link's id, so that a mail that goes out twice has the same bytes; only its hash is
//! kept, and a copy of the database opens nothing.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use chrono::TimeDelta;
use entity::{FilingId, desk_link, filing};
use sea_orm::DatabaseTransaction;
use sha2::{Digest, Sha256};

use super::{
    access::{self, Viewer},
    letter, operator,
};
use crate::{
    error::{Error, Result},
    hub::Hub,
    store,
};

/// How long a link is good.
const LIFE: TimeDelta = TimeDelta::days(180);

/// The token of a link.
pub(super) fn token(hub: &Hub, row: &desk_link::Model) -> String {
    BASE64.encode(hub.keys.sign_link(&format!("desk/{}", row.id)))
}

/// A token is long and cannot be guessed: its hash is looked up, and tells nothing by how long that takes.
pub(super) fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token).to_vec()
}

/// The address of a link.
pub(super) fn url(hub: &Hub, row: &desk_link::Model) -> String {
    letter::url(hub, &format!("/answer?token={}", token(hub, row)))
}

/// The link to a held filing that works, or a new one.
pub(super) async fn live(
    hub: &Hub,
    tx: &DatabaseTransaction,
    row: &filing::Model,
) -> Result<desk_link::Model> {
    let now = hub.now();
    if let Some(known) = store::desk_link::live(tx, &row.id, now).await? {
        return Ok(known);
    }
    let case = store::case::find(tx, &row.case_id).await?.ok_or(Error::NotFound("case"))?;
    let link = desk_link::Model {
        id: hub.mint(),
        filing_id: row.id.clone(),
        token_hash: Vec::new(),
        is_verified: operator::owns(tx, &case.operator_id, &row.recipient).await?,
        made_at: now,
        expires_at: now + LIFE,
        revoked_at: None,
    };
    let link = desk_link::Model { token_hash: hash(&token(hub, &link)), ..link };
    store::insert(tx, link.clone()).await?;
    Ok(link)
}

/// Revokes the links to a filing, of which somebody else may have one; the next message to the operator carries a new one.
/// For organisers. Tells whether there was one that worked.
///
/// # Errors
/// `NotFound`, or as [`super::access::organiser`].
pub async fn revoke(hub: &Hub, viewer: &Viewer, id: &FilingId) -> Result<bool> {
    let found = store::filing::find(&hub.db, id).await?.ok_or(Error::NotFound("filing"))?;
    hub.write(async |tx| {
        access::organiser(tx, viewer, &found.case_id).await.map_err(|error| error.about("filing"))?;
        store::filing::hold(tx, id).await?;
        Ok(store::desk_link::revoke(tx, id, hub.now()).await? > 0)
    })
    .await
}
