//! Merges and splits.

use async_graphql::{ComplexObject, Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use entity::CaseId;

use super::{
    case::Case,
    loader::Loaders,
    payload::{payload, settle},
    viewer::{caller, hub, key, signed_in, viewer_id},
    words::Remedy,
};
use crate::{
    domain::transfer::Criterion,
    service::{
        self,
        transfer::{Shown, Split},
    },
};

/// How seats go from one case to another.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entity::TransferKind")]
pub enum TransferKind {
    /// All of them, into a case that is there.
    Merge,
    /// Some of them, into a new case.
    Split,
}

/// How far a merge or split has come.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entity::TransferState")]
pub enum TransferState {
    /// Somebody is asked.
    Proposed,
    /// Members are told, and may object.
    Agreed,
    /// Seats are going.
    Moving,
    /// Over.
    Done,
    /// Will not happen.
    Cancelled,
}

/// Why a merge or split will not happen.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entity::TransferNote")]
pub enum TransferNote {
    /// An organiser took it back, or did not want it.
    Withdrawn,
    /// Nobody answered in time.
    Expired,
    /// The cases do not fit any more.
    Unfit,
    /// Who was to run the new case is gone or objects.
    NoOrganiser,
    /// Nobody would have gone.
    Nobody,
}

/// A merge or a split: seats that go from one case to another, with claim, contact log and evidence.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct Transfer {
    /// Id.
    pub(super) id: ID,
    /// Whether it is a merge or a split.
    kind: TransferKind,
    /// How far it has come.
    state: TransferState,
    /// Why it will not happen; null unless it is cancelled.
    note: Option<TransferNote>,
    /// Title of the case that a split makes.
    title: Option<String>,
    /// Which seats a split takes; null for a merge, which takes all, and for who has no seat in the case that they leave.
    criterion: Option<SplitCriterion>,
    /// For how many hours members may object.
    objection_hours: i32,
    /// When it was proposed.
    proposed_at: DateTime<Utc>,
    /// When the other side agreed.
    agreed_at: Option<DateTime<Utc>>,
    /// Until when members may object; null until all of them are told.
    objects_until: Option<DateTime<Utc>>,
    /// When it was over.
    ended_at: Option<DateTime<Utc>>,
    /// How many members object; null for who has no seat in the case that seats leave.
    objections: Option<i32>,
    /// Whether the viewer objects; null for who has no seat in the case that seats leave.
    i_object: Option<bool>,
    /// Whether the viewer is asked to agree.
    asks_me: bool,
    #[graphql(skip)]
    from_id: CaseId,
    #[graphql(skip)]
    into_id: Option<CaseId>,
}

/// Which seats a split takes: those that meet everything that is given.
#[derive(SimpleObject)]
pub struct SplitCriterion {
    /// Pseudonyms; empty means those of anybody.
    codes: Vec<String>,
    /// What the product of the claim holds.
    product: Option<String>,
    /// The first day of purchase.
    bought_from: Option<NaiveDate>,
    /// The last day of purchase.
    bought_to: Option<NaiveDate>,
    /// What the claim asks for.
    remedy: Option<Remedy>,
}

impl From<Criterion> for SplitCriterion {
    fn from(criterion: Criterion) -> Self {
        Self {
            codes: criterion.codes,
            product: criterion.product,
            bought_from: criterion.bought_from,
            bought_to: criterion.bought_to,
            remedy: criterion.remedy.map(Into::into),
        }
    }
}

impl From<Shown> for Transfer {
    fn from(Shown { row, asks_me, i_object }: Shown) -> Self {
        // It may name pseudonyms, which are for members only.
        let criterion = row.criterion.filter(|_| i_object.is_some());
        let criterion: Option<Criterion> = criterion.and_then(|found| serde_json::from_value(found).ok());
        Self {
            id: row.id.to_string().into(),
            kind: row.kind.into(),
            state: row.state.into(),
            note: row.note.map(Into::into),
            title: row.title,
            criterion: criterion.map(SplitCriterion::from),
            objection_hours: row.hours,
            proposed_at: row.proposed_at,
            agreed_at: row.agreed_at,
            objects_until: row.objects_until,
            ended_at: row.ended_at,
            objections: i_object.map(|_| row.objections),
            i_object,
            asks_me,
            from_id: row.from_case_id,
            into_id: row.into_case_id,
        }
    }
}

