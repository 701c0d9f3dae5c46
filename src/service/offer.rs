//! Offers: what the operator proposes is put to each member of a filing, who answers for themself on the exact sheet.

mod close;
mod view;

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    Channel, EventKind, FilingId, FilingStatus, MemberId, OfferId, OfferSource, OfferState, case, filing,
    member, offer, offer_answer,
};
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use serde_json::json;

pub use self::{
    close::{close_ended, recount},
    view::{Mine, Totals, find, list, mine, totals},
};
use super::{
    access::{self, Member, Viewer},
    deadline,
    mandate::{self, Hand},
    redaction::{self, Author},
    timeline::{self, Happening},
};
use crate::{
    domain::{
        offer::{self as rules, Sheet},
        refusal::Refusal,
        stage, text,
    },
    error::{Error, Result},
    hub::Hub,
    store,
};

/// An offer as it was typed in.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What is proposed.
    pub terms: String,
    /// Fen for each member, the same for all.
    pub amount_fen: Option<i64>,
    /// Fen for single members, by their pseudonyms; it is put to nobody else then.
    pub parts: Vec<(String, i64)>,
    /// The day by which it would be paid or done.
    pub pay_by: Option<NaiveDate>,
    /// Until when it can be answered.
    pub closes_at: DateTime<Utc>,
}

impl Draft {
    /// The same with words that fit; nothing personal in them is looked for here.
    pub(super) fn check(mut self, now: DateTime<Utc>) -> Result<Self, Refusal> {
        self.terms = text::prose("terms", &self.terms, 4, 2_000)?;
        self.closes_at = rules::closes_at(now, self.closes_at)?;
        if let Some(day) = self.pay_by {
            rules::pay_by(day, self.closes_at)?;
        }
        if let Some(fen) = self.amount_fen {
            if !self.parts.is_empty() {
                return Err(Refusal::EitherOr { field: "amountFen", other: "amounts" });
            }
            rules::amount("amountFen", fen)?;
        }
        if self.parts.len() > rules::MOST_PARTS {
            return Err(Refusal::TooMany { field: "amounts", max: rules::MOST_PARTS });
        }
        let mut named = HashSet::new();
        for (code, fen) in &mut self.parts {
            rules::amount("amounts", *fen)?;
            *code = code.trim().to_uppercase();
            if !named.insert(code.clone()) {
                return Err(Refusal::Unknown { field: "amounts" });
            }
        }
        Ok(self)
    }
}

/// Records what the operator proposed in answer to a filing and puts it to its members; for organisers and
/// representatives.
///
/// # Errors
/// A refusal about a field, `NOT_SUBMITTED`, `FILING_OVER`, `OFFER_RUNNING`, `NOBODY_TO_FILE` when nobody is left in the
/// filing, `CASE_NOT_OPEN`, or as [`mandate::hand`].
pub async fn record(hub: &Hub, viewer: &Viewer, id: &FilingId, draft: Draft) -> Result<offer::Model> {
    let found = store::filing::find(&hub.db, id).await?.ok_or(Error::NotFound("filing"))?;
    let Member { case, .. } =
        access::member(&hub.db, viewer, &found.case_id).await.map_err(|error| error.about("filing"))?;
    let draft = draft.check(hub.now())?;
    let author = Author::of(hub, viewer).await?;
    let [terms] = redaction::anonymise(hub, &case, &author, [&draft.terms]).await?;
    let draft = Draft { terms, ..draft };
    hub.write(async |tx| {
        let Hand { case, seat } =
            mandate::hand(tx, viewer, &found.case_id).await.map_err(|error| error.about("filing"))?;
        make(hub, tx, case, id, &draft, Some(&seat)).await
    })
    .await
}

