//! Consents to be named, one for each receiver.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::release;

use super::{
    channel::Channel,
    payload::{payload, settle},
    viewer::{key, signed_in},
};
use crate::{domain::release::Statement, service};

/// What a member is told about one receiver before they let themself be named to it, in Chinese, as the filing is.
#[derive(SimpleObject)]
pub struct ReleaseStatement {
    /// Where it would be filed.
    channel: Channel,
    /// Who receives the data.
    receiver: String,
    /// How they are reached.
    contact: String,
    /// What for.
    purpose: String,
    /// In which way.
    manner: String,
    /// Which kinds of data.
    kinds: Vec<&'static str>,
    /// All of it, as it is agreed to.
    text: String,
    /// SHA-256 of the text, which is kept with the consent.
    sha256: String,
}

impl From<(entity::Channel, Statement)> for ReleaseStatement {
    fn from((channel, told): (entity::Channel, Statement)) -> Self {
        Self {
            channel: channel.into(),
            text: told.text(),
            sha256: told.sha256(),
            receiver: told.receiver,
            contact: told.contact,
            purpose: told.purpose,
            manner: told.manner,
            kinds: told.kinds,
        }
    }
}

/// That the viewer lets a filing name them to one receiver; nobody else sees it.
#[derive(SimpleObject)]
pub struct Release {
    /// Where it would be filed.
    channel: Channel,
    /// Hash of what they were told; null for a vote from before receivers were told apart.
    statement_sha256: Option<String>,
    /// When they agreed.
    given_at: DateTime<Utc>,
    /// When they took it back.
    withdrawn_at: Option<DateTime<Utc>>,
}

impl From<release::Model> for Release {
    fn from(row: release::Model) -> Self {
        Self {
            channel: row.channel.into(),
            statement_sha256: row.statement_sha256,
            given_at: row.given_at,
            withdrawn_at: row.withdrawn_at,
        }
    }
}

/// Which consent to take back.
#[derive(InputObject)]
struct WithdrawReleaseInput {
    /// The ballot with which it was given.
    ballot_id: ID,
    /// The receiver; all of them where none is named.
    channel: Option<Channel>,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// The consents as they stand.
    WithdrawReleasePayload {
        /// The consents.
        releases: Vec<Release>,
    }
}

/// Taking consents back.
#[derive(Default)]
pub struct ReleaseMutation;

#[Object]
impl ReleaseMutation {
    /// Takes back the consent to be named, until the filing is made; who took it back is not in it.
    async fn withdraw_release(
        &self,
        ctx: &Context<'_>,
        input: WithdrawReleaseInput,
    ) -> Result<WithdrawReleasePayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.ballot_id, "ballot")?;
        let channel = input.channel.map(Into::into);
        let (rows, user_errors) = settle(ctx, service::release::withdraw(hub, viewer, &id, channel).await)?;
        let releases = rows.map(|rows| rows.into_iter().map(Release::from).collect());
        Ok(WithdrawReleasePayload { releases, user_errors })
    }
}
