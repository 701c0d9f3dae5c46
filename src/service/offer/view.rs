//! Offers as members read them: the terms for all, the sheet and the answer for oneself, the totals where they tell of
//! nobody.

use entity::{FilingId, MemberId, MemberRole, OfferId, OfferState, member, offer, offer_answer, settlement};

use super::sheet_of;
use crate::{
    domain::{offer::Sheet, published},
    error::{Error, Result},
    hub::Hub,
    service::access::{self, Caller, Seen},
    store,
};

/// How many said what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Totals {
    /// Accepted.
    pub accepted: i64,
    /// Declined.
    pub declined: i64,
    /// Said nothing.
    pub silent: i64,
}

/// How many said what, for this reader: an organiser at any time, everybody else once it is over and where no group is so
/// small that it would tell what single members said.
#[must_use]
pub fn totals(row: &offer::Model, seat: Option<&member::Model>) -> Option<Totals> {
    let silent = (row.asked - row.accepted - row.declined).max(0);
    let totals = Totals { accepted: row.accepted, declined: row.declined, silent };
    let is_organiser = seat.is_some_and(|seat| seat.role == MemberRole::Organiser);
    let is_told = row.state == OfferState::Closed
        && published::is_told(&[totals.accepted, totals.declined, totals.silent]);
    (is_organiser || is_told).then_some(totals)
}

/// The offers in answer to a filing, newest first; for members of its case.
///
/// # Errors
/// A fault only.
pub async fn list(hub: &Hub, filing: &FilingId) -> Result<Vec<offer::Model>> {
    store::offer::list(&hub.db, filing).await
}

/// An offer, and its case as a member sees it.
///
/// # Errors
/// `NotFound` for everybody else.
pub async fn find(hub: &Hub, caller: &Caller, id: &OfferId) -> Result<(offer::Model, Seen)> {
    let row = store::offer::find(&hub.db, id).await?.ok_or(Error::NotFound("offer"))?;
    let seen = access::visible(&hub.db, caller, &row.case_id).await.map_err(|error| error.about("offer"))?;
    if seen.seat.is_none() {
        return Err(Error::NotFound("offer"));
    }
    Ok((row, seen))
}

/// What an offer is to one member.
pub struct Mine {
    /// What they read.
    pub sheet: Sheet,
    /// What they said.
    pub answer: Option<offer_answer::Model>,
    /// What they settled.
    pub settlement: Option<settlement::Model>,
}

/// What an offer is to a seat; `None` where it is not put to it.
///
/// # Errors
/// A fault only.
pub async fn mine(hub: &Hub, row: &offer::Model, seat: &MemberId) -> Result<Option<Mine>> {
    let settlement = store::offer::settlement(&hub.db, &row.id, seat).await?;
    let answer = store::offer::answer(&hub.db, &row.id, seat).await?;
    let is_asked =
        row.state == OfferState::Open && store::filing::goes_on_for(&hub.db, &row.filing_id, seat).await?;
    if !is_asked && answer.is_none() {
        return Ok(None);
    }
    let case = store::case::find(&hub.db, &row.case_id).await?.ok_or(Error::NotFound("case"))?;
    let sheet = sheet_of(&hub.db, &case, row, seat).await?;
    Ok(sheet.map(|sheet| Mine { sheet, answer, settlement }))
}
