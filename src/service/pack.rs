//! The filing pack: everything of one filing in one archive, for whoever represents all its members.
//!
//! It names people and holds originals, so it is opened and then fetched: opening proves the mandate and records, for
//! everybody in the filing, who opened what is theirs; the address that it gives is good for a while and for that
//! representative only.

mod evidence;
mod files;
mod mandate;
mod packing;

use std::sync::Arc;

use bytes::Bytes;
use chrono::TimeDelta;
use entity::{FilingId, MemberId, filing, mandate as mandates, member};
use futures_util::Stream;
use sea_orm::ConnectionTrait;
use subtle::ConstantTimeEq;

use super::{
    access::{self, Member, Viewer},
    content, identity,
};
use crate::{
    archive::Archive,
    domain::{calendar::beijing_date, refusal::Refusal},
    error::{Error, Result},
    hub::Hub,
    store,
};

/// How long the address of a pack is good.
const LINK: TimeDelta = TimeDelta::minutes(10);

/// Members whose openings are recorded in one statement.
const CHUNK: u64 = 1_000;

/// The address of a pack: good for a while, and only for one viewer.
pub struct Link {
    /// Until when, in seconds since 1970.
    pub until: i64,
    /// Over the filing, the viewer and the end.
    pub signature: String,
}

impl Link {
    fn new(hub: &Hub, viewer: &Viewer, id: &FilingId) -> Self {
        let until = (hub.now() + LINK).timestamp();
        Self { until, signature: Self::sign(hub, viewer, id, until) }
    }

    fn check(&self, hub: &Hub, viewer: &Viewer, id: &FilingId) -> Result<()> {
        let right = Self::sign(hub, viewer, id, self.until);
        if !bool::from(right.as_bytes().ct_eq(self.signature.as_bytes())) {
            return Err(Error::NotFound("document"));
        }
        if self.until <= hub.now().timestamp() { Err(Refusal::LinkExpired.into()) } else { Ok(()) }
    }

    fn sign(hub: &Hub, viewer: &Viewer, id: &FilingId, until: i64) -> String {
        hex::encode(hub.keys.sign_link(&format!("pack/{id}/{}/{until}", viewer.id())))
    }
}

/// Who represents everybody in a filing.
struct Holder {
    seat: member::Model,
    row: filing::Model,
}

/// Proves that the viewer represents everybody in a filing: the filed text names them, or all in it voted for them.
async fn holder(db: &impl ConnectionTrait, hub: &Hub, viewer: &Viewer, id: &FilingId) -> Result<Holder> {
    let row = store::filing::find(db, id).await?.ok_or(Error::NotFound("filing"))?;
    let Member { seat, .. } =
        access::member(db, viewer, &row.case_id).await.map_err(|error| error.about("filing"))?;
    let lasting = store::mandate::lasting(db, &row.case_id).await?;
    let mandate =
        lasting.into_iter().map(|(mandate, _)| mandate).find(|mandate| mandate.member_id == seat.id);
    let mandate = mandate.ok_or(Refusal::RepresentativesOnly)?;
    let named = content::filed(hub, &row)?;
    let is_named = named.schedule.iter().any(|entry| entry.representative && entry.code == seat.code);
    if is_named || everybody_voted(db, &row, &mandate).await? {
        Ok(Holder { seat, row })
    } else {
        Err(Refusal::RepresentativesOnly.into())
    }
}

/// Whether everybody whom a filing still speaks for voted for a mandate.
async fn everybody_voted(
    db: &impl ConnectionTrait,
    row: &filing::Model,
    mandate: &mandates::Model,
) -> Result<bool> {
    let all = store::filing::count_members(db, &row.id).await?;
    Ok(all == store::filing::count_voters(db, &row.id, &mandate.ballot_id).await?)
}

/// Opens the pack of a filing for a representative of everybody in it; each of them sees that.
///
/// # Errors
/// `REPRESENTATIVES_ONLY`, `NotFound`, or as [`access::member`].
pub async fn open(hub: &Hub, viewer: &Viewer, id: &FilingId) -> Result<Link> {
    holder(&hub.db, hub, viewer, id).await?;
    hub.write(async |tx| {
        // Whoever resigned a moment ago opens nothing more.
        let Holder { seat, .. } = holder(tx, hub, viewer, id).await?;
        let mut after: Option<MemberId> = None;
        loop {
            let seats = store::filing::everybody_after(tx, id, after.as_ref(), CHUNK).await?;
            let Some(last) = seats.last() else { break };
            after = Some(last.id.clone());
            let accounts: Vec<_> = seats.into_iter().map(|theirs| theirs.account_id).collect();
            identity::record_all(hub, tx, &accounts, id, Some(&seat.id)).await?;
        }
        Ok(())
    })
    .await?;
    Ok(Link::new(hub, viewer, id))
}

/// The bytes of a pack that was opened a moment ago, and what it is called. The archive is made while it is read.
///
/// # Errors
/// `NotFound` for everybody else, `LINK_EXPIRED`, `REPRESENTATIVES_ONLY` for whoever resigned meanwhile.
pub async fn read(
    hub: &Arc<Hub>,
    viewer: &Viewer,
    id: &FilingId,
    link: &Link,
) -> Result<(String, impl Stream<Item = std::io::Result<Bytes>> + Send + use<>)> {
    link.check(hub, viewer, id)?;
    let Holder { row, .. } = holder(&hub.db, hub, viewer, id).await?;
    let case = store::case::find(&hub.db, &row.case_id).await?.ok_or(Error::NotFound("document"))?;
    let name = format!("{}-{}.zip", case.number, row.id);
    let (archive, bytes) = Archive::new(beijing_date(row.filed_at));
    let hub = Arc::clone(hub);
    tokio::spawn(async move {
        // An archive that is let go of unfinished tells its reader that it broke off.
        if let Err(error) = files::write(&hub, &row, archive).await {
            tracing::error!(filing.id = %row.id, ?error, "the pack of filing {} broke off", row.id);
        }
    });
    Ok((name, bytes))
}
