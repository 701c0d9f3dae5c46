//! What a resolver finds in its context: the hub, and who asks.

use std::sync::Arc;

use async_graphql::{Context, Result};
use entity::{AccountId, Id};

use super::payload::report;
use crate::{
    hub::Hub,
    service::access::{self, Caller, Viewer},
};

/// The hub.
pub(super) fn hub<'a>(ctx: &Context<'a>) -> &'a Hub {
    ctx.data_unchecked::<Arc<Hub>>()
}

/// Who asks.
pub(super) fn caller<'a>(ctx: &Context<'a>) -> &'a Caller {
    ctx.data_unchecked::<Caller>()
}

/// The hub and the person who signed in.
pub(super) fn signed_in<'a>(ctx: &Context<'a>) -> Result<(&'a Hub, &'a Viewer)> {
    let viewer = caller(ctx).person().map_err(|error| report(ctx, error))?;
    Ok((hub(ctx), viewer))
}

/// Reads an id of one kind that came from outside.
pub(super) fn key<T: Id>(ctx: &Context<'_>, id: &async_graphql::ID, what: &'static str) -> Result<T> {
    access::id(id, what).map_err(|error| report(ctx, error))
}

/// The account of the person who signed in, if somebody did.
pub(super) fn viewer_id(ctx: &Context<'_>) -> Option<AccountId> {
    caller(ctx).account().cloned()
}
