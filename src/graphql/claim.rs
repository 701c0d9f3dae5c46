//! Claims and contact logs.

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use entity::{claim, contact};

use super::{
    payload::{payload, report, settle},
    viewer::{caller, hub, key, signed_in},
    wording::WordingWarning,
    words::{ContactChannel, ContactResult, PaymentMethod, Remedy},
};
use crate::{
    domain::claim::{ContactDraft, Draft},
    service::{self, claim::Amendment},
};

/// The viewer's own claim; nobody else is ever given this object.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct Claim {
    /// Id.
    id: ID,
    /// The order number as the pool shows it.
    order_masked: String,
    /// Day of purchase, in Beijing.
    bought_on: NaiveDate,
    /// What was bought, anonymised.
    product: String,
    /// Price paid, in fen.
    amount_fen: i64,
    /// How it was paid.
    payment_method: PaymentMethod,
    /// Bought for own use, not to sell on.
    own_use: bool,
    /// What happened, anonymised, as the pool shows it.
    story_shown: String,
    /// What is asked for.
    remedy: Remedy,
    /// Money asked for, in fen.
    wanted_fen: Option<i64>,
    /// When it was written.
    created_at: DateTime<Utc>,
    /// When it was last amended.
    updated_at: DateTime<Utc>,
    #[graphql(skip)]
    row: claim::Model,
}

impl From<claim::Model> for Claim {
    fn from(row: claim::Model) -> Self {
        Self {
            id: row.id.to_string().into(),
            order_masked: row.order_masked.clone(),
            bought_on: row.bought_on,
            product: row.product.clone(),
            amount_fen: row.amount_fen,
            payment_method: row.payment_method.into(),
            own_use: row.own_use,
            story_shown: row.story.clone(),
            remedy: row.remedy.into(),
            wanted_fen: row.wanted_fen,
            created_at: row.created_at,
            updated_at: row.updated_at,
            row,
        }
    }
}

#[ComplexObject]
impl Claim {
    /// The order number in full.
    async fn order_number(&self, ctx: &Context<'_>) -> Result<String> {
        let (hub, viewer) = signed_in(ctx)?;
        let facts = service::claim::open(hub, viewer, &self.row).await.map_err(|error| report(ctx, error))?;
        Ok(facts.order_number)
    }

    /// What happened, in the viewer's own words.
    async fn story(&self, ctx: &Context<'_>) -> Result<String> {
        let (hub, viewer) = signed_in(ctx)?;
        let facts = service::claim::open(hub, viewer, &self.row).await.map_err(|error| report(ctx, error))?;
        Ok(facts.story)
    }

    /// Words of the viewer's story that are better said calmly.
    #[graphql(complexity = "5 + 5 * child_complexity")]
    async fn wording_warnings(&self, ctx: &Context<'_>) -> Result<Vec<WordingWarning>> {
        let (hub, viewer) = signed_in(ctx)?;
        let facts = service::claim::open(hub, viewer, &self.row).await.map_err(|error| report(ctx, error))?;
        Ok(WordingWarning::about(&facts.story, caller(ctx).locale))
    }

    /// Whether another claim of the case names the same order; it is not said whose.
    async fn order_is_doubled(&self, ctx: &Context<'_>) -> Result<bool> {
        service::claim::has_twin(hub(ctx), &self.row).await.map_err(|error| report(ctx, error))
    }
}

/// An attempt of the viewer to settle with the operator.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct Contact {
    /// Id.
    id: ID,
    /// The day, in Beijing.
    happened_on: NaiveDate,
    /// How.
    channel: ContactChannel,
    /// What was said, anonymised, as the complaint shows it.
    said: String,
    /// What came of it.
    result: ContactResult,
}

impl From<contact::Model> for Contact {
    fn from(row: contact::Model) -> Self {
        Self {
            id: row.id.to_string().into(),
            happened_on: row.happened_on,
            channel: row.channel.into(),
            said: row.said,
            result: row.result.into(),
        }
    }
}

