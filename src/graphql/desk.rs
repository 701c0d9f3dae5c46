//! The operator's desk: what whoever has the link of a filing's mail sees and does, without an account.

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use entity::offer;

use super::{
    channel::Channel,
    connection::{Connected, by_id, connection, cost},
    message::Message,
    offer::{OfferAmountInput, OfferState, parts},
    payload::{payload, report, settle},
    viewer::{caller, hub, key},
    words::FilingStatus,
};
use crate::{
    error::Error,
    service::{self, desk::Desk, offer::Draft, page::Page},
};

/// What the operator was mailed, what it and the case wrote to each other about it, and its own offers.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct OperatorDesk {
    /// Number of the case.
    case_number: String,
    /// Where it was filed.
    channel: Channel,
    /// How it stands.
    status: FilingStatus,
    /// For how many members it was filed.
    member_count: i64,
    /// Money asked for, in fen.
    claimed_fen: i64,
    /// What is asked for.
    demands: Vec<String>,
    /// SHA-256 of what was filed.
    sha256: Option<String>,
    /// When it was sent.
    sent_at: Option<DateTime<Utc>>,
    /// Whether what is written here is shown as verified: the link was mailed to a domain of the operator's.
    verified: bool,
    /// Until when the link is good.
    expires_at: DateTime<Utc>,
    #[graphql(skip)]
    desk: Desk,
}

impl From<Desk> for OperatorDesk {
    fn from(desk: Desk) -> Self {
        Self {
            case_number: desk.case.number.clone(),
            channel: desk.filing.channel.into(),
            status: desk.filing.status.into(),
            member_count: desk.filing.member_count,
            claimed_fen: desk.filing.claimed_fen,
            demands: desk.demands(),
            sha256: desk.filing.content_sha256.clone(),
            sent_at: desk.filing.sent_at,
            verified: desk.link.is_verified,
            expires_at: desk.link.expires_at,
            desk,
        }
    }
}

#[ComplexObject]
impl OperatorDesk {
    /// The edition that was mailed, as plain text.
    #[graphql(complexity = "20")]
    async fn text(&self, ctx: &Context<'_>) -> Result<String> {
        self.desk.text(hub(ctx)).await.map_err(|error| report(ctx, error))
    }

