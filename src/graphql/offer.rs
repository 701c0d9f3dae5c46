//! Offers: what an operator proposes, and what each member says to it.

use async_graphql::{ComplexObject, Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use entity::{member, offer, offer_answer, settlement};

use super::{
    payload::{payload, report, settle},
    viewer::{caller, hub, key, signed_in},
};
use crate::service::{
    self,
    offer::{Draft, Totals},
};

/// How an offer stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entity::OfferState")]
pub enum OfferState {
    /// Members answer it.
    Open,
    /// Its end came; who accepted it settled.
    Closed,
    /// Taken back before its end; nobody settled.
    Withdrawn,
}

/// Who put an offer on record.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entity::OfferSource")]
pub enum OfferSource {
    /// An organiser or representative, who tells what the operator proposed.
    Members,
    /// The operator itself.
    Operator,
}

/// What an operator proposes in answer to a filing; only members of the case are given this object.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct Offer {
    /// Id.
    pub(super) id: ID,
    /// The filing it answers.
    filing_id: ID,
    /// How it stands.
    state: OfferState,
    /// Who put it on record.
    source: OfferSource,
    /// What is proposed, anonymised.
    terms: String,
    /// Fen for each member, where it is the same for all and about money.
    amount_fen: Option<i64>,
    /// Whether each member has an amount of their own, which only they see.
    per_member: bool,
    /// The day by which it would be paid or done.
    pay_by: Option<NaiveDate>,
    /// SHA-256 of the sheet without a member's own amount.
    sha256: String,
    /// When it was made.
    made_at: DateTime<Utc>,
    /// Until when it can be answered.
    closes_at: DateTime<Utc>,
    /// When it ended.
    closed_at: Option<DateTime<Utc>>,
    /// Why it was taken back.
    reason: Option<String>,
    /// To how many members it was put.
    asked: i64,
    /// How many said what: for organisers at any time, a moment old; for other members once it is over and where no group is
    /// smaller than five.
    totals: Option<OfferTotals>,
    #[graphql(skip)]
    row: offer::Model,
    #[graphql(skip)]
    seat: member::Model,
}

impl Offer {
    pub(super) fn new(row: offer::Model, seat: &member::Model) -> Self {
        Self {
            id: row.id.to_string().into(),
            filing_id: row.filing_id.to_string().into(),
            state: row.state.into(),
            source: row.source.into(),
            terms: row.terms.clone(),
            amount_fen: row.amount_fen,
            per_member: row.per_member,
            pay_by: row.pay_by,
            sha256: row.sha256.clone(),
            made_at: row.made_at,
            closes_at: row.closes_at,
            closed_at: row.closed_at,
            reason: row.reason.clone(),
            asked: row.asked,
            totals: service::offer::totals(&row, Some(seat)).map(OfferTotals::from),
            seat: seat.clone(),
            row,
        }
    }
}

#[ComplexObject]
impl Offer {
    /// What it is to the viewer, which nobody else sees; null where it is not put to them.
    async fn mine(&self, ctx: &Context<'_>) -> Result<Option<OwnOffer>> {
        let mine = service::offer::mine(hub(ctx), &self.row, &self.seat.id).await;
        Ok(mine.map_err(|error| report(ctx, error))?.map(OwnOffer::from))
    }
}

/// How many said what to an offer.
#[derive(SimpleObject)]
pub struct OfferTotals {
    /// Accepted.
    accepted: i64,
    /// Declined.
    declined: i64,
    /// Said nothing.
    silent: i64,
}

impl From<Totals> for OfferTotals {
    fn from(totals: Totals) -> Self {
        Self { accepted: totals.accepted, declined: totals.declined, silent: totals.silent }
    }
}

/// An offer as it is meant for the viewer.
#[derive(SimpleObject)]
pub struct OwnOffer {
    /// The sheet as canonical JSON, whose SHA-256 is answered.
    text: String,
    /// SHA-256 of the sheet.
    sha256: String,
    /// Fen for the viewer.
    amount_fen: Option<i64>,
    /// What the viewer said.
    answer: Option<OfferAnswer>,
    /// What the viewer settled.
    settlement: Option<Settlement>,
}

impl From<service::offer::Mine> for OwnOffer {
    fn from(mine: service::offer::Mine) -> Self {
        Self {
            text: mine.sheet.to_text(),
            sha256: mine.sheet.sha256(),
            amount_fen: mine.sheet.amount_fen,
            answer: mine.answer.map(OfferAnswer::from),
            settlement: mine.settlement.map(Settlement::from),
        }
    }
}

/// What the viewer said to an offer.
#[derive(SimpleObject)]
pub struct OfferAnswer {
    /// Whether they accept.
    accepts: bool,
    /// The hash they had before their eyes.
    sha256: String,
    /// When it was given or last changed.
    answered_at: DateTime<Utc>,
}

impl From<offer_answer::Model> for OfferAnswer {
    fn from(row: offer_answer::Model) -> Self {
        Self { accepts: row.accepts, sha256: row.sha256, answered_at: row.answered_at }
    }
}