#[ComplexObject]
impl Contact {
    /// Words of what was said that are better said calmly.
    #[graphql(complexity = "5 + 5 * child_complexity")]
    async fn wording_warnings(&self, ctx: &Context<'_>) -> Vec<WordingWarning> {
        WordingWarning::about(&self.said, caller(ctx).locale)
    }
}

/// A member's own facts.
#[derive(InputObject)]
pub(super) struct ClaimFields {
    /// Order number.
    order_number: String,
    /// Day of purchase, in Beijing.
    bought_on: NaiveDate,
    /// What was bought.
    product: String,
    /// Price paid, in fen.
    amount_fen: i64,
    /// How it was paid.
    payment_method: PaymentMethod,
    /// Bought for own use, not to sell on.
    own_use: bool,
    /// What happened; anonymised before anybody else sees it.
    story: String,
    /// What is asked for.
    remedy: Remedy,
    /// Money asked for, in fen.
    wanted_fen: Option<i64>,
}

impl ClaimFields {
    pub(super) fn draft(&self) -> Draft<'_> {
        Draft {
            order_number: &self.order_number,
            bought_on: self.bought_on,
            product: &self.product,
            amount_fen: self.amount_fen,
            payment_method: self.payment_method.into(),
            own_use: self.own_use,
            story: &self.story,
            remedy: self.remedy.into(),
            wanted_fen: self.wanted_fen,
        }
    }
}

/// Changes to a claim; what is left out stays as it is.
#[derive(InputObject)]
struct AmendClaimInput {
    /// The case.
    case_id: ID,
    /// Order number.
    order_number: Option<String>,
    /// Day of purchase, in Beijing.
    bought_on: Option<NaiveDate>,
    /// What was bought.
    product: Option<String>,
    /// Price paid, in fen.
    amount_fen: Option<i64>,
    /// How it was paid.
    payment_method: Option<PaymentMethod>,
    /// Bought for own use, not to sell on.
    own_use: Option<bool>,
    /// What happened.
    story: Option<String>,
    /// What is asked for.
    remedy: Option<Remedy>,
    /// Money asked for, in fen.
    wanted_fen: Option<i64>,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// The amended claim.
    AmendClaimPayload {
        /// The claim.
        claim: Claim,
    }
}

/// An attempt to settle.
#[derive(InputObject)]
struct AddContactInput {
    /// The case.
    case_id: ID,
    /// The day, in Beijing.
    happened_on: NaiveDate,
    /// How.
    channel: ContactChannel,
    /// What was said; anonymised before anybody else sees it.
    said: String,
    /// What came of it.
    result: ContactResult,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// The attempt as it stands in the log.
    AddContactPayload {
        /// The attempt.
        contact: Contact,
    }
}

/// Changing claims and contact logs.
#[derive(Default)]
pub struct ClaimMutation;

#[Object]
impl ClaimMutation {
    /// Amends the viewer's claim. A version that was compiled keeps what it had.
    async fn amend_claim(&self, ctx: &Context<'_>, input: AmendClaimInput) -> Result<AmendClaimPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.case_id, "case")?;
        let amendment = Amendment {
            order_number: input.order_number,
            bought_on: input.bought_on,
            product: input.product,
            amount_fen: input.amount_fen,
            payment_method: input.payment_method.map(Into::into),
            own_use: input.own_use,
            story: input.story,
            remedy: input.remedy.map(Into::into),
            wanted_fen: input.wanted_fen,
        };
        let (row, user_errors) = settle(ctx, service::claim::amend(hub, viewer, &id, &amendment).await)?;
        Ok(AmendClaimPayload { claim: row.map(Claim::from), user_errors })
    }

    /// Adds an attempt to settle to the viewer's contact log.
    async fn add_contact(&self, ctx: &Context<'_>, input: AddContactInput) -> Result<AddContactPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.case_id, "case")?;
        let draft = ContactDraft {
            happened_on: input.happened_on,
            channel: input.channel.into(),
            said: &input.said,
            result: input.result.into(),
        };
        let (row, user_errors) = settle(ctx, service::claim::add_contact(hub, viewer, &id, &draft).await)?;
        Ok(AddContactPayload { contact: row.map(Contact::from), user_errors })
    }
}
