//! The secret link to an organiser's calendar of deadlines.

use async_graphql::{Context, InputObject, Object, Result};
use chrono::{DateTime, Utc};

use super::{
    payload::{payload, settle},
    viewer::signed_in,
};
use crate::service;

/// What making a link takes.
#[derive(InputObject)]
struct MakeCalendarLinkInput {
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// The link that was made.
    MakeCalendarLinkPayload {
        /// Its address, for a calendar program to subscribe to; shown only now.
        url: String,
        /// When it was made.
        made_at: DateTime<Utc>,
    }
}

/// What revoking the link takes.
#[derive(InputObject)]
struct RevokeCalendarLinkInput {
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// Whether a link was revoked.
    RevokeCalendarLinkPayload {
        /// True when there was one.
        revoked: bool,
    }
}

/// Making and revoking the link.
#[derive(Default)]
pub struct CalendarMutation;

#[Object]
impl CalendarMutation {
    /// Makes a secret link to the deadlines of the cases that the viewer organises, in place of an earlier one, which no
    /// longer works. Whoever has it can read numbers of cases, channels and days, and nothing of any person.
    async fn make_calendar_link(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "input")] _input: MakeCalendarLinkInput,
    ) -> Result<MakeCalendarLinkPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let (made, user_errors) = settle(ctx, service::calendar_link::make(hub, viewer).await)?;
        let (made_at, url) = made.map(|(row, url)| (row.made_at, url)).unzip();
        Ok(MakeCalendarLinkPayload { url, made_at, user_errors })
    }

    /// Revokes the secret link to the viewer's calendar.
    async fn revoke_calendar_link(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "input")] _input: RevokeCalendarLinkInput,
    ) -> Result<RevokeCalendarLinkPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let (revoked, user_errors) = settle(ctx, service::calendar_link::revoke(hub, viewer).await)?;
        Ok(RevokeCalendarLinkPayload { revoked, user_errors })
    }
}
