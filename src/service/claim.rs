//! Claims and contact logs: a member's own facts, sealed for them and anonymised for the case.

use chrono::NaiveDate;
use entity::{CaseId, EventKind, PaymentMethod, Remedy, case, claim, contact, member, operator};
use serde_json::json;

use super::{
    access::{self, Member, Viewer},
    data_key,
    redaction::{self, Author},
    timeline::{self, Happening},
};
use crate::{
    domain::{
        calendar::beijing_date,
        claim::{Claim, ContactDraft, Draft},
        order_number,
        refusal::Refusal,
        stage,
    },
    error::{Error, Result},
    hub::Hub,
    keys::{self, Key},
    store::{self, case::Tally},
};

const ORDER: &str = "claim/order";
const STORY: &str = "claim/story";
const SAID: &str = "contact/said";

/// A claim that was checked, sealed and anonymised, and waits for its seat.
pub(super) struct Prepared {
    claim: Claim,
    case: CaseId,
    order_sealed: Vec<u8>,
    order_index: Vec<u8>,
    story_sealed: Vec<u8>,
    product: String,
    story: String,
}

/// Checks, seals and anonymises before any transaction begins.
pub(super) async fn prepare(
    hub: &Hub,
    viewer: &Viewer,
    case: &case::Model,
    operator: &operator::Model,
    draft: &Draft<'_>,
) -> Result<Prepared> {
    let claim = Claim::parse(draft, beijing_date(hub.now()))?;
    let key = data_key::of(hub, viewer.id()).await?;
    let author = Author::of(hub, viewer).await?;
    let [product, story] =
        redaction::anonymise_against(hub, case, operator, &author, [&claim.product, &claim.story]).await?;
    Ok(Prepared {
        order_sealed: keys::seal(&key, claim.order_number.as_bytes(), ORDER)?,
        order_index: index(hub, &case.id, &claim.order_number),
        story_sealed: keys::seal(&key, claim.story.as_bytes(), STORY)?,
        case: case.id.clone(),
        claim,
        product,
        story,
    })
}

/// The keyed hash by which one order is found twice in a case, and in no other one.
fn index(hub: &Hub, case: &CaseId, order_number: &str) -> Vec<u8> {
    hub.keys.index(&format!("order/{case}"), &order_number::canonical(order_number))
}

/// The keyed hash that the order number of a claim has in another case, by the key of its owner.
pub(super) fn index_in(
    hub: &Hub,
    key: &entity::data_key::Model,
    claim: &claim::Model,
    case: &CaseId,
) -> Result<Vec<u8>> {
    let key = hub.keys.data_key(&key.wrapped, key.account_id.as_str())?;
    let number = keys::open(&key, &claim.order_sealed, ORDER)?;
    let number = std::str::from_utf8(&number).map_err(Error::fault("opening a claim"))?;
    Ok(index(hub, case, number))
}

impl Prepared {
    /// The claim of this seat.
    pub(super) fn at(self, hub: &Hub, seat: &member::Model) -> claim::Model {
        claim::Model {
            id: hub.mint(),
            case_id: self.case,
            member_id: seat.id.clone(),
            order_sealed: self.order_sealed,
            order_masked: order_number::mask(&self.claim.order_number),
            order_index: self.order_index,
            bought_on: self.claim.bought_on,
            product: self.product,
            amount_fen: self.claim.amount_fen,
            payment_method: self.claim.payment_method,
            own_use: self.claim.own_use,
            story_sealed: self.story_sealed,
            story: self.story,
            remedy: self.claim.remedy,
            wanted_fen: self.claim.wanted_fen,
            created_at: hub.now(),
            updated_at: hub.now(),
            withdrawn_at: None,
        }
    }
}

/// Changes to a claim; `None` leaves a field as it is.
#[derive(Clone, Debug, Default)]
pub struct Amendment {
    /// Order number.
    pub order_number: Option<String>,
    /// Day of purchase.
    pub bought_on: Option<NaiveDate>,
    /// What was bought.
    pub product: Option<String>,
    /// Price paid, in fen.
    pub amount_fen: Option<i64>,
    /// How it was paid.
    pub payment_method: Option<PaymentMethod>,
    /// Bought for own use.
    pub own_use: Option<bool>,
    /// What happened.
    pub story: Option<String>,
    /// What is asked for.
    pub remedy: Option<Remedy>,
    /// Money asked for, in fen.
    pub wanted_fen: Option<i64>,
}

impl Amendment {
    fn over<'a>(&'a self, standing: &Draft<'a>) -> Draft<'a> {
        Draft {
            order_number: self.order_number.as_deref().unwrap_or(standing.order_number),
            bought_on: self.bought_on.unwrap_or(standing.bought_on),
            product: self.product.as_deref().unwrap_or(standing.product),
            amount_fen: self.amount_fen.unwrap_or(standing.amount_fen),
            payment_method: self.payment_method.unwrap_or(standing.payment_method),
            own_use: self.own_use.unwrap_or(standing.own_use),
            story: self.story.as_deref().unwrap_or(standing.story),
            remedy: self.remedy.unwrap_or(standing.remedy),
            wanted_fen: self.wanted_fen.or(standing.wanted_fen),
        }
    }
}