/// Puts an offer to the members of a filing whose case is held.
pub(super) async fn make(
    hub: &Hub,
    tx: &DatabaseTransaction,
    case: case::Model,
    id: &FilingId,
    draft: &Draft,
    by: Option<&member::Model>,
) -> Result<offer::Model> {
    let now = hub.now();
    let next = stage::offer(case.stage)?;
    let filing = store::filing::hold(tx, id).await?;
    rules::make(filing.status)?;
    if store::offer::open_of(tx, id).await?.is_some() {
        return Err(Refusal::OfferRunning.into());
    }
    let parts = seats(tx, id, &draft.parts).await?;
    let asked = match parts.len() {
        0 => store::filing::count_going_on(tx, id).await?,
        some => i64::try_from(some).unwrap_or(i64::MAX),
    };
    if asked == 0 {
        return Err(Refusal::NobodyToFile.into());
    }
    let row = offer::Model {
        id: hub.mint(),
        case_id: case.id.clone(),
        filing_id: id.clone(),
        state: OfferState::Open,
        source: if by.is_some() { OfferSource::Members } else { OfferSource::Operator },
        terms: draft.terms.clone(),
        amount_fen: draft.amount_fen,
        per_member: !parts.is_empty(),
        pay_by: draft.pay_by,
        sha256: String::new(),
        made_by: by.map(|seat| seat.id.clone()),
        made_at: now,
        closes_at: draft.closes_at,
        closed_at: None,
        reason: None,
        asked,
        accepted: 0,
        declined: 0,
    };
    let sha256 = sheet(&case, &filing, &row, row.amount_fen).sha256();
    let row = offer::Model { sha256, ..row };
    store::insert(tx, row.clone()).await?;
    store::offer::insert_parts(tx, &row.id, &parts).await?;
    let filing =
        filing::Model { status: FilingStatus::Offered, answered_at: Some(now), updated_at: now, ..filing };
    store::save(tx, filing.clone()).await?;
    deadline::answered(hub, tx, &filing, now).await?;
    let facts = json!({
        "channel": channel(filing.channel), "offer": row.id, "sha256": row.sha256,
        "closes_at": row.closes_at.to_rfc3339(),
    });
    timeline::record(hub, tx, Happening::new(&case.id, EventKind::OfferMade, by, facts)).await?;
    store::case::set_stage(tx, case, next, now).await?;
    Ok(row)
}

/// The seats that single amounts are for; each must be one that the filing goes on for.
async fn seats(
    tx: &DatabaseTransaction,
    id: &FilingId,
    parts: &[(String, i64)],
) -> Result<Vec<(MemberId, i64)>> {
    let codes: Vec<String> = parts.iter().map(|(code, _)| code.clone()).collect();
    let mut known = store::filing::goes_on_for_codes(tx, id, &codes).await?;
    let seat = |(code, fen): &(String, i64)| {
        known.remove(code).map(|seat| (seat, *fen)).ok_or(Refusal::Unknown { field: "amounts" })
    };
    Ok(parts.iter().map(seat).collect::<Result<_, _>>()?)
}

fn channel(channel: Channel) -> String {
    format!("@channel.{}", channel.as_str())
}

/// An offer as a member reads it whose amount this is.
fn sheet(case: &case::Model, filing: &filing::Model, row: &offer::Model, amount_fen: Option<i64>) -> Sheet {
    Sheet {
        case: case.number.clone(),
        filing: row.filing_id.to_string(),
        filed_sha256: filing.content_sha256.clone().unwrap_or_default(),
        terms: row.terms.clone(),
        amount_fen,
        pay_by: row.pay_by,
        closes_at: row.closes_at.to_rfc3339(),
    }
}

/// The sheet of a seat; `None` where the offer is not put to it.
async fn sheet_of(
    db: &impl ConnectionTrait,
    case: &case::Model,
    row: &offer::Model,
    seat: &MemberId,
) -> Result<Option<Sheet>> {
    let filing = store::filing::find(db, &row.filing_id).await?.ok_or(Error::NotFound("filing"))?;
    let amount_fen = if row.per_member {
        let Some(part) = store::offer::part(db, &row.id, seat).await? else { return Ok(None) };
        Some(part.amount_fen)
    } else {
        row.amount_fen
    };
    Ok(Some(sheet(case, &filing, row, amount_fen)))
}

