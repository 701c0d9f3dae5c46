//! Subscriptions: what happens in a case, as it happens.

use std::sync::Arc;

use async_graphql::{Context, ID, Result, Subscription as GraphQL};
use entity::EventId;
use futures_util::{Stream, stream};

use super::{
    event::Event,
    payload::report,
    viewer::{caller, hub, key},
};
use crate::{hub::Hub, service};

/// What can be subscribed to.
pub struct Subscription;

/// What one subscriber has seen.
struct Cursor {
    hub: Arc<Hub>,
    caller: service::access::Caller,
    case: entity::CaseId,
    last: Option<EventId>,
    news: tokio::sync::watch::Receiver<u64>,
    waiting: std::collections::VecDeque<Event>,
}

#[GraphQL]
impl Subscription {
    /// Each event of a case from now on, oldest first, as long as the caller may see the case.
    async fn case_changed(
        &self,
        ctx: &Context<'_>,
        case_id: ID,
    ) -> Result<impl Stream<Item = Event> + use<>> {
        let id = key(ctx, &case_id, "case")?;
        let shared = ctx.data_unchecked::<Arc<Hub>>().clone();
        // Listening begins before the newest event is read, so that none falls between.
        let news = hub(ctx).news.of(&id).await;
        let seen =
            service::case::find(hub(ctx), caller(ctx), &id).await.map_err(|error| report(ctx, error))?;
        let last =
            service::timeline::newest(hub(ctx), &seen.case.id).await.map_err(|error| report(ctx, error))?;
        let cursor = Cursor {
            hub: shared,
            caller: caller(ctx).clone(),
            case: id,
            last: last.map(|event| event.id),
            news,
            waiting: std::collections::VecDeque::new(),
        };
        Ok(stream::unfold(cursor, |mut cursor| async move {
            let event = cursor.next().await?;
            Some((event, cursor))
        }))
    }
}

impl Cursor {
    /// The next event; `None` when the caller signed out, may not see the case any more, or it cannot be read.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.waiting.pop_front() {
                return Some(event);
            }
            self.news.changed().await.ok()?;
            let rows = self.read().await?;
            if let Some(newest) = rows.last() {
                self.last = Some(newest.id.clone());
            }
            self.waiting.extend(rows.into_iter().map(|row| Event::new(row, self.caller.locale)));
        }
    }

    /// What came since.
    async fn read(&mut self) -> Option<Vec<entity::event::Model>> {
        let mut seen = self.see().await?;
        loop {
            let rows = service::timeline::after(&self.hub, &seen, self.last.as_ref()).await.ok()?;
            // Proved once more: the newest of these may have been written after the caller left, or the case was
            // hidden.
            let still = self.see().await?;
            if still.seat.is_some() == seen.seat.is_some() {
                return Some(rows);
            }
            seen = still;
        }
    }

    async fn see(&mut self) -> Option<service::access::Seen> {
        service::access::renew(&self.hub, &mut self.caller).await.ok()?;
        service::case::find(&self.hub, &self.caller, &self.case).await.ok()
    }
}
