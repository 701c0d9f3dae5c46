//! Third parties' apps.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::app;

use super::{
    payload::{payload, settle},
    viewer::{key, signed_in},
};
use crate::service::{self, access};

/// What an app may do.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "access::Scope")]
pub enum Scope {
    /// `cases:read`: read published cases.
    CasesRead,
    /// `stats:read`: read statistics.
    StatsRead,
    /// `webhooks`: be told of changes.
    Webhooks,
}

/// A third party's app.
#[derive(SimpleObject)]
pub struct App {
    /// Id.
    id: ID,
    /// Name.
    name: String,
    /// What it may do.
    scopes: Vec<Scope>,
    /// When it was registered.
    created_at: DateTime<Utc>,
    /// When it was revoked.
    revoked_at: Option<DateTime<Utc>>,
}

impl From<app::Model> for App {
    fn from(row: app::Model) -> Self {
        Self {
            id: row.id.to_string().into(),
            name: row.name,
            scopes: row.scopes.split(' ').filter_map(access::Scope::parse).map(Scope::from).collect(),
            created_at: row.created_at,
            revoked_at: row.revoked_at,
        }
    }
}

/// What registering an app takes.
#[derive(InputObject)]
struct RegisterAppInput {
    /// Name.
    name: String,
    /// What it may do.
    scopes: Vec<Scope>,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// The app and its secret, which is shown this once.
    RegisterAppPayload {
        /// The app.
        app: App,
        /// Goes into the app's `Authorization: Bearer` header.
        secret: String,
    }
}

/// What revoking an app takes.
#[derive(InputObject)]
struct RevokeAppInput {
    /// The app.
    app_id: ID,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// The revoked app.
    RevokeAppPayload {
        /// The app.
        app: App,
    }
}

/// Registering and revoking apps.
#[derive(Default)]
pub struct AppMutation;

#[Object]
impl AppMutation {
    /// Registers an app; its secret is shown once.
    async fn register_app(&self, ctx: &Context<'_>, input: RegisterAppInput) -> Result<RegisterAppPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let scopes: Vec<access::Scope> = input.scopes.into_iter().map(Into::into).collect();
        let (done, user_errors) =
            settle(ctx, service::app::register(hub, viewer, &input.name, &scopes).await)?;
        let (app, secret) = done.map(|(app, secret)| (App::from(app), secret)).unzip();
        Ok(RegisterAppPayload { app, secret, user_errors })
    }

    /// Revokes an app: its secret opens nothing any more.
    async fn revoke_app(&self, ctx: &Context<'_>, input: RevokeAppInput) -> Result<RevokeAppPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.app_id, "app")?;
        let (app, user_errors) = settle(ctx, service::app::revoke(hub, viewer, &id).await)?;
        Ok(RevokeAppPayload { app: app.map(App::from), user_errors })
    }
}
