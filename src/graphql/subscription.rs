//! Subscriptions: what happens in a case, as it happens.

use std::sync::Arc;

use async_graphql::{Context, ID, Result, Subscription as GraphQL};
use futures_util::{Stream, stream};

use super::{
    event::Event,
    payload::report,
    viewer::{caller, key},
};
use crate::{hub::Hub, service::watch::Watch};

/// What can be subscribed to.
pub struct Subscription;

#[GraphQL]
impl Subscription {
    /// Each event of a case from now on, as long as the caller may see the case.
    async fn case_changed(
        &self,
        ctx: &Context<'_>,
        case_id: ID,
    ) -> Result<impl Stream<Item = Event> + use<>> {
        let id = key(ctx, &case_id, "case")?;
        let hub = ctx.data_unchecked::<Arc<Hub>>().clone();
        let watch = Watch::begin(hub, caller(ctx).clone(), id).await.map_err(|error| report(ctx, error))?;
        Ok(stream::unfold(watch, |mut watch| async move {
            let event = watch.next().await?;
            Some((Event::new(event, watch.locale()), watch))
        }))
    }
}
