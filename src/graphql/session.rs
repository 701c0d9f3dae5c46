//! Sessions.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::session;

use super::{
    account::Account,
    payload::{payload, settle},
    viewer::{caller, hub, key, signed_in},
};
use crate::service;

/// One sign-in on one device.
#[derive(SimpleObject)]
pub struct Session {
    /// Id.
    id: ID,
    /// What the device said of itself.
    device: String,
    /// When it signed in.
    created_at: DateTime<Utc>,
    /// When it was last refreshed.
    refreshed_at: DateTime<Utc>,
    /// Whether it is the one that asks.
    current: bool,
}

impl Session {
    pub(super) fn new(row: session::Model, current: &entity::SessionId) -> Self {
        Self {
            current: row.id == *current,
            id: row.id.to_string().into(),
            device: row.device,
            created_at: row.created_at,
            refreshed_at: row.refreshed_at,
        }
    }
}

/// What signing in takes.
#[derive(InputObject)]
struct SignInInput {
    /// Address.
    email: String,
    /// Password.
    password: String,
    /// What the device calls itself, to be told from others in the list of sessions.
    device: Option<String>,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

/// What a device needs to act for a person.
#[derive(SimpleObject)]
pub struct Pass {
    /// The account.
    account: Account,
    /// Goes into the `Authorization: Bearer` header.
    access_token: String,
    /// When the access token ends.
    expires_at: DateTime<Utc>,
    /// Good once, for a new pair.
    refresh_token: String,
}

impl From<service::session::Pass> for Pass {
    fn from(pass: service::session::Pass) -> Self {
        Self {
            account: pass.account.into(),
            access_token: pass.access_token,
            expires_at: pass.expires_at,
            refresh_token: pass.refresh_token,
        }
    }
}

payload! {
    /// What the device needs from now on.
    SignInPayload {
        /// The tokens.
        pass: Pass,
    }
}

/// What trading a refresh token takes.
#[derive(InputObject)]
struct RefreshSessionInput {
    /// The refresh token.
    refresh_token: String,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// What the device needs from now on.
    RefreshSessionPayload {
        /// The tokens.
        pass: Pass,
    }
}

/// What signing out takes.
#[derive(InputObject)]
struct SignOutInput {
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// Whether the session has ended.
    SignOutPayload {
        /// True when it has.
        done: bool,
    }
}

/// What ending a session takes.
#[derive(InputObject)]
struct RevokeSessionInput {
    /// The session.
    session_id: ID,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// Whether the session has ended.
    RevokeSessionPayload {
        /// True when it has.
        done: bool,
    }
}

/// Signing in and out.
#[derive(Default)]
pub struct SessionMutation;

#[Object]
impl SessionMutation {
    /// Signs in with address and password.
    async fn sign_in(&self, ctx: &Context<'_>, input: SignInInput) -> Result<SignInPayload> {
        let (email, password, device) = (&input.email, &input.password, input.device.as_deref());
        let pass = service::session::sign_in(hub(ctx), caller(ctx), email, password, device).await;
        let (pass, user_errors) = settle(ctx, pass)?;
        Ok(SignInPayload { pass: pass.map(Pass::from), user_errors })
    }

    /// Trades a refresh token, which is good once, for a new pair.
    async fn refresh_session(
        &self,
        ctx: &Context<'_>,
        input: RefreshSessionInput,
    ) -> Result<RefreshSessionPayload> {
        let pass = service::session::refresh(hub(ctx), caller(ctx), &input.refresh_token).await;
        let (pass, user_errors) = settle(ctx, pass)?;
        Ok(RefreshSessionPayload { pass: pass.map(Pass::from), user_errors })
    }

    /// Ends the session that asks.
    async fn sign_out(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "input")] _input: Option<SignOutInput>,
    ) -> Result<SignOutPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let (done, user_errors) = settle(ctx, service::session::sign_out(hub, viewer).await)?;
        Ok(SignOutPayload { done: done.map(|()| true), user_errors })
    }

    /// Ends a session of the viewer.
    async fn revoke_session(
        &self,
        ctx: &Context<'_>,
        input: RevokeSessionInput,
    ) -> Result<RevokeSessionPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.session_id, "session")?;
        let (done, user_errors) = settle(ctx, service::session::revoke(hub, viewer, &id).await)?;
        Ok(RevokeSessionPayload { done: done.map(|()| true), user_errors })
    }
}
