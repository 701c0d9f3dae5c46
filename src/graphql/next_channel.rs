//! Asking which channel comes next for what somebody says of their trouble.

use async_graphql::{Context, ID, InputObject, Object, Result};
use chrono::NaiveDate;

use super::{
    advice::Advice,
    channel::{Channel, RefusalGround},
    payload::report,
    viewer::hub,
    words::{ContactResult, FilingStatus},
};
use crate::{
    domain::channel::{Contact, Tried},
    service::channel::{self, Told},
};

/// An attempt to settle with the operator.
#[derive(InputObject)]
pub(super) struct ContactTold {
    /// The day, in Beijing.
    happened_on: NaiveDate,
    /// What came of it.
    result: ContactResult,
}

/// A channel that was tried.
#[derive(InputObject)]
pub(super) struct FilingTold {
    /// Which.
    channel: Channel,
    /// The day it was filed, in Beijing.
    filed_on: NaiveDate,
    /// How it stands.
    status: FilingStatus,
    /// The day of the last answer, in Beijing.
    answered_on: Option<NaiveDate>,
    /// Why the market regulator refused it.
    ground: Option<RefusalGround>,
}

/// What is known of somebody's trouble; all of it may be left out.
#[derive(InputObject)]
struct NextChannelInput {
    /// The kind of problem, as `non-delivery`.
    category: Option<ID>,
    /// What is asked for by all together, in fen.
    amount_fen: Option<i64>,
    /// How many complain together; one when left out.
    people: Option<i64>,
    /// Whether it was bought for own use.
    own_use: Option<bool>,
    /// The day on which they knew of the wrong.
    known_on: Option<NaiveDate>,
    /// Days in which the operator says it answers.
    reply_days: Option<i64>,
    /// Whether the operator can be reached at all.
    operator_reachable: Option<bool>,
    /// Attempts to settle with the operator, at most 50.
    contacts: Option<Vec<ContactTold>>,
    /// Channels that were tried, at most 50.
    filings: Option<Vec<FilingTold>>,
}

impl From<ContactTold> for Contact {
    fn from(told: ContactTold) -> Self {
        Self { on: told.happened_on, result: told.result.into() }
    }
}

impl From<FilingTold> for Tried {
    fn from(told: FilingTold) -> Self {
        Self {
            channel: told.channel.into(),
            filed_on: told.filed_on,
            status: told.status.into(),
            answered_on: told.answered_on,
            ground: told.ground.map(Into::into),
        }
    }
}

impl From<NextChannelInput> for Told {
    fn from(input: NextChannelInput) -> Self {
        Self {
            category: input.category.map(|id| id.to_string()),
            amount_fen: input.amount_fen,
            people: input.people,
            own_use: input.own_use,
            known_on: input.known_on,
            reply_days: input.reply_days,
            reachable: input.operator_reachable,
            contacts: input.contacts.unwrap_or_default().into_iter().map(Into::into).collect(),
            tried: input.filings.unwrap_or_default().into_iter().map(Into::into).collect(),
        }
    }
}

/// Asking which channel comes next.
#[derive(Default)]
pub struct NextChannelQuery;

#[Object]
impl NextChannelQuery {
    /// Which channel comes next for what the caller says, and why; nothing of it is kept.
    #[graphql(complexity = "5 + child_complexity")]
    async fn next_channel(&self, ctx: &Context<'_>, input: NextChannelInput) -> Result<Advice> {
        let advice = channel::advise(hub(ctx), &input.into());
        Ok(Advice::new(ctx, advice.map_err(|error| report(ctx, error))?))
    }
}