#[ComplexObject]
impl Transfer {
    /// The case that seats leave; null when the caller may not see it.
    async fn from(&self, ctx: &Context<'_>) -> Result<Option<Case>> {
        beside(ctx, self.from_id.clone()).await
    }

    /// The case they go to; null when the caller may not see it, and of a split until it is made.
    async fn into(&self, ctx: &Context<'_>) -> Result<Option<Case>> {
        match &self.into_id {
            Some(into) => beside(ctx, into.clone()).await,
            None => Ok(None),
        }
    }
}

async fn beside(ctx: &Context<'_>, id: CaseId) -> Result<Option<Case>> {
    let loaders = ctx.data_unchecked::<Loaders>();
    let kin = loaders.kin.load_one((id, viewer_id(ctx))).await?;
    Ok(kin.and_then(|kin| kin.seen(caller(ctx))).map(Case::from))
}

/// What proposing a merge takes.
#[derive(InputObject)]
struct ProposeMergeInput {
    /// The case whose members go.
    case_id: ID,
    /// The case they go to.
    into_case_id: ID,
    /// For how many hours members may object, 24 to 336; 72 when left out.
    objection_hours: Option<i32>,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

/// Which seats a split takes: those that meet everything that is given. Something must be.
#[derive(InputObject)]
struct SplitCriterionInput {
    /// Pseudonyms, at most 200.
    codes: Option<Vec<String>>,
    /// What the product of the claim holds.
    product: Option<String>,
    /// The first day of purchase.
    bought_from: Option<NaiveDate>,
    /// The last day of purchase.
    bought_to: Option<NaiveDate>,
    /// What the claim asks for.
    remedy: Option<Remedy>,
}

/// What proposing a split takes.
#[derive(InputObject)]
struct ProposeSplitInput {
    /// The case that is split.
    case_id: ID,
    /// Title of the new case.
    title: String,
    /// Kind of problem of the new case; that of the old one when left out.
    category: Option<ID>,
    /// Which seats it takes. Organisers stay where they are.
    criterion: SplitCriterionInput,
    /// Pseudonym of the member who is to run the new case and is asked first; the viewer runs both when left out.
    organiser_code: Option<String>,
    /// For how many hours members may object, 24 to 336; 72 when left out.
    objection_hours: Option<i32>,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

/// A merge or a split.
#[derive(InputObject)]
struct TransferInput {
    /// The merge or split.
    transfer_id: ID,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// The proposed merge.
    ProposeMergePayload {
        /// The merge; agreed to already when the viewer organises both cases.
        transfer: Transfer,
    }
}

payload! {
    /// The proposed split.
    ProposeSplitPayload {
        /// The split; agreed to already when the viewer runs both cases.
        transfer: Transfer,
    }
}

payload! {
    /// The merge or split that was agreed to.
    AcceptTransferPayload {
        /// The merge or split.
        transfer: Transfer,
    }
}

payload! {
    /// The merge or split that will not happen.
    WithdrawTransferPayload {
        /// The merge or split.
        transfer: Transfer,
    }
}

payload! {
    /// The merge or split that the viewer objects to.
    ObjectToTransferPayload {
        /// The merge or split.
        transfer: Transfer,
    }
}

payload! {
    /// The merge or split that the viewer does not object to any more.
    WithdrawObjectionPayload {
        /// The merge or split.
        transfer: Transfer,
    }
}

/// Merging and splitting.
#[derive(Default)]
pub struct TransferMutation;

#[Object]
impl TransferMutation {
    /// Proposes that the members of one case go on in another one; for organisers of either. Who organises both agrees
    /// alone. Members are told, and who objects in time stays.
    async fn propose_merge(
        &self,
        ctx: &Context<'_>,
        input: ProposeMergeInput,
    ) -> Result<ProposeMergePayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let (from, into) = (key(ctx, &input.case_id, "case")?, key(ctx, &input.into_case_id, "case")?);
        let hours = input.objection_hours;
        let row = service::transfer::propose_merge(hub, caller(ctx), viewer, &from, &into, hours).await;
        let (transfer, user_errors) = settle(ctx, row)?;
        Ok(ProposeMergePayload { transfer: shown(ctx, transfer).await?, user_errors })
    }

