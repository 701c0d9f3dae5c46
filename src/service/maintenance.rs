//! What the clock does by itself: rolling up counts, forgetting what is over.

use chrono::TimeDelta;

use super::{idempotency::KEPT, upload};
use crate::{error::Result, hub::Hub, store};

/// Events counted in one transaction.
const ROLL_UP: u64 = 2_000;

/// Adds what happened to the kept counts; tells how many events it counted.
///
/// # Errors
/// A fault only.
pub async fn roll_up(hub: &Hub) -> Result<usize> {
    let mut counted = 0;
    loop {
        // A look costs less than a write, and the worker looks often.
        if !store::event::is_uncounted(&hub.db).await? {
            return Ok(counted);
        }
        let some = hub.write(async |tx| store::event::roll_up(tx, ROLL_UP).await).await?;
        counted += some;
        if some < usize::try_from(ROLL_UP).unwrap_or(usize::MAX) {
            return Ok(counted);
        }
    }
}

/// Forgets tokens and answers that are no longer good for anything.
///
/// # Errors
/// A fault only.
pub async fn sweep(hub: &Hub) -> Result<()> {
    hub.limits.sweep();
    let now = hub.now();
    hub.write(async |tx| {
        store::mail_token::delete_expired(tx, now - TimeDelta::days(7)).await?;
        store::idempotency::delete_older(tx, now - KEPT).await
    })
    .await?;
    upload::sweep(hub).await.map(drop)
}