/// Amends the claim of the viewer. A version that was compiled keeps what it had.
///
/// # Errors
/// A refusal about a field, `NO_CLAIM`, or `NOTHING_TO_CHANGE`.
pub async fn amend(hub: &Hub, viewer: &Viewer, id: &CaseId, amendment: &Amendment) -> Result<claim::Model> {
    let Member { case, seat } = access::member(&hub.db, viewer, id).await?;
    stage::work(case.stage)?;
    let old = standing(hub, &seat).await?;
    let facts = open(hub, viewer, &old).await?;
    let standing = Draft {
        order_number: &facts.order_number,
        bought_on: old.bought_on,
        product: &old.product,
        amount_fen: old.amount_fen,
        payment_method: old.payment_method,
        own_use: old.own_use,
        story: &facts.story,
        remedy: old.remedy,
        wanted_fen: old.wanted_fen,
    };
    let draft = amendment.over(&standing);
    if draft == standing {
        return Err(Refusal::NothingToChange.into());
    }
    let operator =
        store::operator::find(&hub.db, &case.operator_id).await?.ok_or(Error::NotFound("operator"))?;
    let prepared = prepare(hub, viewer, &case, &operator, &draft).await?;
    hub.write(async |tx| {
        let seat = access::still(tx, viewer, &seat).await?;
        let old = store::claim::hold(tx, &seat.id).await?.filter(|claim| claim.withdrawn_at.is_none());
        let old = old.ok_or(Refusal::NoClaim)?;
        let new = claim::Model { id: old.id.clone(), created_at: old.created_at, ..prepared.at(hub, &seat) };
        let tally = Tally { claimed_fen: new.amount_fen - old.amount_fen, ..Tally::default() };
        store::save(tx, new.clone()).await?;
        timeline::record(
            hub,
            tx,
            Happening::new(id, EventKind::ClaimAmended, None, json!({})).counting(tally),
        )
        .await?;
        Ok(new)
    })
    .await
}

async fn standing(hub: &Hub, seat: &member::Model) -> Result<claim::Model> {
    let claim = store::claim::of_member(&hub.db, &seat.id).await?;
    Ok(claim.filter(|claim| claim.withdrawn_at.is_none()).ok_or(Refusal::NoClaim)?)
}

/// The facts of a claim that only its owner reads.
pub struct Facts {
    /// The order number in full.
    pub order_number: String,
    /// What happened, in their own words.
    pub story: String,
}

/// Opens the sealed facts of the viewer's own claim.
///
/// # Errors
/// A fault when it is not theirs.
pub async fn open(hub: &Hub, viewer: &Viewer, claim: &claim::Model) -> Result<Facts> {
    facts(&data_key::of(hub, viewer.id()).await?, claim)
}

pub(super) fn facts(key: &Key, claim: &claim::Model) -> Result<Facts> {
    let read = |sealed: &[u8], context| -> Result<String> {
        String::from_utf8(keys::open(key, sealed, context)?.to_vec()).map_err(Error::fault("opening a claim"))
    };
    Ok(Facts { order_number: read(&claim.order_sealed, ORDER)?, story: read(&claim.story_sealed, STORY)? })
}

/// The claim of the viewer in a case.
///
/// # Errors
/// A fault only.
pub async fn mine(hub: &Hub, member: &Member) -> Result<Option<claim::Model>> {
    let claim = store::claim::of_member(&hub.db, &member.seat.id).await?;
    Ok(claim.filter(|claim| claim.withdrawn_at.is_none() && claim.case_id == member.case.id))
}

/// Whether another claim of the case names the same order, without saying whose.
///
/// # Errors
/// A fault only.
pub async fn has_twin(hub: &Hub, claim: &claim::Model) -> Result<bool> {
    store::claim::has_twin(&hub.db, &claim.case_id, &claim.order_index, &claim.id).await
}

/// Adds an attempt to settle to the contact log of the viewer.
///
/// # Errors
/// A refusal about a field, or `NO_CLAIM`.
pub async fn add_contact(
    hub: &Hub,
    viewer: &Viewer,
    id: &CaseId,
    draft: &ContactDraft<'_>,
) -> Result<contact::Model> {
    let Member { case, seat } = access::member(&hub.db, viewer, id).await?;
    stage::work(case.stage)?;
    standing(hub, &seat).await?;
    let plain = draft.parse(beijing_date(hub.now()))?;
    let author = Author::of(hub, viewer).await?;
    let [said] = redaction::anonymise(hub, &case, &author, [&plain]).await?;
    let key = data_key::of(hub, viewer.id()).await?;
    let row = contact::Model {
        id: hub.mint(),
        case_id: id.clone(),
        member_id: seat.id.clone(),
        happened_on: draft.happened_on,
        channel: draft.channel,
        said_sealed: keys::seal(&key, plain.as_bytes(), SAID)?,
        said,
        result: draft.result,
        created_at: hub.now(),
    };
    hub.write(async |tx| {
        access::still(tx, viewer, &seat).await?;
        store::insert(tx, row.clone()).await
    })
    .await?;
    Ok(row)
}

/// The contact log of the viewer in a case, oldest first.
///
/// # Errors
/// A fault only.
pub async fn contacts(hub: &Hub, Member { case, seat }: &Member) -> Result<Vec<contact::Model>> {
    let mut logs = store::claim::contacts(&hub.db, std::slice::from_ref(&seat.id)).await?;
    let mut log = logs.remove(&seat.id).unwrap_or_default();
    log.retain(|row| row.case_id == case.id);
    Ok(log)
}
