//! The password and the address of an account.

use async_graphql::{Context, InputObject, Object, Result};

use super::{
    account::TokenInput,
    payload::{payload, settle},
    viewer::{caller, hub, signed_in},
};
use crate::service;

/// What asking for a new password takes.
#[derive(InputObject)]
struct RequestPasswordResetInput {
    /// Address; a letter goes there.
    email: String,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// The same answer whether or not the address is known: a letter was sent there.
    RequestPasswordResetPayload {
        /// True when a letter was sent.
        accepted: bool,
    }
}

/// What setting a new password by a mailed token takes.
#[derive(InputObject)]
struct ResetPasswordInput {
    /// The token of the letter.
    token: String,
    /// The new password.
    password: String,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// Whether the password was set; every session has ended.
    ResetPasswordPayload {
        /// True when it was set.
        done: bool,
    }
}

/// What changing the password takes.
#[derive(InputObject)]
struct ChangePasswordInput {
    /// The password until now.
    current_password: String,
    /// The new one.
    password: String,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// Whether the password was changed; every other session has ended.
    ChangePasswordPayload {
        /// True when it was changed.
        done: bool,
    }
}

/// What moving to another address takes.
#[derive(InputObject)]
struct ChangeEmailInput {
    /// The password.
    current_password: String,
    /// The new address; a letter goes there.
    email: String,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// The same answer whether or not the new address is known: a letter was sent there.
    ChangeEmailPayload {
        /// True when a letter was sent.
        accepted: bool,
    }
}

payload! {
    /// The account under its new address.
    ConfirmEmailPayload {
        /// The address that signs in now.
        email: String,
    }
}

/// Changing the password and the address.
#[derive(Default)]
pub struct CredentialMutation;

#[Object]
impl CredentialMutation {
    /// Asks for a new password; a letter says how to go on.
    async fn request_password_reset(
        &self,
        ctx: &Context<'_>,
        input: RequestPasswordResetInput,
    ) -> Result<RequestPasswordResetPayload> {
        let done = service::credential::request_reset(hub(ctx), caller(ctx), &input.email).await;
        let (done, user_errors) = settle(ctx, done)?;
        Ok(RequestPasswordResetPayload { accepted: done.map(|()| true), user_errors })
    }

    /// Sets a new password by a mailed token and ends every session.
    async fn reset_password(
        &self,
        ctx: &Context<'_>,
        input: ResetPasswordInput,
    ) -> Result<ResetPasswordPayload> {
        let done = service::credential::reset(hub(ctx), caller(ctx), &input.token, &input.password).await;
        let (done, user_errors) = settle(ctx, done)?;
        Ok(ResetPasswordPayload { done: done.map(|()| true), user_errors })
    }

    /// Changes the password and ends every other session.
    async fn change_password(
        &self,
        ctx: &Context<'_>,
        input: ChangePasswordInput,
    ) -> Result<ChangePasswordPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let (old, new) = (&input.current_password, &input.password);
        let done = service::credential::change_password(hub, caller(ctx), viewer, old, new).await;
        let (done, user_errors) = settle(ctx, done)?;
        Ok(ChangePasswordPayload { done: done.map(|()| true), user_errors })
    }

    /// Asks to move the account to another address; a letter there says how to go on.
    async fn change_email(&self, ctx: &Context<'_>, input: ChangeEmailInput) -> Result<ChangeEmailPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let (password, email) = (&input.current_password, &input.email);
        let done = service::credential::change_email(hub, caller(ctx), viewer, password, email).await;
        let (done, user_errors) = settle(ctx, done)?;
        Ok(ChangeEmailPayload { accepted: done.map(|()| true), user_errors })
    }

    /// Moves an account to the address that a mailed token proves.
    async fn confirm_email(&self, ctx: &Context<'_>, input: TokenInput) -> Result<ConfirmEmailPayload> {
        let (account, user_errors) =
            settle(ctx, service::credential::confirm_email(hub(ctx), caller(ctx), &input.token).await)?;
        Ok(ConfirmEmailPayload { email: account.map(|account| account.email), user_errors })
    }
}