/// Accepts or declines an offer, or says something else than before, until its end; for oneself alone.
///
/// # Errors
/// `OFFER_CLOSED`, `NOT_IN_OFFER`, `HASH_MISMATCH`, or as [`access::member`].
pub async fn answer(
    hub: &Hub,
    viewer: &Viewer,
    id: &OfferId,
    sha256: &str,
    accepts: bool,
) -> Result<offer_answer::Model> {
    let now = hub.now();
    let found = store::offer::find(&hub.db, id).await?.ok_or(Error::NotFound("offer"))?;
    let Member { case, seat } =
        access::member(&hub.db, viewer, &found.case_id).await.map_err(|error| error.about("offer"))?;
    hub.write(async |tx| {
        // Shared, so that many answer at once and nobody answers while it is being closed.
        let row = store::offer::share(tx, id).await?;
        rules::takes_answers(row.state, row.closes_at, now)?;
        let seat = access::still(tx, viewer, &seat).await?;
        if !store::filing::goes_on_for(tx, &row.filing_id, &seat.id).await? {
            return Err(Refusal::NotInOffer.into());
        }
        let sheet = sheet_of(tx, &case, &row, &seat.id).await?.ok_or(Refusal::NotInOffer)?;
        let expected = sheet.sha256();
        if !expected.eq_ignore_ascii_case(sha256) {
            return Err(Refusal::HashMismatch { field: "sha256" }.into());
        }
        let answer = offer_answer::Model {
            offer_id: id.clone(),
            member_id: seat.id.clone(),
            accepts,
            sha256: expected,
            amount_fen: sheet.amount_fen,
            answered_at: now,
            counted: false,
        };
        store::offer::put_answer(tx, answer.clone()).await?;
        Ok(answer)
    })
    .await
}

/// Records that the operator took an offer back before its end: nobody settled. For organisers and representatives.
///
/// # Errors
/// A refusal about the reason, `OFFER_CLOSED`, `OFFERS_THEIRS` for one that the operator made itself, or as
/// [`mandate::hand`].
pub async fn withdraw(hub: &Hub, viewer: &Viewer, id: &OfferId, reason: &str) -> Result<offer::Model> {
    let found = store::offer::find(&hub.db, id).await?.ok_or(Error::NotFound("offer"))?;
    let Member { case, .. } =
        access::member(&hub.db, viewer, &found.case_id).await.map_err(|error| error.about("offer"))?;
    let reason = text::prose("reason", reason, 4, 500)?;
    let author = Author::of(hub, viewer).await?;
    let [reason] = redaction::anonymise(hub, &case, &author, [&reason]).await?;
    hub.write(async |tx| {
        let Hand { case, seat } =
            mandate::hand(tx, viewer, &found.case_id).await.map_err(|error| error.about("offer"))?;
        if found.source == OfferSource::Operator {
            return Err(Refusal::OffersTheirs.into());
        }
        take_back(hub, tx, case, id, &reason, Some(&seat)).await
    })
    .await
}

/// Takes back an offer whose case is held.
pub(super) async fn take_back(
    hub: &Hub,
    tx: &DatabaseTransaction,
    case: case::Model,
    id: &OfferId,
    reason: &str,
    by: Option<&member::Model>,
) -> Result<offer::Model> {
    let now = hub.now();
    let found = store::offer::find(tx, id).await?.ok_or(Error::NotFound("offer"))?;
    let filing = store::filing::hold(tx, &found.filing_id).await?;
    let row = store::offer::hold(tx, id).await?;
    rules::takes_answers(row.state, row.closes_at, now)?;
    let row = close::void(tx, row, Some(reason), now).await?;
    let filing = filing::Model { status: FilingStatus::Replied, updated_at: now, ..filing };
    store::save(tx, filing.clone()).await?;
    let facts = json!({ "channel": channel(filing.channel), "offer": row.id });
    timeline::record(hub, tx, Happening::new(&case.id, EventKind::OfferWithdrawn, by, facts)).await?;
    restage(hub, tx, case).await?;
    Ok(row)
}

/// Voids the offer that is open in answer to a held filing, which ended by itself.
pub(super) async fn void_open(hub: &Hub, tx: &DatabaseTransaction, filing: &FilingId) -> Result<()> {
    if let Some(open) = store::offer::open_of(tx, filing).await? {
        let row = store::offer::hold(tx, &open.id).await?;
        close::void(tx, row, None, hub.now()).await?;
    }
    Ok(())
}

/// Gives a held case the stage it has when an offer is over.
pub(super) async fn restage(hub: &Hub, tx: &DatabaseTransaction, case: case::Model) -> Result<case::Model> {
    let is_offered = store::filing::is_offered(tx, &case.id).await?;
    let is_filed = store::filing::open_of(tx, &case.id).await?.is_some();
    let next = stage::after_offer(case.stage, is_offered, is_filed);
    if next == case.stage { Ok(case) } else { store::case::set_stage(tx, case, next, hub.now()).await }
}