/// What the viewer agreed to with the operator.
#[derive(SimpleObject)]
pub struct Settlement {
    /// The hash of the sheet they accepted.
    sha256: String,
    /// Fen that were promised.
    amount_fen: Option<i64>,
    /// When they accepted.
    accepted_at: DateTime<Utc>,
    /// When the offer ended, and bound.
    settled_at: DateTime<Utc>,
    /// When they said that what was promised did not come, and went on with their claim.
    broken_at: Option<DateTime<Utc>>,
}

impl From<settlement::Model> for Settlement {
    fn from(row: settlement::Model) -> Self {
        Self {
            sha256: row.sha256,
            amount_fen: row.amount_fen,
            accepted_at: row.accepted_at,
            settled_at: row.settled_at,
            broken_at: row.broken_at,
        }
    }
}

/// The amount for one member.
#[derive(InputObject)]
pub(super) struct OfferAmountInput {
    /// Pseudonym of the member.
    code: String,
    /// Fen for them.
    amount_fen: i64,
}

/// What the operator proposed.
#[derive(InputObject)]
struct RecordOfferInput {
    /// The filing it answers.
    filing_id: ID,
    /// What is proposed, 4 to 2,000 characters; shown anonymised.
    terms: String,
    /// Fen for each member, where it is the same for all.
    amount_fen: Option<i64>,
    /// Fen for single members; it is put to nobody else then.
    #[graphql(validator(max_items = 2000))]
    amounts: Option<Vec<OfferAmountInput>>,
    /// The day by which it would be paid or done.
    pay_by: Option<NaiveDate>,
    /// Until when it can be answered, an hour to 60 days from now.
    closes_at: DateTime<Utc>,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

pub(super) fn parts(amounts: Option<Vec<OfferAmountInput>>) -> Vec<(String, i64)> {
    amounts.unwrap_or_default().into_iter().map(|part| (part.code, part.amount_fen)).collect()
}

payload! {
    /// The offer, put to the members.
    RecordOfferPayload {
        /// The offer.
        offer: Offer,
    }
}

/// An answer to an offer.
#[derive(InputObject)]
struct AnswerOfferInput {
    /// The offer.
    offer_id: ID,
    /// The hash of the sheet the member has before their eyes.
    sha256: String,
    /// Whether they accept it.
    accept: bool,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// The answer as it stands.
    AnswerOfferPayload {
        /// The answer.
        answer: OfferAnswer,
    }
}

/// That the operator took an offer back.
#[derive(InputObject)]
struct WithdrawOfferInput {
    /// The offer.
    offer_id: ID,
    /// Why, 4 to 500 characters.
    reason: String,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// The offer, taken back.
    WithdrawOfferPayload {
        /// The offer.
        offer: Offer,
    }
}

/// Offers.
#[derive(Default)]
pub struct OfferMutation;

#[Object]
impl OfferMutation {
    /// Records what the operator proposed and puts it to the members of a filing; for organisers and representatives.
    async fn record_offer(&self, ctx: &Context<'_>, input: RecordOfferInput) -> Result<RecordOfferPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.filing_id, "filing")?;
        let draft = Draft {
            terms: input.terms,
            amount_fen: input.amount_fen,
            parts: parts(input.amounts),
            pay_by: input.pay_by,
            closes_at: input.closes_at,
        };
        let (row, user_errors) = settle(ctx, service::offer::record(hub, viewer, &id, draft).await)?;
        Ok(RecordOfferPayload { offer: shown(ctx, row).await?, user_errors })
    }

    /// Accepts or declines an offer, for oneself alone; until its end one may say something else.
    async fn answer_offer(&self, ctx: &Context<'_>, input: AnswerOfferInput) -> Result<AnswerOfferPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.offer_id, "offer")?;
        let answered = service::offer::answer(hub, viewer, &id, &input.sha256, input.accept).await;
        let (row, user_errors) = settle(ctx, answered)?;
        Ok(AnswerOfferPayload { answer: row.map(OfferAnswer::from), user_errors })
    }

    /// Records that the operator took an offer back before its end; for organisers and representatives.
    async fn withdraw_offer(
        &self,
        ctx: &Context<'_>,
        input: WithdrawOfferInput,
    ) -> Result<WithdrawOfferPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.offer_id, "offer")?;
        let withdrawn = service::offer::withdraw(hub, viewer, &id, &input.reason).await;
        let (row, user_errors) = settle(ctx, withdrawn)?;
        Ok(WithdrawOfferPayload { offer: shown(ctx, row).await?, user_errors })
    }
}

async fn shown(ctx: &Context<'_>, row: Option<offer::Model>) -> Result<Option<Offer>> {
    let Some(row) = row else { return Ok(None) };
    let found = service::offer::find(hub(ctx), caller(ctx), &row.id).await;
    let (row, seen) = found.map_err(|error| report(ctx, error))?;
    Ok(seen.seat.map(|seat| Offer::new(row, &seat)))
}