    /// Proposes that some members of a case go on in a new one; for its organisers. Members are told, and who objects
    /// in time stays.
    async fn propose_split(
        &self,
        ctx: &Context<'_>,
        input: ProposeSplitInput,
    ) -> Result<ProposeSplitPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.case_id, "case")?;
        let split = Split {
            title: input.title,
            category: input.category.map(|id| id.to_string()),
            criterion: Criterion {
                codes: input.criterion.codes.unwrap_or_default(),
                product: input.criterion.product,
                bought_from: input.criterion.bought_from,
                bought_to: input.criterion.bought_to,
                remedy: input.criterion.remedy.map(Into::into),
            },
            organiser: input.organiser_code,
            hours: input.objection_hours,
        };
        let (transfer, user_errors) =
            settle(ctx, service::transfer::propose_split(hub, viewer, &id, &split).await)?;
        Ok(ProposeSplitPayload { transfer: shown(ctx, transfer).await?, user_errors })
    }

    /// Agrees to a merge or split; for who is asked: an organiser of the other case, or who is to run the new one.
    async fn accept_transfer(
        &self,
        ctx: &Context<'_>,
        input: TransferInput,
    ) -> Result<AcceptTransferPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.transfer_id, "transfer")?;
        let (transfer, user_errors) = settle(ctx, service::transfer::accept(hub, viewer, &id).await)?;
        Ok(AcceptTransferPayload { transfer: shown(ctx, transfer).await?, user_errors })
    }

    /// Takes back or turns down a merge or split by which no seat went yet; for both sides.
    async fn withdraw_transfer(
        &self,
        ctx: &Context<'_>,
        input: TransferInput,
    ) -> Result<WithdrawTransferPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.transfer_id, "transfer")?;
        let (transfer, user_errors) = settle(ctx, service::transfer::withdraw(hub, viewer, &id).await)?;
        Ok(WithdrawTransferPayload { transfer: shown(ctx, transfer).await?, user_errors })
    }

    /// Says that the viewer's seat is to stay where it is; for members of the case that seats leave. If others go, the
    /// case goes on with those who stay, and where no organiser stays, who objected first runs it.
    async fn object_to_transfer(
        &self,
        ctx: &Context<'_>,
        input: TransferInput,
    ) -> Result<ObjectToTransferPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.transfer_id, "transfer")?;
        let (transfer, user_errors) = settle(ctx, service::transfer::object(hub, viewer, &id).await)?;
        Ok(ObjectToTransferPayload { transfer: shown(ctx, transfer).await?, user_errors })
    }

    /// Takes an objection back.
    async fn withdraw_objection(
        &self,
        ctx: &Context<'_>,
        input: TransferInput,
    ) -> Result<WithdrawObjectionPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.transfer_id, "transfer")?;
        let (transfer, user_errors) =
            settle(ctx, service::transfer::withdraw_objection(hub, viewer, &id).await)?;
        Ok(WithdrawObjectionPayload { transfer: shown(ctx, transfer).await?, user_errors })
    }
}

/// What was just changed, as the caller sees it.
async fn shown(ctx: &Context<'_>, row: Option<entity::transfer::Model>) -> Result<Option<Transfer>> {
    let Some(row) = row else { return Ok(None) };
    match service::transfer::find(hub(ctx), caller(ctx), &row.id).await {
        Ok(shown) => Ok(Some(shown.into())),
        Err(crate::error::Error::NotFound(_)) => Ok(None),
        Err(error) => Err(super::payload::report(ctx, error)),
    }
}