    /// What the operator and the case wrote to each other about it, newest first.
    #[graphql(complexity = "cost(first, child_complexity)")]
    async fn messages(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Connected<Message> {
        let slice = async {
            let page = Page::new(first, after.as_deref())?;
            service::desk::correspondence(hub(ctx), &self.desk, &page).await
        };
        let slice = slice.await.map_err(|error| report(ctx, error))?;
        Ok(connection(slice, |row| by_id(row.id.as_str()), |row| Message::new(row, false)))
    }

    /// The offers that were made here, newest first.
    #[graphql(complexity = "5 + 5 * child_complexity")]
    async fn offers(&self, ctx: &Context<'_>) -> Result<Vec<DeskOffer>> {
        let rows = service::desk::own_offers(hub(ctx), &self.desk).await;
        Ok(rows.map_err(|error| report(ctx, error))?.into_iter().map(DeskOffer::from).collect())
    }
}

/// An offer as the operator that made it sees it.
#[derive(SimpleObject)]
pub struct DeskOffer {
    /// Id.
    id: ID,
    /// How it stands.
    state: OfferState,
    /// What is proposed, as members read it.
    terms: String,
    /// Fen for each member, where it is the same for all.
    amount_fen: Option<i64>,
    /// Until when it can be answered.
    closes_at: DateTime<Utc>,
}

impl From<offer::Model> for DeskOffer {
    fn from(row: offer::Model) -> Self {
        Self {
            id: row.id.to_string().into(),
            state: row.state.into(),
            terms: row.terms,
            amount_fen: row.amount_fen,
            closes_at: row.closes_at,
        }
    }
}

/// An answer to the complaint.
#[derive(InputObject)]
struct AnswerAsOperatorInput {
    /// The token of the link.
    token: String,
    /// The answer, 2 to 5,000 characters; shown anonymised.
    text: String,
    /// Whether everybody is to read it, once a moderator looked at it; otherwise it is to the case alone.
    #[graphql(default)]
    public: bool,
    /// The message it answers.
    answers: Option<ID>,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// The answer, as the case reads it.
    AnswerAsOperatorPayload {
        /// The message.
        message: Message,
    }
}

/// A question to the case.
#[derive(InputObject)]
struct AskForDetailsInput {
    /// The token of the link.
    token: String,
    /// The question, 2 to 5,000 characters; shown anonymised.
    text: String,
    /// The message it answers.
    answers: Option<ID>,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// The question, as the case reads it.
    AskForDetailsPayload {
        /// The message.
        message: Message,
    }
}

/// What the operator proposes.
#[derive(InputObject)]
struct MakeOfferInput {
    /// The token of the link.
    token: String,
    /// What is proposed, 4 to 2,000 characters; shown anonymised.
    terms: String,
    /// Fen for each member, where it is the same for all.
    amount_fen: Option<i64>,
    /// Fen for single members, by the codes in the schedule; it is put to nobody else then.
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

payload! {
    /// The offer, put to the members.
    MakeOfferPayload {
        /// The offer.
        offer: DeskOffer,
    }
}

/// That the operator takes its offer back.
#[derive(InputObject)]
struct TakeBackOfferInput {
    /// The token of the link.
    token: String,
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
    TakeBackOfferPayload {
        /// The offer.
        offer: DeskOffer,
    }
}

/// Reading at the operator's desk.
#[derive(Default)]
pub struct DeskQuery;

#[Object]
impl DeskQuery {
    /// What is behind the link of a filing's mail; null for one that was revoked, has expired or never was.
    async fn operator_desk(&self, ctx: &Context<'_>, token: String) -> Result<Option<OperatorDesk>> {
        match service::desk::open(hub(ctx), caller(ctx), &token).await {
            Ok(desk) => Ok(Some(desk.into())),
            Err(Error::NotFound(_)) => Ok(None),
            Err(error) => Err(report(ctx, error)),
        }
    }
}

/// Answering at the operator's desk.
#[derive(Default)]
pub struct DeskMutation;

#[Object]
impl DeskMutation {
    /// Answers a complaint, to the case or for everybody to read once a moderator looked at it; for whoever has the link.
    async fn answer_as_operator(
        &self,
        ctx: &Context<'_>,
        input: AnswerAsOperatorInput,
    ) -> Result<AnswerAsOperatorPayload> {
        let answers = input.answers.as_ref().map(|id| key(ctx, id, "message")).transpose()?;
        let done =
            service::desk::answer(hub(ctx), caller(ctx), &input.token, &input.text, input.public, answers)
                .await;
        let (row, user_errors) = settle(ctx, done)?;
        Ok(AnswerAsOperatorPayload { message: row.map(|row| Message::new(row, false)), user_errors })
    }

    /// Asks the case something; for whoever has the link.
    async fn ask_for_details(
        &self,
        ctx: &Context<'_>,
        input: AskForDetailsInput,
    ) -> Result<AskForDetailsPayload> {
        let answers = input.answers.as_ref().map(|id| key(ctx, id, "message")).transpose()?;
        let done = service::desk::ask(hub(ctx), caller(ctx), &input.token, &input.text, answers).await;
        let (row, user_errors) = settle(ctx, done)?;
        Ok(AskForDetailsPayload { message: row.map(|row| Message::new(row, false)), user_errors })
    }

    /// Puts an offer to the members of the filing; for whoever has the link.
    async fn make_offer(&self, ctx: &Context<'_>, input: MakeOfferInput) -> Result<MakeOfferPayload> {
        let draft = Draft {
            terms: input.terms,
            amount_fen: input.amount_fen,
            parts: parts(input.amounts),
            pay_by: input.pay_by,
            closes_at: input.closes_at,
        };
        let done = service::desk::make_offer(hub(ctx), caller(ctx), &input.token, draft).await;
        let (row, user_errors) = settle(ctx, done)?;
        Ok(MakeOfferPayload { offer: row.map(DeskOffer::from), user_errors })
    }

    /// Takes back an offer that was made here, before its end; for whoever has the link.
    async fn take_back_offer(
        &self,
        ctx: &Context<'_>,
        input: TakeBackOfferInput,
    ) -> Result<TakeBackOfferPayload> {
        let id = key(ctx, &input.offer_id, "offer")?;
        let done =
            service::desk::withdraw_offer(hub(ctx), caller(ctx), &input.token, &id, &input.reason).await;
        let (row, user_errors) = settle(ctx, done)?;
        Ok(TakeBackOfferPayload { offer: row.map(DeskOffer::from), user_errors })
    }
}
